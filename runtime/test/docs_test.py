# Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception

"""Compiles and runs the tests that docs/checks/ownership-cycle.md shows.

They must fail as the page says: every line of its output must be printed. The
allocation stack may be more precise, "watch() (file:line)".
"""

import argparse
import pathlib
import re
import subprocess
import sys

PRELUDE = """#include <functional>
#include <memory>
#include <vector>
static void log(int) {}
"""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--page", type=pathlib.Path, required=True)
    parser.add_argument("--runtime", type=pathlib.Path, required=True)
    parser.add_argument("--compiler", required=True)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    args = parser.parse_args()

    page = args.page.read_text()
    confirming = page.index("\n## Confirming a finding at run time")
    code, expected = PRELUDE, []
    for block in re.finditer(r"^```(\w+)\n(.*?)^```$", page, re.M | re.S):
        language, text = block.groups()
        here = block.start() > confirming
        if language == "cpp" and (
            here or text.startswith(("class Session {", "struct Node {"))
        ):
            code += text
        elif language == "text" and here:
            expected += text.splitlines()

    source = args.output.with_suffix(".cpp")
    source.write_text(code)
    library = args.runtime / "src"
    subprocess.run(
        [args.compiler, "-std=c++17", "-pthread", f"-I{args.runtime}/include"]
        + [source, library / "block_log.cpp", library / "cycles.cpp"]
        + ["-rdynamic", "-lgtest_main", "-lgtest", "-ldl", "-o", args.output],
        check=True,
    )
    run = subprocess.run([args.output], stdout=subprocess.PIPE, text=True)
    missing = [line for line in expected if "\n" + line not in run.stdout]
    if len(expected) < 10 or missing or "2 FAILED TESTS" not in run.stdout:
        sys.exit(f"{run.stdout}\nnot printed: {missing}")


main()
