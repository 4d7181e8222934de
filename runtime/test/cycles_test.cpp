//===-- cycles_test.cpp - Cycles, audit and the test macros ---------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "heapwise/audit.h"
#include "heapwise/cycles.h"
#include "heapwise/gtest.h"

#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <list>
#include <thread>

using namespace heapwise;

namespace {

const char *const text = "a text that is longer than every small string buffer";

struct Child;
struct Parent {
  std::vector<std::shared_ptr<Child>> kids_;
  std::string name = text;
};
struct Links {
  std::shared_ptr<Parent> parent;
};
struct Child {
  Links links_;
  std::weak_ptr<Parent> weak;
};

struct Session {
  std::function<void()> on_close;
  std::string name = text;
};

struct Good {
  std::vector<std::shared_ptr<Good>> kids;
  std::weak_ptr<Good> up;
};

struct Ring {
  std::shared_ptr<Ring> next;
};

struct Callback {
  std::shared_ptr<void> state;
  void operator()() const {}
};

/// A counted pointer of the program's own.
struct Counted {
  long count = 0;
};
template <class T> struct Counter {
  T *object = nullptr;
  Counter() = default;
  Counter(T *p) : object(p) {
    if (p)
      ++p->count;
  }
  Counter(const Counter &) = delete;
  Counter &operator=(const Counter &) = delete;
  ~Counter() {
    if (object && --object->count == 0)
      delete object;
  }
};
template <class T> void heapwise_walk(walker &w, const Counter<T> &p) {
  if (p.object)
    w.counted(p.object, p.object->count);
}
struct Owner;
struct Part : Counted {
  std::shared_ptr<Owner> owner;
  Counter<Part> next;
  explicit Part(Part *p = nullptr) : next(p) {}
};
struct Owner : std::enable_shared_from_this<Owner> {
  Counter<Part> part;
  std::function<void()> callback;
};

/// Keeps what it leaks, so that a test can free it afterwards.
std::pair<std::shared_ptr<Parent>, std::shared_ptr<Child>> make_family() {
  auto parent = std::make_shared<Parent>();
  auto child = std::make_shared<Child>();
  parent->kids_.push_back(child);
  child->links_.parent = parent;
  child->weak = parent;
  return {parent, child};
}

class Cycles : public ::testing::Test {
protected:
  void SetUp() override { block_log::start(); }
  void TearDown() override { block_log::stop(); }
};

TEST_F(Cycles, WeakBackReferencesAreNone) {
  auto root = std::make_shared<Good>();
  for (int i = 0; i < 3; ++i) {
    root->kids.push_back(std::make_shared<Good>());
    root->kids.back()->up = root;
  }
  EXPECT_TRUE(find_cycles(root).empty());
  EXPECT_TRUE(find_cycles().empty());
}

TEST_F(Cycles, HeldThenLeaked) {
  auto [parent, child] = make_family();
  cycles_result held = find_cycles();
  ASSERT_EQ(held.cycles.size(), 1u);
  EXPECT_FALSE(held.cycles[0].leaked);
  EXPECT_TRUE(held.cycles[0].confirmed);
  EXPECT_EQ(held.leaked(), 0u);

  std::weak_ptr<Parent> probe = parent;
  parent.reset();
  child.reset();
  cycles_result leaked = find_cycles();
  ASSERT_EQ(leaked.cycles.size(), 1u) << leaked.text();
  const cycle &c = leaked.cycles[0];
  EXPECT_TRUE(c.leaked);
  EXPECT_TRUE(c.confirmed);
  EXPECT_EQ(c.objects, 2u);
  ASSERT_EQ(c.edges.size(), 2u);
  // The circle starts at the object that was allocated at the lower address.
  const std::size_t up =
      c.edges[0].from.find("Child") != std::string::npos ? 0 : 1;
#if HEAPWISE_MEMBER_WALK
  EXPECT_EQ(c.edges[up].member, ".links_.parent");
  EXPECT_EQ(c.edges[1 - up].member, ".kids_[0]");
#else
  EXPECT_EQ(c.edges[up].member, ".0.0"); // aggregates without a description
  EXPECT_EQ(c.edges[1 - up].member, ".0[0]");
#endif
  EXPECT_NE(c.edges[up].to.find("Parent"), std::string::npos);
#if HEAPWISE_MEMBER_WALK
  EXPECT_EQ(c.weaken, up);
  EXPECT_NE(c.text().find("links_.parent a std::weak_ptr"), std::string::npos)
      << c.text();
#endif
  ASSERT_FALSE(c.edges[0].stack.empty());
#if HEAPWISE_TEST_LINES
  EXPECT_NE(c.edges[0].stack[0].find("make_family"), std::string::npos)
      << c.edges[0].stack[0];
#endif
  probe.lock()->kids_.clear();
}

TEST_F(Cycles, FromARoot) {
  auto [parent, child] = make_family();
  const cycles_result result = find_cycles(child);
  ASSERT_EQ(result.cycles.size(), 1u);
  EXPECT_FALSE(result.cycles[0].leaked);
  EXPECT_EQ(result.objects, 2u);
  EXPECT_TRUE(find_cycles(child, /*held=*/false).empty());
  parent->kids_.clear();
}

TEST_F(Cycles, RegisteredTargetOfAFunctionIsConfirmed) {
  register_type<Session>();
  auto session = std::make_shared<Session>();
  auto closure = [session] {};
  using closure_type = decltype(closure);
  register_type<closure_type>();
  session->on_close = closure;
  std::weak_ptr<Session> probe = session;
  const cycles_result result = find_cycles(session);
#if HEAPWISE_MEMBER_WALK
  ASSERT_EQ(result.cycles.size(), 1u) << result.text();
  EXPECT_EQ(result.cycles[0].edges[0].member, ".on_close{target}.<capture>");
#else
  EXPECT_TRUE(result.cycles.empty()); // closures are opaque
#endif
  session->on_close = nullptr;
}

TEST_F(Cycles, ConservativeModeSeesThroughAnUnregisteredTarget) {
  register_type<Session>();
  Session *leaked = nullptr;
  {
    auto session = std::make_shared<Session>();
    session->on_close = [session] {};
    leaked = session.get();
  }
  const cycles_result result = find_cycles();
  ASSERT_EQ(result.cycles.size(), 1u) << result.text();
  EXPECT_TRUE(result.cycles[0].leaked);
  EXPECT_FALSE(result.cycles[0].confirmed);
#if HEAPWISE_MEMBER_WALK
  EXPECT_EQ(result.cycles[0].edges[0].member, ".on_close{target}");
#endif
  cycle_options typed_only;
  typed_only.conservative = false;
  EXPECT_EQ(find_cycles(typed_only).leaked(), 0u);
  std::exchange(leaked->on_close, nullptr);
}

TEST_F(Cycles, ConservativeModeIsSilentWhileSomethingOwns) {
  auto session = std::make_shared<Session>();
  session->on_close = [session] {};
  EXPECT_EQ(find_cycles().leaked(), 0u);
  session->on_close = nullptr;
}

TEST_F(Cycles, ManyRingsAreOneFinding) {
  std::vector<std::weak_ptr<Ring>> probes;
  for (int i = 0; i < 50; ++i) {
    auto a = std::make_shared<Ring>();
    a->next = std::make_shared<Ring>();
    a->next->next = a;
    probes.push_back(a);
  }
  (void)deep_size(probes[0].lock()); // registers Ring
  const cycles_result result = find_cycles();
  ASSERT_EQ(result.cycles.size(), 1u) << result.text();
  EXPECT_EQ(result.cycles[0].occurrences, 50u);
  EXPECT_EQ(result.leaked(), 50u);
  for (auto &p : probes)
    p.lock()->next.reset();
}

TEST_F(Cycles, RingOfAHundredThousand) {
  block_log::start(0); // no stacks
  auto first = std::make_shared<Ring>();
  auto last = first;
  for (int i = 1; i < 100'000; ++i)
    last = last->next = std::make_shared<Ring>();
  last->next = first;
  const cycles_result result = find_cycles(first);
  ASSERT_EQ(result.cycles.size(), 1u);
  EXPECT_EQ(result.cycles[0].objects, 100'000u);
  last->next.reset();
  last.reset();
  while (first)
    first = std::exchange(first->next, nullptr);
}

#if HEAPWISE_MEMBER_WALK
TEST_F(Cycles, ThroughACountedPointer) {
  register_type<Owner>();
  std::weak_ptr<Owner> probe;
  {
    auto owner = std::make_shared<Owner>();
    owner->part.object = new Part;
    owner->part.object->count = 1;
    EXPECT_TRUE(find_cycles().empty());
    owner->part.object->owner = owner;
    probe = owner;
    const cycles_result held = find_cycles();
    ASSERT_EQ(held.cycles.size(), 1u) << held.text();
    EXPECT_FALSE(held.cycles[0].leaked);
  }
  const cycles_result result = find_cycles();
  ASSERT_EQ(result.cycles.size(), 1u) << result.text();
  const cycle &c = result.cycles[0];
  EXPECT_TRUE(c.leaked && c.confirmed) << result.text();
  ASSERT_EQ(c.edges.size(), 2u);
  EXPECT_EQ(c.edges[0].member, ".part");
  EXPECT_EQ(c.edges[1].member, ".owner");
  probe.lock()->part.object->owner.reset();
}

TEST_F(Cycles, ACountedObjectIsOneBlock) {
  auto part = std::make_unique<Part>(new Part);
  part->next.object->next.object = part->next.object; // its own successor
  ++part->next.object->count;
  const audit_result result = audit(part);
  EXPECT_TRUE(result.repeated.empty()) << result.text();
  EXPECT_EQ(result.reached_blocks, 2u);
  EXPECT_EQ(find_cycles(part).cycles.size(), 1u);
  part->next.object->next.object = nullptr;
  --part->next.object->count;
}

TEST_F(Cycles, AWeakReferenceIsNoPartOfAProbableCycle) {
  register_type<Owner>();
  Owner *leaked = nullptr;
  {
    auto owner = std::make_shared<Owner>();
    auto other = std::make_shared<Owner>();
    owner->callback = [other] {};
    other->callback = [owner] {};
    leaked = owner.get();
  }
  const cycles_result result = find_cycles();
  ASSERT_EQ(result.cycles.size(), 1u) << result.text();
  ASSERT_EQ(result.cycles[0].edges.size(), 2u) << result.text();
  for (const cycle_edge &e : result.cycles[0].edges)
    EXPECT_EQ(e.member, ".callback{target}");
  std::exchange(leaked->callback, nullptr);
}
#endif

TEST_F(Cycles, ObjectsKeptAliveByALeakedCycleAreNotCycles) {
  auto [parent, child] = make_family();
  parent->kids_.push_back(std::make_shared<Child>());
  EXPECT_EQ(find_cycles(parent).cycles.size(), 1u);
  parent->kids_.clear();
}

TEST(Audit, ExactForAKnownObject) {
  const audit_result result =
      audit([] { return std::vector<std::string>(3, text); });
  EXPECT_TRUE(result.exact()) << result.text();
  EXPECT_EQ(result.reached_blocks, 4u);
  EXPECT_EQ(result.allocated_bytes, result.reached_bytes);
}

TEST(Audit, NamesAnUnreachedBlockWithItsStack) {
  int *kept = nullptr;
  const audit_result result = audit([&] {
    kept = new int(1);
    return std::string(text);
  });
  ASSERT_EQ(result.unreached.size(), 1u) << result.text();
  EXPECT_EQ(result.unreached[0].block.address, kept);
  EXPECT_EQ(result.unreached[0].block.size, sizeof(int));
  ASSERT_FALSE(result.unreached[0].stack.empty());
#if HEAPWISE_TEST_LINES
  EXPECT_NE(result.unreached[0].stack[0].find("cycles_test.cpp"),
            std::string::npos)
      << result.unreached[0].stack[0];
#endif
  EXPECT_FALSE(result.exact());
  delete kept;
}

struct Liar {
  std::vector<int> v = std::vector<int>(10);
  friend void heapwise_walk(walker &w, const Liar &l) {
    w.member("v", l.v);
    w.owned_block("again", l.v.data(), 40);
  }
};

TEST(Audit, FindsABlockThatIsCountedTwice) {
  const audit_result result = audit([] { return Liar(); });
  ASSERT_EQ(result.repeated.size(), 1u);
  EXPECT_EQ(result.repeated[0].first_path, ".v");
  EXPECT_EQ(result.repeated[0].second_path, ".again");
  EXPECT_TRUE(result.unreached.empty());
}

TEST(Audit, Scope) {
  std::map<int, std::string> m;
  m[1] = text;
  audit_scope scope;
  m[2] = text;
  const audit_result result = scope.check(m);
  EXPECT_TRUE(result.unreached.empty());
  EXPECT_EQ(result.reached_blocks, 2u);
  EXPECT_EQ(result.unknown.size(), 2u); // older than the scope
}

TEST(Audit, ObjectAlone) {
  block_log::start();
  const std::string s = text;
  EXPECT_TRUE(audit(s).exact());
  EXPECT_EQ(audit(s).reached_blocks, 1u);
  block_log::stop();
}

TEST(BlockLog, FollowsBlocksOfAllThreads) {
  block_log::start(4);
  const auto before = block_log::live_totals();
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([] {
      std::list<std::string> kept;
      for (int i = 0; i < 2000; ++i) {
        kept.emplace_back(text);
        if (i % 3)
          kept.pop_front();
      }
    });
  for (auto &t : threads)
    t.join();
  threads.clear();
  threads.shrink_to_fit();
  const auto after = block_log::live_totals();
  EXPECT_EQ(after.blocks, before.blocks);
  EXPECT_EQ(after.bytes, before.bytes);
  block_log::stop();
}

TEST(BlockLog, FindsAndForgets) {
  block_log::start();
  auto p = std::make_unique<double>(1);
  live_block b;
  ASSERT_TRUE(block_log::find(p.get(), b));
  EXPECT_EQ(b.size, sizeof(double));
  const void *address = p.get();
  p.reset();
  EXPECT_FALSE(block_log::find(address, b));
  {
    block_log::pause quiet;
    p = std::make_unique<double>(1);
  }
  EXPECT_FALSE(block_log::find(p.get(), b));
  block_log::stop();
}

TEST(Macros, Pass) {
  std::vector<std::string> cache;
  EXPECT_NO_CYCLES(cache);
  EXPECT_DEEP_SIZE_LE(cache, 100);
  EXPECT_NO_GROWTH(10, { cache.assign(3, text); });
  EXPECT_NO_LEAKED_CYCLES({ auto p = std::make_shared<Good>(); });
}

std::vector<std::string> growing;
TEST(Macros, NoGrowthFails) {
  EXPECT_NONFATAL_FAILURE(EXPECT_NO_GROWTH(20, { growing.push_back(text); }),
                          "live memory grew");
  growing.clear();
}

TEST(Macros, DeepSizeFails) {
  static const std::string s(1000, 'x');
  EXPECT_NONFATAL_FAILURE(EXPECT_DEEP_SIZE_LE(s, 1000), "the limit 1000");
}

TEST(Macros, NoCyclesFails) {
  static auto ring = std::make_shared<Ring>();
  ring->next = ring;
  EXPECT_NONFATAL_FAILURE(EXPECT_NO_CYCLES(ring), "held cycle of 1 object");
  ring->next.reset();
}

std::weak_ptr<Parent> left_behind;
TEST(Macros, NoLeakedCyclesFails) {
  EXPECT_NONFATAL_FAILURE(
      EXPECT_NO_LEAKED_CYCLES({ left_behind = make_family().first; }),
      "leaked cycle of 2 objects");
  left_behind.lock()->kids_.clear();
}

} // namespace
