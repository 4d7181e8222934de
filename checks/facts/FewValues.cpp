//===-- FewValues.cpp - Expressions that have a few values ----------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FewValues.h"
#include "ContainerRefs.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;
using llvm::StringRef;

namespace heapwise::facts {

namespace {
class FewValues {
public:
  FewValues(ContainerTypes &Types) : Types(Types) {}
  bool has(const Expr *E);
  bool hasVariable(const VarDecl *V);

private:
  bool hasAll(llvm::iterator_range<CallExpr::const_arg_iterator> Args);
  bool hasCall(const CallExpr *Call);
  bool returnsFew(const Stmt *S, bool &Returns);

  /// How many variables and functions are looked behind.
  static constexpr unsigned MaxDepth = 4;

  ContainerTypes &Types;
  unsigned Depth = 0;
};
} // namespace

static bool isLiteral(const Expr *E) {
  return isa<StringLiteral, CharacterLiteral, IntegerLiteral, FloatingLiteral,
             CXXBoolLiteralExpr, CXXNullPtrLiteralExpr>(E);
}

/// True for an integral constant, such as a macro or an enumerator.
static bool isConstantNumber(const Expr *E) {
  const auto *Ref = dyn_cast<DeclRefExpr>(E);
  const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
  return (Ref && isa<EnumConstantDecl>(Ref->getDecl())) ||
         (V && (V->isConstexpr() ||
                (V->hasGlobalStorage() && V->getType().isConstQualified())));
}

bool FewValues::hasAll(
    llvm::iterator_range<CallExpr::const_arg_iterator> Args) {
  return llvm::all_of(Args, [this](const Expr *Arg) {
    return isa<CXXDefaultArgExpr>(Arg) || has(Arg);
  });
}

bool FewValues::hasVariable(const VarDecl *V) {
  const Expr *Init = V->getInit();
  if (!Init || Init->isInstantiationDependent() || isa<ParmVarDecl>(V) ||
      Depth >= MaxDepth)
    return false;
  // What starts as a literal and may change is filled in later.
  const bool Const = V->getType().isConstQualified() || V->isConstexpr();
  if (!Const && (!V->isLocalVarDecl() || isLiteral(plain(Init)) ||
                 isa<CXXConstructExpr>(Init->IgnoreImplicit())))
    return false;
  ++Depth;
  const bool Few = has(Init);
  --Depth;
  return Few;
}

/// True if all that \p S returns are a few values.
bool FewValues::returnsFew(const Stmt *S, bool &Returns) {
  if (!S || isa<LambdaExpr>(S))
    return true;
  if (const auto *Return = dyn_cast<ReturnStmt>(S)) {
    Returns = true;
    return Return->getRetValue() && has(Return->getRetValue());
  }
  return llvm::all_of(S->children(), [&](const Stmt *Child) {
    return returnsFew(Child, Returns);
  });
}

bool FewValues::hasCall(const CallExpr *Call) {
  const FunctionDecl *Callee = Call->getDirectCallee();
  if (!Callee)
    return false;
  if (isLibraryCode(Callee)) {
    const StringRef Name = plainName(Callee);
    if (Name == "min" && Call->getNumArgs() >= 2)
      return has(Call->getArg(0)) || has(Call->getArg(1));
    if (Name == "clamp" && Call->getNumArgs() >= 3)
      return has(Call->getArg(1)) && has(Call->getArg(2));
    // to_string(level), max(level, 0)
    return !isa<CXXMemberCallExpr>(Call) && Call->getNumArgs() &&
           hasAll(Call->arguments());
  }
  const FunctionDecl *Definition = nullptr;
  if (const auto *M = dyn_cast<CXXMethodDecl>(Callee); M && M->isVirtual())
    return false;
  if (!Callee->hasBody(Definition) || Depth >= MaxDepth)
    return false;
  ++Depth;
  bool Returns = false;
  const bool Few = returnsFew(Definition->getBody(), Returns);
  --Depth;
  return Few && Returns;
}

bool FewValues::has(const Expr *E) {
  if (E->getType().isNull()) // code that does not compile
    return false;
  if (E->getType()->isIntegralOrEnumerationType() &&
      Types.domain(E->getType()) == KeyDomain::Finite)
    return true;
  // A cast may be what makes it few.
  if (const auto *Cast = dyn_cast<CastExpr>(E))
    return has(Cast->getSubExpr());
  const Expr *Inner = plain(E);
  if (Inner != E)
    return has(Inner);
  if (isLiteral(E) || isConstantNumber(E))
    return true;
  if (const auto *Op = dyn_cast<BinaryOperator>(E)) {
    switch (Op->getOpcode()) {
    case BO_Rem:
      return true;
    case BO_And:
      return has(Op->getLHS()) || has(Op->getRHS());
    case BO_Div:
    case BO_Shr:
      return has(Op->getLHS());
    default:
      return !Op->isAssignmentOp() && has(Op->getLHS()) && has(Op->getRHS());
    }
  }
  if (const auto *Choice = dyn_cast<ConditionalOperator>(E))
    return has(Choice->getTrueExpr()) && has(Choice->getFalseExpr());
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
    return V && hasVariable(V);
  }
  if (const auto *Call = dyn_cast<CallExpr>(E))
    return hasCall(Call);
  if (const auto *Made = dyn_cast<CXXConstructExpr>(E))
    return hasAll(Made->arguments());
  return isInConstantTable(E);
}

