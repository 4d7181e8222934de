#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Runs the neighbours of heapwise-oversized-layout over the same marked files.

    layout_anchors.py --tidy build/bin/heapwise-tidy DIR_OR_FILE...

    heapwise      heapwise-oversized-layout
    padding       the analyzer's optin.performance.Padding, as it is
    padding-7     the same with AllowedPad=7
    pahole        pahole --packable on an object file with debug information
    enum-size     clang-tidy's performance-enum-size

A file's marks say what is right: `// EXPECT: layout`, `// EXPECT-NOFIX: layout` a finding is due on this
line; `// OK` and every other line of a record's name nothing is to be said. Found counts marked lines that are
reported, by what the mark asks for; alarms are reports on any other line. A tool that has nothing to say
about other techniques than another order is not counted out for it: the columns stand side by side.
"""

import argparse
import collections
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

MARK = re.compile(r"// (EXPECT-NOFIX|EXPECT): layout\b")
RECORD = re.compile(r"^\s*(?:template\s*<[^>]*>\s*)?(?:struct|class)\s+(?:\w+\s+|__attribute__\(\(.*\)\)\s+)?(\w+)[^;]*$")
TECHNIQUE = re.compile(r"^// technique: (\w[\w-]*)", re.M)


def output_of(command):
    return subprocess.run(
        [str(c) for c in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ).stdout


def lines_with(output, path, what):
    pattern = re.compile(rf"^{re.escape(str(path))}:(\d+):\d+: warning: .*{what}", re.M)
    return {int(n) for n in pattern.findall(output)}


def heapwise(args, path):
    out = output_of([args.tidy, "--checks=-*,heapwise-oversized-layout", "--quiet", path, "--", f"-std={args.std}"])
    return lines_with(out, path, r"heapwise-oversized-layout")


def padding(args, path, allowed=None):
    options = ["-Xclang", "-analyzer-config", "-Xclang", f"optin.performance.Padding:AllowedPad={allowed}"] if allowed is not None else []
    out = output_of(
        [args.clang, "--analyze", "-Xclang", "-analyzer-checker=optin.performance.Padding", *options,
         f"-std={args.std}", path, "-o", "/dev/null"]
    )  # fmt: skip
    return lines_with(out, path, r"padding")


def enum_size(args, path):
    out = output_of([args.tidy, "--checks=-*,performance-enum-size", "--quiet", path, "--", f"-std={args.std}"])
    return lines_with(out, path, r"performance-enum-size")


def pahole(args, path):
    with tempfile.TemporaryDirectory() as folder:
        obj = pathlib.Path(folder, "a.o")
        output_of([args.gxx, f"-std={args.std}", "-g", "-c", path, "-o", obj])
        out = output_of(["pahole", "--packable", obj])
    names = {line.split("\t")[0].split()[-1] for line in out.splitlines() if line.strip()}
    return {
        number
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if (record := RECORD.match(line)) and record[1] in names
    }


TOOLS = {
    "heapwise": heapwise,
    "padding": padding,
    "padding-7": lambda args, path: padding(args, path, 7),
    "pahole": pahole,
    "enum-size": enum_size,
}


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tidy", required=True)
    parser.add_argument("--clang", default="clang++-22")
    parser.add_argument("--gxx", default="g++-12")
    parser.add_argument("--std", default="c++20")
    parser.add_argument("paths", nargs="+", type=pathlib.Path)
    args = parser.parse_args()
    files = [f for p in args.paths for f in ([p] if p.is_file() else sorted(p.rglob("*.cpp")))]
    tools = [t for t in TOOLS if t != "pahole" or shutil.which("pahole")]
    if len(tools) < len(TOOLS):
        print("pahole is not here (Debian: dwarves)", file=sys.stderr)
    score = collections.defaultdict(collections.Counter)
    for path in files:
        text = path.read_text()
        technique = (TECHNIQUE.search(text) or ["", "any"])[1]
        marked = {n for n, line in enumerate(text.splitlines(), 1) if MARK.search(line)}
        for number in marked:
            score[technique]["expected"] += 1
        for tool in tools:
            reported = TOOLS[tool](args, path)
            score[technique][tool, "found"] += len(reported & marked)
            score[technique][tool, "alarms"] += len(reported - marked)
    print(f"{'technique':<14}{'expected':>9}" + "".join(f"{t:>16}" for t in tools))
    total = collections.Counter()
    for technique, counts in sorted(score.items()):
        total.update(counts)
        show(technique, counts, tools)
    show("all", total, tools)
    print("each column: found / alarms")


def show(name, counts, tools):
    cells = [f"{counts[t, 'found']} / {counts[t, 'alarms']}" for t in tools]
    print(f"{name:<14}{counts['expected']:>9}" + "".join(f"{c:>16}" for c in cells))


if __name__ == "__main__":
    main()
