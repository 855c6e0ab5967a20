#!/usr/bin/env bash
# Joins the shards: the same bytes as one process would have written.
set -eo pipefail
. ./settings.sh
shards=()
for ((i = 1; i <= $(<count); i++)); do shards+=("shards/$i"); done
exec "$program" sweep merge "${shards[@]}" --out merged --lang "$lang"
