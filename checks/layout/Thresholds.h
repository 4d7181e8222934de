//===-- Thresholds.h - When a smaller form is worth a finding ---*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_LAYOUT_THRESHOLDS_H
#define HEAPWISE_CHECKS_LAYOUT_THRESHOLDS_H

#include <cstdint>

namespace heapwise::layout {

/// Fewer objects than this are no bulk, whatever each would save.
constexpr std::uint64_t MinObjects = 1000;

/// What a smaller form of a record would change.
struct GainFigures {
  std::uint64_t Before = 0, After = 0; ///< bytes of the record
  std::uint64_t PerObject = 0;         ///< bytes of memory saved for each
  std::uint64_t Count = 0;             ///< objects
  /// Bytes that the program spends on each: the element of the array or the
  /// block that has the object, and the blocks that its constructor makes.
  std::uint64_t Whole = 0;
  bool Block = false;    ///< on the heap, where sizes are rounded
  bool Exported = false; ///< other binaries know the layout
  unsigned Effort = 1;   ///< see SmallerForm
};

/// True if a maintainer would make the change for what it saves: enough bytes
/// in all objects together (\p MinSavedBytes), and a good part of each.
bool isWorthwhile(const GainFigures &Gain, std::uint64_t MinSavedBytes);

} // namespace heapwise::layout

#endif // HEAPWISE_CHECKS_LAYOUT_THRESHOLDS_H
