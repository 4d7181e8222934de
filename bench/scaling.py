#!/usr/bin/env python3
"""Shows how the time of the ownership-cycle check grows with the code.

Generates translation units that are alike but for one size, which doubles from
row to row, and prints the check's time per unit of that size: what is linear
stays level, what is quadratic doubles.

    functions   functions with a few stores each, on classes of their own
    stores      one function with many stores
    cycles      one function with many pairs of stores that close a cycle
    chain       functions that each call the one before
    callers     functions that all call the same one, which stores

The time is clang-tidy's own (--enable-check-profile): user CPU of the check,
without parsing.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile

CLASSES = """#include <functional>
#include <memory>
#include <vector>
struct Node {
  std::vector<std::shared_ptr<Node>> Children;
  std::shared_ptr<Node> Parent, Next;
  std::function<void()> OnChange;
  void add(const std::shared_ptr<Node> &C) { Children.push_back(C); }
};
using Link = std::shared_ptr<Node>;
"""


def functions(size):
    for n in range(size):
        yield f"""struct N{n} {{ std::shared_ptr<N{n}> Next, Other; }};
void f{n}(const std::shared_ptr<N{n}> &A, const std::shared_ptr<N{n}> &B) {{
  A->Next = B;
  if (A->Other)
    B->Other = A->Other;
  for (auto P = A->Next; P; P = P->Next)
    P->Other = B;
}}
"""


def stores(size):
    yield "void f(const std::vector<Link> &V) {\n"
    for n in range(size):
        yield f"  V[{n}]->Next = V[{n + 1}];\n"
    yield "}\n"


def cycles(size):
    yield "void f(const std::vector<Link> &V) {\n"
    for n in range(size):
        yield f"  V[{n}]->Next = V[{n + 1}];\n  V[{n + 1}]->Parent = V[{n}];\n"
    yield "}\n"


def chain(size):
    yield "void f0(const Link &A, const Link &B) { A->Next = B; }\n"
    for n in range(1, size):
        yield (
            f"void f{n}(const Link &A, const Link &B) "
            f"{{ f{n - 1}(A, B); A->add(B); }}\n"
        )


def callers(size):
    yield "void tie(const Link &A, const Link &B) { A->add(B); B->Next = A->Next; }\n"
    for n in range(size):
        yield f"void f{n}(const Link &A, const Link &B) {{ tie(A, B); tie(B, A); }}\n"


SHAPES = {shape.__name__: shape for shape in (functions, stores, cycles, chain, callers)}


def check_seconds(tidy, source, folder):
    """User CPU seconds that the check took on a source file."""
    profile = os.path.join(folder, "profile")
    subprocess.run(
        [
            tidy,
            "--checks=-*,heapwise-ownership-cycle",
            "--quiet",
            "--enable-check-profile",
            f"--store-check-profile={profile}",
            source,
            "--",
            "-std=c++17",
        ],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    seconds = 0.0
    for name in os.listdir(profile):
        path = os.path.join(profile, name)
        with open(path) as file:
            times = json.load(file)["profile"]
        seconds += sum(
            value
            for key, value in times.items()
            if key.endswith("ownership-cycle.user")
        )
        os.remove(path)
    return seconds


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--build", default="build", help="build directory")
    parser.add_argument("--smallest", type=int, default=200)
    parser.add_argument("--doublings", type=int, default=5)
    parser.add_argument("--repetitions", type=int, default=3)
    args = parser.parse_args()
    tidy = os.path.join(args.build, "bin", "heapwise-tidy")
    if not os.access(tidy, os.X_OK):
        sys.exit(f"scaling.py: error: no '{tidy}'; build first")

    print(f"{'shape':<10} {'size':>6} {'ms':>9} {'us per unit':>12}")
    with tempfile.TemporaryDirectory() as folder:
        for name, shape in SHAPES.items():
            for doubling in range(args.doublings):
                size = args.smallest << doubling
                source = os.path.join(folder, f"{name}{size}.cpp")
                with open(source, "w") as file:
                    file.write(CLASSES)
                    file.writelines(shape(size))
                # The fastest run: what disturbs a run only adds to it.
                seconds = min(
                    check_seconds(tidy, source, folder)
                    for _ in range(args.repetitions)
                )
                print(
                    f"{name:<10} {size:>6} {seconds * 1e3:>9.2f} "
                    f"{seconds * 1e6 / size:>12.1f}",
                    flush=True,
                )


if __name__ == "__main__":
    main()
