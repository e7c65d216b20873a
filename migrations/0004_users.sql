CREATE TABLE `access` (
	`slot` text PRIMARY KEY NOT NULL,
	`user` integer NOT NULL,
	`kind` text NOT NULL,
	`state` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `user` (
	`id` integer PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`until` text DEFAULT '' NOT NULL,
	`ended` text DEFAULT '' NOT NULL
);
--> statement-breakpoint
-- What the events before this version say: one user, who made the ledger, and the passphrases changed since.
INSERT INTO user (id, name, role) SELECT 1, json_extract(json, '$.body.user'), 'owner' FROM event WHERE seq = 1;
--> statement-breakpoint
INSERT INTO access (slot, user, kind, state)
  SELECT json_extract(json, '$.body.slot'), 1, json_extract(json, '$.body.kind'), json_extract(json, '$.body.change')
  FROM event WHERE kind = 'key.changed' AND json_extract(json, '$.body.change') <> 'tried' ORDER BY seq
  ON CONFLICT DO UPDATE SET state = excluded.state;
