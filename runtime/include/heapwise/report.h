//===-- report.h - The result of deep_report --------------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_REPORT_H
#define HEAPWISE_REPORT_H

#include <cstdint>
#include <string>
#include <vector>

namespace heapwise {

/// How a block with several owners counts.
enum class sharing {
  once,      ///< each block once, whoever else owns it
  exclusive, ///< only what would be freed with the object
  fair_share ///< divided by the number of owners
};

/// Bytes of heap blocks, in the three ways of counting them.
struct heap_figures {
  std::uint64_t requested = 0; ///< asked for by the program
  std::uint64_t usable = 0;    ///< what malloc_usable_size says
  std::uint64_t chunk = 0;     ///< what the allocator takes, headers included
  std::uint64_t blocks = 0;
  /// Blocks whose requested size is not known; their usable size was taken.
  std::uint64_t estimated_blocks = 0;

  heap_figures &operator+=(const heap_figures &other) {
    requested += other.requested;
    usable += other.usable;
    chunk += other.chunk;
    blocks += other.blocks;
    estimated_blocks += other.estimated_blocks;
    return *this;
  }
};

/// A member, or the elements of a container taken together.
struct report_node {
  std::string name;                ///< ".name", "[]", "->"
  std::string type;                ///< empty if it is not known
  std::uint64_t objects = 0;       ///< how many were walked
  std::uint64_t object_bytes = 0;  ///< their sizeof, summed; part of the parent
  std::uint64_t padding_bytes = 0; ///< inside of these objects
  heap_figures heap;               ///< blocks that they own directly
  heap_figures total;              ///< with those of the children
  bool recursive = false; ///< objects of the same type further down are here
  std::vector<report_node> children;
};

/// Something that the walk did not follow.
struct report_note {
  std::string path;
  std::string type;
  std::string reason;
  std::uint64_t bytes = 0; ///< summed; 0 if not known
  std::uint64_t count = 0; ///< how often
};

/// What deep_report has found. All sizes are in bytes.
struct report {
  sharing mode = sharing::once;
  std::uint64_t shallow_bytes = 0; ///< sizeof; 0 if a block of `heap` has it
  heap_figures heap;
  std::uint64_t padding_bytes = 0;
  report_node root;
  std::vector<report_note> opaque;       ///< not followed: why
  std::vector<report_note> foreign;      ///< memory that is not malloc's
  std::vector<report_note> ignored;      ///< left out on purpose
  std::vector<report_note> raw_pointers; ///< taken as not owning

  /// deep_size: shallow and usable heap bytes.
  std::uint64_t total() const { return shallow_bytes + heap.usable; }
  /// Whether everything owned has been counted.
  bool complete() const {
    return opaque.empty() && foreign.empty() && ignored.empty();
  }
  /// For people; one line a member, largest first.
  std::string text() const;
  /// For programs; the members of this struct under their names.
  std::string json() const;
};

} // namespace heapwise

#include "heapwise/detail/report_text.h"

#endif // HEAPWISE_REPORT_H
