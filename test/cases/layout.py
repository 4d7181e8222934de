#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Holds the layout checks to the marked cases, to the byte.

Marks, at the end of a line:
  // EXPECT: layout before=N after=N saved=N [fix]   the sizes that the finding states; with `fix` there
                                                     must be a fix-it
  // EXPECT-NOFIX: layout before=N after=N reason="TEXT"   a finding without a fix-it, and why
  // EXPECT: container now=N then=N                  bytes an element, now and in the better container
Any finding on another line is a false alarm.

Where a fix-it is offered, it is applied: the result must compile with each --cxx, without warnings about
the order of initialisers, and every reordered record must have the size that was stated.

usage: layout.py --tidy build/bin/heapwise-tidy [--cxx clang++-22 --cxx g++-12] [FILE...]

Exit status: 0, or 1 when anything differs.
"""

import argparse
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
CHECKS = "-*,heapwise-oversized-layout,heapwise-wasteful-container"
MARK = re.compile(r"// (EXPECT|EXPECT-NOFIX): (layout|container)\b(.*)$")
LAYOUT = re.compile(
    r"^(?P<file>.+?):(?P<line>\d+):\d+: warning: '(?P<name>.+)' takes (?P<before>\d+) bytes?, "
    r"(?P<after>\d+) (?P<how>.*); that saves (?P<saved>\d+) bytes? .*\[heapwise-oversized-layout\]$"
)
CONTAINER = re.compile(
    r"^(?P<file>.+?):(?P<line>\d+):\d+: warning: '(?P<name>.+)' takes (?P<now>\d+) bytes? for each of "
    r"about \d+ .*takes (?P<then>\d+) \[heapwise-wasteful-container\]$"
)


def run_tidy(args, path, *options):
    command = [args.tidy, f"--checks={CHECKS}", "--quiet", *options, str(path), "--", f"-std={args.std}"]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    if done.returncode not in (0, 1) or "clang-diagnostic-error" in done.stdout:
        sys.exit(f"{path}: the tool failed ({done.returncode})\n{done.stdout}")
    return done.stdout.splitlines()


def findings(lines):
    """By line: the match of the warning and the text of its notes."""
    found, current = {}, None
    for line in lines:
        match = LAYOUT.match(line) or CONTAINER.match(line)
        if match:
            current = found.setdefault(int(match["line"]), (match, []))
        elif ": note: " in line and current:
            current[1].append(line.split(": note: ", 1)[1])
        elif ": warning: " in line:
            sys.exit(f"a message of another form: {line}")
    return found


def wanted(text):
    for number, line in enumerate(text.splitlines(), 1):
        if mark := MARK.search(line):
            values = dict(re.findall(r'(\w+)=(\d+|"[^"]*")', mark[3]))
            yield number, mark[1], mark[2], values, mark[3].rstrip().endswith(" fix")


def compare(path, found):
    """What differs between the marks and the findings of one file."""
    marked = set()
    for number, mark, kind, values, must_fix in wanted(path.read_text()):
        marked.add(number)
        match, notes = found.get(number, (None, []))
        if not match or ("before" in match.groupdict()) != (kind == "layout"):
            yield f"{path.name}:{number}: no {kind} finding"
            continue
        for key, value in values.items():
            if key == "reason":
                if not any(n.startswith("no fix-it: ") and value.strip('"') in n for n in notes):
                    yield f"{path.name}:{number}: the reason is not {value}: {notes}"
            elif match[key] != value:
                yield f"{path.name}:{number}: {key} is {match[key]}, should be {value}"
        refused = any(n.startswith("no fix-it: ") for n in notes)
        if must_fix and refused:
            yield f"{path.name}:{number}: no fix-it: {notes[-1]}"
        if mark == "EXPECT-NOFIX" and not refused:
            yield f"{path.name}:{number}: has a fix-it"
    for number in sorted(set(found) - marked):
        yield f"{path.name}:{number}: false alarm: {found[number][0].group(0)}"


def apply(args, path, found, folder):
    """Applies the fix-its and compiles the result with the stated sizes."""
    copy = folder / path.name
    shutil.copy(path, copy)
    run_tidy(args, copy, "--fix")
    text = copy.read_text()
    moved = [
        (match["name"], match["after"])
        for match, notes in found.values()
        if match.groupdict().get("how", "").startswith("in another order")
        and not any(n.startswith("no fix-it: ") for n in notes)
    ]
    if bool(moved) != (text != path.read_text()):
        yield f"{path.name}: fix-its were {'not ' if moved else ''}applied"
    copy.write_text(
        text + "".join(f"static_assert(sizeof({n}) == {a}, \"{n}\");\n" for n, a in moved)
    )
    for compiler in args.cxx:
        done = subprocess.run(
            [*compiler.split(), f"-std={args.std}", "-fsyntax-only", "-Wreorder", "-Werror=reorder", str(copy)],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        if done.returncode:
            yield f"{path.name}: not right after the fix with {compiler}:\n{done.stdout}"
    args.proved += len(moved)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tidy", required=True)
    parser.add_argument("--cxx", action="append", help="default: clang++-22 and g++-12")
    parser.add_argument("--std", default="c++20")
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    args = parser.parse_args()
    args.cxx = args.cxx or ["clang++-22", "g++-12"]
    args.proved = 0
    files = args.files or sorted((HERE / "layout").glob("*.cpp"))
    problems, total = [], 0
    with tempfile.TemporaryDirectory() as folder:
        for path in files:
            found = findings(run_tidy(args, path))
            total += len(list(wanted(path.read_text())))
            problems += compare(path, found)
            problems += apply(args, path, found, pathlib.Path(folder))
    print(*problems, sep="\n")
    print(f"{total} marks, {len(problems)} problems, {args.proved} reordered records compiled")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
