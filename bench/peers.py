#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs our copy checks and upstream's over the upstream's own tests, and compares.

    bench/peers.py --tidy build/bin/heapwise-tidy DIR_OR_FILE...

A DIR is for instance clang-tools-extra/test/clang-tidy/checkers/performance of LLVM's sources
(Debian: `apt-get source llvm-toolchain-22`); --tidy has to have the stock checks, too, as heapwise-tidy does.
Ours run with ReportUpstreamOverlap, for otherwise they leave to upstream what it reports. For each file the
number of lines on which both report (agree), only theirs and only ours; with --verbose the lines.

The tests that upstream expects to be silent count as "only ours" where ours reports: those are to be read, too.
"""

import argparse
import collections
import concurrent.futures
import pathlib
import re
import subprocess
import sys

OURS = "heapwise-unnecessary-copy,heapwise-materialized-sequence,heapwise-missing-reserve"
# Which of upstream's checks a test file is about, by the beginning of its name.
THEIRS = (
    "unnecessary-copy-initialization",
    "unnecessary-value-param",
    "for-range-copy",
    "inefficient-vector-operation",
    "implicit-conversion-in-loop",
)
OPTIONS = "{CheckOptions: {heapwise-unnecessary-copy.ReportUpstreamOverlap: true, heapwise-missing-reserve.ReportUpstreamOverlap: true}}"
FINDING = re.compile(r"^(?P<file>[^\s:][^:\n]*):(?P<line>\d+):\d+: warning: .*\[(?P<check>[\w-]+)[\],]", re.M)

Comparison = collections.namedtuple("Comparison", "file theirs ours")


def lines(args, file, checks, config=None):
    std = re.search(r"-std=(c\+\+\d+)", file.read_text(errors="replace"))
    command = [args.tidy, "--quiet", f"--checks=-*,{checks}"] + ([f"--config={config}"] if config else [])
    command += [str(file), "--", f"-std={std[1] if std else args.std}", "-fno-delayed-template-parsing"]
    for folder in args.include:
        command += ["-isystem", str(folder)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=args.timeout)
    if run.returncode < 0:
        print(f"{file.name}: {checks} ended by signal {-run.returncode}")
    return {int(m["line"]) for m in FINDING.finditer(run.stdout) if pathlib.Path(m["file"]).name == file.name}


def compare(args, file):
    topic = next(t for t in THEIRS if file.name.startswith(t))
    return Comparison(file, lines(args, file, f"performance-{topic}"), lines(args, file, OURS, OPTIONS))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tidy", required=True)
    parser.add_argument("--include", type=pathlib.Path, action="append", default=[], help="the tests' mock headers")
    parser.add_argument("--std", default="c++17")
    parser.add_argument("--timeout", type=int, default=120)
    parser.add_argument("-j", "--jobs", type=int, default=2)
    parser.add_argument("-v", "--verbose", action="store_true", help="print the lines")
    parser.add_argument("paths", nargs="+", type=pathlib.Path)
    args = parser.parse_args()
    files = [f for p in args.paths for f in ([p] if p.is_file() else sorted(p.rglob("*.cpp")))]
    files = [f for f in files if f.name.startswith(THEIRS)]
    if not files:
        parser.error("no tests of " + ", ".join(THEIRS))
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        results = list(pool.map(lambda f: compare(args, f), files))
    print(f"{'file':58} {'agree':>6} {'only theirs':>12} {'only ours':>10}")
    total = collections.Counter()
    for r in results:
        row = {"agree": r.theirs & r.ours, "theirs": r.theirs - r.ours, "ours": r.ours - r.theirs}
        total.update({k: len(v) for k, v in row.items()})
        print(f"{r.file.name:58} {len(row['agree']):6} {len(row['theirs']):12} {len(row['ours']):10}")
        if args.verbose:
            text = r.file.read_text(errors="replace").splitlines()
            for kind in ("theirs", "ours"):
                for number in sorted(row[kind]):
                    print(f"  only {kind} {number}: {text[number - 1].strip()[:100]}")
    print(f"{'all':58} {total['agree']:6} {total['theirs']:12} {total['ours']:10}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
