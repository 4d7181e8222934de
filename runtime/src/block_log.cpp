//===-- block_log.cpp - The allocator's truth -----------------------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Replaces the global operator new and delete. The tables below take their
// memory from malloc, never from the replaced operators.
//
//===----------------------------------------------------------------------===//

#include "heapwise/block_log.h"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <cxxabi.h>
#include <dlfcn.h>
#include <mutex>
#include <new>
#include <unwind.h>
#if HEAPWISE_HAS_LIBBACKTRACE
#include <backtrace.h>
#endif

namespace heapwise::block_log {
namespace {

constexpr unsigned max_frames = 32;

class spin_lock {
public:
  void lock() {
    while (flag_.exchange(true, std::memory_order_acquire))
      while (flag_.load(std::memory_order_relaxed))
        ;
  }
  void unlock() { flag_.store(false, std::memory_order_release); }

private:
  std::atomic<bool> flag_{false};
};

std::uint64_t hash_address(const void *p) {
  return (reinterpret_cast<std::uintptr_t>(p) >> 4) * 0x9E3779B97F4A7C15ull;
}

/// One part of the table: open addressing, linear probing, removal by shifting
/// back.
struct shard {
  spin_lock lock;
  live_block *slots = nullptr;
  std::size_t capacity = 0, size = 0;

  std::size_t home(const void *p) const {
    return (hash_address(p) >> 20) & (capacity - 1);
  }

  void insert(const live_block &block) {
    if ((size + 1) * 2 > capacity)
      grow();
    std::size_t i = home(block.address);
    while (slots[i].address && slots[i].address != block.address)
      i = (i + 1) & (capacity - 1);
    size += !slots[i].address;
    slots[i] = block;
  }

  live_block *find(const void *p) {
    if (!capacity)
      return nullptr;
    for (std::size_t i = home(p); slots[i].address;
         i = (i + 1) & (capacity - 1))
      if (slots[i].address == p)
        return &slots[i];
    return nullptr;
  }

  void erase(live_block *block) {
    std::size_t hole = static_cast<std::size_t>(block - slots);
    for (std::size_t i = (hole + 1) & (capacity - 1); slots[i].address;
         i = (i + 1) & (capacity - 1)) {
      const std::size_t h = home(slots[i].address);
      const bool stays = hole < i ? (h > hole && h <= i) : (h > hole || h <= i);
      if (stays)
        continue;
      slots[hole] = slots[i];
      hole = i;
    }
    slots[hole].address = nullptr;
    --size;
  }

  void grow() {
    live_block *old = slots;
    const std::size_t old_capacity = capacity;
    capacity = capacity ? capacity * 2 : 1024;
    slots = static_cast<live_block *>(std::calloc(capacity, sizeof *slots));
    if (!slots)
      std::abort();
    size = 0;
    for (std::size_t i = 0; i < old_capacity; ++i)
      if (old[i].address)
        insert(old[i]);
    std::free(old);
  }

  void clear() {
    std::free(slots);
    slots = nullptr;
    capacity = size = 0;
  }
};

constexpr std::size_t shard_count = 64;
shard shards[shard_count];

shard &shard_of(const void *p) {
  return shards[(hash_address(p) >> 14) & (shard_count - 1)];
}

/// Stacks seen so far; identical ones have one number.
struct stack_table {
  struct entry {
    std::uint64_t hash;
    std::uint32_t count;
    std::uint32_t first; // index into addresses
  };
  spin_lock lock;
  entry *entries = nullptr; // entry i is stack i + 1
  std::uint32_t entry_count = 0, entry_capacity = 0;
  void **addresses = nullptr;
  std::uint32_t address_count = 0, address_capacity = 0;
  std::uint32_t *index = nullptr; // open addressing, values are numbers
  std::uint32_t index_capacity = 0;

  template <class T>
  static void reserve(T *&data, std::uint32_t &capacity, std::uint32_t needed) {
    if (needed <= capacity)
      return;
    capacity = std::max<std::uint32_t>(needed, capacity ? capacity * 2 : 1024);
    data = static_cast<T *>(std::realloc(data, capacity * sizeof(T)));
    if (!data)
      std::abort();
  }

