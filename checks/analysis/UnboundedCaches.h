//===-- UnboundedCaches.h - Long-lived containers without bound -*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_ANALYSIS_UNBOUNDEDCACHES_H
#define HEAPWISE_CHECKS_ANALYSIS_UNBOUNDEDCACHES_H

#include "ContainerProgram.h"
#include "Finding.h"

namespace heapwise::analysis {

struct UnboundedCache : Finding {
  /// The growth is an operator[] that only looks: it can be replaced.
  bool SubscriptRead = false;
};

/// Finds the containers that grow with input, live long and have no bound, at
/// the level \p Minimum or above, ordered by location. With Extent::Unit it
/// says nothing of a container that code out of sight may change.
std::vector<UnboundedCache> findUnboundedCaches(const facts::Facts &F,
                                                Extent Scope, Evidence Minimum);

} // namespace heapwise::analysis

#endif // HEAPWISE_CHECKS_ANALYSIS_UNBOUNDEDCACHES_H
