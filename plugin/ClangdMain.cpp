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
//   isFastTidyCheck  clangd runs a check only if it is in a list of checks that
//                    were measured to be fast; a check that it does not know is
//                    dropped without a word. Ours are measured by bench/.
//   combine          puts together who decides which checks run, .clang-tidy
//                    and .clangd among them. We have the last word: ours run,
//                    also where there is neither file.
//
// The few declarations below repeat clangd's headers, which Debian does not
// package. Their parameters are part of the symbols' names, so most changes of
// clangd show as an undefined symbol here; test/lsp looks at the rest.
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

using clang::clangd::TidyProvider;

// The mangled names are the linker's, `--wrap` works on nothing else.
#define IS_FAST "_ZN5clang6clangd15isFastTidyCheckEN4llvm9StringRefE"
#define COMBINE                                                                \
  "_ZN5clang6clangd7combineESt6vectorIN4llvm15unique_functionIKFvRNS_4tidy16"  \
  "ClangTidyOptionsENS2_9StringRefEEEESaIS9_EE"

std::optional<bool> realIsFast(StringRef Check) asm("__real_" IS_FAST);
std::optional<bool> wrapIsFast(StringRef Check) asm("__wrap_" IS_FAST);
TidyProvider
realCombine(std::vector<TidyProvider> Providers) asm("__real_" COMBINE);
TidyProvider
wrapCombine(std::vector<TidyProvider> Providers) asm("__wrap_" COMBINE);

std::optional<bool> wrapIsFast(StringRef Check) {
  if (Check.starts_with("heapwise-"))
    return true;
  return realIsFast(Check);
}

TidyProvider wrapCombine(std::vector<TidyProvider> Providers) {
  Providers.push_back([](clang::tidy::ClangTidyOptions &Options, StringRef) {
    Options.Checks = heapwise::enableByDefault(Options.Checks.value_or(""));
  });
  return realCombine(std::move(Providers));
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
