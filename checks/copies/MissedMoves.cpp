//===-- MissedMoves.cpp - Copies of what may be moved from ----------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Copies.h"

#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace heapwise::access;

namespace heapwise::copies {

/// True for v.push_back(x), which copies what it would move if it could.
static bool isAddedToContainer(const CXXMemberCallExpr *Call) {
  const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
  return Method && Method->getIdentifier() && Call->getNumArgs() == 1 &&
         isContainer(Method->getParent()) &&
         llvm::is_contained({"push_back", "push_front", "insert"},
                            Method->getName()) &&
         Method->getParamDecl(0)->getType()->isLValueReferenceType();
}

/// The only use of an rvalue reference parameter is to be copied from.
static void visitParameter(Unit &U, const BodyIndex &Index,
                           const ParmVarDecl &P,
                           std::vector<LocalFinding> &Found) {
  const QualType T = P.getType();
  if (!T->isRValueReferenceType() || T->getPointeeType().isConstQualified() ||
      U.costs().cost(T->getPointeeType()) != CopyCost::Heap)
    return;
  const auto References = Index.references(&P);
  if (References.size() != 1 ||
      !isPlainCode(References.front()->getBeginLoc(), U.context()) ||
      Index.isUnordered() || Index.enclosingLoop(References.front()) ||
      Index.enclosing<CXXTryStmt>(References.front()) ||
      Index.enclosing<LambdaExpr>(References.front()))
    return;
  const DeclRefExpr *Ref = References.front();
  const Stmt *Parent = Index.parent(Ref);
  while (Parent && isa<ImplicitCastExpr>(Parent))
    Parent = Index.parent(Parent);
  const auto *Construct = dyn_cast_or_null<CXXConstructExpr>(Parent);
  const auto *Assign = dyn_cast_or_null<CXXOperatorCallExpr>(Parent);
  const bool Copies =
      (Construct && Construct->getConstructor()->isCopyConstructor()) ||
      (Assign && Assign->getOperator() == OO_Equal &&
       Assign->getArg(1)->IgnoreParenImpCasts() == Ref &&
       Assign->getArg(0)->getType().getCanonicalType() ==
           Ref->getType().getCanonicalType()) ||
      isAddedToContainer(dyn_cast_or_null<CXXMemberCallExpr>(Parent));
  if (!Copies)
    return;
  LocalFinding C;
  C.Loc = Ref->getBeginLoc();
  C.Message = "'" + P.getName().str() +
              "' is an rvalue reference, but it has a name: it is copied (" +
              U.costs().describe(T->getPointeeType()) + "), not moved";
  C.Hints = {FixItHint::CreateInsertion(Ref->getBeginLoc(), "std::move("),
             FixItHint::CreateInsertion(
                 Ref->getEndLoc().getLocWithOffset(P.getName().size()), ")")};
  Found.push_back(std::move(C));
}

/// `{std::move(a), std::move(b)}` for a container: the elements of an
/// initializer_list are const, so that the container copies them again.
static void visitList(Unit &U, const CXXStdInitializerListExpr &E,
                      std::vector<LocalFinding> &Found) {
  const auto *List = dyn_cast<InitListExpr>(E.getSubExpr()->IgnoreImplicit());
  if (!List || !isPlainCode(List->getBeginLoc(), U.context()))
    return;
  for (const Expr *Element : List->inits()) {
    const auto *Construct =
        dyn_cast<CXXConstructExpr>(Element->IgnoreImplicit());
    if (!Construct || !Construct->getConstructor()->isMoveConstructor() ||
        U.costs().cost(Construct->getType()) != CopyCost::Heap ||
        !Construct->getArg(0)->isXValue() ||
        isa<MaterializeTemporaryExpr>(Construct->getArg(0)->IgnoreImpCasts()))
      continue;
    LocalFinding C;
    C.Loc = Element->getBeginLoc();
    C.Message = quoted(Construct->getArg(0), U.context()) +
                " moves into an initializer_list, and the container copies it "
                "from there (" +
                U.costs().describe(Construct->getType()) + ")";
    C.Notes.push_back({C.Loc, "push_back() or emplace_back() moves it into "
                              "the container itself"});
    Found.push_back(std::move(C));
    return;
  }
}

void findMissedMoves(Unit &U, const BodyIndex &Index, const FinderOptions &,
                     std::vector<LocalFinding> &Found) {
  for (const ParmVarDecl *P : Index.function().parameters())
    visitParameter(U, Index, *P, Found);
  for (const Stmt *S : Index.statements())
    if (const auto *List = dyn_cast<CXXStdInitializerListExpr>(S))
      visitList(U, *List, Found);
}

} // namespace heapwise::copies
