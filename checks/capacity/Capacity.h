//===-- Capacity.h - Capacity that is missing or kept -----------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_CAPACITY_CAPACITY_H
#define HEAPWISE_CHECKS_CAPACITY_CAPACITY_H

#include "../LocalFinding.h"
#include "../access/Unit.h"

#include <vector>

namespace heapwise::capacity {

/// Loops of which it is known how often they run, and that add something to an
/// empty container each time. With \p UpstreamOverlap also those that
/// performance-inefficient-vector-operation reports. Linear in the size of the
/// function, times the number of its containers.
void findMissingReserves(access::Unit &U, const access::BodyIndex &Index,
                         bool UpstreamOverlap,
                         std::vector<LocalFinding> &Found);

/// Containers that are emptied because of their capacity, by means that keep
/// it.
void findKeptCapacity(access::Unit &U, const access::BodyIndex &Index,
                      std::vector<LocalFinding> &Found);

/// Containers that are not used any more while the function waits for long.
void findLongLived(access::Unit &U, const access::BodyIndex &Index,
                   llvm::ArrayRef<llvm::StringRef> Blocking,
                   std::vector<LocalFinding> &Found);

} // namespace heapwise::capacity

#endif // HEAPWISE_CHECKS_CAPACITY_CAPACITY_H
