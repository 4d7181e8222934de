//===-- CacheGrowth.h - Why a container is held to grow ---------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_ANALYSIS_CACHEGROWTH_H
#define HEAPWISE_CHECKS_ANALYSIS_CACHEGROWTH_H

#include "ContainerProgram.h"

#include <vector>

namespace heapwise::analysis {

/// Why what takes elements out is no bound, best for the container first.
enum class Weakness {
  Bounds,      ///< it is one
  Elsewhere,   ///< somebody has to ask for it
  Sometimes,   ///< only if something else went well
  HappyPath,   ///< a way out comes before it
  NoLimit,     ///< its limit is none
  NeverCalled, ///< nothing calls it
  AtTheEnd,    ///< in the destructor of the owner
};

struct Removal {
  const ContainerUse *Use;
  Weakness Why;
};

/// What speaks for unbounded growth.
enum class Reason {
  None,
  Adds,    ///< it grows, and that is all there is to say
  History, ///< a log, a list of what was seen
  Named,   ///< an entry for each client, request, address
  Handler, ///< objects that come and go leave their callbacks
  Counter, ///< `m[k]++`, `m[++next] = x`
  Hollow,  ///< values are emptied, keys stay
  Removal, ///< what should bound it does not
  Weak,    ///< weak values, keys stay
  Read,    ///< operator[] that only looks
  Memo,
};

/// A statement that adds to a container, and what is known of it.
struct Growth {
  const ContainerUse *Use = nullptr;
  Reason Why = Reason::None;
  std::vector<Removal> Removals;
};

} // namespace heapwise::analysis

#endif // HEAPWISE_CHECKS_ANALYSIS_CACHEGROWTH_H
