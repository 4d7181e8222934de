//===-- ContainerExpressions.cpp - Expressions around containers ----------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ContainerBody.h"

using namespace clang;

namespace heapwise::facts {

using Action = ContainerEvent::Action;

void BodyWalk::visitChildren(const Expr *E) {
  for (const Stmt *Child : E->children())
    if (const auto *Sub = dyn_cast_or_null<Expr>(Child))
      visitExpr(Sub, /*Used=*/true);
}

/// The subscript of which \p Cast reads the value, or null.
static const CXXOperatorCallExpr *readSubscript(const ImplicitCastExpr *Cast) {
  if (Cast->getCastKind() != CK_LValueToRValue &&
      Cast->getCastKind() != CK_NoOp)
    return nullptr;
  const auto *Call =
      dyn_cast<CXXOperatorCallExpr>(Cast->getSubExpr()->IgnoreParens());
  return Call && Call->getOperator() == OO_Subscript && Call->getNumArgs() == 2
             ? Call
             : nullptr;
}

void BodyWalk::visitExpr(const Expr *E, bool Used) {
  if (!E || E->isTypeDependent())
    return;
  if (const auto *Cast = dyn_cast<ImplicitCastExpr>(E)) {
    if (const CXXOperatorCallExpr *Sub = readSubscript(Cast))
      return void(visitSubscript(Sub, /*Read=*/true, /*Update=*/false));
    return visitExpr(Cast->getSubExpr(), Used);
  }
  if (const auto *Cleanup = dyn_cast<ExprWithCleanups>(E))
    return visitExpr(Cleanup->getSubExpr(), Used);
  if (const auto *Call = dyn_cast<CallExpr>(E))
    for (const Expr *Arg : Call->arguments())
      noteChange(Arg);
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E))
    return visitMethod(Call, Used);
  if (const auto *Call = dyn_cast<CXXOperatorCallExpr>(E))
    return visitOperator(Call, Used);
  if (const auto *Call = dyn_cast<CallExpr>(E))
    return visitCall(Call);
  if (const auto *Lambda = dyn_cast<LambdaExpr>(E))
    return visitLambda(Lambda);
  if (const auto *Made = dyn_cast<CXXConstructExpr>(E)) {
    visitBuild(Made, {});
    return visitChildren(E);
  }
  if (const auto *Thrown = dyn_cast<CXXThrowExpr>(E)) {
    visitChildren(Thrown);
    if (!Lambdas)
      emit(Action::Exit, {}, "", E->getExprLoc());
    return;
  }
  if (const auto *Choice = dyn_cast<ConditionalOperator>(E)) {
    visitExpr(Choice->getCond(), /*Used=*/true);
    unsigned Held = enter(Choice->getCond(), /*Negated=*/false);
    visitExpr(Choice->getTrueExpr(), Used);
    leave(Held);
    Held = enter(Choice->getCond(), /*Negated=*/true);
    visitExpr(Choice->getFalseExpr(), Used);
    return leave(Held);
  }
  if (const auto *Op = dyn_cast<BinaryOperator>(E)) {
    if (Op->isLogicalOp()) {
      visitExpr(Op->getLHS(), /*Used=*/true);
      const unsigned Held =
          enter(Op->getLHS(), /*Negated=*/Op->getOpcode() == BO_LOr);
      visitExpr(Op->getRHS(), /*Used=*/true);
      return leave(Held);
    }
    if (Op->getOpcode() == BO_Assign)
      return visitAssignment(Op->getLHS(), Op->getRHS(), Op->getOperatorLoc());
    if (Op->isCompoundAssignmentOp())
      noteChange(Op->getLHS());
    if (const auto *Sub = dyn_cast<CXXOperatorCallExpr>(plain(Op->getLHS()));
        Op->isCompoundAssignmentOp() && Sub &&
        Sub->getOperator() == OO_Subscript) {
      visitSubscript(Sub, /*Read=*/false, /*Update=*/true);
      return visitExpr(Op->getRHS(), /*Used=*/true);
    }
  }
  if (const auto *Op = dyn_cast<UnaryOperator>(E)) {
    if (Op->isIncrementDecrementOp() || Op->getOpcode() == UO_AddrOf)
      noteChange(Op->getSubExpr());
    const auto *Sub = dyn_cast<CXXOperatorCallExpr>(plain(Op->getSubExpr()));
    if (Op->isIncrementDecrementOp() && Sub &&
        Sub->getOperator() == OO_Subscript)
      return void(visitSubscript(Sub, /*Read=*/false, /*Update=*/true));
    if (Op->getOpcode() == UO_AddrOf)
      if (const Resolved R = Refs.resolve(Op->getSubExpr());
          R && !R.Iterator && !R.Ref.Depth &&
          Unit.Types.container(Op->getSubExpr()->getType()))
        emit(Action::Escape, R, "", E->getExprLoc());
  }
  if (const auto *Default = dyn_cast<CXXDefaultArgExpr>(E))
    return visitExpr(Default->getExpr(), Used);
  // A function whose address is taken may be called.
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
    if (const auto *Named = dyn_cast<FunctionDecl>(Ref->getDecl());
        Named && !isContainerLibrary(Named))
      userCall(Named, {}, {}, E->getExprLoc());
  visitChildren(E);
}

} // namespace heapwise::facts
