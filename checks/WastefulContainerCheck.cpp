//===-- WastefulContainerCheck.cpp - heapwise-wasteful-container ----------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "WastefulContainerCheck.h"
#include "TestCode.h"

#include "layout/ContainerProposals.h"

#include "clang/ASTMatchers/ASTMatchFinder.h"

using namespace clang;
using namespace clang::ast_matchers;

namespace heapwise {

WastefulContainerCheck::WastefulContainerCheck(StringRef Name,
                                               tidy::ClangTidyContext *Context)
    : ClangTidyCheck(Name, Context),
      AllocatorName(Options.get("Allocator", "glibc")),
      MinSavedBytes(Options.get("MinSavedBytes", 8192U)),
      Heap(*layout::Allocator::parse("glibc")) {
  if (std::optional<layout::Allocator> A =
          layout::Allocator::parse(AllocatorName))
    Heap = *A;
  else
    configurationDiag("invalid configuration value '%0' for option "
                      "'%1.Allocator'; expected glibc, jemalloc, tcmalloc, "
                      "mimalloc, or size classes in ascending order")
        << AllocatorName << Name;
}

void WastefulContainerCheck::storeOptions(
    tidy::ClangTidyOptions::OptionMap &Opts) {
  Options.store(Opts, "Allocator", AllocatorName);
  Options.store(Opts, "MinSavedBytes", MinSavedBytes);
}

void WastefulContainerCheck::registerMatchers(MatchFinder *Finder) {
  Finder->addMatcher(translationUnitDecl().bind("unit"), this);
}

void WastefulContainerCheck::check(const MatchFinder::MatchResult &Result) {
  TestCode Tests(*Result.SourceManager);
  Bulk = layout::bulkContextsOf(*Result.Context);
  for (const layout::ContainerProposal &P :
       layout::proposeContainers(*Result.Context, *Bulk, Heap, MinSavedBytes)) {
    // Tests are short and handle little.
    if (Tests.contains(P.Loc))
      continue;
    diag(P.Loc, "%0") << P.Message;
    for (const auto &[Loc, Text] : P.Notes)
      diag(Loc, "%0", DiagnosticIDs::Note) << Text;
  }
}

} // namespace heapwise
