//===-- RetainedMemoryCheck.h - heapwise-retained-memory --------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_RETAINEDMEMORYCHECK_H
#define HEAPWISE_CHECKS_RETAINEDMEMORYCHECK_H

#include "BoolOption.h"

#include "clang-tidy/ClangTidyCheck.h"

namespace heapwise {

/// Finds memory that is kept although nothing needs it any more.
/// See docs/checks/retained-memory.md.
class RetainedMemoryCheck : public clang::tidy::ClangTidyCheck {
public:
  RetainedMemoryCheck(llvm::StringRef Name,
                      clang::tidy::ClangTidyContext *Context);
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;
  bool isLanguageVersionSupported(
      const clang::LangOptions &LangOpts) const override {
    return LangOpts.CPlusPlus11;
  }
  void registerMatchers(clang::ast_matchers::MatchFinder *Finder) override;
  void
  check(const clang::ast_matchers::MatchFinder::MatchResult &Result) override;

private:
  const llvm::StringRef BlockingFunctions;
  const BoolOption InTests;
};

} // namespace heapwise

#endif // HEAPWISE_CHECKS_RETAINEDMEMORYCHECK_H
