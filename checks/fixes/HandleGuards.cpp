//===-- HandleGuards.cpp - How a dereference is known to be safe ----------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "HandleUses.h"

using namespace clang;

namespace heapwise::fixes {

/// The test of the place of \p U that \p Condition makes, if the place is known
/// to be set where the condition is \p When.
const Use *FunctionRewrite::testIn(const Expr *Condition, const Use &U,
                                   bool When) const {
  if (!Condition)
    return nullptr;
  const Expr *E = Condition->IgnoreParenImpCasts();
  if (const auto *Cleanups = dyn_cast<ExprWithCleanups>(E))
    return testIn(Cleanups->getSubExpr(), U, When);
  if (const auto *Not = dyn_cast<UnaryOperator>(E);
      Not && Not->getOpcode() == UO_LNot)
    return testIn(Not->getSubExpr(), U, !When);
  if (const auto *Both = dyn_cast<BinaryOperator>(E);
      Both && Both->getOpcode() == (When ? BO_LAnd : BO_LOr)) {
    const Use *Left = testIn(Both->getLHS(), U, When);
    return Left ? Left : testIn(Both->getRHS(), U, When);
  }
  for (const Use &T : All)
    if ((T.Kind == Reading::Test || T.Kind == Reading::Null) &&
        T.TrueIfSet == When && T.Key == U.Key &&
        T.Whole->IgnoreParenImpCasts() == E)
      return &T;
  return nullptr;
}

/// True if control never gets past \p S.
static bool leaves(const Stmt *S) {
  if (const auto *Block = dyn_cast_or_null<CompoundStmt>(S))
    return !Block->body_empty() && leaves(Block->body_back());
  if (const auto *Cleanups = dyn_cast_or_null<ExprWithCleanups>(S))
    return leaves(Cleanups->getSubExpr());
  return isa_and_nonnull<ReturnStmt, ContinueStmt, BreakStmt, CXXThrowExpr>(S);
}

Guard FunctionRewrite::findGuard(const Use &U) {
  const Stmt *Child = U.Place;
  for (const Stmt *Up = parent(Child); Up; Child = Up, Up = parent(Up)) {
    // What a lambda's creator tested says nothing about when it runs.
    if (isa<LambdaExpr>(Up))
      return {};
    if (const auto *Both = dyn_cast<BinaryOperator>(Up);
        Both && Both->isLogicalOp() && Both->getRHS() == Child)
      if (const Use *T =
              testIn(Both->getLHS(), U, Both->getOpcode() == BO_LAnd))
        return lockBefore(U, *T, Up, false);
    if (const auto *Choice = dyn_cast<ConditionalOperator>(Up);
        Choice && Choice->getCond() != Child)
      if (const Use *T =
              testIn(Choice->getCond(), U, Choice->getTrueExpr() == Child))
        return lockBefore(U, *T, Up, false);
    if (const auto *If = dyn_cast<IfStmt>(Up);
        If && (If->getThen() == Child || If->getElse() == Child))
      if (const Use *T = testIn(If->getCond(), U, If->getThen() == Child)) {
        if (If->getThen() == Child && !If->hasInitStorage() &&
            T->Whole->IgnoreParenImpCasts() ==
                If->getCond()->IgnoreParenImpCasts())
          return {Guard::Condition, T, If};
        return lockBefore(U, *T, Up, false);
      }
    if (const auto *While = dyn_cast<WhileStmt>(Up);
        While && While->getBody() == Child)
      if (const Use *T = testIn(While->getCond(), U, true)) {
        if (T->Whole->IgnoreParenImpCasts() ==
            While->getCond()->IgnoreParenImpCasts())
          return {Guard::Condition, T, While};
        return {Guard::Refused, T, While};
      }
    if (const auto *Block = dyn_cast<CompoundStmt>(Up))
      for (const Stmt *Before : Block->body()) {
        if (Before == Child)
          break;
        const auto *If = dyn_cast<IfStmt>(Before);
        if (!If || If->getElse() || !leaves(If->getThen()))
          continue;
        if (const Use *T = testIn(If->getCond(), U, false))
          return lockBefore(U, *T, If, true);
      }
  }
  return {};
}

/// True if the place of \p Test is the first thing that \p S reads, so that
/// reading it before \p S is no different.
bool FunctionRewrite::isEvaluatedFirst(const Stmt *S, const Use &Test) const {
  while (S) {
    if (S == Test.Whole || S == Test.Place)
      return true;
    if (const auto *If = dyn_cast<IfStmt>(S))
      S = If->hasInitStorage() || If->hasVarStorage() ? nullptr : If->getCond();
    else if (const auto *Return = dyn_cast<ReturnStmt>(S))
      S = Return->getRetValue();
    else if (const auto *Both = dyn_cast<BinaryOperator>(S);
             Both && Both->isLogicalOp())
      S = Both->getLHS();
    else if (const auto *Choice = dyn_cast<ConditionalOperator>(S))
      S = Choice->getCond();
    else if (const auto *Not = dyn_cast<UnaryOperator>(S))
      S = Not->getSubExpr();
    else if (const auto *Declaration = dyn_cast<DeclStmt>(S);
             Declaration && Declaration->isSingleDecl() &&
             isa<VarDecl>(Declaration->getSingleDecl()))
      S = cast<VarDecl>(Declaration->getSingleDecl())->getInit();
    else if (const auto *E = dyn_cast<Expr>(S); E && stripHandle(E) != E)
      S = stripHandle(E);
    else
      return false;
  }
  return false;
}

Guard FunctionRewrite::lockBefore(const Use &Deref, const Use &Test,
                                  const Stmt *S, bool Rest) {
  const Stmt *Up = parent(S);
  while (Up && isa<Expr>(S)) {
    if (!isa<Expr, DeclStmt, ReturnStmt, IfStmt>(Up))
      break;
    if (isa<LambdaExpr>(Up))
      break;
    if (const auto *If = dyn_cast<IfStmt>(Up); If && If->getCond() != S)
      break;
    S = Up;
    Up = parent(S);
  }
  // In the condition of a loop it would have to be locked each time.
  if (!Up || isa<LambdaExpr>(Up) ||
      (!isa<CompoundStmt>(Up) && (isa<Expr>(S) && !isa<IfStmt>(Up))))
    return {Guard::Refused, &Test, S};
  const auto *Member = dyn_cast<MemberExpr>(Deref.Place);
  const bool Safe =
      isa<DeclRefExpr>(Deref.Place) ||
      (Member && isa<CXXThisExpr>(Member->getBase()->IgnoreParenImpCasts())) ||
      isEvaluatedFirst(S, Test);
  if (!Safe || (isa<DeclStmt>(S) && !isa<CompoundStmt>(Up)))
    return {Guard::Refused, &Test, S};
  return {Guard::Before, &Test, S, Rest};
}

} // namespace heapwise::fixes
