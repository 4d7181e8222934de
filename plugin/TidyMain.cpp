//===-- TidyMain.cpp - clang-tidy with Heapwise's checks inside -----------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ResourceDir.h"

#include "clang-tidy/tool/ClangTidyMain.h"

#include <string>
#include <vector>

int main(int Argc, const char **Argv) {
  std::vector<const char *> Args(Argv, Argv + Argc);

  // First in the compile command: a -resource-dir of the user's wins.
  std::string ResourceDirArg;
  if (std::string Dir = heapwise::findResourceDir(Argv[0]); !Dir.empty()) {
    ResourceDirArg = "--extra-arg-before=-resource-dir=" + Dir;
    Args.insert(Args.begin() + 1, ResourceDirArg.c_str());
  }
  return clang::tidy::clangTidyMain(static_cast<int>(Args.size()), Args.data());
}
