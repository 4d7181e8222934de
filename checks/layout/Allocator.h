//===-- Allocator.h - What allocators hand out for a request ----*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_LAYOUT_ALLOCATOR_H
#define HEAPWISE_CHECKS_LAYOUT_ALLOCATOR_H

#include "llvm/ADT/StringRef.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace heapwise::layout {

/// A model of the size classes of an allocator: how many bytes of heap a
/// request takes, headers included. Bytes a page map or a span takes for all
/// of its blocks are left out.
class Allocator {
public:
  /// \p Name is `glibc`, `jemalloc`, `tcmalloc`, `mimalloc`, or a list of size
  /// classes in bytes separated by commas, such as "16,32,64,128"; requests
  /// above the last class are taken as they are. Nothing if it is none of them.
  static std::optional<Allocator> parse(llvm::StringRef Name);

  /// Bytes of heap that a request of \p Bytes takes.
  std::uint64_t allocated(std::uint64_t Bytes) const;

  /// The allocator's name, or "the allocator" for a list of classes.
  llvm::StringRef name() const { return Name; }

private:
  enum Kind { Glibc, Jemalloc, Tcmalloc, Mimalloc, Classes };
  Kind K = Glibc;
  std::string Name;
  std::vector<std::uint64_t> Sizes;
};

} // namespace heapwise::layout

#endif // HEAPWISE_CHECKS_LAYOUT_ALLOCATOR_H
