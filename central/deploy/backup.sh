#!/bin/sh
# A dump of the whole database at the start and every day, kept for 35 days. A dump that did not end has another name.
set -eu
PGPASSWORD=$(cat /run/secrets/backup_password)
export PGPASSWORD
while :; do
  name="/backups/bayline-$(date -u +%Y%m%dT%H%M%SZ).dump"
  if pg_dump --format=custom --file="$name.part" && pg_restore --list "$name.part" >/dev/null; then
    mv "$name.part" "$name"
    find /backups -name 'bayline-*.dump' -mtime +35 -delete
    pause=86400
  else
    rm -f "$name.part"
    pause=600
  fi
  sleep "$pause"
done
