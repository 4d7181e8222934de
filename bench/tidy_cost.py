#!/usr/bin/env python3
"""Measures what Heapwise's checks cost on real translation units.

For files of a compile database, in turn and several times over:

    parse        clang++ -fsyntax-only
    plugin       the same with the compiler plugin
    performance  clang-tidy --checks=-*,performance-*
    heapwise     clang-tidy --load ... --checks=-*,heapwise-*

The numbers are user CPU time. The variants are interleaved, so that a machine
that gets slower or faster does not favour one of them; each file counts with
the median of its runs. What is reported are ratios, and they are of use on
other machines too.
"""

import argparse
import json
import os
import re
import resource
import shlex
import statistics
import subprocess
import sys
import tempfile

COMPILER = re.compile(r"^(.*-)?(clang|gcc|g|c|cc|icpx)(\+\+)?(-[\d.]+)?$")
SOURCE = (".cc", ".cpp", ".cxx", ".c++", ".C")
VARIANTS = ("parse", "plugin", "performance", "heapwise")
SUBJECTS = {
    "ownership-cycle": ("ownership-cycle",),
    "unbounded-cache": ("unbounded-cache",),
    "copies, four checks": (
        "unnecessary-copy",
        "materialized-sequence",
        "retained-memory",
        "missing-reserve",
    ),
    "layouts and containers": ("oversized-layout", "wasteful-container"),
}


def die(message):
    sys.exit(f"tidy_cost.py: error: {message}")


def flags_of(entry):
    """The flags of a compile command, without what it writes."""
    args = entry.get("arguments") or shlex.split(entry["command"])
    # Launchers such as ccache come before the compiler.
    while args and not COMPILER.match(os.path.basename(args[0])):
        args = args[1:]
    flags, skip = [], False
    for arg in args[1:]:
        if skip:
            skip = False
        elif arg in ("-o", "-MF", "-MT", "-MQ"):
            skip = True
        elif arg in ("-c", "-MD", "-MMD", "-MP", entry["file"]):
            pass
        else:
            flags.append(arg)
    return flags


def database_of(directory):
    for candidate in (directory, os.path.join(directory, "build")):
        path = os.path.join(candidate, "compile_commands.json")
        if os.path.exists(path):
            break
    else:
        die(f"no compile_commands.json in '{directory}' or '{directory}/build'")
    with open(path, encoding="utf-8") as file:
        entries = json.load(file)
    units = {e["file"]: e for e in entries if e["file"].endswith(SOURCE)}
    if not units:
        die(f"'{path}' lists no C++ file")
    return list(units.values())


