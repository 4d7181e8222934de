//===-- Thresholds.cpp - When a smaller form is worth a finding -----------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Thresholds.h"

namespace heapwise::layout {

/// A smaller form of a large record has to be smaller by a good part, and so
/// has the element of an array of which the record is a part. What a block
/// saves is often rounding: more of it is needed. So it is where other
/// binaries have to be built anew.
constexpr std::uint64_t MinPart = 16, MinPartOfElement = 12,
                        MinPartOfBlock = 10, MinPartOfExported = 8;

bool isWorthwhile(const GainFigures &Gain, std::uint64_t MinSavedBytes) {
  if (Gain.Count < MinObjects || Gain.After >= Gain.Before ||
      Gain.PerObject == 0)
    return false;
  const std::uint64_t Part = Gain.Exported ? MinPartOfExported
                             : Gain.Block  ? MinPartOfBlock
                                           : MinPartOfElement;
  return Gain.PerObject * Gain.Count >= MinSavedBytes * Gain.Effort &&
         (Gain.Before - Gain.After) * MinPart >= Gain.Before &&
         Gain.PerObject * Part >= Gain.Whole;
}

} // namespace heapwise::layout
