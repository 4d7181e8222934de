//===-- ContainerMethods.cpp - Methods and operators of containers --------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ContainerBody.h"

#include "ContainerConditions.h"
#include "FewValues.h"
#include "LibraryModel.h"

using namespace clang;
using llvm::StringRef;

namespace heapwise::facts {

using Action = ContainerEvent::Action;

void BodyWalk::visitReset(const Resolved &R, StringRef How,
                          SourceLocation Loc) {
  if (!R || R.Iterator)
    return;
  emit(Action::Reset, R, How, Loc);
  // `m[k].clear()`: the element is emptied, its key stays.
  if (R.Ref.Depth) {
    Resolved Outer = R;
    --Outer.Ref.Depth;
    emit(Action::Hollow, Outer, How, Loc);
  }
}

/// Notes that a handle gets another object, as long as that is one of the
/// user's.
void BodyWalk::visitReplace(const Resolved &R, QualType T, SourceLocation Loc) {
  if (R.Ref.Of == PlaceRef::Base::Place && !R.Ref.Depth && !R.Iterator &&
      (T->isPointerType() || isTransparent(T->getAsCXXRecordDecl())) &&
      !Unit.Types.container(T))
    emit(Action::Replace, R, "", Loc);
}

/// The key among the arguments of a method that adds an element.
static const Expr *keyArgument(const CXXMemberCallExpr *Call,
                               const ContainerType &Type) {
  const StringRef Name = plainName(Call->getMethodDecl());
  unsigned Index = 0;
  if (Call->getNumArgs() > 1 &&
      (Name == "emplace_hint" || Name == "lazy_emplace" ||
       (!Type.Keyed && (Name == "insert" || Name == "emplace"))))
    Index = 1;
  if (Call->getNumArgs() <= Index)
    return nullptr;
  const Expr *Key = plain(Call->getArg(Index));
  if (!Type.Map || Index || Call->getNumArgs() > 1)
    return Key;
  // insert({k, v}), insert(std::make_pair(k, v)), emplace({k, v})
  for (;;) {
    if (const auto *Made = dyn_cast<CXXConstructExpr>(Key);
        Made && Made->getNumArgs())
      Key = plain(Made->getArg(0));
    else if (const auto *List = dyn_cast<InitListExpr>(Key);
             List && List->getNumInits())
      Key = plain(List->getInit(0));
    else if (const auto *Pair = dyn_cast<CallExpr>(Key);
             Pair && Pair->getNumArgs() == 2 &&
             libraryFunction(Pair->getDirectCallee()) == LibraryFunction::Pack)
      return plain(Pair->getArg(0));
    else
      return Key;
  }
}

/// True if \p E is a parameter of the function, moved or not.
bool BodyWalk::isParameter(const Expr *E) const {
  const auto *Ref = dyn_cast<DeclRefExpr>(plain(E));
  const auto *Param = Ref ? dyn_cast<ParmVarDecl>(Ref->getDecl()) : nullptr;
  return Param && Param->getDeclContext() == F;
}

/// The value that a method puts into a map, or null.
static const Expr *valueArgument(const CXXMemberCallExpr *Call) {
  if (Call->getNumArgs() > 1)
    return Call->getArg(Call->getNumArgs() - 1);
  // insert({k, v})
  const Expr *Pair = Call->getNumArgs() ? plain(Call->getArg(0)) : nullptr;
  while (const auto *Made = dyn_cast_or_null<CXXConstructExpr>(Pair)) {
    if (Made->getNumArgs() == 2)
      return Made->getArg(1);
    Pair = Made->getNumArgs() == 1 ? plain(Made->getArg(0)) : nullptr;
  }
  const auto *Pack = dyn_cast_or_null<CallExpr>(Pair);
  return Pack && Pack->getNumArgs() == 2 ? Pack->getArg(1) : nullptr;
}

void BodyWalk::visitGrowth(const CXXMemberCallExpr *Call, const Resolved &R,
                           bool Used) {
  const StringRef Name = plainName(Call->getMethodDecl());
  // `items.splice(items.begin(), items, it)` only moves an element.
  if (Name == "splice" || Name == "merge")
    for (const Expr *Arg : Call->arguments())
      if (const Resolved From = Refs.resolve(Arg);
          From && !From.Iterator && From.Ref.Sym == R.Ref.Sym)
        return;
  const ContainerType *Type =
      Unit.Types.container(Call->getImplicitObjectArgument()->getType());
  // `vector.append(n)` of one argument of another type is fine; `insert` of a
  // QMap has the key first.
  const Expr *Key = Type ? keyArgument(Call, *Type) : nullptr;
  ContainerEvent *E = emit(Action::Grow, R, Name, Call->getExprLoc());
  if (!E)
    return;
  E->Used = Used;
  if (Key)
    E->Key = Refs.datum(Key);
  if (const Expr *Value = Type && Type->Map ? valueArgument(Call) : nullptr)
    E->Given = isParameter(Value);
}

void BodyWalk::visitContainerMethod(const CXXMemberCallExpr *Call,
                                    const Resolved &R, bool Used) {
  const StringRef Name = plainName(Call->getMethodDecl());
  const SourceLocation Loc = Call->getExprLoc();
  switch (containerUse(Name)) {
  case ContainerUse::Grow:
    return visitGrowth(Call, R, Used);
  case ContainerUse::Lookup:
    if (ContainerEvent *E = emit(Action::Lookup, R, Name, Loc);
        E && Call->getNumArgs())
      E->Key = Refs.datum(Call->getArg(0));
    return;
  case ContainerUse::Element:
    if (Name == "at" && Call->getNumArgs())
      if (ContainerEvent *E = emit(Action::Lookup, R, Name, Loc))
        E->Key = Refs.datum(Call->getArg(0));
    return;
  case ContainerUse::Shrink: {
    ContainerEvent *E = emit(Action::Shrink, R, Name, Loc);
    if (!E || !Call->getNumArgs())
      return;
    E->Key = Refs.datum(Call->getArg(Call->getNumArgs() - 1));
    if (Name == "resize" && E->Key.HasValue && !E->Key.Value)
      E->Kind = Action::Reset;
    // `log.erase(log.begin(), log.upper_bound(now - 60))`
    if (speaksOfTime(Unit.Builder.Result.str(E->Key.Text))) {
      Condition Age;
      Age.Kind = Condition::Test::Time;
      E->Under.push_back(static_cast<std::uint32_t>(Fact.Conditions.size()));
      Fact.Conditions.push_back(Age);
    }
    return;
  }
  case ContainerUse::Assign:
  case ContainerUse::Reset:
    visitReset(R, Name, Loc);
    if (Name == "swap" && Call->getNumArgs() == 1)
      visitReset(Refs.resolve(Call->getArg(0)), Name, Loc);
    return;
  default:
    return;
  }
}

void BodyWalk::visitMethod(const CXXMemberCallExpr *Call, bool Used) {
  const CXXMethodDecl *M = Call->getMethodDecl();
  const Expr *Object = Call->getImplicitObjectArgument();
  if (!M)
    return visitChildren(Call);
  const Resolved R = Refs.resolve(Object);
  const bool Library = isContainerLibrary(M);
  const ContainerUse Use = containerUse(plainName(M));
  const bool Empties = Use == ContainerUse::Reset;
  // The subscript in `m[k].clear()` is no use of the key.
  if (!(R && Library && Empties && R.Ref.Depth)) {
    const auto *Sub = dyn_cast<CXXOperatorCallExpr>(plain(Object));
    if (Sub && Sub->getOperator() == OO_Subscript)
      visitSubscript(Sub, /*Read=*/M->isConst() && Used,
                     /*Update=*/!M->isConst());
    else
      visitExpr(Object, /*Used=*/true);
  }
  if (Library && R && isTransparent(M->getParent())) {
    // `m[k].reset()` of a smart pointer, without another object.
    const bool Another =
        Call->getNumArgs() && !isa<CXXDefaultArgExpr>(Call->getArg(0));
    if (Empties && !Another)
      visitReset(R, plainName(M), Call->getExprLoc());
    else if (Empties || plainName(M) == "emplace")
      visitReplace(R, Object->getType(), Call->getExprLoc());
  } else if (Library && R && Unit.Types.container(Object->getType())) {
    visitContainerMethod(Call, R, Used);
  } else if (!Library) {
    noteLoopOwner(Object);
    llvm::SmallVector<const Expr *, 4> Args(Call->arguments());
    userCall(M, R, Args, Call->getExprLoc());
  } else {
    visitLibraryCall(Call, M);
  }
  for (const Expr *Arg : Call->arguments())
    visitExpr(Arg, /*Used=*/true);
}

//===----------------------------------------------------------------------===//
// Operators
//===----------------------------------------------------------------------===//

ContainerEvent *BodyWalk::visitSubscript(const CXXOperatorCallExpr *Call,
                                         bool Read, bool Update) {
  const Expr *Object = Call->getArg(0);
  visitExpr(Object, /*Used=*/true);
  visitExpr(Call->getArg(1), /*Used=*/true);
  const ContainerType *Type = Unit.Types.container(Object->getType());
  const auto *M = dyn_cast_or_null<CXXMethodDecl>(Call->getDirectCallee());
  if (!Type || !Type->Map || !M || M->isConst() || !isContainerLibrary(M))
    return nullptr;
  const Resolved R = Refs.resolve(Object);
  if (!R && !R.Local)
    return nullptr;
  ContainerEvent *E = emit(Read ? Action::Read : Action::Grow, R, "operator[]",
                           Object->getExprLoc());
  if (!E)
    return nullptr;
  E->Key = Refs.datum(Call->getArg(1));
  E->Update = Update;
  return E;
}

/// True for what a value is that has been taken away: nullptr, {}, T().
static bool isNothing(const Expr *E) {
  E = plain(E);
  if (const auto *Made = dyn_cast<CXXConstructExpr>(E))
    return Made->getNumArgs() == 0 ||
           (Made->getNumArgs() == 1 && isNothing(Made->getArg(0)));
  if (const auto *List = dyn_cast<InitListExpr>(E))
    return List->getNumInits() == 0;
  return isa<CXXNullPtrLiteralExpr, GNUNullExpr, CXXScalarValueInitExpr,
             ImplicitValueInitExpr>(E);
}

void BodyWalk::visitAssignment(const Expr *To, const Expr *From,
                               SourceLocation Loc) {
  const Resolved R = Refs.resolve(To);
  // Only what has been there before is taken away: `m[k] = nullptr`.
  if (R.Ref.Depth && !R.Iterator && isNothing(From)) {
    Resolved Outer = R;
    --Outer.Ref.Depth;
    emit(Action::Hollow, Outer, "operator=", Loc);
    return;
  }
  if (R && !R.Iterator && !R.Ref.Depth && Unit.Types.container(To->getType()))
    visitReset(R, "operator=", Loc);
  if (R && !isNothing(From))
    visitReplace(R, To->getType(), Loc);
  visitExpr(From, /*Used=*/true);
  if (const ValueDecl *Number = numberOf(To))
    noteLimit(Number, From, Loc);
  const auto *Var = dyn_cast<DeclRefExpr>(plain(To));
  if (Var && Under.empty() && hasFewValues(Unit.Types, From))
    if (const auto *V = dyn_cast<VarDecl>(Var->getDecl()))
      Refs.narrow(V);
  const auto *Sub = dyn_cast<CXXOperatorCallExpr>(plain(To));
  if (!Sub || Sub->getOperator() != OO_Subscript)
    return visitExpr(To, /*Used=*/false);
  ContainerEvent *E = visitSubscript(Sub, /*Read=*/false, /*Update=*/false);
  if (E)
    E->Given = isParameter(From);
}

void BodyWalk::visitOperator(const CXXOperatorCallExpr *Call, bool Used) {
  const OverloadedOperatorKind Operator = Call->getOperator();
  if (Operator == OO_Subscript && Call->getNumArgs() == 2)
    return void(visitSubscript(Call, /*Read=*/false, /*Update=*/false));
  if (Operator == OO_Equal && Call->getNumArgs() == 2)
    return visitAssignment(Call->getArg(0), Call->getArg(1),
                           Call->getOperatorLoc());
  if (Call->getNumArgs() && (Call->isAssignmentOp() || Operator == OO_PlusPlus))
    if (const auto *Sub = dyn_cast<CXXOperatorCallExpr>(plain(Call->getArg(0)));
        Sub && Sub->getOperator() == OO_Subscript) {
      visitSubscript(Sub, /*Read=*/false, /*Update=*/true);
      for (const Expr *Arg : llvm::drop_begin(Call->arguments()))
        visitExpr(Arg, /*Used=*/true);
      return;
    }
  const FunctionDecl *Callee = Call->getDirectCallee();
  if (Callee && Operator == OO_Call && isLibraryCode(Callee))
    visitRangesCall(Call);
  if (Callee && !isContainerLibrary(Callee)) {
    llvm::SmallVector<const Expr *, 4> Args(Call->arguments());
    Resolved Receiver;
    if (isa<CXXMethodDecl>(Callee) && !Args.empty()) {
      Receiver = Refs.resolve(Args.front());
      noteLoopOwner(Args.front());
      Args.erase(Args.begin());
    }
    userCall(Callee, Receiver, Args, Call->getExprLoc());
  }
  for (const Expr *Arg : Call->arguments())
    visitExpr(Arg, Used);
}

} // namespace heapwise::facts
