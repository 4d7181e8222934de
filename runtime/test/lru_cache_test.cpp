//===-- lru_cache_test.cpp - A map that forgets ---------------------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "heapwise/lru_cache.h"

#include <gtest/gtest.h>

#include <deque>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

using heapwise::lru_cache;

namespace {

std::vector<std::string> keys(const lru_cache<std::string, int> &cache) {
  std::vector<std::string> result;
  for (const auto &entry : cache)
    result.push_back(entry.first);
  return result;
}

using Keys = std::vector<std::string>;

TEST(LruCache, PutsOutWhatWasNotAskedForTheLongest) {
  lru_cache<std::string, int> cache(2);
  cache.put("a", 1);
  cache.put("b", 2);
  EXPECT_EQ(*cache.get("a"), 1);
  cache.put("c", 3);
  EXPECT_EQ(cache.get("b"), nullptr);
  EXPECT_EQ(keys(cache), (Keys{"c", "a"}));
}

TEST(LruCache, PutOfAKnownKeyReplacesAndRefreshes) {
  lru_cache<std::string, int> cache(2);
  cache.put("a", 1);
  cache.put("b", 2);
  cache.put("a", 10);
  EXPECT_EQ(cache.size(), 2u);
  cache.put("c", 3);
  EXPECT_EQ(*cache.get("a"), 10);
  EXPECT_FALSE(cache.contains("b"));
}

TEST(LruCache, ContainsDoesNotRefresh) {
  lru_cache<std::string, int> cache(2);
  cache.put("a", 1);
  cache.put("b", 2);
  EXPECT_TRUE(cache.contains("a"));
  cache.put("c", 3);
  EXPECT_FALSE(cache.contains("a"));
}

TEST(LruCache, CapacityZeroKeepsNothing) {
  lru_cache<std::string, int> cache(0);
  cache.put("a", 1);
  EXPECT_TRUE(cache.empty());
  EXPECT_EQ(cache.get_or_make("a", [](const std::string &) { return 7; }), 7);
  EXPECT_EQ(cache.size(), 0u);
}

TEST(LruCache, MakesOnlyWhatIsMissing) {
  lru_cache<std::string, int> cache(4);
  int made = 0;
  auto make = [&](const std::string &key) {
    ++made;
    return static_cast<int>(key.size());
  };
  EXPECT_EQ(cache.get_or_make("abc", make), 3);
  EXPECT_EQ(cache.get_or_make("abc", make), 3);
  EXPECT_EQ(made, 1);
}

TEST(LruCache, IsAsBeforeWhenMakingThrows) {
  lru_cache<std::string, int> cache(1);
  cache.put("a", 1);
  EXPECT_THROW(cache.get_or_make("b",
                                 [](const std::string &) -> int {
                                   throw std::runtime_error("no");
                                 }),
               std::runtime_error);
  EXPECT_EQ(keys(cache), (Keys{"a"}));
}

TEST(LruCache, EraseClearAndLessCapacity) {
  lru_cache<std::string, int> cache(3);
  for (const char *key : {"a", "b", "c"})
    cache.put(key, 0);
  EXPECT_TRUE(cache.erase("b"));
  EXPECT_FALSE(cache.erase("b"));
  cache.set_capacity(1);
  EXPECT_EQ(keys(cache), (Keys{"c"}));
  cache.clear();
  EXPECT_TRUE(cache.empty());
  EXPECT_EQ(cache.get("c"), nullptr);
}

TEST(LruCache, PointersStayValidUntilTheEntryGoes) {
  lru_cache<int, std::string> cache(100);
  cache.put(0, "zero");
  const std::string *zero = cache.get(0);
  for (int i = 1; i < 100; ++i)
    cache.put(i, "x");
  EXPECT_EQ(cache.get(0), zero);
  EXPECT_EQ(*zero, "zero");
}

TEST(LruCache, MovesWithItsIndex) {
  lru_cache<std::string, std::unique_ptr<int>> from(2);
  from.put("a", std::make_unique<int>(1));
  lru_cache<std::string, std::unique_ptr<int>> to(std::move(from));
  ASSERT_NE(to.get("a"), nullptr);
  to.put("b", nullptr);
  to.put("c", nullptr);
  EXPECT_EQ(to.size(), 2u);
  EXPECT_EQ(to.get("a"), nullptr);
}

/// Against a list that is searched from front to back.
TEST(LruCache, DoesWhatTheSlowOneDoes) {
  std::mt19937 random(1);
  lru_cache<int, int> cache(16);
  std::deque<std::pair<int, int>> slow;
  for (int step = 0; step < 20000; ++step) {
    const int key = static_cast<int>(random() % 40);
    auto known = slow.begin();
    while (known != slow.end() && known->first != key)
      ++known;
    if (random() % 2) {
      int *value = cache.get(key);
      ASSERT_EQ(value != nullptr, known != slow.end());
      if (!value)
        continue;
      ASSERT_EQ(*value, known->second);
    } else {
      cache.put(key, step);
    }
    const int value = *cache.get(key);
    if (known != slow.end())
      slow.erase(known);
    slow.emplace_front(key, value);
    if (slow.size() > 16)
      slow.pop_back();
    ASSERT_EQ(cache.size(), slow.size());
  }
}

} // namespace
