#!/usr/bin/env python3
"""Remakes the figures of README.md, README.zh.md and docs/ from the commands that print them.

What follows one of these comments is made by the command in it, run with the release build:

    <!-- hotseat ARGUMENTS -->                    a fenced block: what is printed, without the line that says how long it took
    <!-- picture of ARGUMENTS: charts/X.png -->   an image: this file under --out, copied to where the image is read from
    <!-- table of ARGUMENTS: ROWS by COLUMNS -->  a table for each combination of the other keys of a sweep: its target's KPI

`--check` changes nothing and fails if a text or table differs. Python 3.9 or later, standard library only.

    cargo build --release && python3 docs/remake.py [PAGE...]
"""

import csv
import json
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import textwrap

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "target" / "release" / "hotseat"
WIDTH = 100
TEXT = re.compile(r"<!-- hotseat (?P<arguments>[^\n]*?) -->\n+```text\n.*?```\n", re.DOTALL)
PICTURE = re.compile(
    r"<!-- picture of (?P<arguments>[^\n]*?): (?P<file>\S+) -->\n+!\[(?P<title>[^]]*)\]\((?P<path>[^)]*)\)\n"
)
TABLE = re.compile(
    r"<!-- table of (?P<arguments>[^\n]*?): (?P<rows>\S+) by (?P<columns>\S+) -->\n+(\*\*[^\n]*\n+|\|[^\n]*\n+)*"
)


class Commands:
    """Commands that have been run: what each printed, and the folder of its files."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder
        self.done: dict[str, tuple[str, pathlib.Path]] = {}

    def of(self, arguments: str) -> tuple[str, pathlib.Path]:
        if arguments not in self.done:
            out = self.folder / str(len(self.done))
            print(f"hotseat {arguments}", flush=True)
            words = shlex.split(arguments)
            files = ["--out", str(out)] if words[0] in ("run", "size", "sweep", "compare") else []
            done = subprocess.run(
                [PROGRAM, *words, *files], cwd=ROOT, capture_output=True, text=True, encoding="utf-8"
            )
            if done.returncode not in (0, 1, 3) or not done.stdout:
                sys.exit(f"hotseat {arguments}: {done.stderr}")
            self.done[arguments] = (done.stdout.replace(f"{out}", "out"), out)
        return self.done[arguments]


def text(printed: str) -> str:
    """Returns what a command printed, from the first line after the one with its duration."""
    if re.match(r"  \S+(: \d+ replications|：(重复|模拟))", printed):
        printed = printed.split("\n\n", 1)[1]
    printed = re.sub(r"(, seed \d+), [^,\n]* (s|min)$", r"\1", printed, flags=re.MULTILINE)
    lines = [line for line in printed.splitlines() if not line.startswith("  out/")]
    return "\n".join(folded(line.rstrip()) for line in lines).rstrip() + "\n"


def folded(line: str) -> str:
    """Folds a sentence that is too long for a page; rows of tables stay."""
    wide = sum(1 if ord(char) < 0x2E80 else 2 for char in line)
    if line.startswith(" ") or wide <= WIDTH:
        return line
    if wide == len(line):
        return "\n".join(textwrap.wrap(line, WIDTH, subsequent_indent="  "))
    return "\n  ".join(line[at : at + WIDTH // 2 - 4] for at in range(0, len(line), WIDTH // 2 - 4))


def tables(out: pathlib.Path, rows: str, columns: str) -> str:
    """Returns a sweep's points as tables of its target's KPI: one for each combination of the other keys."""
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    kpi, limit = summary["judged_by"], summary["target"]
    with open(out / "points.csv", encoding="utf-8", newline="") as file:
        points = list(csv.DictReader(file))
    keys = list(points[0])[: list(points[0]).index("offered_mean")]
    others = [key for key in keys if key not in (rows, columns)]
    parts = []
    for panel in unique(tuple(point[key] for key in others) for point in points):
        own = [point for point in points if tuple(point[key] for key in others) == panel]
        if panel:
            parts += ["**" + ", ".join(plain(value) for value in panel) + "**", ""]
        tops = unique(point[columns] for point in own)
        parts += [f"| {rows} \\ {columns} | " + " | ".join(plain(top) for top in tops) + " |"]
        parts += ["|---|" + "---:|" * len(tops)]
        for side in unique(point[rows] for point in own):
            cells = {point[columns]: cell(point, kpi, limit) for point in own if point[rows] == side}
            parts += [f"| {plain(side)} | " + " | ".join(cells[top] for top in tops) + " |"]
        parts += [""]
    return "\n".join(parts)


def unique(values):
    return list(dict.fromkeys(values))


def plain(value: str) -> str:
    return re.sub(r'[\[\]"]', "", value)


def cell(point: dict, kpi: str, limit: float) -> str:
    """A share with its interval; bold where the whole interval is at or above the limit."""
    mean, half = point[f"{kpi}_mean"], point[f"{kpi}_half_width"]
    if mean == "":
        return "-"
    mean, half = 100 * float(mean), 100 * float(half or 0)
    written = f"{mean:.1f} ± {half:.1f}"
    return f"**{written}**" if mean - half >= 100 * limit else written


def main() -> None:
    check = "--check" in sys.argv[1:]
    named = [ROOT / name for name in sys.argv[1:] if name != "--check"]
    stale = []
    with tempfile.TemporaryDirectory() as folder:
        commands = Commands(pathlib.Path(folder))
        for path in named or [ROOT / "README.md", ROOT / "README.zh.md", *sorted((ROOT / "docs").glob("*.md"))]:

            def block(found: re.Match) -> str:
                printed, _ = commands.of(found["arguments"])
                return f"<!-- hotseat {found['arguments']} -->\n\n```text\n{text(printed)}```\n"

            def picture(found: re.Match) -> str:
                if not check:
                    _, out = commands.of(found["arguments"])
                    target = path.parent / found["path"]
                    target.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(out / found["file"], target)
                return found[0]

            def table(found: re.Match) -> str:
                _, out = commands.of(found["arguments"])
                made = tables(out, found["rows"], found["columns"])
                return (
                    f"<!-- table of {found['arguments']}: {found['rows']} by {found['columns']} -->\n\n{made}\n"
                )

            old = path.read_text(encoding="utf-8")
            new = TABLE.sub(table, PICTURE.sub(picture, TEXT.sub(block, old)))
            if new != old:
                stale.append(path.name)
                if not check:
                    path.write_text(new, encoding="utf-8")
    if check and stale:
        sys.exit(f"stale: {', '.join(stale)}; run docs/remake.py")


if __name__ == "__main__":
    main()
