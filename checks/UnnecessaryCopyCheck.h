//===-- UnnecessaryCopyCheck.h - heapwise-unnecessary-copy ------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_UNNECESSARYCOPYCHECK_H
#define HEAPWISE_CHECKS_UNNECESSARYCOPYCHECK_H

#include "BoolOption.h"
#include "copies/Copies.h"

#include "clang-tidy/ClangTidyCheck.h"

namespace heapwise {

/// Finds copies that cost memory and are only read.
/// See docs/checks/unnecessary-copy.md.
class UnnecessaryCopyCheck : public clang::tidy::ClangTidyCheck {
public:
  UnnecessaryCopyCheck(llvm::StringRef Name,
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
  const unsigned LargeBytes;
  const BoolOption Getters;
  const BoolOption ReportUpstreamOverlap;
  const BoolOption InTests;
};

} // namespace heapwise

#endif // HEAPWISE_CHECKS_UNNECESSARYCOPYCHECK_H
