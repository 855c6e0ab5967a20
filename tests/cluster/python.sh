#!/usr/bin/env bash
# The examples for Ray and Dask on the real packages, each on a cluster of its own on this machine that loses a node in
# the middle: the merged tables must be those of one process, byte for byte. Then the tables as pandas and DuckDB read
# them. Needs Python 3 and the package index; takes some minutes, and half a gigabyte below target/.
set -euo pipefail
cd -- "$(dirname -- "$0")"
. ./common.sh
trap 'rm -rf -- "$work"' EXIT

venv=$root/target/cluster-venv
[ -x "$venv/bin/pip" ] || python3 -m venv "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check ray distributed pandas pyarrow duckdb
say "$("$venv/bin/pip" list --format=freeze | grep -E '^(ray|distributed|pandas|pyarrow|duckdb)=' | tr '\n' ' ')"

mkdir "$work/bin"
ln -s "$(realpath "$hotseat")" "$work/bin/hotseat"
export PATH=$work/bin:$PATH
one_process
for engine in ray dask; do
    mkdir -p "$space/$engine/shards"
    "$venv/bin/python" local_cluster.py "$engine" "$space/study.toml" "$space/$engine" 8 2>"$work/$engine.log" \
        || { tail -n 30 "$work/$engine.log"; fail "$engine"; }
    same_as_one "$space/$engine/merged" "$engine, one of three nodes lost"
done
"$venv/bin/python" tables.py "$space/one" 24 "$(sed -n 's/^replications = //p' study/study.toml)"
