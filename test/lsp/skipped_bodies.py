"""Containers whose bound is in a header, seen through heapwise-clangd."""

import os
import shutil
import sys

from lsp_client import LspClient

# The bound is in an inline method, a free function and a class template.
HEADER = """\
#include <string>
#include <unordered_map>

class Cache {
public:
  int get(const std::string &key);
  void trim() {
    if (values_.size() > 100)
      values_.clear();
  }

private:
  std::unordered_map<std::string, int> values_;
};

inline void trim(std::unordered_map<std::string, int> &values) {
  if (values.size() > 100)
    values.clear();
}

template <typename V> class Bounded {
public:
  V &operator[](const std::string &key) {
    if (values_.size() > 100)
      values_.clear();
    return values_.try_emplace(key).first->second;
  }
  V *find(const std::string &key) {
    auto it = values_.find(key);
    return it == values_.end() ? nullptr : &it->second;
  }

private:
  std::unordered_map<std::string, V> values_;
};
"""
SOURCE = """\
#include "cache.h"

static Cache cache;
int Cache::get(const std::string &key) {
  trim();
  return values_.try_emplace(key, 0).first->second;
}
int fromCache(const std::string &key) { return cache.get(key); }

static std::unordered_map<std::string, int> loose;
int fromLoose(const std::string &key) {
  trim(loose);
  return loose.try_emplace(key, 0).first->second;
}

static Bounded<int> bounded;
int fromBounded(const std::string &key) {
  if (int *known = bounded.find(key))
    return *known;
  return bounded[key] = 1;
}
"""
# All of it is in the open file.
LEAK = """
int memo(const std::string &key) {
  static std::unordered_map<std::string, int> values;
  return values.try_emplace(key, 0).first->second;
}
"""


def ours(diagnostics):
    return [d for d in diagnostics if d.get("code") == "heapwise-unbounded-cache"]


def expect(condition, what, *details):
    if not condition:
        print("FAILED:", what, *details, sep="\n  ")
        sys.exit(1)
    print("ok:", what)


def main():
    clangd, work = sys.argv[1], sys.argv[2]
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work)
    for name, text in (("compile_flags.txt", "-std=c++20\n"), ("cache.h", HEADER)):
        with open(os.path.join(work, name), "w", encoding="utf-8") as file:
            file.write(text)
    client = LspClient(
        [clangd, "--background-index=false"], work, os.path.join(work, "stderr.txt")
    )
    client.initialize()
    client.open("bounded.cpp", SOURCE)
    diagnostics = client.wait_for_diagnostics("bounded.cpp", 1)
    expect(
        not [d for d in diagnostics if d["severity"] == 1], "it compiles", diagnostics
    )
    expect(not ours(diagnostics), "bounds in headers are not missed", diagnostics)
    client.open("leak.cpp", SOURCE + LEAK)
    diagnostics = client.wait_for_diagnostics("leak.cpp", 1)
    found = ours(diagnostics)
    expect(
        len(found) == 1 and "'values' grows with its input" in found[0]["message"],
        "and what is all in the open file is found",
        diagnostics,
    )
    client.shutdown()


main()
