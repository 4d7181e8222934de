//===-- UnnecessaryCopyCheck.cpp - heapwise-unnecessary-copy --------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "UnnecessaryCopyCheck.h"

#include "clang/ASTMatchers/ASTMatchFinder.h"

using namespace clang;
using namespace clang::ast_matchers;

namespace heapwise {

UnnecessaryCopyCheck::UnnecessaryCopyCheck(StringRef Name,
                                           tidy::ClangTidyContext *Context)
    : ClangTidyCheck(Name, Context),
      LargeBytes(
          Options.get("LargeBytes", access::CostModel::DefaultLargeBytes)),
      Getters(Options.get("Getters", BoolOption::True)),
      ReportUpstreamOverlap(
          Options.get("ReportUpstreamOverlap", BoolOption::False)),
      InTests(Options.get("InTests", BoolOption::False)) {}

void UnnecessaryCopyCheck::storeOptions(
    tidy::ClangTidyOptions::OptionMap &Opts) {
  Options.store(Opts, "LargeBytes", LargeBytes);
  Options.store(Opts, "Getters", Getters);
  Options.store(Opts, "ReportUpstreamOverlap", ReportUpstreamOverlap);
  Options.store(Opts, "InTests", InTests);
}

void UnnecessaryCopyCheck::registerMatchers(MatchFinder *Finder) {
  Finder->addMatcher(translationUnitDecl().bind("unit"), this);
}

void UnnecessaryCopyCheck::check(const MatchFinder::MatchResult &Result) {
  const copies::FinderOptions Finders = {ReportUpstreamOverlap ==
                                         BoolOption::True};
  access::Unit Unit(*Result.Context, LargeBytes);
  std::vector<LocalFinding> Found;
  for (const FunctionDecl *F : Unit.functions()) {
    const access::BodyIndex &Index = Unit.index(*F);
    for (copies::Finder *Find :
         {copies::findLocalCopies, copies::findParameterCopies,
          copies::findCapturedCopies, copies::findAssignedCopies,
          copies::findMissedMoves, copies::findTemporaryCopies})
      Find(Unit, Index, Finders, Found);
  }
  if (Getters == BoolOption::True)
    copies::findGetterCopies(Unit, Found);
  report(*this, Found, *Result.SourceManager, InTests == BoolOption::True);
}

} // namespace heapwise
