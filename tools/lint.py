#!/usr/bin/env python3
"""Runs heapwise-tidy over every file of a compile database.

Exit status: 0 no findings, 1 findings, 2 trouble (no database, a file that
cannot be read or parsed, an option that is wrong). Trouble with one file does
not keep the others from being checked.
"""

import argparse
import concurrent.futures
import json
import os
import re
import subprocess
import sys

FINDING = re.compile(r"^(.+?):\d+:\d+: (warning|error): .* \[heapwise-[^\]]*\]$")
PROBLEM = re.compile(r"^(.+: )?error: ")
# The first line of a diagnostic; what follows up to the next one belongs to it.
HEAD = re.compile(r"^(.+?:\d+:\d+: |<[^>]+>: )?(warning|error|note): |^Error ")
# clang-tidy's running totals, and what it says before it reads a file.
CHATTER = re.compile(
    r"^(\d+ (warning|error)s? (generated|treated as error)"
    r"|\d+ (warning|error)s? and \d+ (warning|error)s? generated"
    r"|Suppressed \d+ warning|Use -header-filter|Use -system-headers"
    r"|Error while processing |Found compiler error)"
)
ASSEMBLER = (".s", ".S", ".asm")


def trouble(message):
    print(f"heapwise: error: {message}", file=sys.stderr)
    sys.exit(2)


def find_database(directory):
    if not os.path.isdir(directory):
        trouble(f"'{directory}' is not a directory")
    for candidate in (directory, os.path.join(directory, "build")):
        path = os.path.join(candidate, "compile_commands.json")
        if os.path.exists(path):
            return path
    trouble(
        f"no compile_commands.json in '{directory}' or '{directory}/build'; CMake "
        "writes one with -DCMAKE_EXPORT_COMPILE_COMMANDS=ON, Bear records one for "
        "other build systems"
    )


def files_of(database):
    try:
        with open(database, encoding="utf-8") as file:
            entries = json.load(file)
        files = {
            os.path.normpath(os.path.join(entry["directory"], entry["file"]))
            for entry in entries
        }
    except OSError as error:
        trouble(f"cannot read '{database}': {error.strerror}")
    except (ValueError, KeyError, TypeError) as error:
        trouble(f"'{database}' is not a compile database: {error!r}")
    files = sorted(f for f in files if not f.endswith(ASSEMBLER))
    if not files:
        trouble(f"'{database}' lists no file")
    return files


def diagnostics_of(output):
    """Splits the output into diagnostics, each with its notes."""
    blocks = []
    for line in output.splitlines():
        if CHATTER.match(line):
            continue
        head = HEAD.match(line)
        if not blocks or (head and head.group(2) != "note"):
            blocks.append([line])
        else:
            blocks[-1].append(line)
    return blocks


def check(command, path):
    """(path, diagnostics, exit status or None when the file is unreadable)"""
    try:
        with open(path, "rb"):
            pass
    except OSError as error:
        return path, [[f"{path}: error: cannot be read: {error.strerror}"]], None
    done = subprocess.run(
        [*command, path],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    return path, diagnostics_of(done.stdout), done.returncode


class Report:
    def __init__(self):
        self.seen = set()
        self.findings = 0
        self.files = set()
        self.troubled = set()

    def add(self, path, blocks, status):
        for block in blocks:
            head = block[0]
            finding = FINDING.match(head)
            problem = not finding and PROBLEM.match(head)
            if problem:
                self.troubled.add(path)
            # A header is reported by every file that includes it.
            if head in self.seen:
                continue
            self.seen.add(head)
            if finding:
                self.findings += 1
                self.files.add(finding.group(1))
            if finding or problem:
                print("\n".join(block), flush=True)
        if status is not None and status < 0:
            self.troubled.add(path)
            print(f"{path}: error: the check ended by signal {-status}", flush=True)
        elif status and not blocks:
            self.troubled.add(path)
            print(f"{path}: error: the check ended with status {status}", flush=True)

    def close(self, total):
        def count(number, noun):
            return f"{number} {noun}{'' if number == 1 else 's'}"

        summary = f"heapwise: {count(self.findings, 'finding')}"
        if self.findings:
            summary += f" in {count(len(self.files), 'file')}"
        summary += f", {count(total, 'file')} checked"
        if self.troubled:
            summary += f", {len(self.troubled)} of them with errors"
        print(summary)
        return 2 if self.troubled else 1 if self.findings else 0


def main():
    parser = argparse.ArgumentParser(
        description=__doc__.splitlines()[0],
        epilog="Further options go to clang-tidy.",
        allow_abbrev=False,
    )
    parser.add_argument("--tidy", required=True, help="the heapwise-tidy to run")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("directory", help="of compile_commands.json, or of build/")
    args, options = parser.parse_known_args()

    database = find_database(args.directory)
    files = files_of(database)
    command = [
        args.tidy,
        "-p",
        os.path.dirname(database),
        "--quiet",
        "--use-color=false",
        "--checks=-*,heapwise-*",
        # The database may be another compiler's.
        "--extra-arg=-Wno-unknown-warning-option",
        *options,
    ]
    report = Report()
    with concurrent.futures.ThreadPoolExecutor(max(1, args.jobs)) as pool:
        # In the order of the database, whichever is ready first.
        for result in pool.map(lambda path: check(command, path), files):
            report.add(*result)
    sys.exit(report.close(len(files)))


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
