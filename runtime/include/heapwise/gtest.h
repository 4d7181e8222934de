//===-- gtest.h - Macros for GoogleTest -------------------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_GTEST_H
#define HEAPWISE_GTEST_H

#include "heapwise/detail/expect.h"

#include <gtest/gtest.h>

#define HEAPWISE_DETAIL_FAIL(text) ADD_FAILURE() << (text)

#endif // HEAPWISE_GTEST_H
