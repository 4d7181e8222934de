//===-- deep_size_test.cpp - Sharing, reports, hooks, depth ---------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "heapwise/deep_size.h"

#include <gtest/gtest.h>

#include <thread>

using namespace heapwise;

namespace {

const char *const text = "a text that is longer than every small string buffer";

struct Leaf {
  std::string payload = text;
};

struct Link {
  std::shared_ptr<Link> next;
};

struct Group {
  std::vector<std::shared_ptr<Leaf>> leaves;
  std::weak_ptr<Leaf> favourite;
};

struct Padded {
  char a = 0;
  double b = 0;
  char c = 0;
  std::string s = text;
};

struct Base {
  virtual ~Base() = default;
  int *not_owned = nullptr;
};
struct Unregistered : Base {
  std::string s = text;
};
struct HookedBase {
  std::string *owned = new std::string(text);
  HookedBase() = default;
  HookedBase(const HookedBase &) = delete;
  ~HookedBase() { delete owned; }
};
void heapwise_walk(walker &w, const HookedBase &b) {
  w.owned("owned", b.owned);
}
struct DerivedFromHooked : HookedBase {
  std::string more = text;
};

struct Quiet {
  std::string s = text;
};

/// A graph of raw owning pointers with a ring.
struct Raw {
  Raw *next = nullptr;
  std::string s = text;
};
void heapwise_walk(walker &w, const Raw &r) {
  w.owned("next", r.next);
  w.member("s", r.s);
}

struct RawOwner {
  Raw *first;
};
void heapwise_walk(walker &w, const RawOwner &r) { w.owned("first", r.first); }

class Secret {
  std::string first_ = text;
  std::string second_ = text;
  int *third_ = nullptr, *fourth_ = nullptr;

public:
  bool uses_pointers() const { return third_ == fourth_; }
};

struct Wrapper {
  Quiet quiet;
  std::string s = text;
};

} // namespace

HEAPWISE_IGNORE(Quiet, "measured by its owner");
HEAPWISE_DESCRIBE(Secret, first_);
#if !HEAPWISE_MEMBER_WALK
HEAPWISE_DESCRIBE(Padded, a, b, c, s);
HEAPWISE_DESCRIBE(Base, not_owned);
#endif

