#!/usr/bin/env bash
# A sweep on a real Slurm: controller and four nodes on this machine, in a folder of their own, without systemd.
# In the middle one node dies with all that runs on it, and another is cut off and comes back when its shard
# already runs elsewhere. The merged tables must be those of one process, byte for byte.
#
# Needs root; installs Debian's slurm-wlm and munge where they are missing.
set -euo pipefail
cd -- "$(dirname -- "$0")"

skip() {
    [ -z "${CI:-}" ] || [ "$(id -u)" -ne 0 ] || { echo "FAILED: $1"; exit 1; }
    echo "skipped, the Slurm test: $1"
    exit 0
}

[ "$(id -u)" -eq 0 ] || skip "it needs root"
if ! { command -v slurmctld && command -v slurmd && command -v munged; } >/dev/null; then
    command -v apt-get >/dev/null || skip "no Slurm here and no apt-get to install it"
    log=$(mktemp)
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends slurm-wlm munge; } \
        >"$log" 2>&1 </dev/null || { tail -n 5 "$log"; skip "Slurm cannot be installed"; }
fi

. ./common.sh
nodes=(n1 n2 n3 n4)
declare -A daemon # process of each daemon

# Processes on a node: those to which Slurm said that they run there.
on_node() {
    local file
    for file in /proc/[0-9]*/environ; do
        if grep -qzx "SLURMD_NODENAME=$1" "$file" 2>/dev/null && grep -qzxF "SLURM_CONF=$SLURM_CONF" "$file" 2>/dev/null; then
            file=${file%/environ}
            echo "${file#/proc/}"
        fi
    done
}

# The shard that the program works at on a node.
shard_on() {
    local pid
    for pid in $(on_node "$1"); do
        tr '\0' ' ' <"/proc/$pid/cmdline"
        echo
    done 2>/dev/null | sed -n 's:.* --shard \([0-9]*\)/.*:\1:p' | grep .
}

# Slurm's own keeper of a process: its nearest ancestor of that name.
keeper() {
    local pid=$1
    while [ "$pid" -gt 1 ]; do
        pid=$(sed -n 's/^PPid:\t//p' "/proc/$pid/status") || return 1
        [ "$(cat "/proc/$pid/comm")" != slurmstepd ] || { echo "$pid"; return; }
    done
    return 1
}

# Processes that work in our folder or hold a file of it: the daemons and everything they started.
ours() { find /proc/[0-9]*/cwd /proc/[0-9]*/fd -lname "$work/*" 2>/dev/null | cut -d/ -f3 | sort -u; }

