//===-- Assignments.h - Variables that change -------------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_FACTS_ASSIGNMENTS_H
#define HEAPWISE_CHECKS_FACTS_ASSIGNMENTS_H

#include "clang/AST/Stmt.h"
#include "llvm/ADT/SmallVector.h"

namespace heapwise::facts {

/// The variables that a statement may give another value, in source order and
/// as often as it does.
struct Assignments {
  llvm::SmallVector<const clang::ValueDecl *, 8> Assigned;
  llvm::SmallVector<const clang::ValueDecl *, 2> MovedFrom;

  /// Linear in the size of \p S.
  static Assignments in(const clang::Stmt *S);
};

} // namespace heapwise::facts

#endif // HEAPWISE_CHECKS_FACTS_ASSIGNMENTS_H
