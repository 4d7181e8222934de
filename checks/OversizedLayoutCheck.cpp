//===-- OversizedLayoutCheck.cpp - heapwise-oversized-layout --------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "OversizedLayoutCheck.h"

#include "clang/ASTMatchers/ASTMatchFinder.h"

using namespace clang;
using namespace clang::ast_matchers;

namespace heapwise {

OversizedLayoutCheck::OversizedLayoutCheck(StringRef Name,
                                           tidy::ClangTidyContext *Context)
    : ClangTidyCheck(Name, Context),
      AllocatorName(Options.get("Allocator", "glibc")),
      MinSavedBytes(Options.get("MinSavedBytes", 4096U)),
      CensusFile(Options.get("TypeCensus", "")),
      Heap(*layout::Allocator::parse("glibc")) {
  if (std::optional<layout::Allocator> A =
          layout::Allocator::parse(AllocatorName))
    Heap = *A;
  else
    configurationDiag("invalid configuration value '%0' for option "
                      "'%1.Allocator'; expected glibc, jemalloc, tcmalloc, "
                      "mimalloc, or size classes in ascending order")
        << AllocatorName << Name;
  if (CensusFile.empty())
    return;
  if (llvm::Expected<layout::TypeCensus> Read =
          layout::TypeCensus::read(CensusFile))
    Census = *Read;
  else
    configurationDiag("cannot read '%0' for option '%1.TypeCensus': %2")
        << CensusFile << Name << llvm::toString(Read.takeError());
}

void OversizedLayoutCheck::storeOptions(
    tidy::ClangTidyOptions::OptionMap &Opts) {
  Options.store(Opts, "Allocator", AllocatorName);
  Options.store(Opts, "MinSavedBytes", MinSavedBytes);
  Options.store(Opts, "TypeCensus", CensusFile);
}

void OversizedLayoutCheck::registerMatchers(MatchFinder *Finder) {
  Finder->addMatcher(translationUnitDecl().bind("unit"), this);
}

void OversizedLayoutCheck::report(const layout::LayoutProposal &P) {
  diag(P.Loc, "%0") << P.Message << P.Fix.Hints;
  for (const layout::ProposalNote &N : P.Notes)
    diag(N.Loc, "%0", DiagnosticIDs::Note) << N.Text;
}

void OversizedLayoutCheck::check(const MatchFinder::MatchResult &Result) {
  Bulk = layout::bulkContextsOf(*Result.Context);
  for (const layout::LayoutProposal &P : layout::proposeLayouts(
           *Result.Context, *Bulk, {Heap, MinSavedBytes, Census}))
    report(P);
}

} // namespace heapwise
