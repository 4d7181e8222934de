//===-- LoopWalk.h - Walk code with its loops and branches ------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_LAYOUT_LOOPWALK_H
#define HEAPWISE_CHECKS_LAYOUT_LOOPWALK_H

#include "BulkContexts.h"

#include "fixes/UserCodeVisitor.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/Support/SaveAndRestore.h"

#include <optional>

namespace heapwise::layout {

/// How often the body of a loop runs, as far as the source says: known bounds,
/// or an unknown loop.
Frequency tripCount(const clang::Stmt *Loop, const clang::ASTContext &Context);

/// What the machine or the command line counts is few, whatever the type of the
/// number says: processors, `argc`. Nothing if \p E is another number.
std::optional<std::uint64_t> fewByNature(const clang::Expr *E);

/// True for the `int argc` and the `char **argv` of main() and of functions
/// that are handed them.
bool isCommandLine(const clang::ValueDecl *D);

/// In how many rounds of \p Loop, the innermost one if that is a `for`, else
/// null, \p Cond is true once: `i % 100 == 0`, `i == 3`. Nothing if that is not
/// known.
std::optional<std::uint64_t> roundsBetween(const clang::Expr *Cond,
                                           const clang::ForStmt *Loop,
                                           const clang::ASTContext &Context);

/// True if a branch of \p If is marked or shaped as one that is rarely taken.
bool isUnlikely(const clang::IfStmt *If);

/// True for algorithms of the standard library that call what they are given
/// once an element.
bool callsPerElement(const clang::CallExpr *Call);

/// Visits user code and knows at each place how often it runs in its function
/// and whether a branch decides about it.
template <typename Derived>
class LoopWalk : public fixes::UserCodeVisitor<Derived> {
  using Base = fixes::UserCodeVisitor<Derived>;

public:
  explicit LoopWalk(const clang::ASTContext &Context) : Context(Context) {}

  bool skips(const clang::FunctionDecl &F) const {
    return F.isDependentContext() || F.isInvalidDecl();
  }

  bool TraverseDecl(clang::Decl *D) {
    if (!D || !llvm::isa<clang::FunctionDecl>(D))
      return Base::TraverseDecl(D);
    // The body of a local class's member starts anew.
    llvm::SaveAndRestore<Frequency> Outer(Times, Frequency());
    llvm::SaveAndRestore<bool> OuterBranch(Conditional, false);
    llvm::SaveAndRestore<bool> OuterRare(Unlikely, false);
    llvm::SaveAndRestore<bool> OuterCase(Case, false);
    return Base::TraverseDecl(D);
  }

  bool TraverseForStmt(clang::ForStmt *S) {
    auto &Self = this->getDerived();
    if (!Self.TraverseStmt(S->getInit()))
      return false;
    return inLoop(tripCount(S, Context), [&] {
      llvm::SaveAndRestore<const clang::ForStmt *> In(Innermost, S);
      return Self.TraverseStmt(S->getCond()) &&
             Self.TraverseStmt(S->getInc()) && Self.TraverseStmt(S->getBody());
    });
  }
  bool TraverseWhileStmt(clang::WhileStmt *S) {
    auto &Self = this->getDerived();
    return inLoop(tripCount(S, Context), [&] {
      return Self.TraverseStmt(S->getConditionVariableDeclStmt()) &&
             Self.TraverseStmt(S->getCond()) && Self.TraverseStmt(S->getBody());
    });
  }
  bool TraverseDoStmt(clang::DoStmt *S) {
    auto &Self = this->getDerived();
    return inLoop(tripCount(S, Context), [&] {
      return Self.TraverseStmt(S->getBody()) && Self.TraverseStmt(S->getCond());
    });
  }
  bool TraverseCXXForRangeStmt(clang::CXXForRangeStmt *S) {
    auto &Self = this->getDerived();
    if (!Self.TraverseStmt(S->getInit()) ||
        !Self.TraverseStmt(S->getRangeInit()))
      return false;
    return inLoop(tripCount(S, Context), [&] {
      return Self.TraverseStmt(S->getLoopVarStmt()) &&
             Self.TraverseStmt(S->getBody());
    });
  }
  bool TraverseIfStmt(clang::IfStmt *S) {
    auto &Self = this->getDerived();
    if (!Self.TraverseStmt(S->getInit()) ||
        !Self.TraverseStmt(S->getConditionVariableDeclStmt()) ||
        !Self.TraverseStmt(S->getCond()))
      return false;
    if (S->isConstexpr())
      return Self.TraverseStmt(S->getThen()) && Self.TraverseStmt(S->getElse());
    llvm::SaveAndRestore<bool> Branch(Conditional, true);
    {
      llvm::SaveAndRestore<bool> Rare(Unlikely, Unlikely || isUnlikely(S));
      llvm::SaveAndRestore<Frequency> Then(Times);
      if (const auto Rounds = roundsBetween(S->getCond(), Innermost, Context))
        Times = Times.everyOf(*Rounds);
      if (!Self.TraverseStmt(S->getThen()))
        return false;
    }
    return Self.TraverseStmt(S->getElse());
  }
  bool TraverseSwitchStmt(clang::SwitchStmt *S) {
    auto &Self = this->getDerived();
    if (!Self.TraverseStmt(S->getInit()) || !Self.TraverseStmt(S->getCond()))
      return false;
    llvm::SaveAndRestore<bool> Branch(Conditional, true);
    llvm::SaveAndRestore<bool> InCase(Case, true);
    return Self.TraverseStmt(S->getBody());
  }
  bool TraverseConditionalOperator(clang::ConditionalOperator *S) {
    auto &Self = this->getDerived();
    if (!Self.TraverseStmt(S->getCond()))
      return false;
    llvm::SaveAndRestore<bool> Branch(Conditional, true);
    return Self.TraverseStmt(S->getTrueExpr()) &&
           Self.TraverseStmt(S->getFalseExpr());
  }
  bool TraverseCXXCatchStmt(clang::CXXCatchStmt *S) {
    llvm::SaveAndRestore<bool> Branch(Conditional, true);
    return Base::TraverseCXXCatchStmt(S);
  }
  bool TraverseCallExpr(clang::CallExpr *S) {
    if (!callsPerElement(S))
      return Base::TraverseCallExpr(S);
    return inLoop({1, 1}, [&] { return Base::TraverseCallExpr(S); });
  }

protected:
  Site here(clang::SourceLocation Loc) const {
    return {this->Function, Times, Times, Conditional, Unlikely, Case, Loc};
  }

  const clang::ASTContext &Context;
  Frequency Times;
  bool Conditional = false;
  bool Unlikely = false; ///< in a branch that is marked as rarely taken
  bool Case = false;     ///< in a switch within the innermost loop

private:
  const clang::ForStmt *Innermost = nullptr;

  template <typename Callable> bool inLoop(Frequency F, Callable Body) {
    llvm::SaveAndRestore<Frequency> Outer(Times, Times * F);
    llvm::SaveAndRestore<bool> OuterBranch(Conditional, false);
    llvm::SaveAndRestore<bool> OuterCase(Case, false);
    llvm::SaveAndRestore<const clang::ForStmt *> OuterFor(Innermost, nullptr);
    return Body();
  }
};

} // namespace heapwise::layout

#endif // HEAPWISE_CHECKS_LAYOUT_LOOPWALK_H
