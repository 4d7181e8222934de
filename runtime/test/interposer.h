//===-- interposer.h - Counts what the program allocates -------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_TEST_INTERPOSER_H
#define HEAPWISE_TEST_INTERPOSER_H

namespace interposer {

/// Live blocks from operator new.
struct counts {
  long requested = 0, usable = 0, blocks = 0;
};

inline counts operator-(const counts &a, const counts &b) {
  return {a.requested - b.requested, a.usable - b.usable, a.blocks - b.blocks};
}

counts now();

/// While one lives, new blocks are not counted.
struct pause {
  pause();
  ~pause();
  pause(const pause &) = delete;
  pause &operator=(const pause &) = delete;
};

} // namespace interposer

#endif // HEAPWISE_TEST_INTERPOSER_H
