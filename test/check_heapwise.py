#!/usr/bin/env python3
"""Tests one check on one source file.

    // RUN: %check_heapwise %s %t

runs the check named like the test's folder and holds it to the comments of
the file:

  CHECK-MESSAGES   what it reports, for FileCheck; [[@LINE-1]] is a line above.
                   A file without any is a negative test: nothing may be said.
  CHECK-NOTES      the same, for tests that also pin every note.
  CHECK-FIXES      lines of the file after the fixes were applied.

and, when <file>.fixed lies beside it, the file after its fixes were applied
must equal that golden. Whatever was fixed must compile, and the check must be
silent about it in a second run.

Run with HEAPWISE_UPDATE_GOLDENS=1 to write the goldens anew.
"""

import argparse
import difflib
import os
import re
import subprocess
import sys

PREFIXES = ("CHECK-MESSAGES", "CHECK-NOTES", "CHECK-FIXES")


def fail(message, output=""):
    print(f"check_heapwise: {message}", file=sys.stderr)
    if output:
        print("------", output, "------", sep="\n", file=sys.stderr)
    sys.exit(1)


def strip_test_comments(source):
    """Removes what only the test needs, for the fix to work on plain code and
    for FileCheck not to find its own patterns."""
    lines = source.splitlines(keepends=True)
    marks = re.compile(r"^\s*// (RUN|CHECK-[A-Z]+(-[A-Z]+)*|REQUIRES|UNSUPPORTED):")
    return "".join(line for line in lines if not marks.match(line))


class Runner:
    def __init__(self, args, compile_flags):
        self.args = args
        self.flags = [f"-std={args.std}", *compile_flags]

    def tidy(self, path, *options):
        command = [self.args.tidy, f"--checks=-*,{self.args.check}", "--quiet"]
        if self.args.config:
            command.append(f"--config={self.args.config}")
        command += [*options, path, "--", *self.flags]
        done = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        if done.returncode < 0:
            fail(f"the tool ended by signal {-done.returncode}", done.stdout)
        if not self.args.expect_errors and re.search(
            r"clang-diagnostic-error", done.stdout
        ):
            fail(f"{path} does not compile", done.stdout)
        return done.stdout

    def compile(self, path):
        done = subprocess.run(
            [self.args.clang, "-x", "c++", "-fsyntax-only", *self.flags, path],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if done.returncode:
            fail("the fixed file does not compile", done.stdout)


def filecheck(text, checks, prefix, *options):
    done = subprocess.run(
        ["FileCheck", f"--check-prefix={prefix}", checks, *options],
        input=text,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        fail(f"{prefix} does not hold", done.stdout + "\nwhole output:\n" + text)


def check_messages(runner, source):
    output = runner.tidy(runner.args.source)
    if "CHECK-NOTES:" in source:
        filecheck(
            output,
            runner.args.source,
            "CHECK-NOTES",
            "--implicit-check-not={{warning|note|error}}:",
        )
    elif "CHECK-MESSAGES:" in source:
        filecheck(
            output,
            runner.args.source,
            "CHECK-MESSAGES",
            "--implicit-check-not={{warning|error}}:",
        )
    elif found := re.search(r"(warning|error): .*\[heapwise-", output):
        fail(f"a negative test, but the check says '{found.group()}'", output)


def check_fixes(runner, source, golden):
    wants_fixes = "CHECK-FIXES:" in source
    updating = os.environ.get("HEAPWISE_UPDATE_GOLDENS") and os.path.exists(golden)
    if not wants_fixes and not os.path.exists(golden):
        return
    fixed_path = runner.args.temp + os.path.splitext(runner.args.source)[1]
    plain = strip_test_comments(source)
    with open(fixed_path, "w", encoding="utf-8") as file:
        file.write(plain)
    runner.tidy(fixed_path, "--fix-notes" if runner.args.fix_notes else "--fix")
    with open(fixed_path, encoding="utf-8") as file:
        fixed = file.read()
    if fixed == plain:
        fail("no fix was applied")

    if updating:
        with open(golden, "w", encoding="utf-8") as file:
            file.write(fixed)
    if os.path.exists(golden):
        with open(golden, encoding="utf-8") as file:
            expected = file.read()
        if fixed != expected:
            diff = difflib.unified_diff(
                expected.splitlines(True), fixed.splitlines(True), golden, "fixed"
            )
            fail("the fixed file differs from the golden", "".join(diff))
    if wants_fixes:
        filecheck(fixed, runner.args.source, "CHECK-FIXES", "--strict-whitespace")

    runner.compile(fixed_path)
    if runner.args.second_run_may_warn:
        return
    again = runner.tidy(fixed_path)
    if re.search(r"warning: .*\[heapwise-", again):
        fail("the check still reports after its own fix", again)


def main():
    argv, compile_flags = sys.argv[1:], []
    if "--" in argv:
        cut = argv.index("--")
        argv, compile_flags = argv[:cut], argv[cut + 1 :]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tidy", required=True)
    parser.add_argument("--clang", required=True)
    parser.add_argument("source")
    parser.add_argument("temp")
    parser.add_argument("--check", help="default: the name of the test's folder")
    parser.add_argument("--std", default="c++20")
    parser.add_argument("--config", help="for clang-tidy, in YAML")
    parser.add_argument(
        "--fix-notes", action="store_true", help="also apply fix-its of notes"
    )
    parser.add_argument(
        "--expect-errors", action="store_true", help="the file is broken on purpose"
    )
    parser.add_argument("--second-run-may-warn", action="store_true")
    args = parser.parse_args(argv)
    if not args.check:
        folder = os.path.basename(os.path.dirname(os.path.abspath(args.source)))
        args.check = f"heapwise-{folder}"

    with open(args.source, encoding="utf-8") as file:
        source = file.read()
    unknown = set(re.findall(r"// (CHECK-[A-Z]+):", source)) - set(PREFIXES)
    if unknown:
        fail(f"unknown {', '.join(sorted(unknown))}; known: {', '.join(PREFIXES)}")

    runner = Runner(args, compile_flags)
    check_messages(runner, source)
    check_fixes(runner, source, args.source + ".fixed")


if __name__ == "__main__":
    main()
