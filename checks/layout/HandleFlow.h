//===-- HandleFlow.h - Where the handle of a new object goes ----*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A `new` in a loop is no evidence of many objects at a time: the next turn
/// may drop the object of this one, or replace it. What becomes of the pointer
/// that the expression yields tells.
///
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_LAYOUT_HANDLEFLOW_H
#define HEAPWISE_CHECKS_LAYOUT_HANDLEFLOW_H

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallVector.h"

#include <optional>

namespace heapwise::layout {

/// What \p E hands on: a call, a `new`, or the name of a variable or member,
/// behind casts, temporaries, smart pointers made of it and std::move().
const clang::Expr *handedOn(const clang::Expr *E);

/// True for `new` and for calls of make_unique() and its likes.
bool makesObject(const clang::Expr *E);

/// True for pointers and for smart pointers of a library.
bool isHandle(clang::QualType T);

class HandleFlow {
public:
  struct Fate {
    enum Kind {
      Dropped,  ///< gone when the statement or the function ends
      Replaced, ///< the one object of a member or variable: see Owner
      Returned, ///< the caller decides
      Unknown,  ///< a function out of sight has it
      Kept,     ///< as many as are made
    } Is = Kept;
    /// The class of the member; null for a variable.
    const clang::RecordDecl *Owner = nullptr;
  };
  Fate fateOf(const clang::Expr *Made) const;

  // What the walk over the code sees.
  void noteVariable(const clang::VarDecl *V);
  void noteInitializer(const clang::CXXCtorInitializer *Init);
  void noteConstruction(const clang::CXXConstructExpr *E);
  void noteCall(const clang::CallExpr *Call);
  void noteBinary(const clang::BinaryOperator *Op);
  void noteReturn(const clang::ReturnStmt *Return);
  void noteMention(const clang::Expr *E, const clang::ValueDecl *D);
  /// \p E is only looked through or asked whether it is null.
  void noteReach(const clang::Expr *E);
  /// Members that the branches around the code that follows ask about.
  void enterBranch(const clang::Expr *Cond);
  void leaveBranch() { Branches.pop_back(); }

private:
  struct Sink {
    enum { Variable, Place, Argument, Result, Nowhere, Hidden } To = Nowhere;
    const clang::ValueDecl *D = nullptr;
    const clang::FunctionDecl *Callee = nullptr;
    unsigned Index = 0;
    bool Guarded = false; ///< under a branch that asks about the place
    /// For a variable that something else gave a value, which was null.
    bool Fallback = false;
    bool Moved = false; ///< the place that handed it on is empty then
  };
  void sink(const clang::Expr *Value, Sink To);
  void assign(const clang::Expr *To, const clang::Expr *Value);
  void noteArguments(const clang::FunctionDecl *Callee,
                     llvm::ArrayRef<const clang::Expr *> Args);
  Fate fateOf(const Sink &To, clang::QualType Made) const;
  Fate fateOfMentions(const clang::ValueDecl *D, clang::QualType Made) const;
  Fate fateOfArgument(const Sink &To, clang::QualType Made) const;
  bool isException(const Sink &To, clang::QualType Made) const;

  llvm::DenseMap<const clang::Expr *, Sink> Sinks;
  llvm::DenseMap<const clang::ValueDecl *,
                 llvm::SmallVector<const clang::Expr *, 4>>
      Mentions;
  /// Those under a branch that asks about the variable.
  llvm::DenseSet<const clang::Expr *> InBranch;
  llvm::DenseSet<const clang::Expr *> Reached;
  llvm::SmallVector<llvm::SmallVector<const clang::ValueDecl *, 2>, 4> Branches;
  mutable llvm::DenseSet<const clang::ValueDecl *> Open; ///< against recursion
};

} // namespace heapwise::layout

#endif // HEAPWISE_CHECKS_LAYOUT_HANDLEFLOW_H
