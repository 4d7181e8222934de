#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Applies every fix-it that Heapwise offers for the given files and compiles the results.

A file is copied, its fix-its are applied until none is left, and it must then compile with clang++ and g++ in
the language version that it names in a line "// std: c++17" (default: --std).

usage: compile_fixes.py --tidy build/bin/heapwise-tidy [--checks GLOB] [-v] [DIR_OR_FILE...]

Exit code: 0, or 1 when a fixed file does not compile or fewer fix-its than --min-offered were offered, or 2 when
the tool itself failed.
"""

import argparse
import concurrent.futures
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

# Fix-its of different findings may touch; then one of them has to wait.
ROUNDS = 4


def tidy(args, file, std, *options):
    command = [args.tidy, "--quiet", f"--checks=-*,{args.checks}", *options, str(file), "--", f"-std={std}"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=args.timeout)
    if run.returncode not in (0, 1) or "clang-diagnostic-error" in run.stdout:
        raise RuntimeError(f"{file.name}: " + run.stdout[-400:] + run.stderr[-400:])
    return run.stdout


def try_file(args, source):
    """(number of changed lines, what the compilers say)."""
    named = re.search(r"std: (c\+\+\d+)", source.read_text())
    std = named[1] if named else args.std
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / source.name
        shutil.copy(source, file)
        for _ in range(ROUNDS):
            before = file.read_text()
            tidy(args, file, std, "--fix")
            if file.read_text() == before:
                break
        old, new = source.read_text().splitlines(), file.read_text().splitlines()
        changed = len(set(new) - set(old))
        problems = []
        for compiler in (args.cxx, args.gxx):
            run = subprocess.run(
                [compiler, f"-std={std}", "-w", "-fsyntax-only", str(file)], capture_output=True, text=True
            )
            if run.returncode:
                problems.append(f"{source.name}: {compiler} rejects the fixed file:\n{run.stderr.strip()[:800]}")
        if args.verbose:
            print(f"{source.name}: {changed} lines changed")
        return changed, problems


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tidy", required=True)
    parser.add_argument("--checks", default="heapwise-*")
    parser.add_argument("--std", default="c++20")
    parser.add_argument("--cxx", default="clang++-22")
    parser.add_argument("--gxx", default="g++")
    parser.add_argument("--timeout", type=int, default=120)
    parser.add_argument("-j", "--jobs", type=int, default=2)
    parser.add_argument("--min-offered", type=int, default=0, help="least number of lines that fix-its change")
    parser.add_argument("-v", "--verbose", action="store_true")
    parser.add_argument("paths", nargs="+", type=pathlib.Path)
    args = parser.parse_args()
    files = [f for p in args.paths for f in ([p] if p.is_file() else sorted(p.rglob("*.cpp")))]
    if not files:
        parser.error("no files found")
    try:
        with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
            results = list(pool.map(lambda f: try_file(args, f), files))
    except (OSError, RuntimeError, subprocess.TimeoutExpired) as error:
        print(error)
        return 2
    changed = sum(c for c, _ in results)
    problems = [p for _, ps in results for p in ps]
    print("\n".join(problems + [f"lines changed by fix-its: {changed}, files: {len(files)}, problems: {len(problems)}"]))
    if changed < args.min_offered:
        print(f"failed: fewer than {args.min_offered}")
        return 1
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
