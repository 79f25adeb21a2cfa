-- Roles of the centre, once per cluster; run by an administrator (in production see central/deploy). A repeated run changes nothing.
-- bayline_migrator owns everything, bayline_gateway reads and writes rows, bayline_replication reads the feed for Electric,
-- bayline_backup reads everything. None is a superuser; only the backup passes row security, as a dump must be whole.
DO $$
BEGIN
  IF to_regrole('bayline_migrator') IS NULL THEN
    CREATE ROLE bayline_migrator LOGIN;
  END IF;
  IF to_regrole('bayline_gateway') IS NULL THEN
    CREATE ROLE bayline_gateway LOGIN;
  END IF;
  IF to_regrole('bayline_replication') IS NULL THEN
    CREATE ROLE bayline_replication LOGIN REPLICATION;
  END IF;
  IF to_regrole('bayline_backup') IS NULL THEN
    CREATE ROLE bayline_backup LOGIN BYPASSRLS IN ROLE pg_read_all_data;
  END IF;
END $$;
