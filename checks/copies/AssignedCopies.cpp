//===-- AssignedCopies.cpp - Variables that are only assigned copies ------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Copies.h"

#include "../access/Lifetime.h"
#include "../access/Uses.h"

#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace heapwise::access;

namespace heapwise::copies {

/// True for `T v;` and `T v{};`.
static bool startsEmpty(const VarDecl &V) {
  const Expr *Init = V.getInit();
  if (!Init)
    return true;
  Init = Init->IgnoreImplicit();
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(Init))
    return Construct->getNumArgs() == 0;
  const auto *List = dyn_cast<InitListExpr>(Init);
  return List && List->getNumInits() == 0;
}

/// What the assignment \p Call copies to its left side: an lvalue of the same
/// type, of what an optional holds, or of a pair that converts.
static const Expr *assignedCopy(const CXXOperatorCallExpr &Call) {
  if (Call.getOperator() != OO_Equal || Call.getNumArgs() != 2)
    return nullptr;
  const Expr *Right = Call.getArg(1)->IgnoreParenImpCasts();
  if (!Right->isLValue() || isa<StringLiteral>(Right))
    return nullptr;
  const auto Plain = [](QualType T) {
    return T.getNonReferenceType().getCanonicalType().getUnqualifiedType();
  };
  const QualType Left = Plain(Call.getArg(0)->getType());
  const QualType Given = Plain(Right->getType());
  if (Left == Given)
    return Right;
  const CXXRecordDecl *R = recordOf(Left);
  if (isLibraryClass(R, {"optional"}))
    return !templateArgument(R, 0).isNull() &&
                   Plain(templateArgument(R, 0)) == Given
               ? Right
               : nullptr;
  // The element of a map is a pair with a const key.
  return isLibraryClass(R, {"pair"}) &&
                 isLibraryClass(recordOf(Given), {"pair"}) &&
                 Plain(templateArgument(R, 0)) ==
                     Plain(templateArgument(recordOf(Given), 0)) &&
                 Plain(templateArgument(R, 1)) ==
                     Plain(templateArgument(recordOf(Given), 1))
             ? Right
             : nullptr;
}

static bool isWorthIt(Unit &U, const VarDecl &V) {
  const QualType T = V.getType();
  if (U.costs().cost(T) != CopyCost::Heap)
    return U.costs().cost(T) == CopyCost::Bytes;
  return true;
}

static void visit(Unit &U, const BodyIndex &Index, const VarDecl &V,
                  std::vector<LocalFinding> &Found) {
  if (!V.hasLocalStorage() || V.getType()->isReferenceType() ||
      isa<ParmVarDecl>(V) || !isPlainCode(V.getLocation(), U.context()) ||
      !startsEmpty(V) || !isWorthIt(U, V) || !V.getIdentifier() ||
      isNamedLikeASnapshot(V.getName()))
    return;
  llvm::SmallVector<const Expr *, 2> Assignments;
  llvm::SmallVector<const Expr *, 2> Sources;
  for (const DeclRefExpr *Ref : Index.references(&V)) {
    const auto *Call = dyn_cast_or_null<CXXOperatorCallExpr>(Index.parent(Ref));
    if (!Call || Call->getArg(0) != Ref)
      continue;
    if (const Expr *Source = assignedCopy(*Call)) {
      Assignments.push_back(Call);
      Sources.push_back(Source);
    }
  }
  if (Assignments.empty())
    return;
  const Uses Of = usesOf(U, Index, &V, Assignments);
  if (Of.Mutated || Of.CopiedWhole)
    return;
  llvm::SmallVector<const Expr *, 8> Reads;
  llvm::copy_if(Of.Reads, std::back_inserter(Reads), [&](const Expr *Read) {
    return !llvm::is_contained(Assignments, Index.parent(Read));
  });
  // What is read before it is assigned is the value that it had.
  if (llvm::none_of(Reads, [&](const Expr *Read) {
        return Index.begin(Read) > Index.end(Assignments.front()) ||
               Index.enclosingLoop(Assignments.front());
      }))
    return;
  for (auto [Assignment, Source] : llvm::zip(Assignments, Sources)) {
    CopyLife Life;
    Life.Sources = pathsOf(U, Index, Source);
    for (const AccessPath &P : Life.Sources)
      if (P.Start == Root::Unknown)
        return;
    Life.At = Assignment;
    Life.Scope = Index.scope(&V);
    Life.Reads = Reads;
    if (maySourceChange(U, Index, Life))
      return;
  }
  LocalFinding C;
  C.Loc = Assignments.front()->getBeginLoc();
  if (!isPlainCode(C.Loc, U.context()))
    return;
  const unsigned Depth = loopDepth(Index, Assignments.front());
  // What is tried and used afterwards needs a variable of its own.
  const auto *Try = Index.enclosing<CXXTryStmt>(Assignments.front());
  if (Try && !Index.contains(Try, Index.declaration(&V)))
    return;
  C.Message = "'" + V.getName().str() + "' is assigned a copy of " +
              quoted(Sources.front(), U.context()) + " (" +
              U.costs().describe(V.getType()) +
              (Depth ? ", in each round of a loop" : "") +
              ") and is only read; the original does not change meanwhile";
  for (const Expr *Other : llvm::drop_begin(Assignments))
    C.Notes.push_back({Other->getBeginLoc(), "another copy is assigned here"});
  C.Notes.push_back({V.getLocation(), "a pointer to const would do"});
  Found.push_back(std::move(C));
}

void findAssignedCopies(Unit &U, const BodyIndex &Index, const FinderOptions &,
                        std::vector<LocalFinding> &Found) {
  for (const Stmt *S : Index.statements())
    if (const auto *Declaration = dyn_cast<DeclStmt>(S))
      for (const Decl *D : Declaration->decls())
        if (const auto *V = dyn_cast<VarDecl>(D))
          visit(U, Index, *V, Found);
}

} // namespace heapwise::copies
