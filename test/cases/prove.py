#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Shows that the marked cases are what they claim to be.

Every case has a main under #ifdef PROVE that returns 1 when an object was
leaked and 0 when all are gone. Each buggy case is built and run twice: it must
return 1, and 0 with -DFIXED. Each benign case is run once and must return 0.
The headers and marks are checked as well.

usage: prove.py [--cxx clang++-22] [--std c++20] [-j 2] [DIR_OR_FILE...]
"""

import argparse
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from score import FIXED, MARK, programs

HERE = pathlib.Path(__file__).resolve().parent
EVIDENCE = ("proved", "likely", "possible")


def header(text, key):
    match = re.search(rf"^// {key}: (\S.*)$", text, re.M)
    return match[1] if match else None


def style_problems(files):
    """What is wrong with the headers and marks of one program."""
    benign = "benign" in files[0].parts
    texts = [f.read_text() for f in files]
    whole = "\n".join(texts)
    marks = [m for m in MARK.finditer(whole) if m["expect"]]
    if "#ifdef PROVE" not in whole:
        yield "has no PROVE main"
    if not header(texts[0], "what"):
        yield "has no 'what:'"
    if benign:
        if marks:
            yield "is benign but has an EXPECT mark"
        if not header(texts[0], "trap"):
            yield "is benign but has no 'trap:'"
        return
    if (header(texts[0], "evidence") or "").split()[:1] not in [[e] for e in EVIDENCE]:
        yield "needs 'evidence: proved|likely|possible'"
    if not re.match(r"P[1-7]\b", header(texts[0], "pattern") or ""):
        yield "needs 'pattern: P1..P7'"
    if not header(texts[0], "fix"):
        yield "has no 'fix:'"
    if not marks:
        yield "has no EXPECT mark"
    if not FIXED.search(whole):
        yield "has no FIXED state"


def build_and_run(args, files, fixed, folder):
    program = os.path.join(folder, files[0].name + (".fixed" if fixed else ""))
    sources = [str(f) for f in files if f.suffix == ".cpp"]
    command = [args.cxx, f"-std={args.std}", "-O0", "-w", "-pthread", "-DPROVE", *sources, "-o", program]
    build = subprocess.run(command + (["-DFIXED"] if fixed else []), capture_output=True, text=True)
    if build.returncode:
        return "does not compile:\n" + build.stderr
    try:
        return subprocess.run([program], timeout=args.timeout, capture_output=True).returncode
    except subprocess.TimeoutExpired:
        return "timeout"
    finally:
        os.unlink(program)


def prove(args, files, folder):
    problems = list(style_problems(files))
    benign = "benign" in files[0].parts
    has_fixed = any(FIXED.search(f.read_text()) for f in files)
    runs = [(False, 0 if benign else 1)] + ([(True, 0)] if has_fixed else [])
    for fixed, wanted in runs:
        got = build_and_run(args, files, fixed, folder)
        if got != wanted:
            state = "fixed" if fixed else "as written"
            problems.append(f"{state}: expected exit code {wanted}, got {got}")
    return files, benign, problems


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cxx", default=next((c for c in ("clang++-22", "clang++", "g++") if shutil.which(c)), "c++"))
    parser.add_argument("--std", default="c++20")
    parser.add_argument("--timeout", type=int, default=60)
    parser.add_argument("-j", "--jobs", type=int, default=2)
    parser.add_argument("paths", nargs="*", type=pathlib.Path, default=[HERE / "cycles"])
    args = parser.parse_args()

    work = programs(args.paths)
    if not work:
        sys.exit("prove.py: no cases found")
    buggy = benign = failed = 0
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        for files, is_benign, problems in pool.map(lambda p: prove(args, p.files, folder), work):
            benign += is_benign
            buggy += not is_benign
            failed += bool(problems)
            for problem in problems:
                print(f"{files[0].name}: {problem}")
    print(f"{buggy} buggy and {benign} benign programs, {failed} not as claimed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
