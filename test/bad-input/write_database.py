"""Writes a compile database for the named files of a directory."""

import json
import os
import sys

directory, names = sys.argv[1], sys.argv[2:]
entries = [
    {
        "directory": directory,
        "file": name,
        "arguments": ["c++", "-std=c++20", "-c", name],
    }
    for name in names
]
with open(os.path.join(directory, "compile_commands.json"), "w") as file:
    json.dump(entries, file)
