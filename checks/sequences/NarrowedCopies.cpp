//===-- NarrowedCopies.cpp - Copies that are cut before they are read -----===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Sequences.h"

#include "../access/CopyCost.h"
#include "../access/Lifetime.h"
#include "../access/Uses.h"
#include "../copies/Copies.h"

#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace heapwise::access;
using llvm::StringRef;

namespace heapwise::sequences {

/// True if one of \p Call's arguments is the begin() or end() of \p V itself.
static bool touchesAnEnd(const CallExpr &Call, const VarDecl &V) {
  return llvm::any_of(Call.arguments(), [&](const Expr *A) {
    const Expr *E = A->IgnoreImplicit();
    if (const auto *Construct = dyn_cast<CXXConstructExpr>(E))
      if (Construct->getNumArgs())
        E = Construct->getArg(0)->IgnoreImplicit();
    const auto *Member = dyn_cast<CXXMemberCallExpr>(E);
    const auto *Ref =
        Member ? dyn_cast<DeclRefExpr>(
                     Member->getImplicitObjectArgument()->IgnoreImpCasts())
               : nullptr;
    return Ref && Ref->getDecl() == &V;
  });
}

static bool isSort(const FunctionDecl *F) {
  return F && F->getIdentifier() &&
         (F->getName() == "sort" || F->getName() == "stable_sort");
}

/// True if \p Ref only asks for the first or last element, or how many there
/// are.
static bool looksAtAnEnd(const BodyIndex &Index, const DeclRefExpr *Ref) {
  const Stmt *Parent = Index.parent(Ref);
  while (Parent && isa<ImplicitCastExpr>(Parent))
    Parent = Index.parent(Parent);
  const auto *Member = dyn_cast_or_null<MemberExpr>(Parent);
  return Member && Member->getMemberDecl()->getIdentifier() &&
         llvm::is_contained({"front", "back", "size", "empty"},
                            Member->getMemberDecl()->getName());
}

/// The call by which the use \p Ref of \p V makes it smaller from one end, or
/// turns it round.
static const CallExpr *narrowingCall(const BodyIndex &Index,
                                     const DeclRefExpr *Ref, const VarDecl &V) {
  for (const Stmt *S = Index.parent(Ref); S && isa<Expr>(S);
       S = Index.parent(S)) {
    const auto *Call = dyn_cast<CallExpr>(S);
    const FunctionDecl *F = Call ? Call->getDirectCallee() : nullptr;
    if (!F || !F->getIdentifier())
      continue;
    const StringRef Name = F->getName();
    if (Name == "pop_back" || Name == "pop_front")
      return Call;
    if (Name == "erase" && isa<CXXMemberCallExpr>(Call))
      return Call->getNumArgs() == 2 && touchesAnEnd(*Call, V) ? Call : nullptr;
    if ((Name == "reverse" || isSort(F)) && F->isInStdNamespace())
      return Call;
  }
  return nullptr;
}

static void visit(Unit &U, const BodyIndex &Index, const VarDecl &V,
                  std::vector<LocalFinding> &Found) {
  if (!V.hasLocalStorage() || !V.getInit() || V.getType()->isReferenceType() ||
      !V.getIdentifier() || !isSequence(recordOf(V.getType())) ||
      isLibraryClass(recordOf(V.getType()), {"basic_string"}) ||
      !copies::isPlainCode(V.getLocation(), U.context()))
    return;
  const Expr *Source = copies::copiedFrom(V.getInit());
  if (!Source)
    return;
  llvm::SmallVector<const Expr *, 4> Narrowing;
  bool IsSorted = false;
  const Stmt *Declaration = Index.declaration(&V);
  for (const DeclRefExpr *Ref : Index.references(&V))
    if (const CallExpr *Call = narrowingCall(Index, Ref, V)) {
      if (Index.enclosingLoop(Call) != Index.enclosingLoop(Declaration))
        return;
      Narrowing.push_back(Call);
      IsSorted |= isSort(Call->getDirectCallee());
    }
  if (Narrowing.empty())
    return;
  // Sorting pays, unless only the least or the greatest is looked at.
  if (IsSorted) {
    unsigned Looks = 0;
    for (const DeclRefExpr *Ref : Index.references(&V)) {
      if (narrowingCall(Index, Ref, V))
        continue;
      if (!looksAtAnEnd(Index, Ref))
        return;
      ++Looks;
    }
    if (!Looks)
      return;
  }
  const Uses Of = usesOf(U, Index, &V, Narrowing);
  if (Of.Mutated || Of.CopiedWhole)
    return;
  const CopyLife Life = {pathsOf(U, Index, Source), Declaration,
                         Index.scope(&V), Of.Reads};
  for (const AccessPath &P : Life.Sources)
    if (P.Start == Root::Unknown)
      return;
  if (maySourceChange(U, Index, Life))
    return;
  LocalFinding F;
  F.Loc = V.getLocation();
  F.Message = "'" + V.getName().str() + "' copies " +
              copies::quoted(Source, U.context()) + " (" +
              U.costs().describe(V.getType()) +
              (IsSorted ? ") only to sort it and look at an end"
                        : ") only to cut or reverse it and read what is left");
  F.Notes.push_back(
      {Narrowing.front()->getBeginLoc(),
       IsSorted ? "std::min_element or std::max_element would do"
                : "a pair of iterators into the original, reverse ones if "
                  "need be, would do"});
  Found.push_back(std::move(F));
}

void findNarrowedCopies(Unit &U, const BodyIndex &Index,
                        std::vector<LocalFinding> &Found) {
  for (const Stmt *S : Index.statements())
    if (const auto *Declaration = dyn_cast<DeclStmt>(S))
      for (const Decl *D : Declaration->decls())
        if (const auto *V = dyn_cast<VarDecl>(D))
          visit(U, Index, *V, Found);
}

} // namespace heapwise::sequences
