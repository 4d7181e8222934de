//===-- HandleUses.cpp - What kind of use of a handle it is ---------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "HandleUses.h"
#include "WrittenHandles.h"

#include "clang/AST/RecursiveASTVisitor.h"

using namespace clang;

namespace heapwise::fixes {

bool isTransparent(const Stmt *S) {
  if (const auto *Cast = dyn_cast<ImplicitCastExpr>(S))
    return Cast->getCastKind() != CK_UserDefinedConversion;
  return isa<ParenExpr, MaterializeTemporaryExpr, CXXBindTemporaryExpr,
             ExprWithCleanups, ConstantExpr>(S);
}

void FunctionRewrite::addPlace(const Expr *Place) {
  if (Place->getBeginLoc().isMacroID()) {
    refuse("a macro uses it", *Place);
    return;
  }
  Use U;
  U.Place = Place;
  Place->Profile(U.Key, Context, /*Canonical=*/true);
  const Expr *Child = Place;
  for (const Stmt *Up = parent(Place);; Up = parent(Up)) {
    if (Up && isTransparent(Up)) {
      Child = cast<Expr>(Up);
      continue;
    }
    if (!classifyStep(U, Child, Up))
      refuse("'" + sourceText(*Place, Context) +
                 "' is used in a way that a weak pointer does not allow",
             *Place);
    break;
  }
  All.push_back(std::move(U));
}

/// Decides the kind of \p U by the first node \p Up around it that does
/// something with the handle. False if it is not known.
bool FunctionRewrite::classifyStep(Use &U, const Expr *Child, const Stmt *Up) {
  U.Whole = Child;
  if (!Up || isa<CompoundStmt>(Up))
    return true; // a value that nobody uses
  if (const auto *Method = dyn_cast<MemberExpr>(Up)) {
    const auto *Call = dyn_cast_or_null<CXXMemberCallExpr>(parent(Up));
    if (!Call)
      return false;
    U.Whole = Call;
    if (isa<CXXConversionDecl>(Method->getMemberDecl())) {
      U.Kind = Reading::Test;
      return true;
    }
    const StringRef Name = Method->getMemberDecl()->getName();
    if (Name == "get" || Name == "lock") {
      U.Kind = Reading::Copy;
      return true;
    }
    if (Name == "reset" && Call->getNumArgs() > 0)
      refuse("it would own nothing that reset() gives it", *Call);
    return Name == "reset" || Name == "use_count";
  }
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(Up)) {
    U.Whole = Operator;
    const bool First = Operator->getArg(0) == Child;
    switch (Operator->getOperator()) {
    case OO_Arrow:
    case OO_Star:
      U.Kind = Reading::Deref;
      return First;
    case OO_Equal:
      U.Kind = First ? Reading::Assign : Reading::Copy;
      return true;
    case OO_EqualEqual:
    case OO_ExclaimEqual: {
      U.Kind = Reading::Copy;
      const Expr *Other = Operator->getArg(First ? 1 : 0);
      if (!isNullHandle(Other))
        return true;
      U.Kind = Reading::Null;
      U.TrueIfSet = Operator->getOperator() == OO_ExclaimEqual;
      // C++20 spells != as a negated ==.
      const Stmt *Not = parent(Up);
      if (Not && isa<UnaryOperator>(Not))
        if (const auto *Rewritten =
                dyn_cast_or_null<CXXRewrittenBinaryOperator>(parent(Not))) {
          U.Whole = Rewritten;
          U.TrueIfSet = true;
          return true;
        }
      if (const auto *Rewritten =
              dyn_cast_or_null<CXXRewrittenBinaryOperator>(Not))
        U.Whole = Rewritten;
      return true;
    }
    case OO_Call:
      classifyCall(U, *Operator, 0);
      return true;
    default:
      refuse("it is ordered or printed", *Operator);
      return true;
    }
  }
  if (const auto *Made = dyn_cast<CXXConstructExpr>(Up)) {
    U.Kind = Reading::Copy;
    const CXXConstructorDecl *C = Made->getConstructor();
    for (unsigned I = 0; I < Made->getNumArgs() && I < C->getNumParams(); ++I)
      if (Made->getArg(I) == Child) {
        const QualType T = C->getParamDecl(I)->getType();
        if (T->isLValueReferenceType() &&
            !T->getPointeeType().isConstQualified())
          refuse("a reference to it escapes", *Child);
      }
    return true;
  }
  if (const auto *Call = dyn_cast<CallExpr>(Up)) {
    for (unsigned I = 0; I < Call->getNumArgs(); ++I)
      if (Call->getArg(I) == Child)
        classifyCall(U, *Call, I);
    return true;
  }
  if (isa<ReturnStmt>(Up)) {
    U.Kind = Reading::Copy;
    if (!U.Place->isPRValue())
      refuse("it is returned by reference", *Up);
    return true;
  }
  if (const auto *Operator = dyn_cast<UnaryOperator>(Up);
      Operator && Operator->getOpcode() == UO_AddrOf) {
    refuse("its address is taken", *Up);
    return true;
  }
  if (const auto *Declaration = dyn_cast<DeclStmt>(Up))
    if (const auto *Var = dyn_cast_or_null<VarDecl>(
            Declaration->isSingleDecl() ? Declaration->getSingleDecl()
                                        : nullptr)) {
      classifyReference(U, *Var);
      return true;
    }
  if (const auto *Choice = dyn_cast<ConditionalOperator>(Up);
      Choice && Choice->getCond() != Child) {
    U.Kind = Reading::Copy;
    return true;
  }
  return false;
}

