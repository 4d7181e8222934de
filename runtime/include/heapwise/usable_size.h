//===-- usable_size.h - What the allocator says about a block ---*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_USABLE_SIZE_H
#define HEAPWISE_USABLE_SIZE_H

#include "heapwise/detail/config.h"

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <malloc.h>

namespace heapwise {

/// Answers how many bytes of the block at a given address may be used.
using usable_size_function = std::size_t (*)(void *);

namespace detail {
inline usable_size_function usable_size_of = &malloc_usable_size;
} // namespace detail

/// Replaces the function that is asked for the size of a block; for programs
/// whose operator new does not draw from malloc. Not thread-safe: call it
/// before the first walk. The default is glibc's malloc_usable_size, which
/// jemalloc, tcmalloc and mimalloc provide as well.
inline void set_usable_size_function(usable_size_function function) {
  detail::usable_size_of = function;
}

/// The bytes of the block at \p block that may be used. \p block must have come
/// from the allocator and be the start of a block, or null (0 bytes). O(1).
inline std::size_t usable_size(const void *block) {
  return detail::usable_size_of(const_cast<void *>(block));
}

namespace detail {

/// Whether malloc is glibc's: its sizes are 24, 40, 56, ...
inline bool malloc_is_glibc() {
  static const bool result = [] {
    void *a = std::malloc(24), *b = std::malloc(25);
    bool is = malloc_usable_size(a) == 24 && malloc_usable_size(b) == 40;
    std::free(a);
    std::free(b);
    return is;
  }();
  return result;
}

} // namespace detail

/// The bytes that the block takes out of the allocator's memory, its header
/// included. Exact for glibc (malloc/malloc.c, "INTERNAL_SIZE_T mchunk_size":
/// the word before the block, low three bits masked); the usable size for
/// allocators that keep no header. O(1).
HEAPWISE_NO_ASAN inline std::size_t chunk_size(const void *block) {
  if (!block)
    return 0;
  if (!detail::malloc_is_glibc() ||
      detail::usable_size_of != &malloc_usable_size)
    return usable_size(block);
  std::size_t word;
  std::memcpy(&word, static_cast<const char *>(block) - sizeof word,
              sizeof word);
  return word & ~std::size_t(7);
}

} // namespace heapwise

#endif // HEAPWISE_USABLE_SIZE_H
