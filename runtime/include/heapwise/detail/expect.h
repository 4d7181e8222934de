//===-- expect.h - The macros of all test frameworks ------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

/// \file
/// Included by gtest.h, catch2.h and doctest.h, which define
/// HEAPWISE_DETAIL_FAIL(text): a failure that lets the test go on.

#ifndef HEAPWISE_DETAIL_EXPECT_H
#define HEAPWISE_DETAIL_EXPECT_H

#include "heapwise/testing.h"

/// Neither \p object nor what it owns may be part of a cycle.
#define EXPECT_NO_CYCLES(object)                                               \
  HEAPWISE_DETAIL_EXPECT(heapwise::testing::check_no_cycles(object))

/// The statements may not leave a leaked cycle behind.
#define EXPECT_NO_LEAKED_CYCLES(...)                                           \
  HEAPWISE_DETAIL_EXPECT(                                                      \
      heapwise::testing::check_no_leaked_cycles([&] { __VA_ARGS__; }))

/// deep_size(object) may be at most \p bytes.
#define EXPECT_DEEP_SIZE_LE(object, bytes)                                     \
  HEAPWISE_DETAIL_EXPECT(                                                      \
      heapwise::testing::check_deep_size_at_most(object, bytes))

/// Live memory may not keep growing while the statements run \p runs times.
#define EXPECT_NO_GROWTH(runs, ...)                                            \
  HEAPWISE_DETAIL_EXPECT(                                                      \
      heapwise::testing::check_no_growth(runs, [&] { __VA_ARGS__; }))

#define HEAPWISE_DETAIL_EXPECT(check)                                          \
  do {                                                                         \
    const std::string heapwise_failure = check;                                \
    if (!heapwise_failure.empty())                                             \
      HEAPWISE_DETAIL_FAIL(heapwise_failure);                                  \
  } while (false)

#endif // HEAPWISE_DETAIL_EXPECT_H
