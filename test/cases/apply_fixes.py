#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Applies the fix-its that Heapwise offers on the marked cases and tries the results.

A case is copied and its fix-its are applied until none is left. After that

  * it must compile with clang++ and with g++,
  * the check must be silent about what was fixed,
  * the program with -DPROVE must return 0: nothing is leaked, and it still
    does what it did.

A finding without a fix-it must say why there is none. The programs of several
files are left out: a fix-it sees one translation unit.

usage: apply_fixes.py --tidy build/bin/heapwise-tidy [-v] [DIR_OR_FILE...]

Exit code: 0, or 1 when a fix does not compile, is reported again or does not
stop the leak, or 2 when the tool itself failed.
"""

import argparse
import collections
import concurrent.futures
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from score import programs

HERE = pathlib.Path(__file__).resolve().parent
CHECK = "heapwise-ownership-cycle"
FINDING = re.compile(rf"^(?P<file>[^\s:][^:\n]*):(?P<line>\d+):\d+: warning: (?P<text>.*) \[{CHECK}\]$", re.M)
REFUSAL = re.compile(r"^[^\s:][^:\n]*:\d+:\d+: note: no fix-it: (?P<reason>.*)$", re.M)
# Fix-its of different findings may touch; then one of them has to wait.
ROUNDS = 6

Outcome = collections.namedtuple("Outcome", "name findings offered refusals passed problems")


def tidy(args, file, *options):
    command = [args.tidy, "--quiet", f"--checks=-*,{CHECK}", *options, str(file), "--", f"-std={args.std}"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=args.timeout)
    if run.returncode not in (0, 1) or "clang-diagnostic-error" in run.stdout:
        raise RuntimeError(run.stdout[-400:] + run.stderr[-400:])
    return run.stdout


def compile_errors(args, file):
    for compiler in (args.cxx, args.gxx):
        command = [compiler, f"-std={args.std}", "-w", "-fsyntax-only", str(file)]
        run = subprocess.run(command, capture_output=True, text=True)
        if run.returncode:
            yield f"{pathlib.Path(compiler).name} rejects the fixed file:\n{run.stderr.strip()[:800]}"


def still_leaks(args, file, folder):
    program = pathlib.Path(folder) / (file.stem + ".out")
    command = [args.cxx, f"-std={args.std}", "-O0", "-w", "-pthread", "-DPROVE", str(file), "-o", str(program)]
    build = subprocess.run(command, capture_output=True, text=True)
    if build.returncode:
        return f"does not compile with -DPROVE:\n{build.stderr.strip()[:800]}"
    try:
        code = subprocess.run([str(program)], timeout=args.timeout, capture_output=True).returncode
    except subprocess.TimeoutExpired:
        return "hangs after the fix"
    return f"main returns {code} after the fix" if code else ""


def apply(args, source):
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / source.name
        shutil.copy(source, file)
        for header in source.parent.glob("*.h"):
            shutil.copy(header, folder)
        before = tidy(args, file)
        findings = len(FINDING.findall(before))
        refusals = [m["reason"] for m in REFUSAL.finditer(before)]
        offered, passed, problems = findings - len(refusals), set(), []
        for _ in range(ROUNDS if offered else 0):
            text = file.read_text()
            tidy(args, file, "--fix-notes")
            if file.read_text() == text:
                break
            problems += compile_errors(args, file)
            if problems:
                break
        if offered and file.read_text() == source.read_text():
            problems.append("an offered fix was not applied")
        if args.verbose and offered:
            diff = subprocess.run(["diff", "-u", str(source), str(file)], capture_output=True, text=True)
            print(diff.stdout)
        if offered and not problems:
            passed.add("compile")
            after = tidy(args, file)
            left = [m["text"] for m in FINDING.finditer(after)]
            if len(left) != len(REFUSAL.findall(after)) or len(left) > len(refusals):
                problems.append("is reported after the fix: " + "; ".join(left))
            else:
                passed.add("silent")
            # A program with a second, unfixed cycle leaks on.
            if not left and "#ifdef PROVE" in file.read_text():
                leak = still_leaks(args, file, folder)
                if leak:
                    problems.append(leak)
                else:
                    passed.add("no leak")
        return Outcome(source.name, findings, offered, refusals, passed, problems)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tidy", required=True, help="clang-tidy command that has the check")
    parser.add_argument("--cxx", default="clang++-22")
    parser.add_argument("--gxx", default="g++")
    parser.add_argument("--std", default="c++20")
    parser.add_argument("--timeout", type=int, default=120)
    parser.add_argument("-j", "--jobs", type=int, default=2)
    parser.add_argument("-v", "--verbose", action="store_true", help="print what the fixes change")
    parser.add_argument("--min-offered", metavar="PERCENT", type=float, default=0, help="least share of findings with a fix-it")
    parser.add_argument("paths", nargs="*", type=pathlib.Path, default=[HERE / "cycles"])
    args = parser.parse_args()

    sources = [p.files[0] for p in programs(args.paths) if not p.whole]
    if not sources:
        parser.error("no cases found")
    try:
        with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
            outcomes = list(pool.map(lambda s: apply(args, s), sources))
    except (RuntimeError, subprocess.TimeoutExpired, OSError) as error:
        print(f"apply_fixes.py: {error}", file=sys.stderr)
        return 2

    for o in outcomes:
        for reason in o.refusals:
            print(f"{o.name}: refused: {reason}")
        for problem in o.problems:
            print(f"{o.name}: FAILED: {problem}")
    findings = sum(o.findings for o in outcomes)
    offered = sum(o.offered for o in outcomes)
    fixed = [o for o in outcomes if o.offered]
    failed = sum(bool(o.problems) for o in outcomes)
    print(f"{findings} findings: fix-its for {offered}, {findings - offered} refused")
    print(f"{len(fixed)} programs changed: " +
          ", ".join(f"{sum(state in o.passed for o in outcomes)} {state}" for state in ("compile", "silent", "no leak")) +
          f"; {failed} wrong")
    if findings and 100 * offered / findings < args.min_offered:
        print(f"failed: fix-its for less than {args.min_offered:g} % of the findings")
        failed += 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
