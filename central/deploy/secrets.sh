#!/bin/sh
# Draws every password and key of a new centre into secrets/. What is there already stays as it is. Only the owner may enter the folder;
# the files in it are open, as the programs in the containers that are handed one run as users of their own.
set -eu
cd "$(dirname "$0")"
mkdir -p secrets backups
chmod 700 secrets backups
umask 022
random() { head -c 64 /dev/urandom | base64 | tr -dc 'A-Za-z0-9' | cut -c1-40; }
draw() { [ -s "secrets/$1" ] || random >"secrets/$1"; }
url() { echo "postgresql://bayline_$1:$(cat "secrets/$1_password")@postgres:5432/bayline"; }
for name in postgres migrator gateway replication backup; do draw "${name}_password"; done
draw electric_secret
draw metrics_token
echo "DATABASE_URL=$(url migrator)" >secrets/migrate.env
cat >secrets/electric.env <<ENV
DATABASE_URL=$(url replication)?sslmode=disable
ELECTRIC_SECRET=$(cat secrets/electric_secret)
ENV
cat >secrets/gateway.env <<ENV
DATABASE_URL=$(url gateway)
ELECTRIC_SECRET=$(cat secrets/electric_secret)
BAYLINE_CENTRAL_METRICS_TOKEN=$(cat secrets/metrics_token)
ENV
echo "Secrets are in $(pwd)/secrets. Keep a copy where the backups are not."
