//===-- frameworks_test.cpp - The macros in Catch2 and doctest ------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// Built once for each framework: what has to pass passes, and what has to fail
// is reported to the framework, which expects it.
#ifdef HEAPWISE_TEST_CATCH2
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>

#include "heapwise/catch2.h"
#define FAILING_CASE(name) TEST_CASE(name, "[!shouldfail]")
#else
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include "heapwise/doctest.h"
#define FAILING_CASE(name) TEST_CASE(name *doctest::should_fail())
#endif

#include <memory>
#include <string>
#include <vector>

namespace {

struct Ring {
  std::shared_ptr<Ring> next;
};

const char *const text = "a text that is longer than every small string buffer";

} // namespace

TEST_CASE("passes") {
  std::vector<std::string> cache;
  EXPECT_NO_CYCLES(cache);
  EXPECT_DEEP_SIZE_LE(cache, 100);
  EXPECT_NO_GROWTH(10, { cache.assign(3, text); });
  EXPECT_NO_LEAKED_CYCLES({ auto p = std::make_shared<Ring>(); });
}

FAILING_CASE("growth") {
  std::vector<std::string> growing;
  EXPECT_NO_GROWTH(20, { growing.push_back(text); });
}

FAILING_CASE("size") { EXPECT_DEEP_SIZE_LE(std::string(1000, 'x'), 1000); }

FAILING_CASE("held cycle") {
  auto ring = std::make_shared<Ring>();
  ring->next = ring;
  EXPECT_NO_CYCLES(ring);
  ring->next.reset();
}

FAILING_CASE("leaked cycle") {
  std::weak_ptr<Ring> left;
  EXPECT_NO_LEAKED_CYCLES({
    auto ring = std::make_shared<Ring>();
    ring->next = ring;
    left = ring;
  });
  left.lock()->next.reset();
}
