//===-- ResourceDir.cpp - Find the compiler's own headers -----------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ResourceDir.h"

#include "clang/Basic/Version.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <dlfcn.h>

using namespace llvm;

namespace heapwise {

static bool isResourceDir(StringRef Dir) {
  SmallString<256> Header(Dir);
  sys::path::append(Header, "include", "stddef.h");
  return sys::fs::exists(Header);
}

static std::string below(StringRef LibDir) {
  SmallString<256> Dir(LibDir);
  sys::path::append(Dir, "clang", CLANG_VERSION_MAJOR_STRING);
  return std::string(Dir);
}

/// The directory of the Clang library that is loaded.
static std::string clangLibDir() {
  Dl_info Info;
  if (!dladdr(reinterpret_cast<const void *>(&clang::getClangFullVersion),
              &Info) ||
      !Info.dli_fname)
    return {};
  SmallString<256> Real;
  if (sys::fs::real_path(Info.dli_fname, Real))
    return {};
  return sys::path::parent_path(Real).str();
}

std::string findResourceDir(const char *Argv0) {
  std::string Self = sys::fs::getMainExecutable(
      Argv0, reinterpret_cast<void *>(&findResourceDir));
  SmallString<256> Beside(sys::path::parent_path(sys::path::parent_path(Self)));
  sys::path::append(Beside, "lib");
  if (isResourceDir(below(Beside)))
    return {};

  for (const std::string &LibDir :
       {clangLibDir(), std::string(HEAPWISE_LLVM_PREFIX "/lib")})
    if (std::string Dir = below(LibDir); isResourceDir(Dir))
      return Dir;
  return {};
}

} // namespace heapwise
