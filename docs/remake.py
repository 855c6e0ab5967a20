#!/usr/bin/env python3
"""Remakes the figures of README.md, README.zh.md and docs/ from the commands that print them.

A fenced block that follows a line `<!-- hotseat ARGUMENTS -->` is what that command prints. This script runs every such
command with the release build and writes what it printed, without the line that says how long it took, into the block.
`--check` changes nothing and fails if a block differs.

    cargo build --release && python3 docs/remake.py
"""

import pathlib
import re
import shlex
import subprocess
import sys
import textwrap

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "target" / "release" / "hotseat"
WIDTH = 100
BLOCK = re.compile(r"<!-- hotseat (?P<arguments>.*?) -->\n+```text\n(?P<text>.*?)```\n", re.DOTALL)


def printed(arguments: str) -> str:
    """Runs a command and returns what it prints, from the first line after the one with its duration."""
    done = subprocess.run(
        [PROGRAM, *shlex.split(arguments)], cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
    )
    if done.returncode not in (0, 1, 3) or not done.stdout:
        sys.exit(f"hotseat {arguments}: {done.stderr}")
    text = done.stdout
    if re.match(r"  \S+(: \d+ replications|：重复)", text):
        text = text.split("\n\n", 1)[1]
    return "\n".join(folded(line.rstrip()) for line in text.splitlines()) + "\n"


def folded(line: str) -> str:
    """Folds a sentence that is too long for a page; rows of tables stay."""
    wide = sum(1 if ord(char) < 0x2E80 else 2 for char in line)
    if line.startswith(" ") or wide <= WIDTH:
        return line
    if wide == len(line):
        return "\n".join(textwrap.wrap(line, WIDTH, subsequent_indent="  "))
    return "\n  ".join(line[at : at + WIDTH // 2 - 4] for at in range(0, len(line), WIDTH // 2 - 4))


def main() -> None:
    check = sys.argv[1:] == ["--check"]
    known: dict[str, str] = {}
    stale = []
    for path in [ROOT / "README.md", ROOT / "README.zh.md", *sorted((ROOT / "docs").glob("*.md"))]:

        def block(found: re.Match) -> str:
            arguments = found["arguments"]
            if arguments not in known:
                print(f"{path.name}: hotseat {arguments}", flush=True)
                known[arguments] = printed(arguments)
            return f"<!-- hotseat {arguments} -->\n\n```text\n{known[arguments]}```\n"

        old = path.read_text(encoding="utf-8")
        new = BLOCK.sub(block, old)
        if new != old:
            stale.append(path.name)
            if not check:
                path.write_text(new, encoding="utf-8")
    if check and stale:
        sys.exit(f"stale: {', '.join(stale)}; run docs/remake.py")


if __name__ == "__main__":
    main()
