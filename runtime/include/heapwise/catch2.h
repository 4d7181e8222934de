//===-- catch2.h - Macros for Catch2 ----------------------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CATCH2_H
#define HEAPWISE_CATCH2_H

// Include the header of the Catch2 version in use before this one.
#ifndef FAIL_CHECK
#error "include <catch2/catch_test_macros.hpp> (or catch.hpp) first"
#endif

#include "heapwise/detail/expect.h"

#define HEAPWISE_DETAIL_FAIL(text) FAIL_CHECK(text)

#endif // HEAPWISE_CATCH2_H