namespace {
/// The expressions that name one variable.
class VariableUses : public RecursiveASTVisitor<VariableUses> {
public:
  explicit VariableUses(const VarDecl *V) : V(V) {}
  bool VisitDeclRefExpr(DeclRefExpr *E) {
    if (E->getDecl() == V)
      Found.push_back(E);
    return true;
  }
  std::vector<const DeclRefExpr *> Found;

private:
  const VarDecl *V;
};
} // namespace

void FunctionRewrite::classifyReference(Use &U, const VarDecl &Var) {
  U.Kind = Reading::Copy;
  const QualType T = Var.getType();
  if (T->isReferenceType() && !T->getPointeeType().isConstQualified())
    return refuse("'" + Var.getName() + "' refers to it", *U.Place);
  // What lock() gives may be empty where the member was not.
  VariableUses Local(&Var);
  Local.TraverseStmt(Function.getBody());
  bool IsDereferenced = false, IsTested = false;
  for (const Stmt *Named : Local.Found) {
    const Stmt *Up = parent(Named);
    while (Up && isTransparent(Up))
      Up = parent(Up);
    if (const auto *Method = dyn_cast_or_null<MemberExpr>(Up))
      IsTested |= isa<CXXConversionDecl>(Method->getMemberDecl());
    if (const auto *Operator = dyn_cast_or_null<CXXOperatorCallExpr>(Up)) {
      const OverloadedOperatorKind Kind = Operator->getOperator();
      IsDereferenced |= Kind == OO_Arrow || Kind == OO_Star;
      IsTested |= Kind == OO_EqualEqual || Kind == OO_ExclaimEqual;
    }
  }
  if (IsDereferenced && !IsTested)
    refuse("'" + Var.getName() + "' is dereferenced without a test", *U.Place);
}

/// The parameter \p Arg of \p Callee as its template declares it.
static QualType writtenParameter(const FunctionDecl *Callee, unsigned Arg) {
  if (const FunctionTemplateDecl *Template = Callee->getPrimaryTemplate())
    Callee = Template->getTemplatedDecl();
  return Arg < Callee->getNumParams() ? Callee->getParamDecl(Arg)->getType()
                                      : QualType();
}

void FunctionRewrite::classifyCall(Use &U, const CallExpr &Call, unsigned Arg) {
  U.Kind = Reading::Copy;
  U.Whole = &Call;
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (Call.isCallToStdMove() ||
      (Callee && Callee->getIdentifier() &&
       (Callee->getName() == "swap" || Callee->getName() == "exchange"))) {
    refuse("the handle is moved out of it", Call);
    return;
  }
  if (!Callee) {
    refuse("it is passed to a function that is not known", Call);
    return;
  }
  if (isa<CXXOperatorCallExpr>(Call) && isa<CXXMethodDecl>(Callee)) {
    if (Arg == 0)
      return;
    --Arg;
  }
  const QualType T = writtenParameter(Callee, Arg);
  if (!T.isNull() && T->isLValueReferenceType() &&
      !T->getPointeeType().isConstQualified())
    refuse("a reference to it is passed on", Call);
}

//===----------------------------------------------------------------------===//
// Containers of handles
//===----------------------------------------------------------------------===//

