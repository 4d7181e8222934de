//===-- OwnershipCycleCheck.h - heapwise-ownership-cycle --------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_OWNERSHIPCYCLECHECK_H
#define HEAPWISE_CHECKS_OWNERSHIPCYCLECHECK_H

#include "analysis/OwnershipCycles.h"
#include "fixes/FixPlan.h"
#include "fixes/SkippedCode.h"
#include "fixes/Targets.h"

#include "clang-tidy/ClangTidyCheck.h"
#include "clang-tidy/utils/IncludeInserter.h"
#include "llvm/ADT/DenseSet.h"

namespace heapwise {

/// Finds objects that keep one another alive through strong owning handles.
/// See docs/checks/ownership-cycle.md.
class OwnershipCycleCheck : public clang::tidy::ClangTidyCheck {
public:
  OwnershipCycleCheck(llvm::StringRef Name,
                      clang::tidy::ClangTidyContext *Context);
  void storeOptions(clang::tidy::ClangTidyOptions::OptionMap &Opts) override;
  bool isLanguageVersionSupported(
      const clang::LangOptions &LangOpts) const override {
    return LangOpts.CPlusPlus11;
  }
  void registerPPCallbacks(const clang::SourceManager &SM,
                           clang::Preprocessor *PP,
                           clang::Preprocessor *ModuleExpanderPP) override;
  void registerMatchers(clang::ast_matchers::MatchFinder *Finder) override;
  void
  check(const clang::ast_matchers::MatchFinder::MatchResult &Result) override;

private:
  /// The note that ends a finding: what breaks the cycle, with the fix-it for
  /// it or the reason why there is none.
  void suggest(const facts::Facts &F, const analysis::OwnershipCycle &Cycle,
               const analysis::Note &Last, const fixes::Targets &Targets,
               clang::ASTContext &Context);

  /// False if another finding has offered \p Plan: fix-its that meet are not
  /// applied.
  bool isFirstOffer(const fixes::FixPlan &Plan);

  /// The change that makes the weak edge of \p Cycle weak.
  fixes::FixPlan planWeakEdge(const facts::Facts &F,
                              const analysis::OwnershipCycle &Cycle,
                              const fixes::Targets &Targets,
                              clang::ASTContext &Context) const;

  clang::tidy::utils::IncludeInserter Inserter;
  fixes::SkippedCode Skipped;
  llvm::DenseSet<clang::SourceLocation> Offered;
  const analysis::Evidence MinEvidence;
  const llvm::StringRef StrongPointers;
  const llvm::StringRef WeakPointers;
  const llvm::StringRef CallbackTypes;
};

} // namespace heapwise

#endif // HEAPWISE_CHECKS_OWNERSHIPCYCLECHECK_H
