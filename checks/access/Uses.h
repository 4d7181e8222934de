//===-- Uses.h - What a function does with a variable -----------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_ACCESS_USES_H
#define HEAPWISE_CHECKS_ACCESS_USES_H

#include "clang/AST/DeclCXX.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/SmallVector.h"

namespace heapwise::access {

class BodyIndex;
class Unit;

/// What becomes of an object, its parts, and the references, pointers and
/// iterators into it.
struct Uses {
  /// It is changed, moved from or given away, or something happens to it that
  /// is not understood.
  bool Mutated = false;
  /// What is read could not be read through a const reference as it is written:
  /// an iterator is spelled `T::iterator`, a callee takes `T &`.
  bool NeedsNonConst = false;
  /// It is read by a member function, a reference or a call that could change
  /// it: what a check that goes by constness alone takes for a change.
  bool NonConstCall = false;
  /// A call of that kind yields a pointer or iterator.
  bool NonConstCursor = false;
  bool NonConstBinding = false;
  /// All of it is copied into another object.
  bool CopiedWhole = false;
  /// Every expression that reads it, by whatever name.
  llvm::SmallVector<const clang::Expr *, 8> Reads;
};

/// Follows the variable or binding \p D through \p Index's function. Whatever
/// is not known to read counts as a change, except for being the object of the
/// calls \p Except. Linear in the number of uses.
Uses usesOf(Unit &U, const BodyIndex &Index, const clang::ValueDecl *D,
            llvm::ArrayRef<const clang::Expr *> Except = {});

/// The same for the object that the expression \p E yields, from there on.
Uses usesOf(Unit &U, const BodyIndex &Index, const clang::Expr *E);

/// True if \p Method, not const itself, has an overload that is const and takes
/// the same: begin(), at(), operator[] of a vector. To call one is to read.
bool hasConstTwin(const clang::CXXMethodDecl &Method);

/// True if the library's \p Method only reads what the pointers and iterators
/// that it is given lead to: insert(), append() and assign() of a container.
bool readsThroughCursors(const clang::CXXMethodDecl &Method);

/// True for the call operator of an algorithm over ranges, which is an object:
/// std::ranges::sort.
bool isRangeFunction(const clang::FunctionDecl &F);

/// The type of \p F's parameter number \p Index as its template has it, of a
/// pack the pattern; null if \p F is made from none.
clang::QualType patternOfParameter(const clang::FunctionDecl &F,
                                   unsigned Index);

/// True if \p Index is the number of a `T &&` parameter that takes whatever it
/// is given.
bool isForwardingParameter(const clang::FunctionDecl *F, unsigned Index);

/// True if all that \p Call may call are lambdas that do not change what they
/// are given.
bool callsReadingLambdas(const clang::CallExpr *Call);

/// The name that \p F is called by; find_if for std::ranges::find_if, which is
/// an object.
llvm::StringRef calledName(const clang::FunctionDecl &F);

/// An algorithm of the standard library that only reads its ranges.
bool isReadingAlgorithm(const clang::FunctionDecl *F);

} // namespace heapwise::access

#endif // HEAPWISE_CHECKS_ACCESS_USES_H
