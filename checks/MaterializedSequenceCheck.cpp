//===-- MaterializedSequenceCheck.cpp - heapwise-materialized-sequence ----===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "MaterializedSequenceCheck.h"

#include "sequences/Sequences.h"

#include "clang/ASTMatchers/ASTMatchFinder.h"

using namespace clang;
using namespace clang::ast_matchers;

namespace heapwise {

MaterializedSequenceCheck::MaterializedSequenceCheck(
    StringRef Name, tidy::ClangTidyContext *Context)
    : ClangTidyCheck(Name, Context),
      InTests(Options.get("InTests", BoolOption::False)) {}

void MaterializedSequenceCheck::storeOptions(
    tidy::ClangTidyOptions::OptionMap &Opts) {
  Options.store(Opts, "InTests", InTests);
}

void MaterializedSequenceCheck::registerMatchers(MatchFinder *Finder) {
  Finder->addMatcher(translationUnitDecl().bind("unit"), this);
}

void MaterializedSequenceCheck::check(const MatchFinder::MatchResult &Result) {
  access::Unit Unit(*Result.Context, access::CostModel::DefaultLargeBytes);
  std::vector<LocalFinding> Found;
  for (const FunctionDecl *F : Unit.functions()) {
    const access::BodyIndex &Index = Unit.index(*F);
    sequences::findBuiltOnce(Unit, Index, Found);
    sequences::findNarrowedCopies(Unit, Index, Found);
    sequences::findSlices(Unit, Index, Found);
  }
  report(*this, Found, *Result.SourceManager, InTests == BoolOption::True);
}

} // namespace heapwise
