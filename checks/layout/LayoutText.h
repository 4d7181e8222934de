//===-- LayoutText.h - Layouts as text and pictures -------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_LAYOUT_LAYOUTTEXT_H
#define HEAPWISE_CHECKS_LAYOUT_LAYOUTTEXT_H

#include "RecordModel.h"

#include "llvm/Support/raw_ostream.h"

#include <string>
#include <vector>

namespace heapwise::layout {

/// Bytes that a processor loads at a time, on x86-64 and most of AArch64.
constexpr std::uint64_t CacheLine = 64;

/// One line in the manner of pahole: each member with its offset and size, the
/// holes in between, the sum of the holes, the cache lines. Long lists keep
/// what is around holes.
std::string summary(const RecordSpec &R, const std::vector<unsigned> &Order,
                    const RecordLayout &L);

/// A table in the manner of pahole, a line a member.
void writeTable(const RecordSpec &R, const std::vector<unsigned> &Order,
                const RecordLayout &L, llvm::raw_ostream &OS);

/// A layout for a picture, and what to write above it.
struct Picture {
  std::string Title;
  RecordSpec Record;
  std::vector<unsigned> Order;
};

/// SVG: eight bytes a row, members in colour, holes hatched, a line between
/// cache lines; the layouts side by side.
void writeSvg(const std::vector<Picture> &Pictures, llvm::raw_ostream &OS);

/// "1 byte", "2 bytes".
std::string bytes(std::uint64_t N);

} // namespace heapwise::layout

#endif // HEAPWISE_CHECKS_LAYOUT_LAYOUTTEXT_H
