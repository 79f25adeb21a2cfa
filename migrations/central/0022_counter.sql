-- Made by `npm run central:migration -- counter` from the modules' tables.ts and sync.ts and migrations/local.
ALTER TABLE stock_move DROP CONSTRAINT stock_move_reason_enum;
ALTER TABLE sale_line ADD COLUMN lots jsonb;
ALTER TABLE sale_line ADD COLUMN disposition text;
ALTER TABLE sale_line ADD COLUMN again_line_id text COLLATE "C";
ALTER TABLE sale_line ADD CONSTRAINT sale_line_disposition_enum CHECK (disposition IN ('stock', 'damaged', 'supplier')) NOT VALID;
ALTER TABLE stock_move ADD CONSTRAINT stock_move_reason_enum CHECK (reason IN ('receipt', 'use', 'return', 'adjust', 'transferOut', 'transferIn', 'count', 'damage')) NOT VALID;
ALTER TABLE sale_line ADD CONSTRAINT sale_line_again_line_id_fkey FOREIGN KEY (again_line_id) REFERENCES sale_line (id) DEFERRABLE INITIALLY DEFERRED NOT VALID;
