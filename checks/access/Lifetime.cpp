//===-- Lifetime.cpp - Whether the source outlives and outlasts a copy ----===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Lifetime.h"

#include "Unit.h"

#include "../facts/TypeModel.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace heapwise::access {

/// A guard of the standard library or of the user's own.
static bool isLock(const VarDecl &V) {
  const CXXRecordDecl *R = recordOf(V.getType());
  if (!R || !R->getIdentifier() || V.getType()->isReferenceType())
    return false;
  const llvm::StringRef Name = R->getName();
  return Name.contains_insensitive("lock") ||
         Name.contains_insensitive("guard");
}

static bool locksIn(const Stmt *Block, const BodyIndex &Index, const Stmt *At) {
  for (const Stmt *S : Block->children()) {
    if (!S || Index.begin(S) >= Index.begin(At))
      return false;
    if (const auto *Declaration = dyn_cast<DeclStmt>(S))
      for (const Decl *D : Declaration->decls())
        if (const auto *V = dyn_cast<VarDecl>(D); V && isLock(*V))
          return true;
    const auto *E = dyn_cast<Expr>(S);
    const auto *Call =
        E ? dyn_cast<CXXMemberCallExpr>(E->IgnoreParenImpCasts()) : nullptr;
    const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
    if (Method && Method->getIdentifier() &&
        Method->getName().starts_with_insensitive("lock"))
      return true;
  }
  return false;
}

bool isUnderLock(const BodyIndex &Index, const Stmt *At) {
  for (const Stmt *S = Index.parent(At); S; S = Index.parent(S))
    if (locksIn(S, Index, At))
      return true;
  return false;
}

/// True for a reference by which one can do \p What.
static bool isReferenceTo(QualType T, Hold What) {
  return T->isReferenceType() &&
         (What == Hold::ToRead || !T->getPointeeType().isConstQualified());
}

/// True if an object of type \p Keeper, which is made by \p F or whose method
/// that is, may keep \p F's argument \p Argument by reference or pointer.
static bool mayBeKept(QualType Keeper, const FunctionDecl *F, unsigned Place,
                      const Expr *Argument, Hold What) {
  // A pointer or iterator is given as a temporary.
  const bool IsCursor = !Argument->isLValue() && isCursor(Argument->getType());
  const QualType Given =
      IsCursor ? pointedTo(Argument->getType()) : Argument->getType();
  if (holds(Keeper.getNonReferenceType(), Given, /*Opaque=*/true) < What)
    return false;
  if (IsCursor)
    return What == Hold::ToRead || !isConstCursor(Argument->getType());
  return !F || Place >= F->getNumParams() ||
         isReferenceTo(F->getParamDecl(Place)->getType(), What);
}

namespace {

/// Follows what designates a variable, or is a pointer or iterator into it, to
/// where something else keeps it.
class Exposure {
public:
  Exposure(const BodyIndex &Index, Hold What) : Index(Index), What(What) {}

  bool of(const VarDecl &V) {
    return Seen.insert(&V).second &&
           llvm::any_of(Index.references(&V), [&](const DeclRefExpr *Ref) {
             return isKept(Ref) || isCaptured(V, Ref);
           });
  }

private:
  /// True if a lambda that may live on reads \p V.
  bool isCaptured(const VarDecl &V, const DeclRefExpr *Ref) const {
    const auto *Lambda = Index.enclosing<LambdaExpr>(Ref);
    const Stmt *Declaration = Index.declaration(&V);
    return What == Hold::ToRead && Lambda && Declaration &&
           !Index.contains(Lambda, Declaration);
  }
  bool isKept(const Expr *E);
  bool isKeptByCall(const Expr *E, const CallExpr &Call);
  bool isKeptByVariable(const Expr *E, const VarDecl &V);

  const BodyIndex &Index;
  const Hold What;
  llvm::SmallPtrSet<const VarDecl *, 4> Seen;
};

} // namespace

bool Exposure::isKeptByVariable(const Expr *E, const VarDecl &V) {
  if (const auto *Loop = Index.enclosing<CXXForRangeStmt>(E);
      V.isImplicit() && Loop && Index.contains(Loop->getRangeStmt(), E))
    return isReferenceTo(Loop->getLoopVariable()->getType(), What) &&
           of(*Loop->getLoopVariable());
  const QualType T = V.getType();
  return (E->isGLValue() ? isReferenceTo(T, What) : isCursor(T)) && of(V);
}

