//===-- Effects.h - What a function changes ---------------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_ACCESS_EFFECTS_H
#define HEAPWISE_CHECKS_ACCESS_EFFECTS_H

#include "AccessPath.h"

#include <vector>

namespace heapwise::access {

struct Effect {
  enum EffectKind {
    Write,    ///< changes, moves from or frees what Path designates
    Unknown,  ///< calls a function whose body is not in view
    Callback, ///< calls what somebody else chose: virtual, std::function
    Wait,     ///< lets other threads run: takes or gives back a lock, waits
  };
  EffectKind Kind;
  const clang::Stmt *At;
  AccessPath Path;
  /// True if it happens where At ends: what lived in a block is destroyed.
  bool AtEnd = false;
};

/// What a function does, for who calls it.
struct Summary {
  /// For a function that returns a reference: what it designates, in terms of
  /// the parameters, `this` and globals. Empty if that is not known.
  AccessPaths Returned;
  /// What it changes, in the same terms, and what its callees do.
  std::vector<Effect> Effects;
};

/// The effects of \p Index's function in the order of the source, those of its
/// lambdas where they are written. Linear in the size of the body, and of those
/// of the callees that were not summarised yet.
std::vector<Effect> effectsOf(Unit &U, const BodyIndex &Index);

Summary summarise(Unit &U, const clang::FunctionDecl &F);

/// What happens when an object of class \p R is destroyed, in terms of `this`:
/// by its destructor, and those of its members and of what it holds.
Summary destructionOf(Unit &U, const clang::CXXRecordDecl &R);

} // namespace heapwise::access

#endif // HEAPWISE_CHECKS_ACCESS_EFFECTS_H
