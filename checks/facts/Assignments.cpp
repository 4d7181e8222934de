//===-- Assignments.cpp - Variables that change ---------------------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Assignments.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"

using namespace clang;

namespace heapwise::facts {

namespace {
class AssignmentVisitor : public RecursiveASTVisitor<AssignmentVisitor> {
public:
  explicit AssignmentVisitor(Assignments &Found) : Found(Found) {}

  bool VisitBinaryOperator(BinaryOperator *Op) {
    if (Op->isAssignmentOp())
      assigned(Op->getLHS());
    return true;
  }
  bool VisitUnaryOperator(UnaryOperator *Op) {
    if (Op->isIncrementDecrementOp())
      assigned(Op->getSubExpr());
    return true;
  }
  bool VisitCXXOperatorCallExpr(CXXOperatorCallExpr *Call) {
    if (Call->isAssignmentOp() || Call->getOperator() == OO_PlusPlus ||
        Call->getOperator() == OO_MinusMinus)
      assigned(Call->getArg(0));
    return true;
  }
  bool VisitCXXMemberCallExpr(CXXMemberCallExpr *Call) {
    const CXXMethodDecl *M = Call->getMethodDecl();
    if (M && M->getIdentifier() &&
        (M->getName() == "reset" || M->getName() == "swap"))
      assigned(Call->getImplicitObjectArgument());
    return true;
  }
  bool VisitCallExpr(CallExpr *Call) {
    const FunctionDecl *F = Call->getDirectCallee();
    if (F && F->getIdentifier() &&
        (F->getName() == "swap" || F->getName() == "exchange"))
      for (const Expr *Arg : Call->arguments())
        assigned(Arg);
    if (Call->isCallToStdMove())
      movedFrom(Call->getArg(0));
    return true;
  }
  bool VisitCXXStaticCastExpr(CXXStaticCastExpr *Cast) {
    if (Cast->isXValue())
      movedFrom(Cast->getSubExpr());
    return true;
  }

private:
  static const ValueDecl *variable(const Expr *E) {
    const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts());
    return Ref ? Ref->getDecl() : nullptr;
  }
  void assigned(const Expr *E) {
    if (const ValueDecl *Var = variable(E))
      Found.Assigned.push_back(Var);
  }
  void movedFrom(const Expr *E) {
    if (const ValueDecl *Var = variable(E))
      Found.MovedFrom.push_back(Var);
  }

  Assignments &Found;
};
} // namespace

Assignments Assignments::in(const Stmt *S) {
  Assignments Found;
  AssignmentVisitor(Found).TraverseStmt(const_cast<Stmt *>(S));
  return Found;
}

} // namespace heapwise::facts
