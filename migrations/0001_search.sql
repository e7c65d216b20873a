-- Written by hand: drizzle has no words for virtual tables.
-- The fragment index over entry_text: every three characters of a line's words (trigram). Contentless, because the text
-- stands in entry_text already; without positions, because a hit is checked against the text anyway.
CREATE VIRTUAL TABLE entry_fts USING fts5(text, content='', contentless_delete=1, detail='none', tokenize='trigram case_sensitive 1');
