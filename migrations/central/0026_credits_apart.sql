-- Made by `npm run central:migration -- credits_apart` from the modules' tables.ts and sync.ts and migrations/local.
DROP INDEX credit_note_line_once;
ALTER TABLE credit_note_line ADD CONSTRAINT credit_note_line_once EXCLUDE USING gist (invoice_line_id WITH =, int8range(from_milli, from_milli + qty_milli) WITH &&) WHERE (NOT deleted);