bool Exposure::isKeptByCall(const Expr *E, const CallExpr &Call) {
  const FunctionDecl *F = Call.getDirectCallee();
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(F);
  const bool HasObject =
      isa<CXXOperatorCallExpr>(Call) && Method && !Method->isStatic();
  for (unsigned I = 0; I != Call.getNumArgs(); ++I) {
    if (Call.getArg(I) != E)
      continue;
    // What an operator of a container or iterator yields leads on.
    if (HasObject && I == 0)
      return facts::isLibraryCode(F) &&
             (Call.isGLValue() || isCursor(Call.getType())) && isKept(&Call);
    const unsigned Place = I - (HasObject ? 1 : 0);
    if (Call.isPRValue() && mayBeKept(Call.getType(), F, Place, E, What))
      return !isCursor(Call.getType()) ||
             isLibraryClass(recordOf(Call.getType()), {"reference_wrapper"}) ||
             isKept(&Call);
    const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call);
    const Expr *Object = Member      ? Member->getImplicitObjectArgument()
                         : HasObject ? Call.getArg(0)
                                     : nullptr;
    return Object && Method && !Method->isConst() &&
           mayBeKept(Object->getType()->isPointerType()
                         ? Object->getType()->getPointeeType()
                         : Object->getType(),
                     F, Place, E, What);
  }
  return false;
}

bool Exposure::isKept(const Expr *E) {
  if (What == Hold::ToChange &&
      (E->getType().isConstQualified() ||
       (!E->isGLValue() && isConstCursor(E->getType()))))
    return false;
  const Stmt *Parent = Index.parent(E);
  if (const VarDecl *V = Index.initialised(E))
    return isKeptByVariable(E, *V);
  if (const auto *Cast = dyn_cast_or_null<CastExpr>(Parent))
    return Cast->getCastKind() != CK_LValueToRValue && isKept(Cast);
  if (isa_and_nonnull<ParenExpr, FullExpr, MaterializeTemporaryExpr,
                      CXXBindTemporaryExpr, ArraySubscriptExpr,
                      AbstractConditionalOperator>(Parent))
    return isKept(cast<Expr>(Parent));
  if (const auto *Op = dyn_cast_or_null<UnaryOperator>(Parent))
    return Op->getOpcode() == UO_AddrOf;
  if (isa_and_nonnull<InitListExpr>(Parent))
    return true; // an element that is copied has a constructor in between
  if (const auto *Member = dyn_cast_or_null<MemberExpr>(Parent)) {
    if (isa<FieldDecl>(Member->getMemberDecl()))
      return isKept(Member);
    const auto *Call =
        dyn_cast_or_null<CXXMemberCallExpr>(Index.parent(Member));
    return Call && facts::isLibraryCode(Member->getMemberDecl()) &&
           (Call->isGLValue() || isCursor(Call->getType())) && isKept(Call);
  }
  if (const auto *Construct = dyn_cast_or_null<CXXConstructExpr>(Parent)) {
    if (Construct->getConstructor()->isCopyOrMoveConstructor())
      return !E->isGLValue() && isKept(Construct);
    for (unsigned I = 0; I != Construct->getNumArgs(); ++I)
      if (Construct->getArg(I) == E)
        return mayBeKept(Construct->getType(), Construct->getConstructor(), I,
                         E, What);
    return false;
  }
  if (const auto *Call = dyn_cast_or_null<CallExpr>(Parent))
    return isKeptByCall(E, *Call);
  if (const auto *Assign = dyn_cast_or_null<BinaryOperator>(Parent)) {
    if (!Assign->isAssignmentOp() || Assign->getRHS() != E ||
        !isCursor(E->getType()))
      return false;
    const auto *Ref =
        dyn_cast<DeclRefExpr>(Assign->getLHS()->IgnoreParenImpCasts());
    const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    return !V || !V->hasLocalStorage() || of(*V);
  }
  return false;
}

/// True if something may change the variable later that does not name it: it
/// has a pointer or reference to it.
static bool isExposed(const BodyIndex &Index, const AccessPath &P) {
  return P.Variable && (P.Start == Root::Local || P.Start == Root::Parameter) &&
         Exposure(Index, Hold::ToChange).of(*P.Variable);
}

bool isHeld(const BodyIndex &Index, const VarDecl &V) {
  return Exposure(Index, Hold::ToRead).of(V);
}

bool isPrivate(const BodyIndex &Index, const AccessPath &P) {
  return P.Start == Root::Local && !P.isShared() && P.Variable &&
         !isExposed(Index, P);
}

namespace {

/// From when to when in the order of the source a copy is in use.
struct Span {
  unsigned From, To;
};

} // namespace

