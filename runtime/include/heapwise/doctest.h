//===-- doctest.h - Macros for doctest --------------------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_DOCTEST_H
#define HEAPWISE_DOCTEST_H

// Include the header of doctest before this one.
#ifndef FAIL_CHECK
#error "include <doctest/doctest.h> first"
#endif

#include "heapwise/detail/expect.h"

#define HEAPWISE_DETAIL_FAIL(text) FAIL_CHECK(text)

#endif // HEAPWISE_DOCTEST_H
