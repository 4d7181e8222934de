"""Loads the plugins into the tools of every other LLVM that is installed."""

import glob
import os
import re
import subprocess
import sys


def tools(name):
    """(major version, path) of one tool of each installed LLVM."""
    for path in sorted(glob.glob(f"/usr/lib/llvm-*/bin/{name}")):
        if os.access(path, os.X_OK):
            yield int(re.search(r"llvm-(\d+)", path).group(1)), path


def run(command):
    return subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def main():
    llvm, tidy_module, clang_plugin, source = sys.argv[1:]
    llvm = int(llvm)
    cases = [
        # A stock check is enabled too: without it clang-tidy fails by itself,
        # for want of any check.
        (version, [tidy, "--load", tidy_module, "--checks=-*,heapwise-*,misc-unused-parameters", source, "--", "-std=c++20"])
        for version, tidy in tools("clang-tidy")
        if version != llvm
    ] + [
        (version, [clang, f"-fplugin={clang_plugin}", "-std=c++20", "-fsyntax-only", source])
        for version, clang in tools("clang++")
        if version != llvm
    ]
    refused = 0
    for version, command in cases:
        done = run(command)
        wanted = rf"built for LLVM {llvm}\.\d+, but the program that loads it is LLVM {version}\.\d+"
        if done.returncode > 0 and re.search(wanted, done.stdout):
            refused += 1
        else:
            print(f"FAILED: {command[0]} ended with {done.returncode} and said:")
            print(done.stdout)
    # A program that has nothing of LLVM.
    done = run([sys.executable, "-c", f"import ctypes; ctypes.CDLL({tidy_module!r})"])
    if done.returncode <= 0 or "does not export LLVM's symbols" not in done.stdout:
        print(f"FAILED: python ended with {done.returncode} and said:")
        print(done.stdout)
    print(f"{refused} hosts of another LLVM refused")
    if not cases:
        print("no other LLVM is installed; the guard was tried without one only")


if __name__ == "__main__":
    main()