bool hasFewValues(ContainerTypes &Types, const Expr *E) {
  return !E->isInstantiationDependent() && FewValues(Types).has(E);
}

bool hasFewValues(ContainerTypes &Types, const VarDecl *V) {
  return FewValues(Types).hasVariable(V);
}

bool isInConstantTable(const Expr *E) {
  E = plain(E);
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
    if (!V)
      return false;
    const QualType T = V->getType();
    const bool Const =
        T.isConstQualified() ||
        (T->isArrayType() &&
         V->getASTContext().getBaseElementType(T).isConstQualified());
    return Const && (V->hasGlobalStorage() || V->isConstexpr());
  }
  if (const auto *Member = dyn_cast<MemberExpr>(E))
    return isInConstantTable(Member->getBase());
  if (const auto *Index = dyn_cast<ArraySubscriptExpr>(E))
    return isInConstantTable(Index->getBase());
  // table.at(i), table.begin(), std::begin(table), table[i]
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E))
    return isLibraryCode(Call->getMethodDecl()) &&
           isInConstantTable(Call->getImplicitObjectArgument());
  if (const auto *Call = dyn_cast<CallExpr>(E))
    return Call->getNumArgs() && Call->getDirectCallee() &&
           isLibraryCode(Call->getDirectCallee()) &&
           isInConstantTable(Call->getArg(0));
  return false;
}

const ValueDecl *namedBy(const Expr *E) {
  E = plain(E);
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
    return Ref->getDecl();
  if (const auto *Member = dyn_cast<MemberExpr>(E))
    return Member->getMemberDecl();
  return nullptr;
}

Step stepOf(const Stmt *S, const ValueDecl *&Of) {
  Of = nullptr;
  bool Down = false;
  if (const auto *Op = dyn_cast<UnaryOperator>(S)) {
    Down = Op->isDecrementOp();
    if (Op->isIncrementDecrementOp())
      Of = namedBy(Op->getSubExpr());
  } else if (const auto *Op = dyn_cast<BinaryOperator>(S)) {
    Down = Op->getOpcode() == BO_SubAssign;
    if (Down || Op->getOpcode() == BO_AddAssign)
      Of = namedBy(Op->getLHS());
  } else if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(S)) {
    const OverloadedOperatorKind Kind = Op->getOperator();
    Down = Kind == OO_MinusMinus || Kind == OO_MinusEqual;
    if (Op->getNumArgs() &&
        (Down || Kind == OO_PlusPlus || Kind == OO_PlusEqual))
      Of = namedBy(Op->getArg(0));
  } else if (const auto *Call = dyn_cast<CXXMemberCallExpr>(S)) {
    const StringRef Name = plainName(Call->getMethodDecl());
    Down = Name == "fetch_sub";
    if (Down || Name == "fetch_add")
      Of = namedBy(Call->getImplicitObjectArgument());
  }
  if (!Of)
    return Step::None;
  return Down ? Step::Down : Step::Up;
}

} // namespace heapwise::facts
