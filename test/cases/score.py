#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Scores Heapwise on the marked cases: what it finds, and what it should not have said.

Marks, at the end of a line:
  // EXPECT: cycle             a finding is due on this line
  // EXPECT-ANY: cycle         a finding is due on one of the lines so marked in this program, and may be on
                               all of them; EXPECT-ANY: cycle (name) makes groups of their own
  // OK, // NO-DIAG            no finding may be on this line
A program without an EXPECT mark is benign: any finding is a false alarm. One that has #ifdef FIXED is
analysed again with -DFIXED and must be silent then. x.a.cpp, x.b.cpp and x.h are one program; such programs
are analysed by the --lint command in one run, called as CMD FILE... -- FLAGS, and skipped without it.

usage: score.py --tidy build/bin/heapwise-tidy [--checks GLOB] [--lint "build/bin/heapwise lint"] DIR_OR_FILE...

Exit code: 0, or 1 when a --min-recall, --fail-on-alarm or --fail-on-extra condition is not met, or 2 when
the tool itself failed on a case.
"""

import argparse
import collections
import concurrent.futures
import pathlib
import re
import shlex
import subprocess
import sys

CHECKS = {
    "cycle": "heapwise-ownership-cycle",
    "cache": "heapwise-unbounded-cache",
    "copy": "heapwise-unnecessary-copy",
    "sequence": "heapwise-materialized-sequence",
    "memory": "heapwise-retained-memory",
    "reserve": "heapwise-missing-reserve",
}
EVIDENCE = ("proved", "certain", "likely", "possible")
MARK = re.compile(r"//\s*(?:(?P<expect>EXPECT|EXPECT-ANY):\s*(?P<kind>[a-z]+)(?:\s*\((?P<group>[\w-]+)\))?|(?P<ok>OK|NO-DIAG)\b)")
FIXED = re.compile(r"^\s*#\s*ifn?def\s+FIXED\b", re.M)
FINDING = re.compile(r"^(?P<file>[^\s:][^:\n]*):(?P<line>\d+):\d+: (?:warning|error): .*\[(?P<check>heapwise-[a-z-]+)[\],]", re.M)

Program = collections.namedtuple("Program", "name files whole")
Result = collections.namedtuple("Result", "program evidence wanted hits misses alarms extras trouble")


def programs(paths):
    """The programs below PATHS: one a file, and one for all of x.a.cpp, x.b.cpp, x.h."""
    single, several = [], collections.defaultdict(list)
    for path in paths:
        for file in [path] if path.is_file() else sorted(path.rglob("*.cpp")):
            part = re.fullmatch(r"(.+)\.[a-z]\.cpp", file.name)
            if part:
                several[file.parent / part[1]].append(file)
            else:
                single.append(Program(file.stem, [file], False))
    for stem, parts in several.items():
        headers = sorted(stem.parent.glob(stem.name + "*.h"))
        single.append(Program(stem.name, sorted(parts) + headers, True))
    return single


def live_lines(text, fixed):
    """(number, line) of what the preprocessor keeps, as far as FIXED and PROVE decide it."""
    stack = []
    for number, line in enumerate(text.splitlines(), 1):
        directive = re.match(r"\s*#\s*(ifdef|ifndef|if|else|elif|endif)\b\s*(\w*)", line)
        if not directive:
            if all(stack):
                yield number, line
        elif directive[1] in ("ifdef", "ifndef") and directive[2] in ("FIXED", "PROVE"):
            defined = fixed if directive[2] == "FIXED" else False
            stack.append(defined == (directive[1] == "ifdef"))
        elif directive[1].startswith("if"):
            stack.append(True)
        elif directive[1] == "else":
            stack[-1] = not stack[-1]
        elif directive[1] == "endif":
            stack.pop()


def analyse(args, program, fixed):
    """The findings as a set of (file name, line, check), and what went wrong."""
    sources = [str(f) for f in program.files if f.suffix == ".cpp"]
    tool = shlex.split(args.lint) if program.whole else shlex.split(args.tidy) + ["--quiet", f"--checks=-*,{args.checks}"]
    flags = [f"-std={args.std}"] + (["-DFIXED"] if fixed else [])
    try:
        run = subprocess.run(tool + sources + ["--"] + flags, capture_output=True, text=True, timeout=args.timeout)
    except subprocess.TimeoutExpired:
        return set(), "timeout"
    except OSError as error:
        return set(), str(error)
    found = {(pathlib.Path(m["file"]).name, int(m["line"]), m["check"]) for m in FINDING.finditer(run.stdout)}
    broken = re.search(r"^.*\berror: .*$", run.stdout + run.stderr, re.M)
    if broken and not FINDING.match(broken[0]):
        return found, broken[0]
    return found, "" if run.returncode in (0, 1) else f"exit code {run.returncode}: {run.stderr.strip()[-200:]}"


def score(args, program):
    texts = {f: f.read_text() for f in program.files}
    level = re.search(r"^// evidence: (\w+)", texts[program.files[0]], re.M)
    has_fixed = any(FIXED.search(t) for t in texts.values())
    result = Result(program, level[1] if level else "", [], [], [], [], [], [])
    buggy = any(m["expect"] for t in texts.values() for m in MARK.finditer(t))
    for fixed in [False, True] if has_fixed else [False]:
        found, trouble = analyse(args, program, fixed)
        if trouble:
            result.trouble.append(trouble)
        due, allowed, forbidden = collections.defaultdict(set), set(), set()
        for file, text in texts.items():
            for number, line in live_lines(text, fixed):
                mark = None if line.lstrip().startswith("//") else MARK.search(line)
                if not mark:
                    continue
                place = (file.name, number)
                if mark["ok"]:
                    forbidden.add(place)
                elif not fixed:
                    finding = place + (CHECKS[mark["kind"]],)
                    allowed.add(finding)
                    each = number if mark["expect"] == "EXPECT" else mark["group"]
                    due[mark["expect"], file.name if mark["expect"] == "EXPECT" else "", each].add(finding)
        for group in due.values():
            result.wanted.append(min(group))
            (result.hits if group & found else result.misses).append(min(group))
        for finding in sorted(found - allowed):
            state = " (fixed)" if fixed else ""
            alarm = fixed or not buggy or finding[:2] in forbidden
            (result.alarms if alarm else result.extras).append(finding + (state,))
    return result


def recall_limit(text):
    level, _, percent = text.rpartition("=")
    if level and level not in EVIDENCE:
        raise argparse.ArgumentTypeError(f"'{level}' is none of {', '.join(EVIDENCE)}")
    return level, float(percent)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tidy", required=True, help="clang-tidy command that has the checks")
    parser.add_argument("--lint", help="whole-program command")
    parser.add_argument("--checks", default="heapwise-*", help="what to run and to hold to the marks")
    parser.add_argument("--std", default="c++20")
    parser.add_argument("--timeout", type=int, default=120)
    parser.add_argument("-j", "--jobs", type=int, default=2)
    parser.add_argument("-v", "--verbose", action="store_true", help="print every miss, alarm and extra finding")
    parser.add_argument("--min-recall", metavar="[EVIDENCE=]PERCENT", type=recall_limit, action="append", default=[],
                        help="least recall, of one evidence level or of all but possible together; repeatable")
    parser.add_argument("--fail-on-alarm", action="store_true", help="no false alarm may be left")
    parser.add_argument("--fail-on-extra", action="store_true", help="no unmarked finding in a buggy program either")
    parser.add_argument("paths", nargs="+", type=pathlib.Path)
    args = parser.parse_args()

    work = programs(args.paths)
    todo = [p for p in work if args.lint or not p.whole]
    if not todo:
        parser.error("no cases found")
    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        results = list(pool.map(lambda p: score(args, p), todo))

    hits, wanted = collections.Counter(), collections.Counter()
    alarms = extras = trouble = 0
    for r in results:
        hits[r.evidence] += len(r.hits)
        wanted[r.evidence] += len(r.wanted)
        alarms += len(r.alarms)
        extras += len(r.extras)
        trouble += len(r.trouble)
        for text in r.trouble:
            print(f"trouble: {r.program.name}: {text}")
        if args.verbose:
            for file, line, check in r.misses:
                print(f"miss ({r.evidence}): {file}:{line}: {check}")
            for word, rows in (("alarm", r.alarms), ("extra", r.extras)):
                for file, line, check, state in rows:
                    print(f"{word}: {file}:{line}: {check}{state}")

    def recall(level):
        levels = [level] if level else ["proved", "certain", "likely"]
        n, of = sum(hits[l] for l in levels), sum(wanted[l] for l in levels)
        return n, of, 100.0 * n / of if of else 100.0

    for level in EVIDENCE:
        if wanted[level]:
            print("%s: found %d of %d (%.0f %%)" % ((level,) + recall(level)))
    print(f"false alarms: {alarms}, unmarked findings in buggy programs: {extras}, tool failures: {trouble}, "
          f"programs: {len(todo)}" + (f" ({len(work) - len(todo)} of several files skipped)" if len(work) > len(todo) else ""))

    if trouble:
        return 2
    low = [f"{level or 'recall'} below {limit:g} %" for level, limit in args.min_recall if recall(level)[2] < limit]
    if alarms and args.fail_on_alarm:
        low.append("false alarms")
    if extras and args.fail_on_extra:
        low.append("unmarked findings")
    for text in low:
        print("failed: " + text)
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