def spread(units, count):
    """Evenly over the database: neighbours tend to be alike."""
    if len(units) <= count:
        return units
    return [units[i * len(units) // count] for i in range(count)]


def user_time(command, directory):
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    done = subprocess.run(
        command,
        cwd=directory,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    elapsed = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    # Findings are no errors here; what does not parse is no measurement.
    failed = done.returncode < 0 or re.search(r"(fatal )?error: ", done.stdout)
    return elapsed, done.stdout if failed else None


class Tools:
    def __init__(self, build):
        with open(os.path.join(build, "CMakeCache.txt"), encoding="utf-8") as file:
            cache = dict(re.findall(r"^(\w+):\w+=(.*)$", file.read(), re.MULTILINE))
        prefix, llvm = cache["HEAPWISE_LLVM_PREFIX"], cache["HEAPWISE_LLVM"]
        tag = f"{cache['CMAKE_PROJECT_VERSION']}-llvm{llvm}"
        self.clang = f"{prefix}/bin/clang++"
        self.tidy = f"{prefix}/bin/clang-tidy"
        self.module = f"{build}/lib/heapwise-{tag}.so"
        self.plugin = f"{build}/lib/heapwise-clang-{tag}.so"
        for path in (self.clang, self.tidy, self.module, self.plugin):
            if not os.path.exists(path):
                die(f"{path} is missing; run ./dev build")

    def command(self, variant, entry):
        source, flags = entry["file"], flags_of(entry)
        quiet = ["-w"] if variant == "parse" else ["-Wno-everything"]
        if variant == "parse":
            return [self.clang, "-fsyntax-only", *flags, *quiet, source]
        if variant == "plugin":
            return [
                self.clang,
                f"-fplugin={self.plugin}",
                "-fsyntax-only",
                *flags,
                *quiet,
                source,
            ]
        load = [f"--load={self.module}"] if variant == "heapwise" else []
        tidy = [self.tidy, *load, f"--checks=-*,{variant}-*", "--quiet", source]
        return [*tidy, "--", *flags]


def profile_of_checks(tools, entry):
    """User time of each of our checks, by clang-tidy's own profile, and of the
    whole run."""
    with tempfile.TemporaryDirectory() as folder:
        command = tools.command("heapwise", entry)
        command[1:1] = ["--enable-check-profile", f"--store-check-profile={folder}"]
        total, _ = user_time(command, entry["directory"])
        ours = {}
        for name in os.listdir(folder):
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                profile = json.load(file)["profile"]
            for key, seconds in profile.items():
                if check := re.fullmatch(r"time\.clang-tidy\.heapwise-(.+)\.user", key):
                    ours[check[1]] = ours.get(check[1], 0.0) + seconds
    return ours, total


def print_subjects(rows):
    """What the checks of each subject take, of what a parse takes. The first
    check of a subject to run also does what they share."""
    print()
    print("time in the checks / parse, of all files together (worst file):")
    for subject, checks in SUBJECTS.items():
        cost = [sum(row["checks"].get(c, 0.0) for c in checks) for row in rows]
        parse = [row["parse"] for row in rows]
        worst = max(c / p for c, p in zip(cost, parse))
        print(f"  {subject:34}{100 * sum(cost) / sum(parse):.1f} % ({100 * worst:.1f} %)")


def measure(tools, entry, repetitions):
    """Median user time of each variant, or None if the file does not parse."""
    times = {variant: [] for variant in VARIANTS}
    for _ in range(repetitions):
        for variant in VARIANTS:
            elapsed, problem = user_time(
                tools.command(variant, entry), entry["directory"]
            )
            if problem:
                print(f"{entry['file']}: left out, {variant} fails:", file=sys.stderr)
                print("  " + problem.strip().split("\n")[0], file=sys.stderr)
                return None
            times[variant].append(elapsed)
    return {variant: statistics.median(runs) for variant, runs in times.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", required=True, help="our build directory")
    parser.add_argument("--files", type=int, default=8, help="of each database")
    parser.add_argument("--repetitions", type=int, default=3)
    parser.add_argument("directories", nargs="*", help="of compile databases")
    args = parser.parse_args()
    tools = Tools(os.path.abspath(args.build))

    print(f"{'file':40} {'parse':>8} {'plugin':>8} {'perf-*':>8} {'ours':>8} {'share':>6}")
    rows = []
    for directory in args.directories or [args.build]:
        for entry in spread(database_of(directory), args.files):
            row = measure(tools, entry, args.repetitions)
            if not row:
                continue
            row["checks"], total = profile_of_checks(tools, entry)
            row["share"] = sum(row["checks"].values()) / total if total else 0.0
            rows.append(row)
            name = os.path.basename(entry["file"])
            print(
                f"{name[:40]:40} {row['parse']:7.2f}s {row['plugin']:7.2f}s "
                f"{row['performance']:7.2f}s {row['heapwise']:7.2f}s "
                f"{100 * row['share']:5.1f}%",
                flush=True,
            )
    if not rows:
        die("no file could be measured")

    def ratio(a, b):
        values = [row[a] / row[b] for row in rows if row[b] > 0]
        return f"{statistics.median(values):.2f} (worst {max(values):.2f})"

    print()
    print(f"over {len(rows)} files, user CPU time, median of the files' ratios:")
    print(f"  plugin / parse                    {ratio('plugin', 'parse')}")
    print(f"  clang-tidy heapwise-* / parse     {ratio('heapwise', 'parse')}")
    print(f"  clang-tidy performance-* / parse  {ratio('performance', 'parse')}")
    print(f"  heapwise-* / performance-*        {ratio('heapwise', 'performance')}")
    shares = [100 * row["share"] for row in rows]
    print(
        f"  our checks' share of clang-tidy   {statistics.median(shares):.1f} % "
        f"(worst {max(shares):.1f} %)"
    )
    print_subjects(rows)


if __name__ == "__main__":
    main()
