-- Written by hand: drizzle has no words for virtual tables.
-- The fragment index over entry_text: every three characters of a line's words (trigram). Contentless, because the text
-- stands in entry_text already; without positions, because a hit is checked against the text anyway.
CREATE VIRTUAL TABLE entry_fts USING fts5(text, content='', contentless_delete=1, detail='none', tokenize='trigram case_sensitive 1');
--> statement-breakpoint
-- What one transaction adds is gathered in up to 64 MiB of memory before it becomes a segment, so that an import's
-- 100,000 lines do not become hundreds of segments that must be merged (measured: half the time).
INSERT INTO entry_fts (entry_fts, rank) VALUES ('hashsize', 67108864);
