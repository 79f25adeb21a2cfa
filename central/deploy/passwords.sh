#!/bin/sh
# Run once by the image of PostgreSQL when it makes its data, after roles.sql: each role its own password, and the database its owner.
set -eu
for role in migrator gateway replication backup; do
  psql -q -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d "$POSTGRES_DB" -v role="bayline_$role" -v password="$(cat "/run/secrets/${role}_password")" <<'SQL'
ALTER ROLE :"role" PASSWORD :'password';
SQL
done
psql -q -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d "$POSTGRES_DB" -v database="$POSTGRES_DB" <<'SQL'
ALTER DATABASE :"database" OWNER TO bayline_migrator;
REVOKE CONNECT, TEMPORARY ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO bayline_gateway, bayline_replication, bayline_backup;
SQL
