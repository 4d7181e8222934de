//===-- CycleSearch.h - Cycles in one heap ---------------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_ANALYSIS_CYCLESEARCH_H
#define HEAPWISE_CHECKS_ANALYSIS_CYCLESEARCH_H

#include "Heap.h"

namespace heapwise::analysis {

/// A cycle in one heap: edges in order, the end of each the start of the next.
using EdgeList = llvm::SmallVector<const Edge *, 6>;

/// Searches one heap for cycles that a stored edge closes.
class CycleSearch {
public:
  CycleSearch(const HeapBuilder &Builder, const Heap &H);
  std::vector<EdgeList> run();

private:
  void findComponents();
  bool find(const Edge &Closing, EdgeList &Found) const;
  bool isCycle(const EdgeList &Edges) const;

  const HeapBuilder &Builder;
  const Heap &H;
  std::vector<llvm::SmallVector<const Edge *, 2>> Out;
  std::vector<unsigned> Component; ///< by node
};

} // namespace heapwise::analysis

#endif // HEAPWISE_CHECKS_ANALYSIS_CYCLESEARCH_H
