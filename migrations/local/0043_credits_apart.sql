-- INV-9: of two credits of one line none takes a piece that the other has, wherever they begin; so says the centre, too.
DROP TRIGGER credit_note_line_once;
CREATE TRIGGER credit_note_line_once BEFORE INSERT ON credit_note_line WHEN (SELECT applying FROM sync_guard) = 0 BEGIN
  SELECT RAISE(ABORT, 'UNIQUE constraint failed: credit_note_line.invoice_line_id') WHERE EXISTS
    (SELECT 1 FROM credit_note_line WHERE invoice_line_id = NEW.invoice_line_id AND id <> NEW.id
     AND from_milli < NEW.from_milli + NEW.qty_milli AND NEW.from_milli < from_milli + qty_milli);
END;