tear_down() {
    local code=$? pid
    set +e
    trap - EXIT
    if [ "$code" -ne 0 ]; then
        squeue
        tail -n 20 "$work"/*.log "$space"/cluster/logs/*.log
    fi
    kill -9 "${daemon[@]}" 2>/dev/null # first, so that nothing new starts
    for pid in $(ours) $(ours); do kill -9 "$pid" 2>/dev/null; done
    wait 2>/dev/null
    rm -rf -- "$work"
    exit "$code"
}
trap tear_down EXIT
trap 'exit 130' INT TERM

# So many free ports in a row.
free_ports() {
    local from port
    for from in $(shuf -i 20000-30000 -n 50); do
        for ((port = from; port < from + $1; port++)); do
            ! (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null || continue 2
        done
        echo "$from"
        return
    done
    fail "no free ports"
}

# Short times, so that a dead node is noticed in seconds; a small array, so that its limit binds.
configure() {
    local port
    port=$(free_ports 5)
    export SLURM_CONF=$work/slurm.conf
    cat >"$SLURM_CONF" <<END
ClusterName=hotseat
SlurmctldHost=$(hostname -s)(127.0.0.1)
SlurmctldPort=$port
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$work/munge.socket,cred_expire=5
StateSaveLocation=$work/state
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/%n.pid
SlurmdSpoolDir=$work/spool.%n
SlurmdTimeout=6
MaxArraySize=8
MinJobAge=900
ReturnToService=0
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=sched_interval=2,bf_interval=2
END
    for node in "${nodes[@]}"; do
        echo "NodeName=$node NodeHostname=$(hostname -s) NodeAddr=127.0.0.1 Port=$((++port)) CPUs=1 RealMemory=1000"
    done >>"$SLURM_CONF"
    echo "CgroupPlugin=cgroup/v1" >"$work/cgroup.conf" # nothing here uses it, but looking for one fails in some containers
    echo "PartitionName=all Nodes=ALL Default=YES MaxTime=60" >>"$SLURM_CONF"
}

# Absolute paths all through: the daemons change their folder.
start() {
    mkdir "$work/state"
    head -c 1024 /dev/urandom >"$work/munge.key"
    chmod 600 "$work/munge.key"
    munged --foreground --force --key-file="$work/munge.key" --socket="$work/munge.socket" \
        --pid-file="$work/munged.pid" --seed-file="$work/munge.seed" --log-file="$work/munged.log" >/dev/null 2>&1 &
    daemon[munged]=$!
    wait_for 20 "the munge socket" test -S "$work/munge.socket"
    slurmctld -D -f "$SLURM_CONF" >"$work/slurmctld.log" 2>&1 &
    daemon[slurmctld]=$!
    for node in "${nodes[@]}"; do
        slurmd -D -N "$node" -f "$SLURM_CONF" >"$work/$node.log" 2>&1 &
        daemon[$node]=$!
    done
    disown -a # killed on purpose: the shell need not say so
    wait_for 60 "a cluster of ${#nodes[@]} nodes" all_idle
}

all_idle() { [ "$(sinfo --noheader --states=idle --format=%D 2>/dev/null)" = "${#nodes[@]}" ]; }

# die NODE: power gone. The daemon, Slurm's keepers and all they keep.
die() {
    local pid pids
    pids=$(on_node "$1")
    kill -9 "${daemon[$1]}"
    for pid in $pids; do kill -9 "$(keeper "$pid")" 2>/dev/null || true; done
    for pid in $pids; do kill -9 "$pid" 2>/dev/null || true; done
}

# cut_off NODE: the daemon does not answer, and what runs there stands still until woken.
cut_off() {
    kill -9 "${daemon[$1]}"
    frozen=$(on_node "$1")
    for pid in $frozen; do kill -STOP "$pid"; done
}

# Whether a shard runs on a node other than the one given.
runs_elsewhere() {
    local node
    for node in "${nodes[@]}"; do
        [ "$node" = "$2" ] || [ "$(shard_on "$node" || true)" != "$1" ] || return 0
    done
    return 1
}

queue_is_empty() { [ -z "$(squeue --noheader)" ]; }

restarts() { scontrol show job "$(cut -d, -f1 "$space/cluster/job-ids")_$1" | sed -n 's/.* Restarts=\([0-9]*\).*/\1/p'; }

one_process
configure
start
say "a cluster of ${#nodes[@]} nodes is up"

"$hotseat" sweep "$space/study.toml" --slurm "$space/cluster" --shard-minutes 0.01 --quiet \
    --partition all --account tests --mem 500M --time 5 --sbatch=--comment="two of four nodes go"
"$space/cluster/submit.sh"
count=$(<"$space/cluster/count")
[ "$count" -eq 7 ] || fail "$count shards, though indices below MaxArraySize=8 leave 7"
[[ $("$space/cluster/submit.sh") == *"nothing submitted"* ]] || fail "a second submission beside the first"

wait_for 120 "a shard on n2" shard_on n2
wait_for 120 "a shard on n3" shard_on n3
sleep 1
died=$(shard_on n2) || fail "the shard on n2 is too short to be caught in the middle"
cut=$(shard_on n3) || fail "the shard on n3 is too short to be caught in the middle"
die n2
cut_off n3
for shard in "$died" "$cut"; do
    [ ! -e "$space/cluster/shards/$shard" ] || fail "shard $shard was done before its node went"
done
say "n2 died in the middle of shard $died; n3 is cut off in the middle of shard $cut"

wait_for 180 "the second run of shard $cut" runs_elsewhere "$cut" n3
for pid in $frozen; do kill -CONT "$pid"; done
say "shard $cut runs elsewhere; n3 goes on with it at the same time"

wait_for 240 "the merged tables" test -e "$space/cluster/merged/points.csv"
for shard in "$died" "$cut"; do
    [ "$(restarts "$shard")" -eq 1 ] || fail "shard $shard was not run again by Slurm"
done
wait_for 30 "an empty queue" queue_is_empty
same_as_one "$space/cluster/merged" "Slurm, two of four nodes lost"

# Nothing is missing: only the merge runs again, and changes nothing.
[[ $("$space/cluster/submit.sh") == *"none missing"* ]] || fail "finished shards were submitted again"
wait_for 60 "an empty queue" queue_is_empty
same_as_one "$space/cluster/merged" "Slurm, merged again"
