//===-- Allocator.cpp - What allocators hand out for a request ------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Allocator.h"
#include "RecordModel.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/MathExtras.h"

#include <algorithm>

namespace heapwise::layout {

/// Steps of 16 up to 128 bytes, then \p Steps classes a power of two: four in
/// jemalloc (jemalloc(3), "size classes") and mimalloc (`mi_bin`), eight in
/// tcmalloc (`SizeMap::Init`).
static std::uint64_t geometricClass(std::uint64_t Bytes, unsigned Steps) {
  if (Bytes <= 8)
    return 8;
  if (Bytes <= 128)
    return roundUp(Bytes, 16);
  return roundUp(Bytes, llvm::PowerOf2Ceil(Bytes) / 2 / Steps);
}

std::optional<Allocator> Allocator::parse(llvm::StringRef Text) {
  Allocator A;
  A.Name = Text.str();
  const int Known = llvm::StringSwitch<int>(Text)
                        .Case("glibc", Glibc)
                        .Case("jemalloc", Jemalloc)
                        .Case("tcmalloc", Tcmalloc)
                        .Case("mimalloc", Mimalloc)
                        .Default(-1);
  if (Known >= 0) {
    A.K = static_cast<Kind>(Known);
    return A;
  }
  A.K = Classes;
  A.Name = "the allocator";
  llvm::SmallVector<llvm::StringRef> Items;
  Text.split(Items, ',');
  for (llvm::StringRef Item : Items) {
    std::uint64_t Bytes = 0;
    if (Item.trim().getAsInteger(10, Bytes) || Bytes == 0)
      return std::nullopt;
    A.Sizes.push_back(Bytes);
  }
  if (!std::is_sorted(A.Sizes.begin(), A.Sizes.end()))
    return std::nullopt;
  return A;
}

std::uint64_t Allocator::allocated(std::uint64_t Bytes) const {
  Bytes = std::max<std::uint64_t>(Bytes, 1);
  switch (K) {
  case Glibc:
    // malloc.c, request2size: a header of 8, steps of 16, at least 32.
    return std::max<std::uint64_t>(32, roundUp(Bytes + 8, 16));
  case Jemalloc:
  case Mimalloc:
    return geometricClass(Bytes, 4);
  case Tcmalloc:
    return geometricClass(Bytes, 8);
  case Classes:
    break;
  }
  auto It = std::lower_bound(Sizes.begin(), Sizes.end(), Bytes);
  return It == Sizes.end() ? Bytes : *It;
}

} // namespace heapwise::layout
