//===-- LocalCopies.cpp - Local variables that copy and only read ---------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Copies.h"

#include "../access/Lifetime.h"
#include "../access/Uses.h"
#include "../facts/TypeModel.h"

#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace heapwise::access;

namespace heapwise::copies {

namespace {

/// A call whose result upstream's performance-unnecessary-copy-initialization
/// takes for a reference that stays.
bool isUpstreamSource(const Expr *Source) {
  Source = Source->IgnoreParenImpCasts();
  const auto IsPlainVariable = [](const Expr *E) {
    const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts());
    const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    return V && V->hasLocalStorage();
  };
  if (isa<DeclRefExpr>(Source))
    return IsPlainVariable(Source);
  const auto *Call = dyn_cast<CallExpr>(Source);
  if (!Call || !Call->isGLValue() || isa<ExprWithCleanups>(Source))
    return false;
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(Call)) {
    const CXXMethodDecl *Method = Member->getMethodDecl();
    return Method && Method->isConst() &&
           IsPlainVariable(Member->getImplicitObjectArgument());
  }
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(Call)) {
    const auto *Method =
        dyn_cast_or_null<CXXMethodDecl>(Operator->getDirectCallee());
    return Method && Method->isConst() && IsPlainVariable(Operator->getArg(0));
  }
  return Call->getNumArgs() == 0 && Call->getType().isConstQualified();
}

/// True if upstream's default checks say the same.
bool isReportedUpstream(Unit &U, const BodyIndex &Index, const VarDecl &V,
                        const Expr *Init, const Expr *Source, const Uses &Of) {
  if (U.costs().cost(V.getType()) == CopyCost::Bytes)
    return false;
  // performance-for-range-copy
  if (Index.rangeLoop(&V))
    return !Of.NonConstCall;
  const auto *Construct = dyn_cast<CXXConstructExpr>(Init->IgnoreImplicit());
  const bool IsPlainCopy = Construct && !isa<DecompositionDecl>(V) &&
                           Construct->getConstructor()->isCopyConstructor();
  return IsPlainCopy && !isa<ExprWithCleanups>(Init) &&
         isUpstreamSource(Source) && !Of.NonConstCursor && !Of.NonConstBinding;
}

class LocalFinder {
public:
  LocalFinder(Unit &U, const BodyIndex &Index, const FinderOptions &Options,
              std::vector<LocalFinding> &Found)
      : U(U), Index(Index), Options(Options), Found(Found) {}

  void visit(const VarDecl &V);

private:
  bool isCandidate(const VarDecl &V) const;
  void report(const VarDecl &V, const Expr *Source, const Uses &Of);

  Unit &U;
  const BodyIndex &Index;
  const FinderOptions &Options;
  std::vector<LocalFinding> &Found;
};

bool LocalFinder::isCandidate(const VarDecl &V) const {
  return V.hasLocalStorage() && !V.isImplicit() && !V.isInvalidDecl() &&
         V.getInit() && !V.getType()->isReferenceType() && !V.isConstexpr() &&
         !V.isInitCapture() && isPlainCode(V.getLocation(), U.context()) &&
         !isNamedLikeASnapshot(V.getIdentifier() ? V.getName() : "");
}

/// `*it`, `*p`, or the accessor of a class that is not ours: what it yields
/// belongs to somebody.
bool isKnown(const AccessPath &P) {
  if (P.Start == Root::Unknown)
    return P.StartType.isConstQualified();
  return P.Start != Root::Temporary;
}

