//===-- interposer.cpp - Counts what the program allocates ----------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Replaces operator new and delete by ones that count live blocks. It shares no
// code with the library, so that the tests compare two independent counts.
//
//===----------------------------------------------------------------------===//

#include "interposer.h"

#include <cstdint>
#include <cstdlib>
#include <malloc.h>
#include <new>

namespace interposer {
namespace {

counts live;
bool enabled = true;

// Requested sizes by address: open addressing, never shrinks, single-threaded.
struct slot {
  void *block;
  std::size_t size;
};
slot *table;
std::size_t capacity, used; // used: with tombstones
void *const tombstone = reinterpret_cast<void *>(1);

std::size_t home(void *p) {
  return (reinterpret_cast<std::uintptr_t>(p) * 0x9E3779B97F4A7C15ull >> 24) &
         (capacity - 1);
}

void put(void *p, std::size_t size) {
  if ((used + 1) * 2 > capacity) {
    slot *old = table;
    std::size_t old_capacity = capacity;
    capacity = capacity ? capacity * 2 : 4096;
    table = static_cast<slot *>(std::calloc(capacity, sizeof(slot)));
    used = 0;
    for (std::size_t i = 0; i < old_capacity; ++i)
      if (old[i].block && old[i].block != tombstone)
        put(old[i].block, old[i].size);
    std::free(old);
  }
  std::size_t i = home(p);
  while (table[i].block)
    i = (i + 1) & (capacity - 1);
  table[i] = {p, size};
  ++used;
}

bool take(void *p, std::size_t &size) {
  if (!capacity)
    return false;
  for (std::size_t i = home(p); table[i].block; i = (i + 1) & (capacity - 1))
    if (table[i].block == p) {
      size = table[i].size;
      table[i].block = tombstone;
      return true;
    }
  return false;
}

void *allocated(void *p, std::size_t size) {
  if (!p)
    throw std::bad_alloc();
  if (!enabled)
    return p;
  put(p, size);
  live.requested += static_cast<long>(size);
  live.usable += static_cast<long>(malloc_usable_size(p));
  ++live.blocks;
  return p;
}

void freed(void *p) {
  std::size_t size;
  if (p && take(p, size)) {
    live.requested -= static_cast<long>(size);
    live.usable -= static_cast<long>(malloc_usable_size(p));
    --live.blocks;
  }
  std::free(p);
}

} // namespace

counts now() { return live; }
pause::pause() { enabled = false; }
pause::~pause() { enabled = true; }

} // namespace interposer

void *operator new(std::size_t n) {
  return interposer::allocated(std::malloc(n ? n : 1), n);
}
void *operator new(std::size_t n, std::align_val_t a) {
  const auto alignment = static_cast<std::size_t>(a);
  return interposer::allocated(
      std::aligned_alloc(alignment,
                         (n + alignment - 1) / alignment * alignment),
      n);
}
void *operator new[](std::size_t n) { return operator new(n); }
void *operator new[](std::size_t n, std::align_val_t a) {
  return operator new(n, a);
}
void operator delete(void *p) noexcept { interposer::freed(p); }
void operator delete[](void *p) noexcept { interposer::freed(p); }
void operator delete(void *p, std::size_t) noexcept { interposer::freed(p); }
void operator delete[](void *p, std::size_t) noexcept { interposer::freed(p); }
void operator delete(void *p, std::align_val_t) noexcept {
  interposer::freed(p);
}
void operator delete[](void *p, std::align_val_t) noexcept {
  interposer::freed(p);
}
void operator delete(void *p, std::size_t, std::align_val_t) noexcept {
  interposer::freed(p);
}
void operator delete[](void *p, std::size_t, std::align_val_t) noexcept {
  interposer::freed(p);
}
