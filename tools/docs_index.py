#!/usr/bin/env python3
"""Writes docs/checks/README.md, the index of the checks, from Checks.def.

With --check it only says whether the index is up to date.
"""

import os
import sys

import checks_def

HEADER = """\
# Checks

<!-- Generated from checks/Checks.def by tools/docs_index.py; do not edit. -->

| check | what it finds | kind | confidence | fix-its | since |
|---|---|---|---|---|---|
"""
FOOTER = """
*Kind*: `Leak` is memory that is never freed, `Growth` memory that grows without
a bound, `Waste` memory or work that a small change saves.
*Confidence*: how sure a finding at the default setting is.
*Fix-its*: `safe` ones keep the behaviour and are on the warning; a `choice` is
yours to make and is offered on notes; some checks have `none`.
"""


def index(root):
    rows = [
        f"| [heapwise-{c.name}]({c.name}.md) | {c.summary} | {c.severity} "
        f"| {c.confidence.lower()} | {c.fix_safety.lower()} | {c.since} |\n"
        for c in sorted(checks_def.read(root), key=lambda c: c.name)
    ]
    return HEADER + "".join(rows) + FOOTER


def main():
    args = sys.argv[1:]
    only_check = "--check" in args
    args = [a for a in args if a != "--check"]
    root = args[0] if args else checks_def.ROOT
    path = os.path.join(root, "docs", "checks", "README.md")
    wanted = index(root)
    try:
        with open(path, encoding="utf-8") as file:
            current = file.read()
    except FileNotFoundError:
        current = None
    if current == wanted:
        return
    if only_check:
        sys.exit(f"{path} is not up to date; run tools/docs_index.py")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(wanted)


if __name__ == "__main__":
    main()