  std::uint32_t intern(void *const *frames, std::uint32_t count) {
    if (!count)
      return 0;
    std::uint64_t hash = 1469598103934665603ull; // FNV-1a over words
    for (std::uint32_t i = 0; i < count; ++i)
      hash = (hash ^ reinterpret_cast<std::uintptr_t>(frames[i])) *
             1099511628211ull;
    std::lock_guard<spin_lock> guard(lock);
    if ((entry_count + 1) * 2 > index_capacity)
      grow_index();
    std::uint32_t i = slot_of(hash);
    for (; index[i]; i = (i + 1) & (index_capacity - 1)) {
      const entry &e = entries[index[i] - 1];
      if (e.hash == hash && e.count == count &&
          !std::memcmp(addresses + e.first, frames, count * sizeof(void *)))
        return index[i];
    }
    reserve(entries, entry_capacity, entry_count + 1);
    reserve(addresses, address_capacity, address_count + count);
    std::memcpy(addresses + address_count, frames, count * sizeof(void *));
    entries[entry_count] = {hash, count, address_count};
    address_count += count;
    return index[i] = ++entry_count;
  }

  std::uint32_t slot_of(std::uint64_t hash) const {
    return static_cast<std::uint32_t>(hash >> 32) & (index_capacity - 1);
  }

  void grow_index() {
    index_capacity = index_capacity ? index_capacity * 2 : 1024;
    std::free(index);
    index = static_cast<std::uint32_t *>(
        std::calloc(index_capacity, sizeof *index));
    if (!index)
      std::abort();
    for (std::uint32_t number = 1; number <= entry_count; ++number) {
      std::uint32_t i = slot_of(entries[number - 1].hash);
      while (index[i])
        i = (i + 1) & (index_capacity - 1);
      index[i] = number;
    }
  }
};

stack_table stacks;
std::atomic<unsigned> state{0}; // 0: off; else frames + 1
std::atomic<bool> ever_started{false};
std::atomic<std::uint64_t> last_sequence{0};
std::atomic<std::uint64_t> total_blocks{0}, total_bytes{0};
// Greater than 0 inside of the log itself and while paused.
thread_local int muted __attribute__((tls_model("initial-exec"))) = 0;

struct unwind_state {
  void **frames;
  unsigned count, limit, skip;
};

_Unwind_Reason_Code on_frame(_Unwind_Context *context, void *argument) {
  auto &s = *static_cast<unwind_state *>(argument);
  if (s.skip) {
    --s.skip;
    return _URC_NO_REASON;
  }
  if (s.count == s.limit)
    return _URC_END_OF_STACK;
  const auto pc = _Unwind_GetIP(context);
  if (!pc)
    return _URC_END_OF_STACK;
  s.frames[s.count++] = reinterpret_cast<void *>(pc);
  return _URC_NO_REASON;
}

__attribute__((noinline)) void record(void *p, std::size_t size,
                                      unsigned frames) {
  ++muted;
  live_block block{
      p, size, last_sequence.fetch_add(1, std::memory_order_relaxed) + 1, 0};
  if (frames) {
    void *addresses[max_frames];
    // The innermost frames are record() and the operator.
    unwind_state s{addresses, 0, frames, 2};
    _Unwind_Backtrace(&on_frame, &s);
    block.stack = stacks.intern(addresses, s.count);
  }
  shard &part = shard_of(p);
  part.lock.lock();
  part.insert(block);
  part.lock.unlock();
  total_blocks.fetch_add(1, std::memory_order_relaxed);
  total_bytes.fetch_add(size, std::memory_order_relaxed);
  --muted;
}

void forget(void *p) {
  shard &part = shard_of(p);
  part.lock.lock();
  if (live_block *block = part.find(p)) {
    total_blocks.fetch_sub(1, std::memory_order_relaxed);
    total_bytes.fetch_sub(block->size, std::memory_order_relaxed);
    part.erase(block);
  }
  part.lock.unlock();
}

inline void allocated(void *p, std::size_t size) {
  const unsigned s = state.load(std::memory_order_relaxed);
  if (__builtin_expect(s != 0, 0) && !muted)
    record(p, size, s - 1);
}

void *allocate(std::size_t size) noexcept {
  return std::malloc(size ? size : 1);
}

void *allocate(std::size_t size, std::size_t alignment) noexcept {
  const std::size_t rounded = (size + alignment - 1) / alignment * alignment;
  return std::aligned_alloc(alignment, rounded ? rounded : alignment);
}

template <class... Alignment>
void *allocate_or_throw(std::size_t size, Alignment... alignment) {
  for (;;) {
    if (void *p = allocate(size, alignment...))
      return p;
    std::new_handler handler = std::get_new_handler();
    if (!handler)
      throw std::bad_alloc();
    handler();
  }
}

void deallocate(void *p) noexcept {
  if (__builtin_expect(ever_started.load(std::memory_order_relaxed), 0) && p)
    forget(p);
  std::free(p);
}

#if HEAPWISE_HAS_LIBBACKTRACE
backtrace_state *debug_info() {
  static backtrace_state *state = backtrace_create_state(
      nullptr, /*threaded=*/1, [](void *, const char *, int) {}, nullptr);
  return state;
}
#endif

std::string demangled(const char *name) {
  int status = 0;
  char *text = abi::__cxa_demangle(name, nullptr, nullptr, &status);
  std::string result = status == 0 ? text : name;
  std::free(text);
  return result;
}

/// A frame; inlined functions have frames of their own.
struct frame {
  std::string function, file;
  int line = 0;

