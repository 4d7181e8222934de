//===-- OversizedLayoutCheck.h - heapwise-oversized-layout ------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_OVERSIZEDLAYOUTCHECK_H
#define HEAPWISE_CHECKS_OVERSIZEDLAYOUTCHECK_H

#include "layout/Allocator.h"
#include "layout/BulkSharing.h"
#include "layout/LayoutProposals.h"

#include "clang-tidy/ClangTidyCheck.h"

namespace heapwise {

/// Finds records of which a program makes many and whose layout wastes memory.
/// See docs/checks/oversized-layout.md.
class OversizedLayoutCheck : public clang::tidy::ClangTidyCheck {
public:
  OversizedLayoutCheck(llvm::StringRef Name,
                       clang::tidy::ClangTidyContext *Context);
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;
  bool isLanguageVersionSupported(
      const clang::LangOptions &LangOpts) const override {
    return LangOpts.CPlusPlus;
  }
  void registerMatchers(clang::ast_matchers::MatchFinder *Finder) override;
  void
  check(const clang::ast_matchers::MatchFinder::MatchResult &Result) override;
  void onEndOfTranslationUnit() override { Bulk.reset(); }

private:
  void report(const layout::LayoutProposal &P);

  const llvm::StringRef AllocatorName;
  const unsigned MinSavedBytes;
  const llvm::StringRef CensusFile;
  layout::Allocator Heap;
  std::shared_ptr<const layout::BulkContexts> Bulk;
  layout::TypeCensus Census;
};

} // namespace heapwise

#endif // HEAPWISE_CHECKS_OVERSIZEDLAYOUTCHECK_H
