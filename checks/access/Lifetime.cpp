//===-- Lifetime.cpp - Whether the source outlives and outlasts a copy ----===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Lifetime.h"

#include "Unit.h"

#include "llvm/ADT/STLExtras.h"

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

bool isPrivate(const BodyIndex &Index, const AccessPath &P) {
  if (P.Start != Root::Local || P.isShared() || !P.Variable)
    return false;
  return llvm::none_of(
      Index.references(P.Variable), [&](const DeclRefExpr *Ref) {
        const auto *Op = dyn_cast_or_null<UnaryOperator>(Index.parent(Ref));
        return Op && Op->getOpcode() == UO_AddrOf;
      });
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
      if (isLoop(Loop) && !(Life.At && Index.contains(Loop, Life.At)))
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
    return !IsPrivate && Source.Start != Root::Parameter &&
           Source.Start != Root::Local;
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
    return Index.end(E.At) > InUse.From && Index.begin(E.At) < InUse.To;
  };
  const std::vector<Effect> &Effects = U.effects(Index);
  return llvm::any_of(Life.Sources, [&](const AccessPath &Source) {
    if (isConstant(Source))
      return false;
    const bool IsPrivate = isPrivate(Index, Source);
    return llvm::any_of(Effects, [&](const Effect &E) {
      return Matters(E) && changes(E, Source, IsPrivate);
    });
  });
}

} // namespace heapwise::access
