#!/usr/bin/env python3
"""Starts a new check.

    tools/new_check.py needless-copy --severity Waste --summary "copies that ..."

writes checks/NeedlessCopyCheck.{h,cpp}, its rows in Checks.def, CMakeLists.txt
and TidyModule.cpp, docs/checks/needless-copy.md, and tests that expect a
finding, silence and a fix in test/checks/needless-copy/. What it writes builds
and passes as it is: the check reports functions named `todo_needless_copy`.
Replace that by the real thing.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys

import checks_def
import docs_index

LICENSE = """\
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
"""

HEADER = """\
#ifndef {guard}
#define {guard}

#include "clang-tidy/ClangTidyCheck.h"

namespace heapwise {{

/// Finds {summary}.
class {cls} : public clang::tidy::ClangTidyCheck {{
public:
  using ClangTidyCheck::ClangTidyCheck;
  bool isLanguageVersionSupported(
      const clang::LangOptions &LangOpts) const override {{
    return LangOpts.CPlusPlus;
  }}
  void registerMatchers(clang::ast_matchers::MatchFinder *Finder) override;
  void
  check(const clang::ast_matchers::MatchFinder::MatchResult &Result) override;
}};

}} // namespace heapwise

#endif // {guard}
"""

SOURCE = """\
#include "{cls}.h"

#include "clang/ASTMatchers/ASTMatchFinder.h"

using namespace clang;
using namespace clang::ast_matchers;

namespace heapwise {{

void {cls}::registerMatchers(MatchFinder *Finder) {{
  Finder->addMatcher(
      functionDecl(hasName("{todo}"), unless(isExpansionInSystemHeader()))
          .bind("function"),
      this);
}}

void {cls}::check(const MatchFinder::MatchResult &Result) {{
  const auto *Function = Result.Nodes.getNodeAs<FunctionDecl>("function");
  diag(Function->getLocation(), "function %0 stands for a finding")
      << Function
      << FixItHint::CreateReplacement(Function->getLocation(), "done");
}}

}} // namespace heapwise
"""

PAGE = """\
# heapwise-{name}

Finds {summary}.

## Example

```cpp
void {todo}();
```

## What it does not report

## Options

None.
"""

POSITIVE = """\
// RUN: %check_heapwise %s %t

void {todo}();
// CHECK-MESSAGES: :[[@LINE-1]]:6: warning: function '{todo}' stands for a finding [heapwise-{name}]
"""

NEGATIVE = """\
// RUN: %check_heapwise %s %t

void something_else();
"""

FIX = """\
// RUN: %check_heapwise %s %t

