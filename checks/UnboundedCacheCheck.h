//===-- UnboundedCacheCheck.h - heapwise-unbounded-cache --------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_UNBOUNDEDCACHECHECK_H
#define HEAPWISE_CHECKS_UNBOUNDEDCACHECHECK_H

#include "clang-tidy/ClangTidyCheck.h"

namespace heapwise {

/// Finds containers that live long, grow with input and have no bound.
/// See docs/checks/unbounded-cache.md.
class UnboundedCacheCheck : public clang::tidy::ClangTidyCheck {
public:
  /// How sure a finding is, weakest first.
  enum class Level { Possible, Likely, Certain };

  UnboundedCacheCheck(llvm::StringRef Name,
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
  const Level MinEvidence;
};

} // namespace heapwise

#endif // HEAPWISE_CHECKS_UNBOUNDEDCACHECHECK_H
