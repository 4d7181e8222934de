//===-- block_log.h - The allocator's truth ---------------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A table of the live blocks of operator new, each with its allocation stack.
/// Link with heapwise::block_log, which replaces the global operator new and
/// delete (all variants); audit() and find_cycles() use it. Blocks that a
/// program takes from malloc directly are not in the table.
///
/// Thread-safe. Not async-signal-safe. While no log is kept, an allocation
/// costs one relaxed load more.
///
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_BLOCK_LOG_H
#define HEAPWISE_BLOCK_LOG_H

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace heapwise {

/// A live block.
struct live_block {
  const void *address;
  std::size_t size;       ///< requested bytes
  std::uint64_t sequence; ///< allocations are numbered from 1
  std::uint32_t stack;    ///< for stack_text(); 0 if none was recorded
};

namespace block_log {

/// Starts to record allocations, with up to \p frames return addresses each (0
/// to 32). Blocks allocated before are not known. Starting again changes only
/// the number of frames.
void start(unsigned frames = 24);
/// Stops recording and forgets all blocks.
void stop();
bool is_active();

/// The number of the last allocation so far.
std::uint64_t sequence();
/// Blocks that live, with a number greater than \p after, by address. O(n log
/// n) in the number of live blocks.
std::vector<live_block> live_blocks(std::uint64_t after = 0);
/// Finds the block that starts at \p address. O(1).
bool find(const void *address, live_block &block);
/// Sums over live blocks: their number and requested bytes. O(1).
struct totals {
  std::uint64_t blocks, bytes;
};
totals live_totals();

/// The frames of a stack, innermost first, as "function (file:line)" where
/// debug information is available, "function" or "module+offset" otherwise.
std::vector<std::string> stack_text(std::uint32_t stack);
/// The same from the first frame that is not of the standard library or of the
/// allocation, up to main.
std::vector<std::string> caller_text(std::uint32_t stack);

/// While one lives, allocations of this thread are not recorded.
class pause {
public:
  pause();
  ~pause();
  pause(const pause &) = delete;
  pause &operator=(const pause &) = delete;
};

} // namespace block_log
} // namespace heapwise

#endif // HEAPWISE_BLOCK_LOG_H
