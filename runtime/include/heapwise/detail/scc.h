//===-- detail/scc.h - Strongly connected components ------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_DETAIL_SCC_H
#define HEAPWISE_DETAIL_SCC_H

#include <algorithm>
#include <cstdint>
#include <vector>

namespace heapwise::detail {

/// A directed graph; nodes are 0 to size-1, targets may repeat.
using adjacency = std::vector<std::vector<std::uint32_t>>;

struct components {
  /// The component of each node. Numbers are in reverse topological order: an
  /// edge that leaves component c leads to a component smaller than c.
  std::vector<std::uint32_t> of;
  std::uint32_t count = 0;
};

/// Tarjan's algorithm (SIAM J. Comput. 1(2), 1972) with a stack of its own
/// instead of recursion. O(nodes + edges).
inline components find_components(const adjacency &edges) {
  constexpr std::uint32_t none = ~std::uint32_t(0);
  struct frame {
    std::uint32_t node;
    std::size_t next;
  };
  const std::size_t n = edges.size();
  components result;
  result.of.assign(n, none);
  std::vector<std::uint32_t> index(n, none), low(n), stack;
  std::vector<frame> frames;
  std::uint32_t counter = 0;
  for (std::uint32_t root = 0; root < n; ++root) {
    if (index[root] != none)
      continue;
    frames.push_back({root, 0});
    while (!frames.empty()) {
      const std::uint32_t v = frames.back().node;
      if (frames.back().next == 0) {
        index[v] = low[v] = counter++;
        stack.push_back(v);
      }
      bool descended = false;
      while (frames.back().next < edges[v].size()) {
        const std::uint32_t t = edges[v][frames.back().next++];
        if (index[t] == none) {
          frames.push_back({t, 0});
          descended = true;
          break;
        }
        if (result.of[t] == none)
          low[v] = std::min(low[v], index[t]);
      }
      if (descended)
        continue;
      if (low[v] == index[v]) {
        std::uint32_t t;
        do {
          t = stack.back();
          stack.pop_back();
          result.of[t] = result.count;
        } while (t != v);
        ++result.count;
      }
      frames.pop_back();
      if (!frames.empty())
        low[frames.back().node] = std::min(low[frames.back().node], low[v]);
    }
  }
  return result;
}

} // namespace heapwise::detail

#endif // HEAPWISE_DETAIL_SCC_H
