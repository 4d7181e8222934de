//===-- detail/cycle_graph_impl.h - From references to cycles ---*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_DETAIL_CYCLE_GRAPH_IMPL_H
#define HEAPWISE_DETAIL_CYCLE_GRAPH_IMPL_H

// IWYU pragma: private, include "heapwise/cycles.h"
#include "heapwise/cycles.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>

namespace heapwise::detail {

inline std::vector<bool> cycle_graph::live() const {
  std::vector<long> explained(nodes_.size(), 0);
  for (std::size_t n = has_root_; n < nodes_.size(); ++n)
    for (const edge &e : nodes_[n].edges)
      ++explained[e.to];
  std::vector<bool> live(nodes_.size(), false);
  std::vector<std::uint32_t> work;
  for (std::uint32_t n = 0; n < nodes_.size(); ++n)
    if ((has_root_ && n == 0) || nodes_[n].use_count > explained[n]) {
      live[n] = true;
      work.push_back(n);
    }
  while (!work.empty()) {
    const std::uint32_t n = work.back();
    work.pop_back();
    for (const edge &e : nodes_[n].edges)
      if (!live[e.to]) {
        live[e.to] = true;
        work.push_back(e.to);
      }
  }
  return live;
}

/// How much a reference looks like one that points back at an owner.
inline int back_reference_score(const cycle_edge &edge) {
  int score = 0;
  // The last name on the path, in lower case.
  std::string name;
  for (std::size_t i = edge.member.size(); i-- > 0;) {
    const unsigned char c = static_cast<unsigned char>(edge.member[i]);
    if (std::isalnum(c) || c == '_')
      name.insert(name.begin(), static_cast<char>(std::tolower(c)));
    else if (c == '.' || c == '>')
      break;
    else
      name.clear();
  }
  for (const char *hint :
       {"parent", "owner", "self", "up", "back", "prev", "delegate", "observer",
        "listener", "container", "root", "manager", "host", "this", "outer"})
    if (name.find(hint) != std::string::npos) {
      score += 4;
      break;
    }
  if (edge.member.find("{target}") != std::string::npos)
    score += 3; // a callback that captures its owner
  if (edge.member.find('[') == std::string::npos)
    score += 1; // containers own; a single pointer may refer back
  return score;
}

/// Moves leaked cycles to the front; keeps the order otherwise.
inline void leaked_first(std::vector<cycle> &cycles) {
  std::vector<cycle> sorted;
  for (bool leaked : {true, false})
    for (cycle &c : cycles)
      if (c.leaked == leaked && !c.edges.empty())
        sorted.push_back(std::move(c));
  cycles = std::move(sorted);
}

inline cycles_result cycle_graph::analyse(bool held,
                                          stack_function stack_of) const {
  cycles_result result;
  adjacency edges(nodes_.size());
  std::set<std::string> opaque;
  for (std::size_t n = 0; n < nodes_.size(); ++n) {
    for (const edge &e : nodes_[n].edges)
      edges[n].push_back(e.to);
    if (!nodes_[n].followed && nodes_[n].use_count > 0)
      opaque.insert(nodes_[n].type);
  }
  result.objects = nodes_.size() - has_root_;
  result.opaque_types.assign(opaque.begin(), opaque.end());
  const std::vector<bool> live = this->live();
  const components parts = find_components(edges);
  std::vector<std::vector<std::uint32_t>> members(parts.count);
  for (std::uint32_t n = 0; n < nodes_.size(); ++n)
    members[parts.of[n]].push_back(n);

  struct visit_record {
    std::uint32_t from = 0;
    const edge *by = nullptr;
  };
  std::vector<visit_record> reached(nodes_.size());
  std::map<std::string, std::size_t> known; // by text, without stacks
  for (const auto &group : members) {
    const std::uint32_t start = group.front();
    if (live[start] && !held)
      continue;
    // Breadth first from `start` back to it: the shortest circle.
    std::vector<std::uint32_t> queue = {start};
    std::vector<std::pair<std::uint32_t, const edge *>> circle;
    for (std::size_t i = 0; i < queue.size() && circle.empty(); ++i)
      for (const edge &e : nodes_[queue[i]].edges) {
        if (parts.of[e.to] != parts.of[start])
          continue;
        if (e.to == start) {
          circle.push_back({queue[i], &e});
          for (std::uint32_t n = queue[i]; n != start; n = reached[n].from)
            circle.push_back({reached[n].from, reached[n].by});
          break;
        }
        if (!reached[e.to].by) {
          reached[e.to] = {queue[i], &e};
          queue.push_back(e.to);
        }
      }
    if (circle.empty())
      continue;
    std::reverse(circle.begin(), circle.end());
    cycle c;
    c.leaked = !live[start];
    c.objects = group.size();
    for (const auto &[from, by] : circle) {
      c.edges.push_back(
          {nodes_[from].type, path_text(*by), nodes_[by->to].type, {}});
      c.confirmed &= by->path != ~std::uint32_t(0);
    }
    int best = -1;
    for (std::size_t i = 0; i < c.edges.size(); ++i) {
      const int score = back_reference_score(c.edges[i]);
      if (score > best) {
        best = score;
        c.weaken = i;
      }
    }
    auto [it, inserted] = known.emplace(c.text(), result.cycles.size());
    if (!inserted) {
      ++result.cycles[it->second].occurrences;
      continue;
    }
    if (stack_of)
      for (std::size_t i = 0; i < c.edges.size(); ++i)
        c.edges[i].stack = stack_of(nodes_[circle[i].first].control);
    result.cycles.push_back(std::move(c));
  }
  leaked_first(result.cycles);
  return result;
}

} // namespace heapwise::detail

#endif // HEAPWISE_DETAIL_CYCLE_GRAPH_IMPL_H
