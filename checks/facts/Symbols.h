//===-- Symbols.h - Names and locations of facts ----------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_FACTS_SYMBOLS_H
#define HEAPWISE_CHECKS_FACTS_SYMBOLS_H

#include <cstdint>

namespace heapwise::facts {

/// An interned string (USR, name, path) of one Facts object. 0 is "none".
using Symbol = std::uint32_t;

struct Location {
  Symbol File = 0;
  unsigned Line = 0;
  unsigned Column = 0;

  bool isValid() const { return Line != 0; }
  bool operator==(const Location &) const = default;
};

} // namespace heapwise::facts

#endif // HEAPWISE_CHECKS_FACTS_SYMBOLS_H
