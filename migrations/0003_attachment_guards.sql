-- The same text as electron/ledger/invariants.ts makes: a ledger of the version before must not look as if they had been removed.
CREATE TRIGGER attachment_chunk_no_update BEFORE UPDATE ON attachment_chunk BEGIN SELECT RAISE(ABORT, 'attachment_chunk is append-only'); END;
--> statement-breakpoint
CREATE TRIGGER attachment_chunk_no_delete BEFORE DELETE ON attachment_chunk BEGIN SELECT RAISE(ABORT, 'attachment_chunk is append-only'); END;
