//===-- detail/pointer_map.h - A hash map with addresses as keys *- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_DETAIL_POINTER_MAP_H
#define HEAPWISE_DETAIL_POINTER_MAP_H

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace heapwise::detail {

/// Open addressing with linear probing; keys are non-null addresses and are
/// never removed. Average O(1), 16 bytes a slot, load at most 1/2.
class pointer_map {
public:
  /// Inserts (key, value) if the key is new. Returns the value slot and whether
  /// it was inserted. The slot is valid until the next insertion.
  std::pair<std::uint32_t *, bool> insert(const void *key,
                                          std::uint32_t value) {
    if ((size_ + 1) * 2 > slots_.size())
      grow();
    slot &s = find_slot(key);
    if (s.key)
      return {&s.value, false};
    s.key = key;
    s.value = value;
    ++size_;
    return {&s.value, true};
  }

  /// The value slot of a key, or null.
  std::uint32_t *find(const void *key) {
    if (slots_.empty())
      return nullptr;
    slot &s = find_slot(key);
    return s.key ? &s.value : nullptr;
  }

  std::size_t size() const { return size_; }

private:
  struct slot {
    const void *key = nullptr;
    std::uint32_t value = 0;
  };

  slot &find_slot(const void *key) {
    // Fibonacci hashing; the low bits of an address carry no information.
    std::uint64_t hash =
        (reinterpret_cast<std::uintptr_t>(key) >> 4) * 0x9E3779B97F4A7C15ull;
    std::size_t mask = slots_.size() - 1;
    for (std::size_t i = (hash >> 32) & mask;; i = (i + 1) & mask)
      if (!slots_[i].key || slots_[i].key == key)
        return slots_[i];
  }

  void grow() {
    std::vector<slot> old(slots_.empty() ? 64 : slots_.size() * 2);
    old.swap(slots_);
    for (const slot &s : old)
      if (s.key)
        find_slot(s.key) = s;
  }

  std::vector<slot> slots_;
  std::size_t size_ = 0;
};

} // namespace heapwise::detail

#endif // HEAPWISE_DETAIL_POINTER_MAP_H
