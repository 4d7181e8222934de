//===-- ClangdMain.cpp - clangd with Heapwise's checks inside -------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Stock clangd cannot load plugins. Debian ships it as a library, and this
// program is that library with our checks linked in and with two functions
// replaced (`ld --wrap`, see CMakeLists.txt):
//
//   isFastTidyCheck       clangd runs a check only if it is in a list of checks
//                         that were measured to be fast; a check that it does
//                         not know is dropped without a word. Ours are fast,
//                         bench/ measures them.
//   provideDefaultChecks  the last word on which checks run; ours do, also
//                         where there is no .clangd and no .clang-tidy.
//
// The types below repeat the few lines of clangd's headers that Debian does
// not package. A change of a signature shows as an undefined symbol when this
// program is linked.
//
//===----------------------------------------------------------------------===//

#include "EnabledChecks.h"
#include "ResourceDir.h"

#include "clang-tidy/ClangTidyOptions.h"
#include "llvm/ADT/FunctionExtras.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"

#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <vector>

using llvm::StringRef;

namespace clang::clangd {

using TidyProvider =
    llvm::unique_function<void(tidy::ClangTidyOptions &, StringRef) const>;

int clangdMain(int Argc, char *Argv[]);

class SymbolIndex {
public:
  virtual ~SymbolIndex();
};

namespace remote {
// The remote index needs gRPC. Without it clangd asks for a client only when
// the user configures a remote index, and copes with there being none.
std::unique_ptr<SymbolIndex> getClient(StringRef, StringRef) { return nullptr; }
} // namespace remote

} // namespace clang::clangd

// The mangled names are the linker's, `--wrap` works on nothing else.
#define WRAPPED(Prefix, Name) asm(Prefix Name)
#define IS_FAST "_ZN5clang6clangd15isFastTidyCheckEN4llvm9StringRefE"
#define DEFAULTS "_ZN5clang6clangd20provideDefaultChecksEv"

std::optional<bool> realIsFast(StringRef Check) WRAPPED("__real_", IS_FAST);
std::optional<bool> wrapIsFast(StringRef Check) WRAPPED("__wrap_", IS_FAST);
clang::clangd::TidyProvider realDefaults() WRAPPED("__real_", DEFAULTS);
clang::clangd::TidyProvider wrapDefaults() WRAPPED("__wrap_", DEFAULTS);

std::optional<bool> wrapIsFast(StringRef Check) {
  if (Check.starts_with("heapwise-"))
    return true;
  return realIsFast(Check);
}

clang::clangd::TidyProvider wrapDefaults() {
  return [Real = realDefaults()](clang::tidy::ClangTidyOptions &Options,
                                 StringRef File) {
    Real(Options, File);
    Options.Checks = heapwise::enableByDefault(Options.Checks.value_or(""));
  };
}

/// Whether the user names a resource directory, as an argument or in the
/// variable from which clangd reads further arguments.
static bool namesResourceDir(const std::vector<char *> &Args) {
  const char *Environment = std::getenv("CLANGD_FLAGS");
  if (Environment && StringRef(Environment).contains("-resource-dir"))
    return true;
  return llvm::any_of(Args, [](const char *Arg) {
    return StringRef(Arg).ltrim('-').starts_with("resource-dir");
  });
}

int main(int Argc, char **Argv) {
  std::vector<char *> Args(Argv, Argv + Argc);
  std::string ResourceDirArg;
  if (!namesResourceDir(Args))
    if (std::string Dir = heapwise::findResourceDir(Argv[0]); !Dir.empty()) {
      ResourceDirArg = "--resource-dir=" + Dir;
      Args.insert(Args.begin() + 1, ResourceDirArg.data());
    }
  return clang::clangd::clangdMain(static_cast<int>(Args.size()), Args.data());
}
