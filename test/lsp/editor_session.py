"""An editor's session with heapwise-clangd: open, look, fix, break, repair."""

import os
import shutil
import sys

from lsp_client import LspClient

CYCLE = """\
#include <functional>
#include <memory>

struct Session : std::enable_shared_from_this<Session> {
  std::function<void()> on_close_;
  void f() {
    auto self = shared_from_this();
    on_close_ = [self] {};
  }
};
"""
FIXED = CYCLE.replace(
    "[self] {}", "[weak = std::weak_ptr<Session>(self)] { (void)weak.lock(); }"
)
# What a file looks like between two keystrokes.
BROKEN = [
    CYCLE.replace("[self] {};", "[self"),
    CYCLE.replace("struct Session :", "struct Session : Unknown<"),
    CYCLE.replace("std::function<void()> on_close_;", "std::func<"),
    CYCLE.replace("auto self = shared_from_this();", "auto self = sha"),
    CYCLE[: CYCLE.index("on_close_ = ")],
    "struct",
    "",
]


def ours(diagnostics):
    return [d for d in diagnostics if str(d.get("code", "")).startswith("heapwise-")]


def expect(condition, what, *details):
    if not condition:
        print("FAILED:", what, *details, sep="\n  ")
        sys.exit(1)
    print("ok:", what)


def apply_edits(text, edits):
    """Applies LSP text edits, from the last to the first."""
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))

    def offset(position):
        return starts[position["line"]] + position["character"]

    for edit in sorted(
        edits,
        key=lambda e: (e["range"]["start"]["line"], e["range"]["start"]["character"]),
        reverse=True,
    ):
        begin, end = offset(edit["range"]["start"]), offset(edit["range"]["end"])
        text = text[:begin] + edit["newText"] + text[end:]
    return text


def main():
    clangd, work = sys.argv[1], sys.argv[2]
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work)
    with open(os.path.join(work, "compile_flags.txt"), "w", encoding="utf-8") as flags:
        flags.write("-std=c++20\n")

    client = LspClient(
        [clangd, "--background-index=false"], work, os.path.join(work, "stderr.txt")
    )
    client.initialize()

    client.open("session.cpp", CYCLE)
    diagnostics = client.wait_for_diagnostics("session.cpp", 1)
    found = ours(diagnostics)
    expect(len(found) == 1, "the cycle is reported once", diagnostics)
    warning = found[0]
    expect(
        warning["code"] == "heapwise-ownership-cycle"
        and "owns itself through 'on_close_'" in warning["message"],
        "with the check's name and message",
        warning,
    )
    expect(warning["severity"] == 2, "as a warning", warning)
    expect(warning["range"]["start"]["line"] == 7, "at the lambda", warning)
    expect(
        not [d for d in diagnostics if d["severity"] == 1],
        "and the standard headers are found",
        diagnostics,
    )

    actions = client.code_actions("session.cpp", warning) or []
    edits = [a for a in actions if a.get("kind") == "quickfix" and a.get("edit")]
    if "--no-fix" not in sys.argv:
        expect(edits, "a quick fix is offered", actions)
        changes = edits[0]["edit"].get("changes") or {
            c["textDocument"]["uri"]: c["edits"]
            for c in edits[0]["edit"]["documentChanges"]
        }
        fixed = apply_edits(CYCLE, changes[client.uri("session.cpp")])
        client.change("session.cpp", 2, fixed)
        diagnostics = client.wait_for_diagnostics("session.cpp", 2)
        expect(
            not ours(diagnostics) and not [d for d in diagnostics if d["severity"] == 1],
            "after the quick fix the file compiles and the finding is gone",
            diagnostics,
            fixed,
        )

    client.change("session.cpp", 3, FIXED)
    diagnostics = client.wait_for_diagnostics("session.cpp", 3)
    expect(not ours(diagnostics), "a weak capture is silent", diagnostics)

    for version, text in enumerate(BROKEN, start=4):
        client.change("session.cpp", version, text)
        diagnostics = client.wait_for_diagnostics("session.cpp", version)
        expect(
            client.process.poll() is None,
            f"broken code {version - 3} of {len(BROKEN)} is survived",
        )

    last = 4 + len(BROKEN)
    client.change("session.cpp", last, CYCLE)
    expect(
        len(ours(client.wait_for_diagnostics("session.cpp", last))) == 1,
        "the cycle is reported again when the code is whole again",
    )
    expect(client.shutdown() == 0, "the server ends with 0")


if __name__ == "__main__":
    main()
