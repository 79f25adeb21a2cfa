#!/bin/sh
# Puts the centre back to a dump: restore.sh backups/bayline-....dump. Devices then offer again what they had sent since.
set -eu
dump=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
cd "$(dirname "$0")"
postgres() { docker compose exec -T postgres "$@"; }
docker compose stop gateway-a gateway-b electric backup
docker compose up -d --wait postgres
postgres psql -q -v ON_ERROR_STOP=1 -U postgres -d postgres <<'SQL'
SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE database = 'bayline';
DROP DATABASE IF EXISTS bayline_restored;
CREATE DATABASE bayline_restored OWNER bayline_migrator TEMPLATE template0;
SQL
postgres pg_restore --exit-on-error --username=postgres --dbname=bayline_restored <"$dump"
# The centre's number goes up before anybody can speak to it: that is what tells every device to offer its sent entries again.
postgres psql -q -v ON_ERROR_STOP=1 -U postgres -d bayline_restored -c 'UPDATE centre SET epoch = epoch + 1'
# The former state stays as it was, under another name, until somebody removes it.
postgres psql -q -v ON_ERROR_STOP=1 -U postgres -d postgres -v former="bayline_before_$(date -u +%Y%m%d%H%M%S)" <<'SQL'
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'bayline';
ALTER DATABASE bayline RENAME TO :"former";
ALTER DATABASE bayline_restored RENAME TO bayline;
REVOKE CONNECT, TEMPORARY ON DATABASE bayline FROM PUBLIC;
GRANT CONNECT ON DATABASE bayline TO bayline_gateway, bayline_replication, bayline_backup;
SQL
# What Electric kept is of the former state: it reads everything anew.
docker compose rm -f electric
docker volume rm bayline_electric
docker compose up -d
