#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs our copy checks over the tests of others, and compares with what they report.

    bench/peers.py --tidy build/bin/heapwise-tidy DIR_OR_FILE...

clang-tidy: a DIR is for instance clang-tools-extra/test/clang-tidy/checkers/performance of LLVM's sources
(Debian: `apt-get source llvm-toolchain-22`); --tidy has to have the stock checks, too, as heapwise-tidy does.
Infer: a FILE is infer/tests/codetoanalyze/cpp/pulse/issues.exp, with the tests beside it; compared by function,
for what it expects is given by function.
cppcheck: a FILE is test/testother.cpp, whose strings are taken for files.

Ours run with ReportUpstreamOverlap, for otherwise they leave to upstream what it reports. For each file the
number of lines on which both report (agree), only theirs and only ours; with --verbose the lines.

What others expect to be silent counts as "only ours" where ours reports: those are to be read, too.
"""

import argparse
import ast
import collections
import concurrent.futures
import pathlib
import re
import subprocess
import sys
import tempfile

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

# theirs and ours: lines, or the lines where the functions begin; text: what is at a line
Comparison = collections.namedtuple("Comparison", "name theirs ours text")

INFER = re.compile(r"^[^,]*?([^/,]+\.cpp), ([^,]+), (\d+), PULSE_(?:UNNECESSARY_COPY|CONST_REFABLE)", re.M)
CPPCHECK = re.compile(
    r"\bcheck\w*\(((?:\s*\"(?:[^\"\\]|\\.)*\"(?:[ \t]*//.*)?)+)[^;]*;\s*(?:TODO_)?ASSERT_EQUALS\(((?:\s*\"(?:[^\"\\]|\\.)*\")+)"
)
# cppcheck's snippets are about names that they do not declare.
CPPCHECK_HEADERS = "algorithm array functional map memory set string string_view unordered_map utility vector".split()


def lines(args, file, checks, config=None, flags=()):
    std = re.search(r"-std=(c\+\+\d+)", file.read_text(errors="replace"))
    command = [args.tidy, "--quiet", f"--checks=-*,{checks}"] + ([f"--config={config}"] if config else [])
    command += [str(file), "--", f"-std={std[1] if std else args.std}", "-fno-delayed-template-parsing"]
    command += flags
    for folder in args.include:
        command += ["-isystem", str(folder)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=args.timeout)
    if run.returncode < 0:
        print(f"{file.name}: {checks} ended by signal {-run.returncode}")
    return {int(m["line"]) for m in FINDING.finditer(run.stdout) if pathlib.Path(m["file"]).name == file.name}


def compare(args, file):
    topic = next(t for t in THEIRS if file.name.startswith(t))
    text = file.read_text(errors="replace").splitlines()
    theirs = lines(args, file, f"performance-{topic}")
    return Comparison(file.name, theirs, lines(args, file, OURS, OPTIONS), lambda n: text[n - 1].strip())


def compare_infer(args, expected):
    found = collections.defaultdict(set)
    for m in INFER.finditer(expected.read_text()):
        found[m[1]].add(m[2].split("<")[0].rsplit("::")[-1])
    results = []
    for name, functions in sorted(found.items()):
        file = expected.parent / name
        if "copy" not in name or not file.is_file():
            continue
        text = file.read_text(errors="replace").splitlines()
        starts = {}
        for number, line in enumerate(text, 1):
            m = re.match(r"^\s{0,4}(?!return|else|if|for|while)[\w:<>&*,~ ]*?(~?\w+)\([^;{]*(?:\{|$)", line)
            if m:
                starts[number] = m[1]
        theirs = {n for n, function in starts.items() if function in functions}
        ours = {max((n for n in starts if n <= line), default=line) for line in lines(args, file, OURS, OPTIONS)}
        results.append(Comparison("infer: " + name, theirs, ours, lambda n, text=text: text[n - 1].strip()))
    return results


def string(literals):
    pieces = re.findall(r'"(?:[^"\\]|\\.)*"', literals)
    return "".join(ast.literal_eval(piece) for piece in pieces)


def compare_cppcheck(args, source, directory):
    text = source.read_text(errors="replace")
    flags = [flag for header in CPPCHECK_HEADERS for flag in ("-include", header)]
    theirs, ours, code = set(), set(), {}
    for topic in ("passedByValue", "iterateByValue"):
        for body in re.findall(r"    void %s\w*\(\)\s*\{(.*?)\n    \}\n" % topic, text, re.S):
            for m in CPPCHECK.finditer(body):
                snippet = directory / f"{topic}{len(code)}.cpp"
                snippet.write_text(string(m[1]) + "\n")
                key = snippet.stem
                for line in re.findall(r"test\.cpp:(\d+):\d+\]: \(performance[^)]*\)[^\n]*ByValue\]", string(m[2])):
                    theirs.add((key, int(line)))
                ours |= {(key, line) for line in lines(args, snippet, OURS, OPTIONS, flags)}
                code[key] = snippet.read_text().splitlines()
    return Comparison("cppcheck: " + source.name, theirs, ours, lambda n: code[n[0]][n[1] - 1].strip())


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
    results = []
    for path in [p for p in args.paths if p.name == "issues.exp"]:
        results += compare_infer(args, path)
    with tempfile.TemporaryDirectory() as directory:
        for path in [p for p in args.paths if p.name == "testother.cpp"]:
            results.append(compare_cppcheck(args, path, pathlib.Path(directory)))
    files = [f for p in args.paths for f in ([p] if p.is_file() else sorted(p.rglob("*.cpp")))]
    files = [f for f in files if f.name.startswith(THEIRS)]
    if not files and not results:
        parser.error("no tests of " + ", ".join(THEIRS) + ", Infer or cppcheck")
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        results += pool.map(lambda f: compare(args, f), files)
    print(f"{'file':58} {'agree':>6} {'only theirs':>12} {'only ours':>10}")
    total = collections.Counter()
    for r in results:
        row = {"agree": r.theirs & r.ours, "theirs": r.theirs - r.ours, "ours": r.ours - r.theirs}
        total.update({k: len(v) for k, v in row.items()})
        print(f"{r.name:58} {len(row['agree']):6} {len(row['theirs']):12} {len(row['ours']):10}")
        if args.verbose:
            for kind in ("theirs", "ours"):
                for number in sorted(row[kind]):
                    print(f"  only {kind} {number}: {r.text(number)[:100]}")
    print(f"{'all':58} {total['agree']:6} {total['theirs']:12} {total['ours']:10}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
