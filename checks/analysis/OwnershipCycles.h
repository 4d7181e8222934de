//===-- OwnershipCycles.h - Cycles in what functions store ------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_ANALYSIS_OWNERSHIPCYCLES_H
#define HEAPWISE_CHECKS_ANALYSIS_OWNERSHIPCYCLES_H

#include "Finding.h"

namespace heapwise::analysis {

struct OwnershipCycle : Finding {
  /// The edge to weaken: a member, or a capture of the closure made at Loc.
  facts::Symbol WeakField = 0;   ///< USR of the member, or 0
  facts::Symbol WeakCapture = 0; ///< name of the captured variable, or 0
  facts::Location WeakClosure;   ///< where the closure that captures is made
  facts::Symbol Handler = 0;     ///< USR of the member that keeps the closure
};

/// Finds the ownership cycles that the functions of \p F close, at the level
/// \p Minimum or above, ordered by location. One finding for each edge that
/// should be weak.
std::vector<OwnershipCycle> findOwnershipCycles(const facts::Facts &F,
                                                Evidence Minimum);

} // namespace heapwise::analysis

#endif // HEAPWISE_CHECKS_ANALYSIS_OWNERSHIPCYCLES_H
