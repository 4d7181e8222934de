//===-- WastefulContainerCheck.h - heapwise-wasteful-container --*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_WASTEFULCONTAINERCHECK_H
#define HEAPWISE_CHECKS_WASTEFULCONTAINERCHECK_H

#include "layout/Allocator.h"
#include "layout/BulkSharing.h"

#include "clang-tidy/ClangTidyCheck.h"

namespace heapwise {

/// Finds containers that spend far more memory an element than the element
/// takes. See docs/checks/wasteful-container.md.
class WastefulContainerCheck : public clang::tidy::ClangTidyCheck {
public:
  WastefulContainerCheck(llvm::StringRef Name,
                         clang::tidy::ClangTidyContext *Context);
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;
  bool isLanguageVersionSupported(
      const clang::LangOptions &LangOpts) const override {
    return LangOpts.CPlusPlus11;
  }
  void registerMatchers(clang::ast_matchers::MatchFinder *Finder) override;
  void
  check(const clang::ast_matchers::MatchFinder::MatchResult &Result) override;
  void onEndOfTranslationUnit() override { Bulk.reset(); }

private:
  const llvm::StringRef AllocatorName;
  const unsigned MinSavedBytes;
  layout::Allocator Heap;
  std::shared_ptr<const layout::BulkContexts> Bulk;
};

} // namespace heapwise

#endif // HEAPWISE_CHECKS_WASTEFULCONTAINERCHECK_H