void LocalFinder::visit(const VarDecl &V) {
  if (!isCandidate(V))
    return;
  const QualType Type = V.getType();
  const CopyCost Cost = U.costs().cost(Type);
  const bool IsBox = isUniquePointer(recordOf(Type)) &&
                     U.costs().isExpensive(templateArgument(recordOf(Type), 0));
  if (Cost == CopyCost::Cheap && !IsBox)
    return;
  const Stmt *Declaration = Index.declaration(&V);
  const CXXForRangeStmt *Loop = Index.rangeLoop(&V);
  // One increment is not worth a word, one in each round of a loop is.
  if (Cost == CopyCost::Counted &&
      (Loop || !Declaration || loopDepth(Index, Declaration) == 0 ||
       isHeavy(Index, Index.enclosingLoop(Declaration))))
    return;
  const Expr *Source = copiedFrom(V.getInit());
  // `auto v = Names(x)` says that it wants a copy.
  if (!Source || isa<ExplicitCastExpr>(V.getInit()->IgnoreImplicit()))
    return;
  const Uses Of = usesOf(U, Index, &V);
  if (Of.Mutated || Of.Reads.empty() ||
      (Cost == CopyCost::Counted && Of.CopiedWhole))
    return;
  if (!Options.ReportUpstreamOverlap &&
      isReportedUpstream(U, Index, V, V.getInit(), Source, Of))
    return;
  CopyLife Life;
  if (Loop)
    for (const AccessPath &P : pathsOf(U, Index, Loop->getRangeInit()))
      Life.Sources.push_back(P.then(Step::Element, Type));
  else
    Life.Sources = pathsOf(U, Index, Source);
  // A range that is a temporary lives as long as its loop.
  if (Loop && !Loop->getRangeInit()->isLValue())
    Life.Sources = {};
  if (Life.Sources.empty() || !llvm::all_of(Life.Sources, isKnown))
    return;
  Life.At = Loop ? Loop->getLoopVarStmt() : Declaration;
  Life.Scope = Loop ? Loop->getBody() : Index.scope(&V);
  Life.Reads = Of.Reads;
  if (!maySourceChange(U, Index, Life) &&
      !isCopyOnPurpose(V.getLocation(), U.context()) &&
      !isNamedInSkippedCode(Index, V, U.context()))
    report(V, Source, Of);
}

void LocalFinder::report(const VarDecl &V, const Expr *Source, const Uses &Of) {
  const bool IsLoop = Index.rangeLoop(&V);
  const QualType Type = V.getType();
  const bool SameType =
      Type.getCanonicalType().getUnqualifiedType() ==
      Source->getType().getCanonicalType().getUnqualifiedType();
  LocalFinding C;
  C.Loc = V.getLocation();
  const std::string Name =
      V.getIdentifier() ? "'" + V.getName().str() + "'" : "the binding";
  const std::string Bytes = U.costs().describe(Type);
  const unsigned Depth = loopDepth(Index, Index.declaration(&V));
  C.Message = IsLoop ? Name + " copies each element of the range (" + Bytes +
                           ") and is only read"
                     : Name + " copies " + quoted(Source, U.context()) + " (" +
                           Bytes + (Depth ? ", in each round of a loop" : "") +
                           ") and is only read; the original does not change "
                           "meanwhile";
  const auto *Declaration = dyn_cast<DeclStmt>(Index.declaration(&V));
  if (SameType && !Of.NeedsNonConst && Declaration &&
      Declaration->isSingleDecl() && !isNamedInType(Index.function(), V)) {
    fixes::Edits Edits(U.context());
    makeConstReference(V, Edits, U.context());
    C.Hints = hintsOf(std::move(Edits));
  }
  if (C.Hints.empty())
    C.Notes.push_back({V.getLocation(), SameType
                                            ? "a reference to const would do"
                                            : "a pointer or reference to " +
                                                  quoted(Source, U.context()) +
                                                  " would do"});
  Found.push_back(std::move(C));
}

} // namespace

void findLocalCopies(Unit &U, const BodyIndex &Index,
                     const FinderOptions &Options,
                     std::vector<LocalFinding> &Found) {
  LocalFinder Finder(U, Index, Options, Found);
  for (const Stmt *S : Index.statements())
    if (const auto *Declaration = dyn_cast<DeclStmt>(S))
      for (const Decl *D : Declaration->decls())
        if (const auto *V = dyn_cast<VarDecl>(D))
          Finder.visit(*V);
}

} // namespace heapwise::copies