void {todo}();
// CHECK-MESSAGES: :[[@LINE-1]]:6: warning: function '{todo}' stands for a finding
// CHECK-FIXES: void done();
"""


def die(message):
    sys.exit(f"new_check.py: error: {message}")


def banner(file_name, title, is_header):
    tail = "*- C++ -*-===//" if is_header else "===//"
    start = f"//===-- {file_name} - {title} "
    return start.ljust(80 - len(tail), "-") + tail + "\n" + LICENSE + "\n"


def read(root, *path):
    with open(os.path.join(root, *path), encoding="utf-8") as file:
        return file.read()


def write(root, text, *path):
    full = os.path.join(root, *path)
    os.makedirs(os.path.dirname(full), exist_ok=True)
    with open(full, "w", encoding="utf-8") as file:
        file.write(text)
    print("wrote", os.path.join(*path))


def insert_line(text, pattern, line, what):
    """Adds a line to the block of lines that match, sorted."""
    lines = text.splitlines(keepends=True)
    block = [i for i, l in enumerate(lines) if re.match(pattern, l)]
    if not block:
        die(f"{what} has no place for the new line")
    after = [i for i in block if lines[i] < line]
    lines.insert(after[-1] + 1 if after else block[0], line)
    return "".join(lines)


def registry_row(args, cls):
    def quoted(text, width=60):
        """A string literal, broken where the line would get too long."""
        parts, current = [], ""
        for word in re.findall(r"\S+\s*", text):
            if len(current) + len(word) > width:
                parts.append(current)
                current = ""
            current += word
        return "\n               ".join(f'"{p}"' for p in [*parts, current])

    return (
        f'HEAPWISE_CHECK({cls}, "{args.name}", {args.severity}, {args.confidence},\n'
        f'               "{args.since}", {args.fix_safety},\n'
        f"               {quoted(args.summary)})\n\n"
    )


def format_sources(root, *paths):
    """How lines break depends on the length of the names."""
    tool = shutil.which("clang-format-22") or shutil.which("clang-format")
    if not tool:
        print("no clang-format here; run ./dev format")
        return
    subprocess.run(
        [tool, "-i", *(os.path.join(root, path) for path in paths)], check=True
    )


def parse_args():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("name", help='without "heapwise-", for instance needless-copy')
    parser.add_argument("--summary", required=True, help="one line, lower case")
    parser.add_argument(
        "--severity", required=True, choices=["Leak", "Growth", "Waste"]
    )
    parser.add_argument("--confidence", default="High", choices=["High", "Medium"])
    parser.add_argument(
        "--fix-safety", default="None", choices=["Safe", "Choice", "None"]
    )
    parser.add_argument("--since", help="default: the version in CMakeLists.txt")
    parser.add_argument("--root", default=checks_def.ROOT, help=argparse.SUPPRESS)
    return parser.parse_args()


def main():
    args = parse_args()
    root = args.root
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", args.name):
        die(f"'{args.name}' is not a name: lower case words, joined by hyphens")
    if args.name.startswith("heapwise"):
        die("the name goes without 'heapwise-'")
    if args.name.endswith("-check"):
        die("the name goes without '-check'")
    if '"' in args.summary or "\\" in args.summary or "\n" in args.summary:
        die("the summary is one line without quotes and backslashes")
    if not args.summary[:1].islower() or args.summary.endswith("."):
        die("the summary starts in lower case and has no final period")
    if any(c.name == args.name for c in checks_def.read(root)):
        die(f"heapwise-{args.name} exists")
    cls = "".join(w.capitalize() for w in args.name.split("-")) + "Check"
    for path in (f"checks/{cls}.h", f"checks/{cls}.cpp", f"docs/checks/{args.name}.md"):
        if os.path.exists(os.path.join(root, path)):
            die(f"{path} exists")
    if not args.since:
        args.since = re.search(
            r"project\(heapwise VERSION ([\d.]+)", read(root, "CMakeLists.txt")
        ).group(1)

    values = {
        "cls": cls,
        "name": args.name,
        "summary": args.summary,
        "todo": "todo_" + args.name.replace("-", "_"),
        "guard": f"HEAPWISE_CHECKS_{cls.upper()}_H",
    }
    title = f"heapwise-{args.name}"
    header = banner(f"{cls}.h", title, True) + HEADER.format(**values)
    source = banner(f"{cls}.cpp", title, False) + SOURCE.format(**values)
    write(root, header, "checks", f"{cls}.h")
    write(root, source, "checks", f"{cls}.cpp")

    registry = read(root, "checks", "Checks.def")
    end = "#undef HEAPWISE_CHECK"
    write(
        root,
        registry.replace(end, registry_row(args, cls) + end),
        "checks",
        "Checks.def",
    )
    for pattern, line, *path in (
        (r"  \w+Check\.cpp$", f"  {cls}.cpp\n", "checks", "CMakeLists.txt"),
        (r'#include "\w+Check\.h"', f'#include "{cls}.h"\n', "plugin", "TidyModule.cpp"),
    ):
        write(
            root,
            insert_line(read(root, *path), pattern, line, os.path.join(*path)),
            *path,
        )

    format_sources(root, f"checks/{cls}.h", f"checks/{cls}.cpp", "checks/Checks.def")

    write(root, PAGE.format(**values), "docs", "checks", f"{args.name}.md")
    write(root, docs_index.index(root), "docs", "checks", "README.md")
    tests = ("test", "checks", args.name)
    write(root, POSITIVE.format(**values), *tests, "positive.cpp")
    write(root, NEGATIVE.format(**values), *tests, "negative.cpp")
    write(root, FIX.format(**values), *tests, "fix.cpp")


if __name__ == "__main__":
    main()
