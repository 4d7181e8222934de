//===-- MissingReserveCheck.cpp - heapwise-missing-reserve ----------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "MissingReserveCheck.h"

#include "capacity/Capacity.h"

#include "clang/ASTMatchers/ASTMatchFinder.h"

using namespace clang;
using namespace clang::ast_matchers;

namespace heapwise {

MissingReserveCheck::MissingReserveCheck(StringRef Name,
                                         tidy::ClangTidyContext *Context)
    : ClangTidyCheck(Name, Context),
      ReportUpstreamOverlap(
          Options.get("ReportUpstreamOverlap", BoolOption::False)),
      InTests(Options.get("InTests", BoolOption::False)) {}

void MissingReserveCheck::storeOptions(
    tidy::ClangTidyOptions::OptionMap &Opts) {
  Options.store(Opts, "ReportUpstreamOverlap", ReportUpstreamOverlap);
  Options.store(Opts, "InTests", InTests);
}

void MissingReserveCheck::registerMatchers(MatchFinder *Finder) {
  Finder->addMatcher(translationUnitDecl().bind("unit"), this);
}

void MissingReserveCheck::check(const MatchFinder::MatchResult &Result) {
  access::Unit Unit(*Result.Context, access::CostModel::DefaultLargeBytes);
  std::vector<LocalFinding> Found;
  for (const FunctionDecl *F : Unit.functions()) {
    const access::BodyIndex &Index = Unit.index(*F);
    capacity::findMissingReserves(
        Unit, Index, ReportUpstreamOverlap == BoolOption::True, Found);
  }
  report(*this, Found, *Result.SourceManager, InTests == BoolOption::True);
}

} // namespace heapwise
