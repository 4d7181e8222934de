# Configuration of the lit suites. The paths of what is tested come from
# lit.site.cfg.py, which CMake writes.

import os

import lit.formats

config.name = "heapwise"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".cpp", ".test"]
# cases/ is a corpus with its own scorer, unit/ holds GoogleTest programs.
config.excludes = ["Inputs", "cases", "unit"]
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = os.path.join(config.heapwise_build_dir, "test", "lit")

build = config.heapwise_build_dir
llvm = config.heapwise_llvm
prefix = config.heapwise_llvm_prefix
tag = f"{config.heapwise_version}-llvm{llvm}"

plugin = f"{build}/lib/heapwise-{tag}.so"
clang_plugin = f"{build}/lib/heapwise-clang-{tag}.so"
check_runner = os.path.join(config.test_source_root, "check_heapwise.py")

# FileCheck, not and split-file by their bare names.
config.environment["PATH"] = os.pathsep.join(
    [config.heapwise_test_tools_dir, os.environ["PATH"]]
)
for name in ("ASAN_OPTIONS", "LSAN_OPTIONS", "LD_LIBRARY_PATH"):
    if name in os.environ:
        config.environment[name] = os.environ[name]
# A user's own settings would change what the editors' tests see.
config.environment["HOME"] = config.test_exec_root
config.environment["XDG_CONFIG_HOME"] = config.test_exec_root
config.environment["XDG_CACHE_HOME"] = config.test_exec_root

# A substitution is replaced wherever it stands, so the longer name goes first
# and none may be the beginning of lit's own %s, %S, %t and %T.
config.substitutions += [
    (
        "%check_heapwise",
        f"'{config.python}' '{check_runner}' --tidy '{build}/bin/heapwise-tidy' "
        f"--clang '{prefix}/bin/clang++'",
    ),
    ("%heapwise-tidy", f"'{build}/bin/heapwise-tidy'"),
    ("%heapwise-clangd", f"'{build}/bin/heapwise-clangd'"),
    ("%heapwise-plugin", plugin),
    ("%heapwise-clang-plugin", clang_plugin),
    ("%heapwise", f"'{build}/bin/heapwise'"),
    ("%clang-tidy", f"'{prefix}/bin/clang-tidy'"),
    ("%clangxx", f"'{prefix}/bin/clang++'"),
    ("%cmake", f"'{config.cmake}'"),
    ("%build", build),
    ("%python", f"'{config.python}'"),
    ("%source", config.heapwise_source_dir),
    ("%prefix", prefix),
    ("%llvm", llvm),
]

config.available_features.add(f"llvm{llvm}")
for feature, path in (
    ("clangd", f"{build}/bin/heapwise-clangd"),
    ("clang-plugin", clang_plugin),
    ("heapwise-command", f"{build}/bin/heapwise"),
):
    if os.path.exists(path):
        config.available_features.add(feature)
if os.geteuid() != 0:
    config.available_features.add("not-root")
