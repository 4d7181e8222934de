//===-- BodyIndex.h - A function's body with parents and order --*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_ACCESS_BODYINDEX_H
#define HEAPWISE_CHECKS_ACCESS_BODYINDEX_H

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

#include <vector>

namespace heapwise::access {

/// One walk of a function's body, lambda bodies included: what is around a
/// statement, in which order statements come, and where a variable is named.
/// Linear in the size of the body; the AST's own parent map would walk the
/// whole translation unit.
class BodyIndex {
public:
  explicit BodyIndex(const clang::FunctionDecl &F);

  const clang::FunctionDecl &function() const { return Function; }

  /// In the order of the source; what is nested comes after what it is in.
  llvm::ArrayRef<const clang::Stmt *> statements() const { return Order; }

  const clang::Stmt *parent(const clang::Stmt *S) const;

  /// The closest statement around \p S, or \p S itself, that is a \p T.
  template <typename T> const T *enclosing(const clang::Stmt *S) const {
    for (; S; S = parent(S))
      if (const auto *Found = llvm::dyn_cast<T>(S))
        return Found;
    return nullptr;
  }

  bool contains(const clang::Stmt *Outer, const clang::Stmt *Inner) const {
    return begin(Outer) <= begin(Inner) && end(Inner) <= end(Outer);
  }

  /// Places in the order of the source, for comparisons only.
  unsigned begin(const clang::Stmt *S) const;
  unsigned end(const clang::Stmt *S) const;

  /// Where \p D is named.
  llvm::ArrayRef<const clang::DeclRefExpr *>
  references(const clang::ValueDecl *D) const;

  /// The variable that \p Init initialises, or null.
  const clang::VarDecl *initialised(const clang::Expr *Init) const {
    return Initialised.lookup(Init);
  }

  /// The loop whose variable \p V is, or null.
  const clang::CXXForRangeStmt *rangeLoop(const clang::VarDecl *V) const {
    return RangeLoops.lookup(V);
  }

  /// The statement that declares \p V, or null for a parameter.
  const clang::Stmt *declaration(const clang::VarDecl *V) const {
    return Declarations.lookup(V);
  }

  /// The statement whose end is the end of \p V's life: a block, a loop or an
  /// if with an initialiser; the body of its function or lambda for a
  /// parameter.
  const clang::Stmt *scope(const clang::VarDecl *V) const;

  /// The outermost expression that \p S is part of, within one lambda.
  const clang::Stmt *fullExpression(const clang::Stmt *S) const;

  /// The loop around \p S that is closest, within one lambda, or null.
  const clang::Stmt *enclosingLoop(const clang::Stmt *S) const;

  /// True for a function whose order of execution the order of the source does
  /// not tell: coroutines and jumps.
  bool isUnordered() const { return Unordered; }

private:
  struct Place {
    const clang::Stmt *Parent;
    unsigned Begin, End;
  };

  void walk(const clang::Stmt *S, const clang::Stmt *Parent);
  void enter(const clang::Stmt *S);
  void enterVariable(const clang::VarDecl *V, const clang::Stmt *At);

  const clang::FunctionDecl &Function;
  std::vector<const clang::Stmt *> Order;
  llvm::DenseMap<const clang::Stmt *, Place> Places;
  llvm::DenseMap<const clang::ValueDecl *,
                 llvm::SmallVector<const clang::DeclRefExpr *, 4>>
      References;
  llvm::DenseMap<const clang::Expr *, const clang::VarDecl *> Initialised;
  llvm::DenseMap<const clang::VarDecl *, const clang::Stmt *> Declarations;
  llvm::DenseMap<const clang::VarDecl *, const clang::CXXForRangeStmt *>
      RangeLoops;
  unsigned Counter = 0;
  bool Unordered = false;
};

bool isLoop(const clang::Stmt *S);

/// True if \p S is in what \p Loop does once: its start, or the range that it
/// walks.
bool isRunOnce(const BodyIndex &Index, const clang::Stmt *Loop,
               const clang::Stmt *S);

/// How many loops are around \p S in its function; what a lambda does counts
/// from the lambda's own start.
unsigned loopDepth(const BodyIndex &Index, const clang::Stmt *S);

} // namespace heapwise::access

#endif // HEAPWISE_CHECKS_ACCESS_BODYINDEX_H
