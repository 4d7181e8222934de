//===-- testing.h - Checks for a program's own tests ------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The checks behind the macros of heapwise/gtest.h, heapwise/catch2.h and
/// heapwise/doctest.h; for any other framework, call them and report the text.
///
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_TESTING_H
#define HEAPWISE_TESTING_H

#include "heapwise/block_log.h"
#include "heapwise/cycles.h"
#include "heapwise/deep_size.h"

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace heapwise::testing {

/// An empty text if the check holds, else what to print.
using failure = std::string;

/// No cycle may be reached from \p object, held or leaked.
template <class T> failure check_no_cycles(const T &object) {
  const cycles_result result = find_cycles(object);
  return result.empty() ? failure() : result.text();
}

/// \p body may leave no leaked cycle behind. Starts a block log for the time of
/// the call if none is active. Needs heapwise::block_log linked.
template <class F> failure check_no_leaked_cycles(F &&body) {
  const bool own_log = !block_log::is_active();
  if (own_log)
    block_log::start();
  cycle_options options;
  options.after = block_log::sequence();
  options.held = false;
  std::forward<F>(body)();
  const cycles_result result = find_cycles(options);
  if (own_log)
    block_log::stop();
  return result.empty() ? failure() : result.text();
}

/// deep_size(object) may be at most \p limit bytes.
template <class T>
failure check_deep_size_at_most(const T &object, std::size_t limit) {
  const std::size_t size = deep_size(object);
  if (size <= limit)
    return {};
  return "deep_size is " + std::to_string(size) + " bytes, the limit " +
         std::to_string(limit) + "\n" + deep_report(object).text();
}

/// Runs \p body 2 + \p runs times. After the first two, which may fill caches
/// and pools, live memory may not grow in the first half of the runs and again
/// in the second: a container that doubles its capacity now and then is caught,
/// one that grows once is not. Needs heapwise::block_log linked; no other
/// thread may allocate meanwhile. \p runs should be 8 or more.
template <class F> failure check_no_growth(std::size_t runs, F &&body) {
  const bool own_log = !block_log::is_active();
  if (own_log)
    block_log::start();
  auto live = [&](std::size_t n) {
    for (std::size_t i = 0; i < n; ++i)
      body();
    return block_log::live_totals();
  };
  const auto start = live(2);
  const std::uint64_t after = block_log::sequence();
  const auto middle = live(runs / 2);
  const auto end = live(runs - runs / 2);
  failure result;
  if (middle.bytes > start.bytes && end.bytes > middle.bytes) {
    block_log::pause quiet;
    result = "live memory grew from " + std::to_string(start.bytes) + " to " +
             std::to_string(middle.bytes) + " to " + std::to_string(end.bytes) +
             " bytes in " + std::to_string(runs) + " runs\n";
    std::map<std::uint32_t, std::pair<std::size_t, std::size_t>> by_stack;
    for (const live_block &b : block_log::live_blocks(after)) {
      ++by_stack[b.stack].first;
      by_stack[b.stack].second += b.size;
    }
    for (const auto &[stack, sum] : by_stack) {
      result += "  " + std::to_string(sum.first) + " blocks, " +
                std::to_string(sum.second) + " bytes from\n";
      for (const std::string &frame : block_log::caller_text(stack))
        result += "    " + frame + "\n";
    }
  }
  if (own_log)
    block_log::stop();
  return result;
}

} // namespace heapwise::testing

#endif // HEAPWISE_TESTING_H
