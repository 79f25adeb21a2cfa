-- By hand, as the rule of `unique` with a `turn` needs a function: a line that was taken back somewhere is charged again only where the
-- centre has taken it back, too. Two desks charged it otherwise, each in a turn of its own.
CREATE FUNCTION bayline_turn() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  is_left boolean;
BEGIN
  EXECUTE format('SELECT EXISTS (SELECT FROM %1$I b JOIN %4$I r ON r.id = b.%5$I WHERE NOT b.deleted AND b.%2$I = ($1).%2$I AND b.%3$I = ($1).%3$I - 1 AND r.%6$I = %7$L)',
    TG_TABLE_NAME, TG_ARGV[1], TG_ARGV[2], TG_ARGV[3], TG_ARGV[4], TG_ARGV[5], TG_ARGV[6]) INTO is_left USING NEW;
  IF NOT is_left THEN
    RAISE EXCEPTION 'the turn before stands' USING ERRCODE = 'unique_violation', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_ARGV[0];
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER invoice_line_order_turn AFTER INSERT ON invoice_line DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.turn > 0) EXECUTE FUNCTION bayline_turn('invoice_line_order', 'work_order_line_id', 'turn', 'invoice', 'invoice_id', 'state', 'void');
