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


def errors(diagnostics):
    return [d for d in diagnostics if d["severity"] == 1]


def quick_fixes(client, name, diagnostic):
    actions = client.code_actions(name, diagnostic) or []
    return [a for a in actions if a.get("kind") == "quickfix" and a.get("edit")]


def edits_of(action, uri):
    edit = action["edit"]
    if "changes" in edit:
        return edit["changes"][uri]
    return next(
        c["edits"]
        for c in edit["documentChanges"]
        if c["textDocument"]["uri"] == uri
    )


def check_config_files(client, work):
    """What .clang-tidy says about us, and the stock checks beside ours."""

    def open_below(folder, config, text):
        os.makedirs(os.path.join(work, folder))
        with open(os.path.join(work, folder, ".clang-tidy"), "w") as file:
            file.write(config)
        name = f"{folder}/file.cpp"
        client.open(name, text)
        return name, client.wait_for_diagnostics(name, 1)

    name, diagnostics = open_below(
        "stock",
        "Checks: '-*,modernize-use-nullptr'",
        CYCLE + "int *null() { return 0; }\n",
    )
    expect(
        len(ours(diagnostics)) == 1,
        "a .clang-tidy that does not name us does not switch us off",
        diagnostics,
    )
    stock = [d for d in diagnostics if d.get("code") == "modernize-use-nullptr"]
    expect(stock, "and the stock check it names runs", diagnostics)
    fixes = quick_fixes(client, name, stock[0])
    expect(
        fixes and edits_of(fixes[0], client.uri(name))[0]["newText"] == "nullptr",
        "with its quick fix",
        fixes,
    )
    _, diagnostics = open_below("off", "Checks: '-*'", CYCLE)
    expect(not ours(diagnostics), "'-*' switches us off", diagnostics)
    _, diagnostics = open_below("without", "Checks: '*,-heapwise-*'", CYCLE)
    expect(not ours(diagnostics), "so does '-heapwise-*'", diagnostics)


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
        not errors(diagnostics),
        "and the standard headers are found",
        diagnostics,
    )

    # Alternatives arrive as one quick fix each; every one has to hold.
    version = 1
    actions = quick_fixes(client, "session.cpp", warning)
    expect(actions, "a quick fix is offered")
    for action in actions:
        version += 1
        fixed = apply_edits(CYCLE, edits_of(action, client.uri("session.cpp")))
        client.change("session.cpp", version, fixed)
        diagnostics = client.wait_for_diagnostics("session.cpp", version)
        expect(
            not ours(diagnostics) and not errors(diagnostics),
            f"after the quick fix '{action['title']}' all is well",
            diagnostics,
            fixed,
        )
        version += 1
        client.change("session.cpp", version, CYCLE)
        client.wait_for_diagnostics("session.cpp", version)

    version += 1
    client.change("session.cpp", version, FIXED)
    diagnostics = client.wait_for_diagnostics("session.cpp", version)
    expect(not ours(diagnostics), "a weak capture is silent", diagnostics)

    for number, text in enumerate(BROKEN, start=1):
        version += 1
        client.change("session.cpp", version, text)
        client.wait_for_diagnostics("session.cpp", version)
        expect(
            client.process.poll() is None,
            f"broken code {number} of {len(BROKEN)} is survived",
        )

    version += 1
    client.change("session.cpp", version, CYCLE)
    expect(
        len(ours(client.wait_for_diagnostics("session.cpp", version))) == 1,
        "the cycle is reported again when the code is whole again",
    )

    check_config_files(client, work)
    expect(client.shutdown() == 0, "the server ends with 0")


if __name__ == "__main__":
    main()
