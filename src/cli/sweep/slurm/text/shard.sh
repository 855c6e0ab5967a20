#!/usr/bin/env bash
# One shard of the array. Run twice, also at the same time, it gives the same folder once.
set -eo pipefail
. ./settings.sh
shard=$SLURM_ARRAY_TASK_ID
exec "$program" sweep "$study" "${words[@]}" --shard "$shard/$(<count)" --threads "$cpus" --out "shards/$shard" --resume --yes --lang "$lang"
