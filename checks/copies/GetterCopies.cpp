//===-- GetterCopies.cpp - Members that are returned by value -------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Copies.h"

#include "../access/Lifetime.h"
#include "../access/Uses.h"
#include "../facts/LibraryModel.h"
#include "../facts/TypeModel.h"

#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace heapwise::access;

namespace heapwise::copies {

namespace {

/// What a caller does with the object that it gets.
enum class CallerKind {
  Reads,    ///< reads it, while a reference would be the same
  Keeps,    ///< stores or changes its copy, a reference would be copied
  Needs,    ///< takes a temporary: a reference would not do as it is written
  Dangling, ///< holds on to it: a reference would dangle or see changes
};

struct Call {
  const BodyIndex *Index;
  const CXXMemberCallExpr *Expression;
};

bool returnsOwnPart(Unit &U, const CXXMethodDecl &Method) {
  if (Method.isStatic() || (!Method.isConst() && hasConstTwin(Method)) ||
      Method.isVirtual() || Method.getRefQualifier() != RQ_None ||
      Method.getTemplateSpecializationKind() == TSK_ExplicitSpecialization ||
      Method.isOverloadedOperator() || isa<CXXConversionDecl>(Method) ||
      !U.costs().isExpensive(Method.getReturnType()) ||
      !isPlainCode(Method.getLocation(), U.context()))
    return false;
  const BodyIndex &Index = U.index(Method);
  bool Returns = false;
  if (Index.isUnordered())
    return false;
  for (const Stmt *S : Index.statements()) {
    const auto *Return = dyn_cast<ReturnStmt>(S);
    if (!Return || Index.enclosing<LambdaExpr>(Return))
      continue;
    const Expr *Value = Return->getRetValue();
    const Expr *Source = Value ? copiedFrom(Value) : nullptr;
    if (!Source ||
        Source->getType().getCanonicalType().getUnqualifiedType() !=
            Method.getReturnType().getCanonicalType().getUnqualifiedType() ||
        isUnderLock(Index, Return))
      return false;
    for (const AccessPath &P : pathsOf(U, Index, Source)) {
      const bool Stays =
          P.Start == Root::This
              ? !P.Steps.empty()
              : P.Start == Root::Global && P.StartType.isConstQualified();
      if (!Stays || P.isShared())
        return false;
    }
    Returns = true;
  }
  return Returns && llvm::none_of(U.effects(Index), [](const Effect &E) {
           return E.Kind != Effect::Write || E.Path.Start == Root::This;
         });
}

/// True if the callee takes the object for itself.
bool isTakenByValue(const BodyIndex &Index, const Expr *E) {
  const Stmt *Parent = Index.parent(E);
  while (Parent && isa<FullExpr, MaterializeTemporaryExpr, ImplicitCastExpr,
                       CXXBindTemporaryExpr, ParenExpr>(Parent)) {
    E = cast<Expr>(Parent);
    Parent = Index.parent(Parent);
  }
  if (isa_and_nonnull<ReturnStmt, InitListExpr, LambdaExpr,
                      AbstractConditionalOperator, CXXNewExpr>(Parent) ||
      !Parent)
    return true;
  const auto TakesValue = [&](const FunctionDecl *F, unsigned Place) {
    return !F || Place >= F->getNumParams() ||
           !F->getParamDecl(Place)->getType()->isLValueReferenceType();
  };
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(Parent)) {
    for (unsigned I = 0; I != Construct->getNumArgs(); ++I)
      if (Construct->getArg(I) == E)
        return TakesValue(Construct->getConstructor(), I);
  } else if (const auto *Call = dyn_cast<CallExpr>(Parent)) {
    const auto *Method =
        dyn_cast_or_null<CXXMethodDecl>(Call->getDirectCallee());
    const unsigned Skip =
        isa<CXXOperatorCallExpr>(Call) && Method && !Method->isStatic() ? 1 : 0;
    for (unsigned I = Skip; I != Call->getNumArgs(); ++I)
      if (Call->getArg(I) == E)
        return TakesValue(Call->getDirectCallee(), I - Skip);
  }
  return false;
}

/// True if \p E is given to a parameter that takes temporaries only. Those of
/// the library have an overload for the others.
bool isGivenAsTemporary(const BodyIndex &Index, const Expr *E) {
  const Stmt *Parent = Index.parent(E);
  while (Parent &&
         isa<FullExpr, MaterializeTemporaryExpr, ImplicitCastExpr,
             CXXBindTemporaryExpr, ParenExpr, AbstractConditionalOperator>(
             Parent)) {
    E = cast<Expr>(Parent);
    Parent = Index.parent(Parent);
  }
  const auto Takes = [&](const FunctionDecl *F, unsigned Place) {
    return F && Place < F->getNumParams() && !facts::isLibraryCode(F) &&
           F->getParamDecl(Place)->getType()->isRValueReferenceType();
  };
  if (const auto *Construct = dyn_cast_or_null<CXXConstructExpr>(Parent)) {
    for (unsigned I = 0; I != Construct->getNumArgs(); ++I)
      if (Construct->getArg(I) == E)
        return Takes(Construct->getConstructor(), I) &&
               !Construct->getConstructor()->isMoveConstructor();
  } else if (const auto *Call = dyn_cast_or_null<CallExpr>(Parent)) {
    for (unsigned I = 0; I != Call->getNumArgs(); ++I)
      if (Call->getArg(I) == E)
        return !isa<CXXOperatorCallExpr>(Call) &&
               Takes(Call->getDirectCallee(), I);
  }
  return false;
}

/// True if \p E is returned by a function whose return type is decltype(auto).
bool isReturnedAsItIs(const BodyIndex &Index, const Expr *E) {
  const auto *Return =
      dyn_cast<ReturnStmt>(Index.parent(E) ? Index.parent(E) : E);
  for (const Stmt *S = E; S && isa<Expr>(S) && !Return; S = Index.parent(S))
    Return = dyn_cast_or_null<ReturnStmt>(Index.parent(S));
  if (!Return)
    return false;
  const auto *Lambda = Index.enclosing<LambdaExpr>(Return);
  const FunctionDecl &F =
      Lambda ? *Lambda->getCallOperator() : Index.function();
  const AutoType *Auto = F.getDeclaredReturnType()->getContainedAutoType();
  return Auto && Auto->isDecltypeAuto();
}

/// The variable that is or refers to the result of a call.
const VarDecl *holderOf(const BodyIndex &Index, const Expr *E) {
  for (const Stmt *S = E; S && isa<Expr>(S); S = Index.parent(S)) {
    if (const VarDecl *V = Index.initialised(cast<Expr>(S)))
      return V;
    if (!isa<FullExpr, MaterializeTemporaryExpr, ImplicitCastExpr,
             CXXBindTemporaryExpr, ParenExpr, AbstractConditionalOperator>(
            Index.parent(S) ? Index.parent(S) : S) &&
        !isa_and_nonnull<DeclStmt>(Index.parent(S)))
      return nullptr;
  }
  return nullptr;
}

CallerKind judge(Unit &U, const Call &C) {
  const BodyIndex &Index = *C.Index;
  const Expr *Object = C.Expression->getImplicitObjectArgument();
  const VarDecl *Holder = holderOf(Index, C.Expression);
  const bool ByReference = Holder && Holder->getType()->isReferenceType();
  if (isReturnedAsItIs(Index, C.Expression))
    return CallerKind::Dangling;
  if (isGivenAsTemporary(Index, C.Expression))
    return CallerKind::Needs;
  if (!Holder && isTakenByValue(Index, C.Expression))
    return CallerKind::Keeps;
  const Uses Of =
      Holder ? usesOf(U, Index, Holder) : usesOf(U, Index, C.Expression);
  const CallerKind Otherwise = ByReference ? CallerKind::Dangling
                               : Holder    ? CallerKind::Keeps
                                           : CallerKind::Needs;
  if (Of.Mutated || (!ByReference && Of.CopiedWhole))
    return Otherwise;
  CopyLife Life;
  Life.Sources = Object->getType()->isPointerType()
                     ? pathsBehind(U, Index, Object)
                     : pathsOf(U, Index, Object);
  // Within the full expression, a temporary lives long enough.
  if (!Holder && llvm::all_of(Life.Sources, [](const AccessPath &P) {
        return P.Start == Root::Temporary;
      }))
    return CallerKind::Reads;
  for (AccessPath &P : Life.Sources)
    P = P.then(Step::Part, C.Expression->getType());
  Life.At = C.Expression;
  Life.Scope =
      Holder ? Index.scope(Holder) : Index.fullExpression(C.Expression);
  Life.Reads = Of.Reads;
  return maySourceChange(U, Index, Life) ? Otherwise : CallerKind::Reads;
}

std::vector<FixItHint> fixOf(Unit &U, const CXXMethodDecl &Method) {
  const SourceManager &SM = U.context().getSourceManager();
  fixes::Edits Edits(U.context());
  for (const FunctionDecl *Declaration : Method.redecls()) {
    const FunctionTypeLoc Written = Declaration->getFunctionTypeLoc();
    // Callers elsewhere may hold on to what they get.
    if (!Written || !SM.isInMainFile(Declaration->getLocation()) ||
        Declaration->getReturnType()->getContainedAutoType() ||
        !isPlainCode(Written.getReturnLoc().getBeginLoc(), U.context()))
      return {};
    Edits.insertAfter(Written.getReturnLoc().getEndLoc(), "&");
    if (!Declaration->getReturnType().isConstQualified())
      Edits.insertBefore(Written.getReturnLoc().getBeginLoc(), "const ");
  }
  return hintsOf(std::move(Edits));
}

} // namespace

