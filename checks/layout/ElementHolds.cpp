//===-- ElementHolds.cpp - Handles of elements while more come ------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ElementHolds.h"

#include "fixes/UserCodeVisitor.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace heapwise::layout {

static Stretch stretchOf(SourceLocation Begin, SourceLocation End,
                         const SourceManager &SM) {
  const auto [File, From] = SM.getDecomposedExpansionLoc(Begin);
  const auto [EndFile, To] = SM.getDecomposedExpansionLoc(End);
  return {File, From, File == EndFile ? To : From};
}

/// A type whose objects lead to elements: references, pointers, iterators, and
/// pairs of an iterator and what an insertion says besides.
static bool leadsToElement(QualType T, unsigned Depth = 0) {
  if (T->isReferenceType() || T->isPointerType())
    return true;
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  if (!R)
    return false;
  if (R->getIdentifier() && R->getName().contains_insensitive("iterator"))
    return true;
  return Depth == 0 && stdName(R) == "pair" &&
         (leadsToElement(typeArgument(T, 0), 1) ||
          leadsToElement(typeArgument(T, 1), 1));
}

/// Calls \p Act for each variable and member that \p S names.
static void forEachName(const Stmt *S,
                        llvm::function_ref<void(const ValueDecl *)> Act) {
  if (!S)
    return;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(S)) {
    const ValueDecl *D = Ref->getDecl();
    if (const auto *B = dyn_cast<BindingDecl>(D))
      D = cast<ValueDecl>(B->getDecomposedDecl());
    Act(D);
  } else if (const auto *M = dyn_cast<MemberExpr>(S)) {
    Act(M->getMemberDecl());
  }
  for (const Stmt *Child : S->children())
    forEachName(Child, Act);
}

/// Which variables hold on to an element of which container, from where to
/// where. One that is named in a loop lives through the whole loop, unless it
/// is declared in there.
class HoldWalk : public fixes::UserCodeVisitor<HoldWalk> {
  using Base = fixes::UserCodeVisitor<HoldWalk>;

public:
  HoldWalk(ElementHolds &Out, const llvm::DenseSet<const ValueDecl *> &Wanted)
      : Out(Out), Wanted(Wanted) {}

  bool skips(const FunctionDecl &F) const { return F.isDependentContext(); }

  bool VisitVarDecl(VarDecl *V) {
    if (V->isLocalVarDecl() && V->getInit() && leadsToElement(V->getType()))
      hold(V, V->getInit(), V->getEndLoc());
    return true;
  }
  bool VisitBinaryOperator(BinaryOperator *Op) {
    if (Op->getOpcode() == BO_Assign)
      assign(Op->getLHS(), Op->getRHS(), Op->getEndLoc());
    return true;
  }
  bool VisitCXXOperatorCallExpr(CXXOperatorCallExpr *Call) {
    if (Call->getOperator() == OO_Equal && Call->getNumArgs() == 2)
      assign(Call->getArg(0), Call->getArg(1), Call->getEndLoc());
    return true;
  }
  bool VisitDeclRefExpr(DeclRefExpr *Ref) {
    const ValueDecl *D = Ref->getDecl();
    if (const auto *B = dyn_cast<BindingDecl>(D))
      D = cast<ValueDecl>(B->getDecomposedDecl());
    auto It = Held.find(D);
    if (It == Held.end())
      return true;
    for (const Hold &H : It->second) {
      ElementHolds::Life Life{H.From, Instead};
      Life.In.End = std::max(Life.In.End, offset(Ref->getEndLoc()));
      for (const Stretch &Loop : Loops)
        if (!Loop.contains(H.Declared)) {
          Life.In.Begin = std::min(Life.In.Begin, Loop.Begin);
          Life.In.End = std::max(Life.In.End, Loop.End);
          // The next turn may take the other branch.
          Life.Without.clear();
        }
      Out.Holds[H.Container].push_back(std::move(Life));
    }
    return true;
  }

  /// `if (it == all.end()) all.push_back(x); else use(*it);`
  bool TraverseIfStmt(IfStmt *S) {
    if (!TraverseStmt(S->getInit()) ||
        !TraverseStmt(S->getConditionVariableDeclStmt()) ||
        !TraverseStmt(S->getCond()) || !TraverseStmt(S->getThen()))
      return false;
    Instead.push_back(stretchOf(S->getThen()->getBeginLoc(),
                                S->getThen()->getEndLoc(), Out.SM));
    const bool Continue = TraverseStmt(S->getElse());
    if (!leaves(S->getThen()))
      Instead.pop_back();
    return Continue;
  }
  bool TraverseCompoundStmt(CompoundStmt *S) {
    const std::size_t Before = Instead.size();
    const bool Continue = Base::TraverseCompoundStmt(S);
    Instead.truncate(Before);
    return Continue;
  }
  bool TraverseForStmt(ForStmt *S) {
    // What the first part declares lives through the loop.
    if (!TraverseStmt(S->getInit()))
      return false;
    return inLoop(S->getInit() ? S->getInit()->getEndLoc() : S->getForLoc(),
                  S->getEndLoc(), [&] {
                    return TraverseStmt(S->getCond()) &&
                           TraverseStmt(S->getBody()) &&
                           TraverseStmt(S->getInc());
                  });
  }
  bool TraverseWhileStmt(WhileStmt *S) {
    return inLoop(S->getBeginLoc(), S->getEndLoc(),
                  [&] { return Base::TraverseWhileStmt(S); });
  }
  bool TraverseDoStmt(DoStmt *S) {
    return inLoop(S->getBeginLoc(), S->getEndLoc(),
                  [&] { return Base::TraverseDoStmt(S); });
  }
  bool TraverseCXXForRangeStmt(CXXForRangeStmt *S) {
    // The loop itself holds an iterator.
    if (S->getRangeInit() && S->getBody())
      forEachContainer(S->getRangeInit(), [&](const ValueDecl *Container) {
        Out.Holds[Container].push_back(
            {stretchOf(S->getBody()->getBeginLoc(), S->getBody()->getEndLoc(),
                       Out.SM),
             {}});
      });
    return inLoop(S->getColonLoc(), S->getEndLoc(),
                  [&] { return Base::TraverseCXXForRangeStmt(S); });
  }

private:
  struct Hold {
    const ValueDecl *Container;
    Stretch Declared; ///< the variable
    Stretch From;     ///< where it is given the handle
  };