void FunctionRewrite::addContainer(const Expr *Container) {
  const Expr *Child = Container;
  const Stmt *Up = parent(Container);
  for (; Up && isTransparent(Up); Up = parent(Up))
    Child = cast<Expr>(Up);
  if (const auto *Element = dyn_cast_or_null<ArraySubscriptExpr>(Up))
    return addPlace(Element);
  if (const auto *Operator = dyn_cast_or_null<CXXOperatorCallExpr>(Up);
      Operator && Operator->getArg(0) == Child) {
    const OverloadedOperatorKind Kind = Operator->getOperator();
    if ((Kind == OO_Subscript || Kind == OO_Star) &&
        WeakForm::of(Operator->getType()))
      return addPlace(Operator);
    if (Kind == OO_Equal) {
      const Expr *Stored = Operator->getArg(1);
      if (isNullHandle(Stored))
        return;
      if (WeakForm::of(stripHandle(Stored)->getType()))
        return checkOwner(Stored, Operator);
    }
  }
  if (const auto *Method = dyn_cast_or_null<MemberExpr>(Up))
    if (const auto *Call = dyn_cast_or_null<CXXMemberCallExpr>(parent(Method)))
      return addContainerCall(*Call);
  if (Up && isa<DeclStmt>(Up))
    if (const auto *Loop = dyn_cast_or_null<CXXForRangeStmt>(parent(Up));
        Loop && Loop->getRangeStmt() == Up)
      return addLoop(*Loop);
  refuse("the container is used as a whole", *Container);
}

void FunctionRewrite::addContainerCall(const CXXMemberCallExpr &Call) {
  const CXXMethodDecl *Method = Call.getMethodDecl();
  if (!Method)
    return refuse("the container is used as a whole", Call);
  if (isa<CXXConversionDecl>(Method)) {
    if (WeakForm::of(Call.getType())) // atomic
      return refuse("it is read by conversion", Call);
    return;
  }
  const StringRef Name =
      Method->getIdentifier() ? Method->getName() : StringRef();
  if (llvm::is_contained({"empty", "size", "clear", "reserve", "pop_back",
                          "pop_front", "shrink_to_fit", "has_value", "capacity",
                          "reset"},
                         Name))
    return;
  if (llvm::is_contained({"at", "front", "back", "value", "load"}, Name) &&
      WeakForm::of(Call.getType()))
    return addPlace(&Call);
  if (llvm::is_contained({"push_back", "push_front", "emplace_back",
                          "emplace_front", "store", "emplace"},
                         Name)) {
    if (Call.getNumArgs() >= 1 && isNullHandle(Call.getArg(0)))
      return refuse("it stores a null pointer", Call);
    if (Call.getNumArgs() >= 1 &&
        WeakForm::of(stripHandle(Call.getArg(0))->getType()))
      return checkOwner(Call.getArg(0), &Call);
  }
  refuse("'" + Name + "' is called on the container", Call);
}

/// `for (auto &p : container)`: the variable is a handle in weak form.
void FunctionRewrite::addLoop(const CXXForRangeStmt &Loop) {
  const VarDecl *Var = Loop.getLoopVariable();
  if (!WeakForm::of(Var->getType()))
    return refuse("a loop takes the elements apart", Loop);
  if (!Var->getType()->getContainedAutoType())
    for (TypeLoc T : writtenHandles(Var->getTypeSourceInfo()->getTypeLoc()))
      retype(T, Context, Change);
  VariableUses Elements(Var);
  Elements.TraverseStmt(const_cast<Stmt *>(Loop.getBody()));
  for (const DeclRefExpr *Element : Elements.Found)
    addPlace(Element);
}

void FunctionRewrite::checkOwner(const Expr *Stored, const Stmt *Store) {
  const auto Only = [&](const Stmt &At) {
    refuse("'" + Field.getName() + "' is the only owner of what is stored", At);
  };
  const Expr *Handle = stripHandle(Stored);
  if (isFresh(Handle))
    return Only(*Store);
  const ValueDecl *V = namedVariable(Handle);
  if (!V)
    return;
  const auto *Param = dyn_cast<ParmVarDecl>(V);
  if (!Param) {
    if (isOnlyKept(V, Function.getBody(), Store))
      Only(*Store);
    return;
  }
  const auto Sites = Uses.Calls.find(Function.getCanonicalDecl());
  if (Sites == Uses.Calls.end())
    return;
  for (const CallSite &Site : Sites->second) {
    const unsigned Index = Param->getFunctionScopeIndex();
    if (Index >= Site.Args.size())
      continue;
    const Expr *Passed = Site.Args[Index];
    if (isFresh(Passed) ||
        (Site.Caller && Site.Caller->hasBody() &&
         isOnlyKept(namedVariable(Passed), Site.Caller->getBody(), Site.Call)))
      return Only(*Site.Call);
  }
}

} // namespace heapwise::fixes
