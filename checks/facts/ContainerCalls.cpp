//===-- ContainerCalls.cpp - What containers are passed to ----------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ContainerBody.h"

#include "LibraryModel.h"

#include "llvm/Support/SaveAndRestore.h"

using namespace clang;
using llvm::SaveAndRestore;
using llvm::StringRef;

namespace heapwise::facts {

using Action = ContainerEvent::Action;

static bool isMutableHandle(QualType T) {
  if (T->isReferenceType() || T->isPointerType())
    return !T->getPointeeType().isConstQualified();
  return isTransparent(T->getAsCXXRecordDecl());
}

void BodyWalk::userCall(const FunctionDecl *Callee, const Resolved &Receiver,
                        llvm::ArrayRef<const Expr *> Args, SourceLocation Loc,
                        Action Kind) {
  // Its body may be in a header that the host does not traverse.
  Unit.Builder.enqueue(Callee);
  llvm::SmallVector<Argument, 4> Facts;
  bool Places = static_cast<bool>(Receiver) || Kind == Action::Build;
  for (auto [Index, Arg] : llvm::enumerate(Args)) {
    Argument A;
    const ParmVarDecl *Param =
        Index < Callee->getNumParams() ? Callee->getParamDecl(Index) : nullptr;
    if (Refs.matters(Arg->getType()))
      if (const Resolved R = Refs.resolve(Arg); R && !R.Iterator) {
        A.At = R.Ref;
        A.Mutable = !Param || isMutableHandle(Param->getType());
        Places |= A.Mutable;
      }
    Facts.push_back(A);
  }
  const bool Parametric = !Args.empty() && !Callee->isExternallyVisible();
  if (!Places && !Parametric && !PlainCallees.insert(Callee).second)
    return;
  ContainerEvent *E = emit(Kind, Receiver, "", Loc);
  if (!E)
    return;
  E->What = Unit.Builder.usr(Callee);
  for (auto [Arg, A] : llvm::zip(Args, Facts))
    A.Value = Refs.datum(Arg, /*WithText=*/Places);
  // The events may have moved.
  E->Args.assign(Facts.begin(), Facts.end());
}

static bool namesSearch(StringRef Name) {
  return Name.contains("find") || Name.contains("search") ||
         Name.starts_with("any_") || Name.starts_with("none_") ||
         Name.starts_with("count") || Name.contains("bound");
}

void BodyWalk::visitRangesCall(const CXXOperatorCallExpr *Call) {
  const StringRef Name = rangesFunction(Call);
  if (Name.empty())
    return;
  const Resolved R = Refs.resolve(Call->getArg(1));
  if (R && R.Ref.Of != PlaceRef::Base::This && namesSearch(Name))
    emit(Action::Lookup, R, Name, Call->getExprLoc());
}

void BodyWalk::visitLibraryCall(const CallExpr *Call,
                                const FunctionDecl *Callee) {
  const StringRef Name = plainName(Callee);
  const SourceLocation Loc = Call->getExprLoc();
  const LibraryFunction Function = libraryFunction(Callee);
  if (Function == LibraryFunction::Swap ||
      Function == LibraryFunction::Exchange) {
    for (const Expr *Arg : Call->arguments())
      visitReset(Refs.resolve(Arg), Name, Loc);
    return;
  }
  if (Function == LibraryFunction::Make)
    visitMake(Call);
  for (auto [Index, Arg] : llvm::enumerate(Call->arguments())) {
    if (!Refs.matters(Arg->getType()) && !Refs.resolve(Arg).Iterator)
      continue;
    const Resolved R = Refs.resolve(Arg);
    if (!R || R.Ref.Of == PlaceRef::Base::This)
      continue;
    if (R.Iterator) {
      if (namesSearch(Name))
        emit(Action::Lookup, R, Name, Loc);
      continue;
    }
    if (R.Ref.Depth)
      continue;
    if (Name.contains("inserter")) {
      if (ContainerEvent *E = emit(Action::Grow, R, Name, Loc))
        E->Key.From = Origin::Input;
    } else if (Name.contains("erase") || Name.contains("remove")) {
      emit(Action::Shrink, R, Name, Loc);
    } else if (Function == LibraryFunction::Move) {
      visitReset(R, "std::move", Loc);
    } else if (Function == LibraryFunction::Other ||
               Function == LibraryFunction::Bind || Name == "ref") {
      const ParmVarDecl *Param = Index < Callee->getNumParams()
                                     ? Callee->getParamDecl(Index)
                                     : nullptr;
      if (!Param || isMutableHandle(Param->getType()))
        emit(Action::Escape, R, Name, Loc);
    }
  }
}

/// Which constructor make_unique() calls is seen only in its own body; by the
/// number of arguments it is one of these.
void BodyWalk::visitMake(const CallExpr *Call) {
  const CXXRecordDecl *Made = Unit.Types.userClass(Call->getType());
  if (!Made)
    return;
  for (const CXXConstructorDecl *C : Made->ctors()) {
    if (C->isCopyOrMoveConstructor() ||
        C->getNumParams() < Call->getNumArgs() ||
        C->getMinRequiredArguments() > Call->getNumArgs())
      continue;
    llvm::SmallVector<const Expr *, 4> Args(Call->arguments());
    for (const ParmVarDecl *P :
         llvm::drop_begin(C->parameters(), Call->getNumArgs()))
      if (P->hasDefaultArg() && !P->hasUninstantiatedDefaultArg())
        Args.push_back(P->getDefaultArg());
    userCall(C, {}, Args, Call->getExprLoc(), Action::Build);
  }
}

void BodyWalk::visitCall(const CallExpr *Call) {
  const FunctionDecl *Callee = Call->getDirectCallee();
  llvm::SmallVector<const Expr *, 4> Args(Call->arguments());
  if (!Callee) {
    // Who knows what a function pointer does.
    for (const Expr *Arg : Args)
      if (const Resolved R = Refs.resolve(Arg);
          R && !R.Iterator && !R.Ref.Depth && Refs.matters(Arg->getType()))
        emit(Action::Escape, R, "", Call->getExprLoc());
  } else if (isContainerLibrary(Callee)) {
    visitLibraryCall(Call, Callee);
  } else {
    userCall(Callee, {}, Args, Call->getExprLoc());
  }
  for (const Expr *Arg : Args) {
    // `helper(&map)` hands the address to a callee that is followed.
    const auto *Address = dyn_cast<UnaryOperator>(Arg->IgnoreParenImpCasts());
    if (Callee && Address && Address->getOpcode() == UO_AddrOf)
      visitExpr(Address->getSubExpr(), /*Used=*/true);
    else
      visitExpr(Arg, /*Used=*/true);
  }
}

void BodyWalk::visitBuild(const CXXConstructExpr *Made, PlaceRef At) {
  const CXXConstructorDecl *C = Made->getConstructor();
  if (isContainerLibrary(C) || C->isCopyOrMoveConstructor())
    return;
  llvm::SmallVector<const Expr *, 4> Args(Made->arguments());
  userCall(C, {.Ref = At}, Args, Made->getExprLoc(), Action::Build);
}

void BodyWalk::visitLambda(const LambdaExpr *Lambda) {
  for (auto [Capture, Init] :
       llvm::zip(Lambda->captures(), Lambda->capture_inits())) {
    const auto *V = Capture.capturesVariable()
                        ? dyn_cast<VarDecl>(Capture.getCapturedVar())
                        : nullptr;
    if (!V)
      continue;
    if (V->isInitCapture()) {
      if (V->getType()->isReferenceType())
        if (const Resolved R = Refs.resolve(Init))
          Refs.bind(V, R);
      visitExpr(Init, /*Used=*/true);
    } else if (Capture.getCaptureKind() == LCK_ByCopy && V->isLocalVarDecl() &&
               isTransparent(V->getType()->getAsCXXRecordDecl()) &&
               Unit.Types.container(V->getType())) {
      Refs.keep(V);
    }
  }
  SaveAndRestore Deeper(Lambdas, Lambdas + 1);
  visit(Lambda->getBody());
}

} // namespace heapwise::facts
