//===-- RetainedMemoryCheck.cpp - heapwise-retained-memory ----------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "RetainedMemoryCheck.h"

#include "capacity/Capacity.h"

#include "clang-tidy/utils/OptionsUtils.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"

using namespace clang;
using namespace clang::ast_matchers;

namespace heapwise {

RetainedMemoryCheck::RetainedMemoryCheck(StringRef Name,
                                         tidy::ClangTidyContext *Context)
    : ClangTidyCheck(Name, Context),
      BlockingFunctions(Options.get("BlockingFunctions",
                                    "run;exec;serve;serve_forever;run_forever;"
                                    "accept;pause;sigwait;waitpid;epoll_wait")),
      InTests(Options.get("InTests", BoolOption::False)) {}

void RetainedMemoryCheck::storeOptions(
    tidy::ClangTidyOptions::OptionMap &Opts) {
  Options.store(Opts, "BlockingFunctions", BlockingFunctions);
  Options.store(Opts, "InTests", InTests);
}

void RetainedMemoryCheck::registerMatchers(MatchFinder *Finder) {
  Finder->addMatcher(translationUnitDecl().bind("unit"), this);
}

void RetainedMemoryCheck::check(const MatchFinder::MatchResult &Result) {
  const std::vector<StringRef> Blocking =
      tidy::utils::options::parseStringList(BlockingFunctions);
  access::Unit Unit(*Result.Context, access::CostModel::DefaultLargeBytes);
  std::vector<LocalFinding> Found;
  for (const FunctionDecl *F : Unit.functions()) {
    const access::BodyIndex &Index = Unit.index(*F);
    capacity::findKeptCapacity(Unit, Index, Found);
    capacity::findLongLived(Unit, Index, Blocking, Found);
  }
  report(*this, Found, *Result.SourceManager, InTests == BoolOption::True);
}

} // namespace heapwise
