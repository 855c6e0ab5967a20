# shellcheck shell=bash
# What the cluster tests share: the binary, the study, the answer of one process, and waiting with a bound.
# Sourced, with bash.

tests=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
root=$(cd -- "$tests/../.." && pwd)
hotseat=${HOTSEAT:-$root/target/release/hotseat}
# A blank and a quotation mark: people have them in their folders.
work=$(mktemp -d "${TMPDIR:-/tmp}/hotseat-cluster.XXXXXX")
space="$work/Wei's study"
mkdir "$space"

say() { printf '%6d s  %s\n' "$SECONDS" "$*"; }
fail() {
    say "FAILED: $*"
    exit 1
}

# wait_for SECONDS WHAT COMMAND...: until the command succeeds, or the test fails.
wait_for() {
    local end=$((SECONDS + $1)) what=$2
    shift 2
    until "$@"; do
        [ "$SECONDS" -lt "$end" ] || fail "$what did not come"
        sleep 0.2
    done
}

# Every file below a folder by its checksum. A table that says nothing would compare equal to itself: look inside too.
checksums() { (cd -- "$1" && find . -type f -print0 | sort -z | xargs -0 sha256sum); }

# The answer of one process, in $space/one.
one_process() {
    [ -x "$hotseat" ] || (cd "$root" && cargo build --release --locked)
    cp "$tests/study/"*.toml "$space"
    "$hotseat" sweep "$space/study.toml" --out "$space/one" --quiet
    local rows
    rows=$(wc -l <"$space/one/points.csv")
    [ "$rows" -eq 25 ] || fail "one process wrote $rows lines of points.csv, not a heading and 24 points"
    say "one process: $(sha256sum <"$space/one/points.csv" | cut -c 1-16) points.csv"
}

# same_as_one FOLDER WHO: all files of the folder are those of one process.
same_as_one() {
    diff <(checksums "$space/one") <(checksums "$1") || fail "$2: other bytes than one process"
    say "$2: $(sha256sum <"$1/points.csv" | cut -c 1-16) points.csv, all $(checksums "$1" | wc -l) files as from one process"
}