  std::string text() const {
    if (file.empty())
      return function;
    const std::size_t slash = file.rfind('/');
    return function + " (" +
           file.substr(slash == std::string::npos ? 0 : slash + 1) + ":" +
           std::to_string(line) + ")";
  }
};

/// Adds the frames of one return address, innermost first.
void add_frames(void *return_address, std::vector<frame> &out) {
  // The call, not the instruction after it.
  char *pc = static_cast<char *>(return_address) - 1;
#if HEAPWISE_HAS_LIBBACKTRACE
  const std::size_t before = out.size();
  backtrace_pcinfo(
      debug_info(), reinterpret_cast<std::uintptr_t>(pc),
      [](void *frames, std::uintptr_t, const char *file, int line,
         const char *function) {
        if (function)
          static_cast<std::vector<frame> *>(frames)->push_back(
              {demangled(function), file ? file : "", line});
        return 0;
      },
      [](void *, const char *, int) {}, &out);
  if (out.size() > before) {
    // The symbol has the full name of the outermost one.
    backtrace_syminfo(
        debug_info(), reinterpret_cast<std::uintptr_t>(pc),
        [](void *name, std::uintptr_t, const char *symbol, std::uintptr_t,
           std::uintptr_t) {
          if (symbol)
            *static_cast<std::string *>(name) = demangled(symbol);
        },
        [](void *, const char *, int) {}, &out.back().function);
    return;
  }
#endif
  Dl_info info;
  if (!dladdr(pc, &info)) {
    out.push_back({"?", "", 0});
  } else if (info.dli_sname) {
    out.push_back({demangled(info.dli_sname), "", 0});
  } else {
    const char *slash = std::strrchr(info.dli_fname, '/');
    char offset[32];
    std::snprintf(
        offset, sizeof offset, "+0x%zx",
        static_cast<std::size_t>(pc - static_cast<char *>(info.dli_fbase)));
    out.push_back(
        {(slash ? slash + 1 : info.dli_fname) + std::string(offset), "", 0});
  }
}

std::vector<frame> frames_of(std::uint32_t stack) {
  std::vector<frame> result;
  if (!stack)
    return result;
  void *addresses[max_frames];
  std::uint32_t count;
  {
    std::lock_guard<spin_lock> guard(stacks.lock);
    if (stack > stacks.entry_count)
      return result;
    const auto &e = stacks.entries[stack - 1];
    count = e.count;
    std::memcpy(addresses, stacks.addresses + e.first, count * sizeof(void *));
  }
  for (std::uint32_t i = 0; i < count; ++i)
    add_frames(addresses[i], result);
  return result;
}

/// Whether a frame belongs to the allocation and not to who asked for it.
bool is_library_frame(const frame &f) {
  auto begins = [&](const char *prefix) {
    return f.function.compare(0, std::strlen(prefix), prefix) == 0;
  };
  return f.file.find("/include/c++/") != std::string::npos ||
         f.file.find("/c++/v1/") != std::string::npos ||
         begins("operator new") || begins("std::") || begins("__gnu_cxx::") ||
         f.function.find("block_log::") != std::string::npos ||
         f.function.find(" std::") != std::string::npos;
}

} // namespace

pause::pause() { ++muted; }
pause::~pause() { --muted; }

void start(unsigned frames) {
  ever_started.store(true);
  state.store(std::min(frames, max_frames) + 1);
}

void stop() {
  state.store(0);
  for (shard &s : shards) {
    std::lock_guard<spin_lock> guard(s.lock);
    s.clear();
  }
  total_blocks.store(0);
  total_bytes.store(0);
}

bool is_active() { return state.load(std::memory_order_relaxed) != 0; }
std::uint64_t sequence() { return last_sequence.load(); }

std::vector<live_block> live_blocks(std::uint64_t after) {
  pause quiet;
  std::vector<live_block> result;
  // No allocation and no deallocation happens under a lock: the replaced
  // operators take these locks.
  for (shard &s : shards) {
    const std::size_t before = result.size();
    for (std::size_t room = 64;; room *= 2) {
      result.resize(before);
      result.reserve(before + room);
      std::lock_guard<spin_lock> guard(s.lock);
      std::size_t i = 0;
      for (; i < s.capacity && result.size() < result.capacity(); ++i)
        if (s.slots[i].address && s.slots[i].sequence > after)
          result.push_back(s.slots[i]);
      if (i == s.capacity)
        break;
    }
  }
  std::sort(result.begin(), result.end(),
            [](const live_block &a, const live_block &b) {
              return a.address < b.address;
            });
  return result;
}

bool find(const void *address, live_block &block) {
  shard &s = shard_of(address);
  std::lock_guard<spin_lock> guard(s.lock);
  const live_block *found = s.find(address);
  if (found)
    block = *found;
  return found;
}

totals live_totals() { return {total_blocks.load(), total_bytes.load()}; }

std::vector<std::string> stack_text(std::uint32_t stack) {
  pause quiet;
  std::vector<std::string> result;
  for (const frame &f : frames_of(stack))
    result.push_back(f.text());
  return result;
}

std::vector<std::string> caller_text(std::uint32_t stack) {
  pause quiet;
  const std::vector<frame> frames = frames_of(stack);
  std::vector<std::string> result;
  for (const frame &f : frames) {
    if (result.empty() && is_library_frame(f))
      continue;
    result.push_back(f.text());
    if (f.function == "main")
      break;
  }
  if (result.empty()) // the stack was cut off before it left the library
    for (const frame &f : frames)
      result.push_back(f.text());
  return result;
}

} // namespace heapwise::block_log

