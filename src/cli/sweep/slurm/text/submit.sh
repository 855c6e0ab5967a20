#!/usr/bin/env bash
# Submits the sweep of settings.sh: an array of shards, and a merge into the folder `merged` when all are done.
# May be run again at any time: shards that are done stay, those that are missing are submitted.
set -eo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")"
. ./settings.sh

# 1 2 3 7, a line each, as 1-3,7
ranges() {
    awk 'NR == 1 { first = last = $1; next }
         $1 == last + 1 { last = $1; next }
         { printf "%s,", span(); first = last = $1 }
         END { if (NR) print span() }
         function span() { return first == last ? first : first "-" last }'
}

# The number of shards is settled once: a shard is the I-th of exactly so many.
if [ ! -s count ]; then
    [ -n "$max_array_size" ] || max_array_size=$(scontrol show config | sed -n 's/^MaxArraySize *= *//p')
    wanted=$(((seconds + shard_seconds * cpus - 1) / (shard_seconds * cpus)))
    most=$((max_array_size - 1)) # indices run from 1, and the largest is one less than MaxArraySize
    count=$((wanted < points ? wanted : points))
    count=$((count < most ? count : most))
    echo $((count < 1 ? 1 : count)) >count.part
    mv count.part count
fi
count=$(<count)
if [ -s job-ids ] && [ -n "$(squeue --noheader --jobs="$(<job-ids)" 2>/dev/null || true)" ]; then
    echo "still queued or running, nothing submitted: squeue --jobs=$(<job-ids)"
    exit 0
fi
if [ -z "$time" ]; then
    time=$((seconds * 4 / count / cpus / 60 + 10)) # minutes: a busy or slow node must not cost the shard
fi

mkdir -p shards logs
# Chosen here rather than in the job's script, which Slurm copies elsewhere; logs outlast a requeue.
job=(sbatch --parsable --chdir="$PWD" --requeue --open-mode=append --time="$time" "${sbatch[@]}")
missing=$(for ((i = 1; i <= count; i++)); do [ -d "shards/$i" ] || echo "$i"; done | ranges)
after=()
shards=
if [ -n "$missing" ]; then
    shards=$("${job[@]}" --job-name=hotseat --array="$missing" --cpus-per-task="$cpus" \
        --output='logs/shard-%a.log' shard.sh)
    shards=${shards%%;*} # a cluster's name may follow
    echo "$shards" >job-ids
    after=(--dependency="afterok:$shards" --kill-on-invalid-dep=yes)
fi
merge=$("${job[@]}" --job-name=hotseat-merge "${after[@]}" --output=logs/merge.log merge.sh)
merge=${merge%%;*}
echo "${shards:+$shards,}$merge" >job-ids

echo "shards ${missing:-: none missing} of $count${shards:+: job $shards}; merge into $PWD/merged: job $merge"
echo "squeue --jobs=$(<job-ids) shows them; if one fails, see logs/ and run submit.sh again"
