//===-- Lifetime.h - Whether the source outlives and outlasts a copy *- C++
//-*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_ACCESS_LIFETIME_H
#define HEAPWISE_CHECKS_ACCESS_LIFETIME_H

#include "AccessPath.h"

namespace heapwise::access {

/// A copy that was taken, and for how long it is looked at.
struct CopyLife {
  /// What is copied; each of them, if it may be one of several.
  AccessPaths Sources;
  /// Where the copy is taken; null for a parameter.
  const clang::Stmt *At;
  /// The block in which the copy lives.
  const clang::Stmt *Scope;
  /// Where it is read.
  llvm::ArrayRef<const clang::Expr *> Reads;
};

/// True unless it is clear that every source lives and keeps its value from
/// \p Life.At to the last read. The order of the source stands for the order of
/// execution: a loop that the copy outlives counts as a whole, and what a
/// lambda does counts wherever the lambda may be called. Linear in the number
/// of the function's effects.
///
/// Code that cannot be seen is trusted with what it is not given, except for
/// globals and the members of `this`: it is not assumed to change what a
/// parameter refers to. Callbacks, and waiting for other threads, may change
/// everything that is not a local variable.
bool maySourceChange(Unit &U, const BodyIndex &Index, const CopyLife &Life);

/// True if a lock is held where \p At is: a copy may be what lets go of it
/// soon.
bool isUnderLock(const BodyIndex &Index, const clang::Stmt *At);

/// True if something else keeps a reference, pointer, iterator or view into
/// \p V: a container of string_views, an object that was made with it.
bool isHeld(const BodyIndex &Index, const clang::VarDecl &V);

/// A local variable that nothing else could change.
bool isPrivate(const BodyIndex &Index, const AccessPath &P);

} // namespace heapwise::access

#endif // HEAPWISE_CHECKS_ACCESS_LIFETIME_H