//===----------------------------------------------------------------------===//
// The replaced operators, [new.delete]
//===----------------------------------------------------------------------===//

using namespace heapwise::block_log;

#define HEAPWISE_NEW(...)                                                      \
  void *p = allocate_or_throw(__VA_ARGS__);                                    \
  allocated(p, size);                                                          \
  return p
#define HEAPWISE_NEW_NOTHROW(...)                                              \
  void *p = allocate(__VA_ARGS__);                                             \
  if (p)                                                                       \
    allocated(p, size);                                                        \
  return p

void *operator new(std::size_t size) { HEAPWISE_NEW(size); }
void *operator new[](std::size_t size) { HEAPWISE_NEW(size); }
void *operator new(std::size_t size, const std::nothrow_t &) noexcept {
  HEAPWISE_NEW_NOTHROW(size);
}
void *operator new[](std::size_t size, const std::nothrow_t &) noexcept {
  HEAPWISE_NEW_NOTHROW(size);
}
void *operator new(std::size_t size, std::align_val_t a) {
  HEAPWISE_NEW(size, static_cast<std::size_t>(a));
}
void *operator new[](std::size_t size, std::align_val_t a) {
  HEAPWISE_NEW(size, static_cast<std::size_t>(a));
}
void *operator new(std::size_t size, std::align_val_t a,
                   const std::nothrow_t &) noexcept {
  HEAPWISE_NEW_NOTHROW(size, static_cast<std::size_t>(a));
}
void *operator new[](std::size_t size, std::align_val_t a,
                     const std::nothrow_t &) noexcept {
  HEAPWISE_NEW_NOTHROW(size, static_cast<std::size_t>(a));
}

void operator delete(void *p) noexcept { deallocate(p); }
void operator delete[](void *p) noexcept { deallocate(p); }
void operator delete(void *p, std::size_t) noexcept { deallocate(p); }
void operator delete[](void *p, std::size_t) noexcept { deallocate(p); }
void operator delete(void *p, std::align_val_t) noexcept { deallocate(p); }
void operator delete[](void *p, std::align_val_t) noexcept { deallocate(p); }
void operator delete(void *p, std::size_t, std::align_val_t) noexcept {
  deallocate(p);
}
void operator delete[](void *p, std::size_t, std::align_val_t) noexcept {
  deallocate(p);
}
void operator delete(void *p, const std::nothrow_t &) noexcept {
  deallocate(p);
}
void operator delete[](void *p, const std::nothrow_t &) noexcept {
  deallocate(p);
}
void operator delete(void *p, std::align_val_t,
                     const std::nothrow_t &) noexcept {
  deallocate(p);
}
void operator delete[](void *p, std::align_val_t,
                       const std::nothrow_t &) noexcept {
  deallocate(p);
}
