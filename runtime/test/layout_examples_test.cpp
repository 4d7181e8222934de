//===-- layout_examples_test.cpp - Stated sizes, measured -----------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// heapwise-oversized-layout says of examples/frames/oversized.cpp: 64 bytes, 40
// in another order, 32 bytes saved for each of about 1000 objects. Here both
// programs make their frames, and the allocator is asked what they take.
// test/checks/oversized-layout/example.cpp holds the check to that message.
//
//===----------------------------------------------------------------------===//

#include <cstddef>
#include <cstdint>
#include <iostream>

namespace frames::oversized {
#include "frames/oversized.cpp"
}
namespace frames::fixed {
#include "frames/fixed.cpp"
}

#include "heapwise/usable_size.h"

#include <gtest/gtest.h>

namespace {

/// Bytes of heap that a chain of frames takes, headers included.
template <class Frame> std::size_t bytes(const Frame *top) {
  std::size_t sum = 0;
  for (; top; top = top->caller())
    sum += heapwise::chunk_size(top);
  return sum;
}

TEST(LayoutExamples, SizesAreAsStated) {
  EXPECT_EQ(sizeof(frames::oversized::Frame), 64u);
  EXPECT_EQ(sizeof(frames::fixed::Frame), 40u);
}

TEST(LayoutExamples, HeapIsAsStated) {
  if (!heapwise::detail::malloc_is_glibc())
    GTEST_SKIP() << "the figures are those of glibc";
  auto *before = frames::oversized::call("add", 1000);
  auto *after = frames::fixed::call("add", 1000);
  EXPECT_EQ(bytes(before), 1000u * 80);
  EXPECT_EQ(bytes(after), 1000u * 48);
  EXPECT_EQ(bytes(before) - bytes(after), 1000u * 32);
  frames::oversized::unwind(before);
  frames::fixed::unwind(after);
}

} // namespace
