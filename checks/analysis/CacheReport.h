//===-- CacheReport.h - What a finding about a cache says -------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_ANALYSIS_CACHEREPORT_H
#define HEAPWISE_CHECKS_ANALYSIS_CACHEREPORT_H

#include "CacheGrowth.h"
#include "UnboundedCaches.h"

namespace heapwise::analysis {

/// The finding about \p P, which lives as long as \p Life and grows by \p G:
/// message and notes.
UnboundedCache describeGrowth(const ContainerProgram &Program,
                              const facts::ContainerPlace &P, const Growth &G,
                              Lifetime Life, Evidence Level);

} // namespace heapwise::analysis

#endif // HEAPWISE_CHECKS_ANALYSIS_CACHEREPORT_H
