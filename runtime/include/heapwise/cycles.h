//===-- cycles.h - Objects that keep one another alive ----------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Finds groups of objects that shared_ptr references keep alive in a circle:
///
///     auto result = heapwise::find_cycles();  // all live objects
///     auto result = heapwise::find_cycles(session); // from one object
///
///     leaked cycle of 2 objects
///       Child.parent -> Parent
///       Parent.kids_[0] -> back to Child
///       make Child.parent a std::weak_ptr
///
/// A group is *leaked* if its use counts are fully explained by references from
/// inside of it, and *held* if something outside still owns it: it leaks when
/// that owner goes. Types are followed as by deep_size; the pointee of every
/// shared_ptr whose walk is compiled into the program is registered by itself.
///
/// Threads: the objects and their reference counts are read without
/// synchronisation. Call these functions while no other thread runs code that
/// changes the objects (at the end of a test, say). A reference that another
/// thread holds on its stack counts as an outside owner.
///
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CYCLES_H
#define HEAPWISE_CYCLES_H

#include "heapwise/deep_size.h"
#include "heapwise/detail/cycle_graph.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace heapwise {

/// One reference of a cycle.
struct cycle_edge {
  std::string from;   ///< type of the object that holds the reference
  std::string member; ///< path of the reference in it: ".kids_[0]"
  std::string to;     ///< type of the object that is referred to
  /// Where the holding object was allocated; empty without a block log.
  std::vector<std::string> stack;
};

/// Objects that keep one another alive; the shortest circle through them.
struct cycle {
  bool leaked = false; ///< nothing outside owns any of them
  /// Whether every reference was found by following types. If not, words in
  /// memory that look like the references explain all use counts.
  bool confirmed = true;
  std::size_t objects = 0;     ///< in the group
  std::size_t occurrences = 1; ///< groups with the same references
  std::vector<cycle_edge> edges;
  std::size_t weaken = 0; ///< the edge that had better be a weak_ptr
  std::string text() const;
};

struct cycles_result {
  std::vector<cycle> cycles; ///< leaked ones first
  std::uint64_t objects = 0; ///< managed objects that were seen
  /// Managed types that could not be followed, for which references are missing
  /// from the confirmed cycles.
  std::vector<std::string> opaque_types;

  bool empty() const { return cycles.empty(); }
  std::size_t leaked() const {
    std::size_t n = 0;
    for (const cycle &c : cycles)
      n += c.leaked ? c.occurrences : 0;
    return n;
  }
  std::string text() const;
};

struct cycle_options {
  /// Look also for leaked cycles by scanning memory for references: sees
  /// through std::function, unregistered types and hand-made containers. A
  /// stale word can make a held cycle look leaked, so these are marked as
  /// probable.
  bool conservative = true;
  /// Report cycles that something still owns.
  bool held = true;
  /// Look only at objects that were allocated after this number
  /// (block_log::sequence()). References from older ones make them held.
  std::uint64_t after = 0;
};

/// Looks at all live objects that are managed by shared_ptr. Needs
/// heapwise::block_log linked and a log that was running when the objects were
/// created. O(n log n) in the number of live blocks.
cycles_result find_cycles(const cycle_options &options = cycle_options());

/// Looks at the objects that \p root leads to. Needs no log; with one, edges
/// have allocation stacks. Linear in the number of objects.
template <class T> cycles_result find_cycles(const T &root, bool held = true) {
  const detail::root_object object = detail::root_of(root);
  detail::cycle_graph graph;
  graph.add_root(object.object, *object.record);
  return graph.analyse(held, nullptr);
}

inline std::string cycle::text() const {
  std::string out = leaked ? "leaked" : "held";
  out += confirmed ? " cycle of " : " cycle (probable) of ";
  out += std::to_string(objects) + (objects == 1 ? " object" : " objects");
  if (occurrences > 1)
    out += ", " + std::to_string(occurrences) + " times";
  out += '\n';
  for (std::size_t i = 0; i < edges.size(); ++i) {
    const cycle_edge &e = edges[i];
    out += "  " + e.from + e.member +
           (i + 1 == edges.size() ? " -> back to " : " -> ") + e.to + "\n";
    if (!e.stack.empty()) {
      out += "    " + e.from + " was allocated at\n";
      for (const std::string &frame : e.stack)
        out += "      " + frame + "\n";
    }
  }
  if (!leaked)
    out += "  it leaks when the last owner outside lets go\n";
  const cycle_edge &e = edges[weaken];
  out += "  make " + e.from + e.member +
         (e.member.find("{target}") == std::string::npos
              ? " a std::weak_ptr\n"
              : " capture a std::weak_ptr\n");
  return out;
}

inline std::string cycles_result::text() const {
  std::string out;
  for (const cycle &c : cycles)
    out += c.text();
  out += std::to_string(cycles.size()) +
         (cycles.size() == 1 ? " cycle" : " cycles") + " among " +
         std::to_string(objects) + (objects == 1 ? " object\n" : " objects\n");
  for (const std::string &type : opaque_types)
    out += "not followed: " + type + "\n";
  return out;
}

} // namespace heapwise

#include "heapwise/detail/cycle_graph_impl.h"

#endif // HEAPWISE_CYCLES_H
