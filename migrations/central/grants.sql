-- Who may do what with the tables, said anew after every migration, so that no migration can forget it. Run by the migrator.
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO bayline_gateway;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO bayline_gateway;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO bayline_gateway;
REVOKE INSERT, UPDATE, DELETE ON _migration FROM bayline_gateway;

DO $$
DECLARE
  kept regclass;
BEGIN
  -- Nothing is deleted: not a record (a table with clocks), not what was sent.
  FOR kept IN SELECT attrelid::regclass FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND attname = 'clk' AND NOT attisdropped
    UNION ALL VALUES ('entry'::regclass), ('field_history'::regclass)
  LOOP
    EXECUTE format('REVOKE DELETE ON %s FROM bayline_gateway', kept);
  END LOOP;
  -- What anybody but the gateway writes to a typed table (one that keeps fields of newer programs): 0010_direct.sql.
  FOR kept IN SELECT attrelid::regclass FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND attname = 'x' AND NOT attisdropped
  LOOP
    EXECUTE format('CREATE OR REPLACE TRIGGER direct_stamp BEFORE INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW WHEN (current_user <> ''bayline_gateway'') EXECUTE FUNCTION bayline_direct_stamp()', kept);
    EXECUTE format('CREATE OR REPLACE TRIGGER direct_told AFTER INSERT OR UPDATE ON %s FOR EACH ROW WHEN (current_user <> ''bayline_gateway'') EXECUTE FUNCTION bayline_direct_told()', kept);
  END LOOP;
  -- The two that a centre without Electric, or with other backups, can do without.
  IF to_regrole('bayline_replication') IS NOT NULL THEN
    GRANT USAGE ON SCHEMA public TO bayline_replication;
    GRANT SELECT ON sync_row TO bayline_replication;
    DROP POLICY IF EXISTS replication ON sync_row;
    CREATE POLICY replication ON sync_row FOR SELECT TO bayline_replication USING (true);
  END IF;
  IF to_regrole('bayline_backup') IS NOT NULL THEN
    GRANT USAGE ON SCHEMA public TO bayline_backup;
  END IF;
END $$;