  /// What comes after \p S in its block does not come after it in time.
  static bool leaves(const Stmt *S) {
    if (const auto *Block = dyn_cast<CompoundStmt>(S))
      S = Block->body_empty() ? nullptr : Block->body_back();
    return isa_and_nonnull<ReturnStmt, ContinueStmt, BreakStmt, CXXThrowExpr>(
        S);
  }
  unsigned offset(SourceLocation Loc) const {
    return Out.SM.getDecomposedExpansionLoc(Loc).second;
  }
  template <typename Callable>
  bool inLoop(SourceLocation Begin, SourceLocation End, Callable Body) {
    Loops.push_back(stretchOf(Begin, End, Out.SM));
    const bool Continue = Body();
    Loops.pop_back();
    return Continue;
  }

  /// Calls \p Act for each container of which \p E may be an element, or a
  /// handle of one.
  template <typename Callable>
  void forEachContainer(const Expr *E, Callable Act) const {
    llvm::SmallPtrSet<const ValueDecl *, 4> Found;
    forEachName(E, [&](const ValueDecl *D) {
      if (Wanted.contains(D))
        Found.insert(D);
      if (auto It = Held.find(D); It != Held.end())
        for (const Hold &H : It->second)
          Found.insert(H.Container);
    });
    for (const ValueDecl *D : Found)
      Act(D);
  }

  void hold(const VarDecl *V, const Expr *Value, SourceLocation From) {
    llvm::SmallVector<Hold, 2> New;
    const Stretch At = stretchOf(From, From, Out.SM);
    forEachContainer(Value, [&](const ValueDecl *Container) {
      New.push_back({Container,
                     stretchOf(V->getLocation(), V->getLocation(), Out.SM),
                     At});
    });
    if (!New.empty())
      llvm::append_range(Held[V], New);
  }
  void assign(const Expr *To, const Expr *Value, SourceLocation From) {
    const auto *Ref = dyn_cast<DeclRefExpr>(To->IgnoreParenImpCasts());
    const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    // What is assigned to a reference is a value.
    if (V && V->isLocalVarDeclOrParm() && !V->getType()->isReferenceType() &&
        leadsToElement(V->getType()))
      hold(V, Value, From);
  }

  ElementHolds &Out;
  const llvm::DenseSet<const ValueDecl *> &Wanted;
  llvm::DenseMap<const ValueDecl *, llvm::SmallVector<Hold, 2>> Held;
  llvm::SmallVector<Stretch, 4> Loops;
  llvm::SmallVector<Stretch, 2> Instead;
};

ElementHolds::ElementHolds(const BulkContexts &Bulk, ASTContext &Context)
    : Bulk(Bulk), SM(Context.getSourceManager()) {
  llvm::DenseSet<const ValueDecl *> Wanted;
  for (const DeclaratorDecl *D : Bulk.containers())
    if (const auto Shape = containerShape(D->getType(), Context);
        Shape && Shape->isNode())
      Wanted.insert(D);
  if (Wanted.empty())
    return;
  HoldWalk Walk(*this, Wanted);
  for (Decl *D : Context.getTraversalScope())
    Walk.TraverseDecl(D);
}

bool ElementHolds::grows(const ValueDecl *Container, const Life &During) const {
  // Functions that add elements, and those that call them.
  llvm::DenseSet<const FunctionDecl *> Growing;
  llvm::SmallVector<const FunctionDecl *> Work;
  auto Happens = [&](const Site &S) {
    if (S.In && Growing.insert(S.In->getCanonicalDecl()).second)
      Work.push_back(S.In);
    const Stretch Here = stretchOf(S.Loc, S.Loc, SM);
    return During.In.contains(Here) &&
           llvm::none_of(During.Without, [&](const Stretch &Branch) {
             return Branch.contains(Here);
           });
  };
  for (const ContainerCall &C : Bulk.calls())
    if (C.Root == Container && C.Op != ContainerCall::Other && Happens(C.Where))
      return true;
  while (!Work.empty())
    for (const Site &S : Bulk.callersOf(Work.pop_back_val()))
      if (Happens(S))
        return true;
  return false;
}

bool ElementHolds::isHeldWhileGrowing(const ValueDecl *Container) const {
  auto It = Holds.find(Container);
  return It != Holds.end() && llvm::any_of(It->second, [&](const Life &L) {
           return grows(Container, L);
         });
}

} // namespace heapwise::layout
