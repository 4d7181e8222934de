"""Reads checks/Checks.def for the tools that are written in Python."""

import os
import re
import sys
from collections import namedtuple

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PATH = os.path.join("checks", "Checks.def")

Check = namedtuple(
    "Check", "class_name name severity confidence since fix_safety summary"
)


def read(root=ROOT):
    with open(os.path.join(root, PATH), encoding="utf-8") as file:
        text = re.sub(r"//.*", "", file.read())
    rows = re.findall(r"^HEAPWISE_CHECK\((.*?)\)\s*$", text, re.MULTILINE | re.DOTALL)
    checks = []
    for row in rows:
        # Commas separate the arguments, except inside of strings; adjacent
        # strings are one.
        parts = re.findall(r'((?:"(?:[^"\\]|\\.)*"\s*)+|[^,"]+)(?:,|$)', row.strip())
        values = [
            "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', part)) if '"' in part else part
            for part in parts
        ]
        values = [value.strip() for value in values]
        if len(values) != len(Check._fields):
            sys.exit(f"{PATH}: a row has {len(values)} values: {row.strip()}")
        checks.append(Check(*values))
    return checks
