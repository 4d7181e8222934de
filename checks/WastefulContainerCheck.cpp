//===-- WastefulContainerCheck.cpp - heapwise-wasteful-container ----------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "WastefulContainerCheck.h"

#include "clang/ASTMatchers/ASTMatchFinder.h"

using namespace clang;
using namespace clang::ast_matchers;

namespace heapwise {

void WastefulContainerCheck::registerMatchers(MatchFinder *Finder) {
  Finder->addMatcher(functionDecl(hasName("todo_wasteful_container"),
                                  unless(isExpansionInSystemHeader()))
                         .bind("function"),
                     this);
}

void WastefulContainerCheck::check(const MatchFinder::MatchResult &Result) {
  const auto *Function = Result.Nodes.getNodeAs<FunctionDecl>("function");
  diag(Function->getLocation(), "function %0 stands for a finding")
      << Function
      << FixItHint::CreateReplacement(Function->getLocation(), "done");
}

} // namespace heapwise
