"""Holds checks/Checks.def against the rest of the repository.

Every check has a header, a page in docs/checks/ that names each of its
options, a test that expects a finding and one that expects silence (and one
that applies the fix, where the fix is safe). Every option that the source
reads is stored, so that --dump-config shows it.
"""

import glob
import os
import re
import subprocess
import sys

# What runs the checks: heapwise-tidy, or clang-tidy and its --load.
root, tidy = sys.argv[1], sys.argv[2:]
sys.path.insert(0, os.path.join(root, "tools"))
import checks_def  # noqa: E402

problems = []


def read(*path):
    try:
        with open(os.path.join(root, *path), encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        return None


def require(condition, problem):
    if not condition:
        problems.append(problem)


def run(*options):
    return subprocess.run(
        [*tidy, "--checks=-*,heapwise-*", *options],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout


checks = checks_def.read(root)
names = [c.name for c in checks]
require(len(set(names)) == len(names), "Checks.def has a name twice")
listed = re.findall(r"^\s+heapwise-(\S+)$", run("--list-checks"), re.MULTILINE)
require(
    sorted(listed) == sorted(names),
    f"the tool has {sorted(listed)}, Checks.def has {sorted(names)}",
)
stored = re.findall(r"^\s+heapwise-([\w-]+)\.(\w+):", run("--dump-config"), re.MULTILINE)

for check in checks:
    who = f"heapwise-{check.name}"
    require(check.severity in ("Leak", "Growth", "Waste"), f"{who}: bad severity")
    require(check.confidence in ("High", "Medium"), f"{who}: bad confidence")
    require(check.fix_safety in ("Safe", "Choice", "None"), f"{who}: bad fix safety")
    require(
        not check.summary.endswith(".") and check.summary[:1].islower(),
        f"{who}: the summary starts in lower case and has no final period",
    )

    sources = [read("checks", check.class_name + s) for s in (".h", ".cpp")]
    require(sources[0], f"{who}: no checks/{check.class_name}.h")
    reads = set(
        re.findall(
            r"Options\s*\.\s*get\w*(?:<[^>]*>)?\(\s*\"(\w+)\"",
            "".join(s or "" for s in sources),
        )
    )
    options = {option for name, option in stored if name == check.name}
    for option in sorted(reads - options):
        problems.append(f"{who}: storeOptions does not store {option}")

    page = read("docs", "checks", f"{check.name}.md")
    require(page is not None, f"{who}: no docs/checks/{check.name}.md")
    if page is not None:
        require(page.startswith(f"# {who}\n"), f"{who}: the page's title is not {who}")
        for option in sorted(options):
            require(f"`{option}`" in page, f"{who}: the page does not explain {option}")

    tests = [
        open(path, encoding="utf-8").read()
        for path in glob.glob(os.path.join(root, "test", "checks", check.name, "*.cpp"))
    ]
    tests = [t for t in tests if "RUN: %check_heapwise" in t]
    expects = [re.search(r"// CHECK-(MESSAGES|NOTES):", t) for t in tests]
    folder = f"test/checks/{check.name}/"
    require(any(expects), f"{who}: no test in {folder} that expects a finding")
    require(
        any(not e for e in expects), f"{who}: no test in {folder} that expects silence"
    )
    if check.fix_safety == "Safe":
        fixes = glob.glob(os.path.join(root, folder, "*.fixed"))
        require(
            fixes or any("CHECK-FIXES:" in t for t in tests),
            f"{who}: its fix is safe, and no test in {folder} applies it",
        )

for problem in problems:
    print(problem)
sys.exit(1 if problems else 0)
