//===-- ReorderSearch.h - The fewest moves to a smaller record --*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_LAYOUT_REORDERSEARCH_H
#define HEAPWISE_CHECKS_LAYOUT_REORDERSEARCH_H

#include "RecordModel.h"

#include <utility>
#include <vector>

namespace heapwise::layout {

/// What limits an order of a record's members. All vectors but Before have an
/// entry a member; empty ones limit nothing.
struct MoveRules {
  /// Members of one unit stay together: the declarators of one declaration.
  std::vector<unsigned> Unit;
  /// A member stays in its zone: between two access specifiers.
  std::vector<unsigned> Zone;
  /// Pairs of members of which the first stays before the second.
  std::vector<std::pair<unsigned, unsigned>> Before;
  /// Bit-field runs that were apart stay apart: adjacent ones are one memory
  /// location ([intro.memory]), and two threads may write them.
  bool KeepRunsApart = false;
};

struct Reorder {
  /// Index of the member at each place.
  std::vector<unsigned> Order;
  /// The members to move, in their new order; the others keep theirs.
  std::vector<unsigned> Moved;
  RecordLayout Layout;
};

/// The order that makes \p R smallest, with few moves: a local search over
/// moves of one member, and the sorted order where that is smaller. Neither is
/// always the best there is, but the sizes that are returned are exact.
/// O(moves * n^3) for n members. Without a smaller order, the order as it is.
Reorder findReorder(const RecordSpec &R, const MoveRules &Rules = {});

} // namespace heapwise::layout

#endif // HEAPWISE_CHECKS_LAYOUT_REORDERSEARCH_H
