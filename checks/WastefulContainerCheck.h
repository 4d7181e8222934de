//===-- WastefulContainerCheck.h - heapwise-wasteful-container --*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_WASTEFULCONTAINERCHECK_H
#define HEAPWISE_CHECKS_WASTEFULCONTAINERCHECK_H

#include "clang-tidy/ClangTidyCheck.h"

namespace heapwise {

/// Finds containers that spend far more memory an element than the element
/// takes.
class WastefulContainerCheck : public clang::tidy::ClangTidyCheck {
public:
  using ClangTidyCheck::ClangTidyCheck;
  bool isLanguageVersionSupported(
      const clang::LangOptions &LangOpts) const override {
    return LangOpts.CPlusPlus;
  }
  void registerMatchers(clang::ast_matchers::MatchFinder *Finder) override;
  void
  check(const clang::ast_matchers::MatchFinder::MatchResult &Result) override;
};

} // namespace heapwise

#endif // HEAPWISE_CHECKS_WASTEFULCONTAINERCHECK_H
