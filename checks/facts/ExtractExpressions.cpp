//===-- ExtractExpressions.cpp - Operators and reads ----------------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FunctionExtractor.h"

using namespace clang;

namespace heapwise::facts {

void FunctionExtractor::evalChildren(const Expr *E) {
  for (const Stmt *Child : E->children())
    if (const auto *Sub = dyn_cast_or_null<Expr>(Child))
      eval(Sub);
}

Value FunctionExtractor::eval(const Expr *E) {
  if (!E)
    return 0;
  if (const auto *Paren = dyn_cast<ParenExpr>(E))
    return eval(Paren->getSubExpr());
  if (const auto *Full = dyn_cast<FullExpr>(E))
    return eval(Full->getSubExpr());
  if (const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(E))
    return eval(Temporary->getSubExpr());
  if (const auto *Temporary = dyn_cast<CXXBindTemporaryExpr>(E))
    return eval(Temporary->getSubExpr());
  if (const auto *Subst = dyn_cast<SubstNonTypeTemplateParmExpr>(E))
    return eval(Subst->getReplacement());
  if (const auto *Default = dyn_cast<CXXDefaultArgExpr>(E))
    return eval(Default->getExpr());
  if (const auto *Default = dyn_cast<CXXDefaultInitExpr>(E))
    return eval(Default->getExpr());
  if (const auto *Opaque = dyn_cast<OpaqueValueExpr>(E))
    return eval(Opaque->getSourceExpr());
  if (const auto *Cast = dyn_cast<CastExpr>(E)) {
    if (Cast->getCastKind() == CK_NullToPointer)
      return emit(Op::Null, E->getBeginLoc());
    // What std::move() does, spelled out.
    if (isa<ExplicitCastExpr>(Cast) && Cast->isXValue() &&
        Cast->getSubExpr()->isLValue())
      return moveOut(Cast->getSubExpr());
    return eval(Cast->getSubExpr());
  }

  switch (E->getStmtClass()) {
  case Stmt::CXXThisExprClass:
    return ThisValue;
  case Stmt::CXXNullPtrLiteralExprClass:
    return emit(Op::Null, E->getBeginLoc());
  case Stmt::DeclRefExprClass:
    return evalVariable(cast<DeclRefExpr>(E)->getDecl(), E->getBeginLoc());
  case Stmt::MemberExprClass:
    return evalMember(cast<MemberExpr>(E));
  case Stmt::ArraySubscriptExprClass: {
    const auto *Subscript = cast<ArraySubscriptExpr>(E);
    eval(Subscript->getIdx());
    Value Base = eval(Subscript->getBase());
    return Types.carries(E->getType())
               ? element(Base, E->getType(), E->getBeginLoc(),
                         elementNumber(Subscript->getIdx()))
               : 0;
  }
  case Stmt::UnaryOperatorClass: {
    const auto *Unary = cast<UnaryOperator>(E);
    if (Unary->getOpcode() == UO_Deref && Types.isHandle(E->getType()))
      return load(evalPlace(E), E->getType(), E->getBeginLoc());
    if (Unary->isIncrementDecrementOp())
      forgetElements();
    if (Unary->getOpcode() == UO_AddrOf && isSlotType(E->getType()))
      if (Value V = reference(evalPlace(Unary->getSubExpr()), E->getBeginLoc()))
        return V;
    Value V = eval(Unary->getSubExpr());
    return Unary->getOpcode() == UO_Deref || Unary->getOpcode() == UO_AddrOf
               ? V
               : 0;
  }
  case Stmt::CompoundAssignOperatorClass:
    forgetElements();
    evalChildren(E);
    return 0;
  case Stmt::BinaryOperatorClass: {
    const auto *Binary = cast<BinaryOperator>(E);
    if (Binary->getOpcode() == BO_Assign) {
      if (!Types.carries(Binary->getLHS()->getType())) {
        evalChildren(E);
        forgetElements();
        return 0;
      }
      Place To = evalPlace(Binary->getLHS());
      return assign(To, Binary->getLHS()->getType(), Binary->getRHS(),
                    Binary->getLHS()->getBeginLoc());
    }
    Value Left = eval(Binary->getLHS());
    Value Right = eval(Binary->getRHS());
    if (Binary->getOpcode() == BO_Comma)
      return Right;
    return Binary->isAdditiveOp() ? Left : 0;
  }
  case Stmt::ConditionalOperatorClass: {
    const auto *Conditional = cast<ConditionalOperator>(E);
    eval(Conditional->getCond());
    const std::uint32_t Outer = CurrentPath, Branch = ++Branches;
    CurrentPath = newPath(Branch, 0);
    Value A = eval(Conditional->getTrueExpr());
    CurrentPath = Outer;
    CurrentPath = newPath(Branch, 1);
    Value B = eval(Conditional->getFalseExpr());
    CurrentPath = Outer;
    if (A == B || !Types.carries(E->getType()))
      return A;
    return choice({A, B}, E->getBeginLoc());
  }
  case Stmt::CXXMemberCallExprClass:
    return evalMemberCall(cast<CXXMemberCallExpr>(E));
  case Stmt::CXXOperatorCallExprClass:
    return evalOperatorCall(cast<CXXOperatorCallExpr>(E));
  case Stmt::CallExprClass:
    return evalCall(cast<CallExpr>(E));
  case Stmt::CXXConstructExprClass:
  case Stmt::CXXTemporaryObjectExprClass:
    return evalConstruct(cast<CXXConstructExpr>(E));
  case Stmt::CXXNewExprClass: {
    const auto *New = cast<CXXNewExpr>(E);
    if (const Expr *Init = New->getInitializer())
      if (!isa<ParenListExpr>(Init))
        if (Value V = eval(Init))
          return V;
    return construct(New->getAllocatedType(), {}, E->getBeginLoc());
  }
  case Stmt::CXXDeleteExprClass: {
    Instr I;
    I.Opcode = Op::Delete;
    I.A = eval(cast<CXXDeleteExpr>(E)->getArgument());
    if (I.A)
      emit(std::move(I), E->getBeginLoc());
    return 0;
  }
  case Stmt::InitListExprClass:
    return evalInitList(cast<InitListExpr>(E));
  case Stmt::CXXParenListInitExprClass: {
    const auto *List = cast<CXXParenListInitExpr>(E);
    llvm::SmallVector<const Expr *, 4> Inits(List->getInitExprs().begin(),
                                             List->getInitExprs().end());
    return construct(E->getType(), Inits, E->getBeginLoc());
  }
  case Stmt::CoawaitExprClass:
  case Stmt::CoyieldExprClass:
    // The other children are made of the operand again.
    eval(cast<CoroutineSuspendExpr>(E)->getOperand());
    return Types.carries(E->getType()) ? emit(Op::Unknown, E->getBeginLoc())
                                       : 0;
  case Stmt::CXXStdInitializerListExprClass:
    return eval(cast<CXXStdInitializerListExpr>(E)->getSubExpr());
  case Stmt::LambdaExprClass:
    return evalLambda(cast<LambdaExpr>(E));
  case Stmt::CXXScalarValueInitExprClass:
  case Stmt::ImplicitValueInitExprClass:
    return Types.carries(E->getType()) ? emit(Op::Null, E->getBeginLoc()) : 0;
  case Stmt::UnaryExprOrTypeTraitExprClass:
  case Stmt::CXXNoexceptExprClass:
  case Stmt::CXXTypeidExprClass:
    return 0;
  default:
    evalChildren(E);
    return 0;
  }
}

} // namespace heapwise::facts