void findGetterCopies(Unit &U, std::vector<LocalFinding> &Found) {
  llvm::MapVector<const CXXMethodDecl *, std::vector<Call>> Calls;
  for (const FunctionDecl *F : U.functions())
    if (const auto *Method = dyn_cast<CXXMethodDecl>(F))
      if (returnsOwnPart(U, *Method) && !U.isAddressTaken(Method))
        Calls[Method->getCanonicalDecl()];
  if (Calls.empty())
    return;
  for (const FunctionDecl *F : U.functions()) {
    const BodyIndex &Index = U.index(*F);
    for (const Stmt *S : Index.statements())
      if (const auto *C = dyn_cast<CXXMemberCallExpr>(S))
        if (const CXXMethodDecl *Method = C->getMethodDecl())
          if (const auto It = Calls.find(Method->getCanonicalDecl());
              It != Calls.end())
            It->second.push_back({&Index, C});
  }
  for (const auto &[Method, Callers] : Calls) {
    std::vector<Call> Readers;
    bool Dangles = false, IsNeeded = false;
    llvm::DenseSet<const Expr *> Known;
    for (const Call &C : Callers) {
      const CallerKind Kind = judge(U, C);
      Dangles |= Kind == CallerKind::Dangling;
      IsNeeded |= Kind == CallerKind::Needs;
      Known.insert(C.Expression->getCallee()->IgnoreParens());
      if (Kind == CallerKind::Reads)
        Readers.push_back(C);
    }
    if (Dangles || Readers.empty())
      continue;
    const bool AllKnown = !U.isNamedElsewhere(Method, Known);
    LocalFinding Result;
    Result.Loc = Method->getLocation();
    Result.Message = "'" + Method->getNameAsString() +
                     "' returns a copy of a member (" +
                     U.costs().describe(Method->getReturnType()) + ") to " +
                     (Readers.size() == Callers.size() && AllKnown
                          ? "callers that only read it"
                          : "callers of which some only read it");
    for (const Call &C : llvm::ArrayRef(Readers).take_front(3))
      Result.Notes.push_back({C.Expression->getExprLoc(),
                              loopDepth(*C.Index, C.Expression)
                                  ? "read here, in each round of a loop"
                                  : "read here"});
    if (AllKnown && !IsNeeded)
      Result.Hints = fixOf(U, *Method);
    if (Result.Hints.empty())
      Result.Notes.push_back(
          {Result.Loc, "it could return a reference to const"});
    Found.push_back(std::move(Result));
  }
}

} // namespace heapwise::copies
