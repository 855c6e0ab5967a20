#!/usr/bin/env python3
"""hotseat beside SimPy and Ciw on the same work: calls per CPU second, and who is right.

usage: cargo build --release && python3 benches/peers/run.py [--scale S]

SimPy and Ciw are installed by pip into an environment of their own under target/. Every program runs by itself on
one thread; its CPU time is all of its process, start and statistics included. W1 is scenarios/erlang-a.toml, 100
agents at 105 % load, whose answer theory knows; W3 is scenarios/skills-week.toml, thirty kinds of calls with two
priorities, redials and experts, for which there is no formula: there hotseat is the yardstick. Each program makes
independent batches, from which its 95 % interval comes. Deviations are in standard errors; beyond 5 a line says so,
which happens to correct programs once in some 400 runs (Student's t with 9 degrees of freedom, a dozen figures).
"""

import argparse
import datetime
import json
import math
import os
import platform
import resource
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
HOTSEAT = ROOT / "target" / "release" / "hotseat"
PACKAGES = ["simpy==4.1.2", "ciw==3.2.7"]
# Two-sided 95 % points of Student's t, by degrees of freedom.
T_975 = {9: 2.2622, 19: 2.0930}


def environment():
    """The interpreter of an environment that has the peers."""
    home = ROOT / "target" / "peers"
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    if not python.exists():
        venv.create(home, with_pip=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES], check=True)
    return python


def timed(command):
    """Standard output and CPU seconds of a command."""
    def used():
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    before = used()
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return output, used() - before


def erlang_a(agents=100, rate=0.35, service=300.0, patience=180.0, within=20.0):
    """The exact answer (Zeltyn and Mandelbaum, 2005) by Simpson's rule, independent of hotseat."""
    inverse = 1.0
    for k in range(1, agents):
        inverse = 1.0 + k / (rate * service) * inverse
    weight = lambda x: math.exp(rate * patience * -math.expm1(-x / patience) - agents / service * x)
    stays = lambda x: math.exp(-x / patience)

    def integral(of, to, steps=20000):
        h = to / steps
        inner = sum((4 if i % 2 else 2) * of(i * h) for i in range(1, steps))
        return h / 3 * (of(0.0) + inner + of(to))

    scale = rate / (inverse + rate * integral(weight, 2000.0))
    abandoned = scale * integral(lambda x: weight(x) * (1 - stays(x)), 2000.0)
    waited = scale * integral(lambda x: weight(x) * stays(x) * x, 2000.0) / (1 - abandoned)
    delayed = scale * integral(weight, 2000.0)
    in_time = 1 - delayed + scale * integral(lambda x: weight(x) * stays(x), within)
    return [abandoned, waited, in_time]


def peer(python, program, days, batches):
    """(calls per CPU second, figures) of a peer's program."""
    output, seconds = timed([python, HERE / program, str(days), str(batches)])
    counts = [json.loads(line) for line in output.splitlines()]
    ratios = [("abandoned", "offered"), ("wait", "answered"), ("in_time", "offered")]
    return sum(count["simulated"] for count in counts) / seconds, [jackknife(counts, *ratio) for ratio in ratios]


def jackknife(counts, over, under):
    """A ratio of sums over batches and its standard error."""
    total, base = sum(c[over] for c in counts), sum(c[under] for c in counts)
    left_out = [(total - c[over]) / (base - c[under]) for c in counts]
    mean, n = sum(left_out) / len(counts), len(counts)
    return total / base, math.sqrt((n - 1) / n * sum((x - mean) ** 2 for x in left_out))


def hotseat(scenario, replications, changes=()):
    """The same of hotseat."""
    sets = [word for change in changes for word in ("--set", change)]
    command = [HOTSEAT, "run", ROOT / "scenarios" / scenario, "--json", "--threads", "1", "--replications", str(replications)]
    output, seconds = timed(command + sets)
    result = json.loads(output)
    total = result["kpis"]["total"]
    entries = [total["abandonment_rate"], total["mean_wait_answered"], total["service_level"]["20"]]
    error = lambda entry: entry["half_width"] / T_975[replications - 1]
    return result["calls_simulated"] / seconds, [(entry["mean"], error(entry)) for entry in entries]


def rows(work, runs, exact):
    """Lines of the table; without `exact`, the first run is the yardstick."""
    fastest = runs[0][1][0]
    reference = [(value, 0.0) for value in exact] if exact else runs[0][1][1]
    for name, (speed, figures) in runs:
        cells = [work, name, f"{speed:,.0f}", f"{fastest / speed:,.0f}"]
        worst = 0.0
        for (value, error), (right, own) in zip(figures, reference):
            spread = math.hypot(error, own if figures is not reference else 0.0)
            off = 0.0 if (value, error) == (right, own) else abs(value - right) / spread
            worst = max(worst, off)
            cells.append(f"{value:.4f}")
        verdict = "the yardstick" if figures is reference else f"{worst:.1f} s.e." + (" DIFFERS" if worst > 5 else "")
        yield cells + [verdict]
    if exact:
        yield [work, "theory", "", ""] + [f"{value:.4f}" for value in exact] + [""]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, default=1.0, help="length of the peers' runs")
    scale = parser.parse_args().scale
    if not HOTSEAT.exists():
        sys.exit(f"{HOTSEAT} is missing: cargo build --release")
    python = environment()
    w1 = [
        ("hotseat", hotseat("erlang-a.toml", 10)),
        ("SimPy 4.1.2", peer(python, "simpy_w1.py", 1.0 * scale, 10)),
        ("Ciw 3.2.7", peer(python, "ciw_w1.py", 0.5 * scale, 10)),
    ]
    # The peer measures the first days of the week alone: so does hotseat.
    days = max(1, round(2 * scale))
    w3 = [
        ("hotseat", hotseat("skills-week.toml", 20, [f"days={days}"])),
        ("SimPy 4.1.2", peer(python, "simpy_w3.py", days, 10)),
    ]
    table = [["work", "program", "calls per CPU s", "ratio", "abandoned", "mean wait, s", "in 20 s", "off by"]]
    table += list(rows("W1", w1, erlang_a())) + list(rows("W3", w3, None))
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    print(f"{processor()}, {platform.system()}, Python {platform.python_version()}, {datetime.date.today()}; one thread")
    for row in table:
        left = [cell.ljust(width) for cell, width in zip(row[:2], widths[:2])]
        print("  ".join(left + [cell.rjust(width) for cell, width in zip(row[2:], widths[2:])]))


def processor():
    """The processor's name, where the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


if __name__ == "__main__":
    main()
