//===-- MaterializedSequenceCheck.h - heapwise-materialized-sequence *- C++
//-*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_MATERIALIZEDSEQUENCECHECK_H
#define HEAPWISE_CHECKS_MATERIALIZEDSEQUENCECHECK_H

#include "BoolOption.h"

#include "clang-tidy/ClangTidyCheck.h"

namespace heapwise {

/// Finds sequences that are built or copied only to be read once.
/// See docs/checks/materialized-sequence.md.
class MaterializedSequenceCheck : public clang::tidy::ClangTidyCheck {
public:
  MaterializedSequenceCheck(llvm::StringRef Name,
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
  const BoolOption InTests;
};

} // namespace heapwise

#endif // HEAPWISE_CHECKS_MATERIALIZEDSEQUENCECHECK_H