namespace {

const report_note *find(const std::vector<report_note> &notes,
                        std::string_view part) {
  for (const report_note &n : notes)
    if (n.reason.find(part) != std::string::npos)
      return &n;
  return nullptr;
}

TEST(DeepSize, ShallowIsSizeof) {
  EXPECT_EQ(shallow_size(std::string(text)), sizeof(std::string));
  EXPECT_EQ(deep_size(42), sizeof(int));
}

TEST(DeepSize, ExclusiveLeavesOutWhatOthersOwn) {
  auto shared = std::make_shared<Leaf>();
  Group group;
  group.leaves = {shared, std::make_shared<Leaf>()};
  const std::size_t with_one = deep_size(group, sharing::exclusive);
  const std::size_t with_both = deep_size(group);
  EXPECT_EQ(with_both - with_one, deep_size(shared) - sizeof shared);
  shared.reset();
  EXPECT_EQ(deep_size(group, sharing::exclusive), with_both);
}

template <class T> std::size_t control_block_size(const std::shared_ptr<T> &p) {
  return usable_size(detail::read_at<const void *>(&p, sizeof(void *)));
}

TEST(DeepSize, ExclusiveKeepsAControlBlockThatAWeakPointerKeeps) {
  std::shared_ptr<Leaf> leaf(new Leaf);
  std::weak_ptr<Leaf> outside = leaf;
  EXPECT_EQ(deep_size(leaf) - deep_size(leaf, sharing::exclusive),
            control_block_size(leaf));
}

TEST(DeepSize, FairSharesAddUp) {
  auto shared = std::make_shared<Leaf>();
  std::array<std::shared_ptr<Leaf>, 4> owners;
  owners.fill(shared);
  shared.reset();
  std::size_t sum = 0;
  for (const auto &owner : owners)
    sum += deep_size(owner, sharing::fair_share) - sizeof owner;
  // Each share is rounded to whole bytes.
  EXPECT_NEAR(static_cast<double>(sum),
              static_cast<double>(deep_size(owners) - sizeof owners),
              owners.size() / 2.0);
}

TEST(DeepSize, FairShareTakesACycleAsOneUnit) {
  auto a = std::make_shared<Link>();
  a->next = std::make_shared<Link>();
  a->next->next = a; // `a` has two owners, one inside of the cycle
  const std::size_t all = deep_size(a) - sizeof a;
  EXPECT_EQ(deep_size(a, sharing::fair_share) - sizeof a, all);
  auto second = a;
  EXPECT_EQ(deep_size(a, sharing::fair_share) - sizeof a, all / 2);
  a->next->next.reset();
}

TEST(DeepSize, ExclusiveFreesNothingOfALeakedCycle) {
  auto a = std::make_shared<Link>();
  a->next = a;
  EXPECT_EQ(deep_size(a, sharing::exclusive), sizeof a);
  a->next.reset();
}

TEST(DeepSize, ObjectInItsOwnCycleCountsOnce) {
  auto a = std::make_shared<Link>();
  a->next = a;
  EXPECT_EQ(deep_size(*a), deep_size(a) - sizeof a);
  EXPECT_EQ(deep_report(*a).shallow_bytes, 0u);
  a->next.reset();
}

TEST(DeepSize, ListOfTenMillionSharedNodes) {
  constexpr std::size_t n = 10'000'000;
  std::shared_ptr<Link> head;
  std::size_t usable = 0;
  for (std::size_t i = 0; i < n; ++i) {
    auto node = std::make_shared<Link>();
    usable += control_block_size(node);
    node->next = std::move(head);
    head = std::move(node);
  }
  EXPECT_EQ(deep_size(head), sizeof head + usable);
  while (head) // the destructor would recurse
    head = std::exchange(head->next, nullptr);
}

TEST(DeepSize, DeepReportOfALongList) {
  constexpr std::size_t n = 200'000;
  auto head = std::make_shared<Link>();
  for (std::size_t i = 1; i < n; ++i) {
    auto node = std::make_shared<Link>();
    node->next = std::move(head);
    head = std::move(node);
  }
  for (sharing mode :
       {sharing::once, sharing::exclusive, sharing::fair_share}) {
    const report r = deep_report(head, mode);
    EXPECT_EQ(r.heap.blocks, n);
    EXPECT_EQ(r.total(), deep_size(head));
  }
  while (head)
    head = std::exchange(head->next, nullptr);
}

TEST(DeepSize, RingOfRawOwningPointers) {
  RawOwner owner{new Raw};
  owner.first->next = new Raw;
  owner.first->next->next = owner.first;
  EXPECT_EQ(deep_report(owner).heap.blocks, 4u);
  // The first one is the root, and reached again.
  EXPECT_EQ(deep_report(*owner.first).heap.blocks, 4u);
  delete owner.first->next;
  delete owner.first;
}

TEST(DeepSize, WalksOfTwoThreads) {
  auto walk = [] {
    auto leaf = std::make_shared<Leaf>();
    std::size_t sum = 0;
    for (int i = 0; i < 100; ++i)
      sum += deep_size(leaf) + deep_report(leaf).heap.blocks;
    return sum;
  };
  const std::size_t expected = walk();
  std::size_t one = 0, two = 0;
  std::thread a([&] { one = walk(); }), b([&] { two = walk(); });
  a.join();
  b.join();
  EXPECT_EQ(one, expected);
  EXPECT_EQ(two, expected);
}

TEST(DeepReport, TreeHasMembersAndSums) {
  std::map<std::string, Padded> m;
  m[text];
  m["x"];
  const report r = deep_report(m);
  EXPECT_TRUE(r.complete());
  EXPECT_EQ(r.heap.usable, r.root.total.usable);
  EXPECT_EQ(r.heap.blocks, 5u);
  EXPECT_EQ(r.padding_bytes, 2u * 14u);
  ASSERT_EQ(r.root.children.size(), 1u);
  const report_node &element = r.root.children[0];
  EXPECT_EQ(element.name, "[]");
  EXPECT_EQ(element.objects, 2u);
  EXPECT_EQ(element.heap.blocks, 2u);
  ASSERT_EQ(element.children.size(), 2u);
  EXPECT_EQ(element.children[0].name, ".second");
  EXPECT_EQ(element.children[1].name, ".first");
  const report_node &s = element.children[0].children[0];
  EXPECT_EQ(s.name, ".s");
  EXPECT_EQ(s.heap.blocks, 2u);
  EXPECT_LT(s.heap.requested, s.heap.usable + 1);
  EXPECT_LT(s.heap.usable, s.heap.chunk + 1);
}

TEST(DeepReport, TextAndJson) {
  std::vector<std::string> v(2, text);
  const report r = deep_report(v);
  const std::string t = r.text();
  EXPECT_EQ(t.substr(0, t.find(' ')), std::to_string(deep_size(v)));
  EXPECT_NE(t.find("[]"), std::string::npos);
  const std::string json = r.json();
  EXPECT_EQ(json.front(), '{');
  EXPECT_EQ(json.back(), '}');
  EXPECT_NE(json.find("\"total\":" + std::to_string(deep_size(v))),
            std::string::npos);
  EXPECT_NE(json.find("\"blocks\":3"), std::string::npos);
}

TEST(DeepReport, JsonEscapes) {
  EXPECT_EQ(detail::json_string("a\"b\\c\n"), "\"a\\\"b\\\\c\\u000a\"");
}

TEST(DeepReport, NamesWhatIsIgnored) {
  const report r = deep_report(Wrapper());
  const report_note *n = find(r.ignored, "measured by its owner");
  ASSERT_TRUE(n);
  EXPECT_NE(n->type.find("Quiet"), std::string::npos);
  EXPECT_FALSE(r.complete());
  EXPECT_EQ(r.heap.blocks, 1u);
}

TEST(DeepReport, NamesAnUnregisteredDerivedClass) {
  const std::unique_ptr<Base> p = std::make_unique<Unregistered>();
  const report r = deep_report(p);
  ASSERT_EQ(r.opaque.size(), 1u);
  EXPECT_NE(r.opaque[0].type.find("Unregistered"), std::string::npos);
  EXPECT_GE(r.opaque[0].bytes, sizeof(std::string));
}

TEST(DeepReport, NamesMembersThatADescriptionLeavesOut) {
  Secret s;
  ASSERT_TRUE(s.uses_pointers());
  const report r = deep_report(s);
  const report_note *n = find(r.opaque, "description");
  ASSERT_TRUE(n);
  EXPECT_EQ(n->bytes, sizeof(std::string) + 2 * sizeof(int *));
}

TEST(DeepReport, NamesAClassOfWhichOnlyTheBaseHasAHook) {
  const DerivedFromHooked d;
  const report r = deep_report(d);
  EXPECT_TRUE(find(r.opaque, "only a base class has a hook"));
  EXPECT_EQ(r.heap.blocks, 2u);
}

#if HEAPWISE_MEMBER_WALK
TEST(DeepReport, NamesRawPointers) {
  int outside = 0;
  Unregistered u;
  u.not_owned = &outside;
  const report r = deep_report(u);
  ASSERT_EQ(r.raw_pointers.size(), 1u);
  EXPECT_EQ(r.raw_pointers[0].path, ".not_owned");
  EXPECT_EQ(r.raw_pointers[0].type, "int *");
}

TEST(DeepReport, AnonymousUnionInAnAggregate) {
  struct token {
    int kind;
    union {
      int i;
      double d;
    };
    std::string name;
  };
  const report r = deep_report(token{1, {2}, text});
  EXPECT_TRUE(r.complete());
  EXPECT_EQ(r.heap.blocks, 1u);
}

TEST(DeepReport, AnonymousUnionIsOpaque) {
  struct with_union {
    with_union() : s(text) {}
    ~with_union() { s.~basic_string(); }
    union {
      std::string s;
      int i;
    };
    std::string other = text;
  };
  const with_union value;
  const report r = deep_report(value);
  EXPECT_EQ(r.heap.blocks, 1u);
  ASSERT_EQ(r.opaque.size(), 1u);
  EXPECT_EQ(r.opaque[0].path, ".s");
}
#endif

TEST(Flat, IsDecidedAtCompileTime) {
  struct plain {
    int a;
    double b[3];
  };
  static_assert(detail::is_flat<plain>());
  static_assert(detail::is_flat<std::pair<int, std::array<plain, 3>>>());
  static_assert(detail::is_flat<std::optional<int *>>());
  static_assert(!detail::is_flat<std::string>());
  static_assert(!detail::is_flat<std::pair<int, std::string>>());
  static_assert(!detail::is_flat<Quiet>());
#if HEAPWISE_MEMBER_WALK
  struct guarded {
    std::mutex m;
    plain p;
    ~guarded() {}
  };
  static_assert(detail::is_flat<guarded>());
#endif
  SUCCEED();
}

TEST(ControlBlock, ArgumentsOfNamesWithOperatorsAndLambdas) {
  using detail::template_arguments;
  const auto a = template_arguments(
      "std::_Sp_counted_ptr_inplace<f<(a)1>(int, b)::{lambda(int, c)#1}, "
      "std::allocator<void>, (__gnu_cxx::_Lock_policy)2>");
  ASSERT_EQ(a.size(), 3u);
  EXPECT_EQ(a[0], "f<(a)1>(int, b)::{lambda(int, c)#1}");
  EXPECT_EQ(a[1], "std::allocator<void>");
  const auto b = template_arguments("x<s::operator<(s const&)::local, int>");
  ASSERT_EQ(b.size(), 2u);
  EXPECT_EQ(b[0], "s::operator<(s const&)::local");
}

TEST(Components, FindsThem) {
  const detail::adjacency edges = {{1}, {2}, {0, 3}, {4}, {}, {5}};
  const detail::components c = detail::find_components(edges);
  EXPECT_EQ(c.count, 4u);
  EXPECT_EQ(c.of[0], c.of[1]);
  EXPECT_EQ(c.of[0], c.of[2]);
  EXPECT_GT(c.of[2], c.of[3]); // reverse topological
  EXPECT_GT(c.of[3], c.of[4]);
}

} // namespace
