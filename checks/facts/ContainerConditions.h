//===-- ContainerConditions.h - What a branch asks --------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_FACTS_CONTAINERCONDITIONS_H
#define HEAPWISE_CHECKS_FACTS_CONTAINERCONDITIONS_H

#include "ContainerRefs.h"

namespace heapwise::facts {

/// The parts of a condition, those of `&&` and `||` alike: what is under it is
/// under all of them, as far as a bound goes.
llvm::SmallVector<Condition, 2>
readCondition(ContainerRefs &Refs, const clang::Expr *E, bool Negated);

/// True if a word of \p Text speaks of time: now, expired, deadline...
bool speaksOfTime(llvm::StringRef Text);

} // namespace heapwise::facts

#endif // HEAPWISE_CHECKS_FACTS_CONTAINERCONDITIONS_H