static const LambdaExpr *foreignLambda(const BodyIndex &Index, const Stmt *S,
                                       const Stmt *At) {
  for (const Stmt *P = Index.parent(S); P; P = Index.parent(P))
    if (const auto *Lambda = dyn_cast<LambdaExpr>(P))
      if (Index.contains(Lambda->getBody(), S) &&
          !(At && Index.contains(Lambda->getBody(), At)))
        return Lambda;
  return nullptr;
}

static Span spanOf(const BodyIndex &Index, const CopyLife &Life) {
  const unsigned Start = Life.At ? Index.end(Life.At) : 0;
  Span S = {Start, Start};
  for (const Expr *Read : Life.Reads) {
    if (foreignLambda(Index, Read, Life.At))
      S.To = std::max(S.To, Index.end(Life.Scope));
    S.To = std::max(S.To, Index.end(Index.fullExpression(Read)));
    for (const Stmt *Loop = Index.parent(Read); Loop; Loop = Index.parent(Loop))
      // A copy that the loop walks is read in each round.
      if (isLoop(Loop) && !isRunOnce(Index, Loop, Read) &&
          !(Life.At && Index.contains(Loop, Life.At) &&
            !isRunOnce(Index, Loop, Life.At)))
        S.To = std::max(S.To, Index.end(Loop));
  }
  // A loop that starts after the copy's variable sees the copy of the last
  // round, too.
  for (const Stmt *Loop = Life.At ? Index.enclosingLoop(Life.At) : nullptr;
       Loop && Loop != Life.Scope && Index.contains(Life.Scope, Loop);
       Loop = Index.enclosingLoop(Loop)) {
    S.From = std::min(S.From, Index.begin(Loop));
    S.To = std::max(S.To, Index.end(Loop));
  }
  return S;
}

/// A constant, and nothing on the way that could be changed behind its back.
static bool isConstant(const AccessPath &P) {
  return P.Start == Root::Global && P.StartType.isConstQualified() &&
         !P.isShared();
}

static bool changes(const Effect &E, const AccessPath &Source, bool IsPrivate) {
  switch (E.Kind) {
  case Effect::Write:
    return mayOverlap(E.Path, Source);
  case Effect::Unknown:
    return !IsPrivate &&
           (Source.IsExposed ||
            (Source.Start != Root::Parameter && Source.Start != Root::Local));
  case Effect::Callback:
  case Effect::Wait:
    return !IsPrivate;
  }
  llvm_unreachable("no such kind of effect");
}

bool maySourceChange(Unit &U, const BodyIndex &Index, const CopyLife &Life) {
  if (Index.isUnordered() || Life.Sources.empty())
    return true;
  bool AllPrivate = true;
  for (const AccessPath &P : Life.Sources) {
    if (P.Start == Root::Temporary)
      return true;
    // What a parameter refers to lives while its function or lambda runs.
    if ((P.Start == Root::Local || P.Start == Root::Parameter) && P.Variable &&
        !(isa<ParmVarDecl>(P.Variable) &&
          P.Variable->getDeclContext() == &Index.function())) {
      const Stmt *Scope = Index.scope(P.Variable);
      if (!llvm::all_of(Life.Reads, [&](const Expr *Read) {
            return Index.contains(Scope, Read);
          }))
        return true;
    }
    AllPrivate &= isPrivate(Index, P) || isConstant(P);
  }
  if (!AllPrivate && Life.At && isUnderLock(Index, Life.At))
    return true;
  const Span InUse = spanOf(Index, Life);
  const auto Matters = [&](const Effect &E) {
    // What takes the copy is no change, unless an accessor holds a lock for it;
    // what its lambda does may be one.
    if (Life.At && !isa<LambdaExpr>(Life.At) && Index.contains(Life.At, E.At))
      return E.Kind == Effect::Wait;
    if (foreignLambda(Index, E.At, Life.At))
      return Index.begin(E.At) < InUse.To;
    if (E.AtEnd)
      return Index.end(E.At) > InUse.From && Index.end(E.At) <= InUse.To;
    return Index.end(E.At) > InUse.From && Index.begin(E.At) < InUse.To;
  };
  const std::vector<Effect> &Effects = U.effects(Index);
  return llvm::any_of(Life.Sources, [&](AccessPath Source) {
    if (isConstant(Source))
      return false;
    Source.IsExposed = isExposed(Index, Source);
    const bool IsPrivate = isPrivate(Index, Source);
    return llvm::any_of(Effects, [&](const Effect &E) {
      return Matters(E) && changes(E, Source, IsPrivate);
    });
  });
}

} // namespace heapwise::access
