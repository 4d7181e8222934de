//===-- detail/segments.h - Shared objects and who owns them ----*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A walk divided into segments: the root with all that it alone owns, and one
/// segment for every object managed by a shared_ptr. From the references
/// between segments follows what would be freed with the root, and which share
/// of each segment is the root's.
///
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_DETAIL_SEGMENTS_H
#define HEAPWISE_DETAIL_SEGMENTS_H

#include "heapwise/detail/control_block.h"
#include "heapwise/detail/observer.h"
#include "heapwise/detail/pointer_map.h"
#include "heapwise/detail/scc.h"

#include <cstdint>
#include <vector>

namespace heapwise::detail {

/// Which part of a segment belongs to the root, from 0 to 1.
struct segment_share {
  double content = 1; // the managed object and what it alone owns
  double control = 1; // the control block
};

class segment_observer : public observer {
public:
  struct segment {
    const void *control = nullptr;
    long use_count = 0, weak_count = 0;
    std::uint64_t content_bytes = 0, control_bytes = 0; // usable
    std::vector<std::uint32_t> weak_edges;
  };

  /// The number of the segment of a control block; segment 0 is the root.
  std::uint32_t segment_of(const control_block &control) {
    auto [id, inserted] = ids_.insert(
        control.address, static_cast<std::uint32_t>(segments_.size()));
    const std::uint32_t result = *id;
    if (inserted) {
      segment s;
      s.control = control.address;
      s.use_count = control.use_count();
      s.weak_count = control.weak_count();
      segments_.push_back(std::move(s));
      edges_.emplace_back();
    }
    return result;
  }

  bool enter_strong(const control_block &control, const void *,
                    const type_record *, bool first) override {
    const std::uint32_t target = segment_of(control);
    edges_[current_].push_back(target);
    if (!first)
      return false;
    outer_.push_back(current_);
    current_ = target;
    return true;
  }
  void leave_strong() override {
    current_ = outer_.back();
    outer_.pop_back();
  }
  void weak(const control_block &control, const void *) override {
    const std::uint32_t target = segment_of(control);
    segments_[current_].weak_edges.push_back(target);
  }

  std::uint32_t current_segment() const { return current_; }
  void set_current_segment(std::uint32_t segment) { current_ = segment; }

  /// Whether a block is a control block, and whose.
  std::uint32_t *control_segment(const void *block) { return ids_.find(block); }
  std::vector<segment> &segments() { return segments_; }

  /// What would be freed if the root were destroyed: runs the destruction.
  std::vector<segment_share> exclusive_shares() const {
    const std::size_t n = segments_.size();
    std::vector<long> strong(n, 0), weak(n, 0);
    std::vector<bool> destroyed(n, false);
    std::vector<std::uint32_t> work = {0};
    destroyed[0] = true;
    while (!work.empty()) {
      const std::uint32_t s = work.back();
      work.pop_back();
      for (std::uint32_t target : edges_[s])
        if (++strong[target] == segments_[target].use_count &&
            !destroyed[target]) {
          destroyed[target] = true;
          work.push_back(target);
        }
      for (std::uint32_t target : segments_[s].weak_edges)
        ++weak[target];
    }
    std::vector<segment_share> shares(n);
    for (std::size_t i = 1; i < n; ++i) {
      const bool gone = destroyed[i] || segments_[i].use_count == 0;
      shares[i].content = destroyed[i];
      shares[i].control = gone && weak[i] >= segments_[i].weak_count;
    }
    return shares;
  }

  /// Divides each segment by its owners. Objects that keep one another alive
  /// are one unit, divided by the owners of the unit.
  std::vector<segment_share> fair_shares() const {
    const std::size_t n = segments_.size();
    const components parts = find_components(edges_);
    std::vector<double> outside(parts.count, 0), received(parts.count, 0);
    for (std::size_t i = 0; i < n; ++i)
      outside[parts.of[i]] += static_cast<double>(segments_[i].use_count);
    for (std::size_t i = 0; i < n; ++i)
      for (std::uint32_t target : edges_[i])
        if (parts.of[i] == parts.of[target])
          outside[parts.of[i]] -= 1;
    std::vector<std::vector<std::uint32_t>> members(parts.count);
    for (std::uint32_t i = 0; i < n; ++i)
      members[parts.of[i]].push_back(i);
    std::vector<double> share(parts.count, 0);
    for (std::uint32_t c = parts.count; c-- > 0;) { // topological order
      if (c == parts.of[0])
        share[c] = 1;
      else if (outside[c] > 0)
        share[c] = std::min(1.0, received[c] / outside[c]);
      for (std::uint32_t i : members[c])
        for (std::uint32_t target : edges_[i])
          if (parts.of[target] != c)
            received[parts.of[target]] += share[c];
    }
    std::vector<segment_share> shares(n);
    std::vector<double> weak(n, 0);
    for (std::size_t i = 0; i < n; ++i) {
      shares[i].content = shares[i].control = share[parts.of[i]];
      for (std::uint32_t target : segments_[i].weak_edges)
        weak[target] += share[parts.of[i]];
    }
    for (std::size_t i = 1; i < n; ++i)
      if (segments_[i].use_count == 0 && segments_[i].weak_count > 0)
        shares[i].control =
            weak[i] / static_cast<double>(segments_[i].weak_count);
    return shares;
  }

private:
  std::vector<segment> segments_ = std::vector<segment>(1);
  adjacency edges_ = adjacency(1);
  pointer_map ids_;
  std::uint32_t current_ = 0;
  std::vector<std::uint32_t> outer_;
};

/// Sums bytes by segment, without paths.
class segment_sizes : public segment_observer {
public:
  void enter(const step &, const void *, const type_record *) override {}
  void leave() override {}
  std::uint32_t cursor() override { return current_segment(); }
  void seek(std::uint32_t cursor) override { set_current_segment(cursor); }
  void block(const void *start, std::size_t, std::size_t usable) override {
    if (const std::uint32_t *owner = control_segment(start))
      segments()[*owner].control_bytes += usable;
    else
      segments()[current_segment()].content_bytes += usable;
  }
  void foreign(const void *, std::size_t, std::string_view) override {}
  void opaque(std::string_view, std::size_t, std::string_view) override {}
  void ignored(std::string_view, std::size_t, std::string_view) override {}
  void raw_pointer(std::string_view) override {}
  void pointee(const type_record &, const void *) override {}
  void padding(std::size_t) override {}
};

} // namespace heapwise::detail

#endif // HEAPWISE_DETAIL_SEGMENTS_H
