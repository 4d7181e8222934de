//===-- fuzz_test.cpp - Random object graphs against the allocator --------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Builds random graphs of containers, shared, cyclic and polymorphic objects.
// deep_size must be what the interposed allocator has counted; the exclusive
// size must be what is freed when the object is destroyed.
//
//   fuzz_test [first seed] [number of seeds]
//
//===----------------------------------------------------------------------===//

#include "heapwise/deep_size.h"
#include "interposer.h"

#include <cstdio>
#include <cstdlib>
#include <random>

using namespace heapwise;

namespace {

struct Object {
  virtual ~Object() = default;
  virtual void let_go() = 0;
};
using Handle = std::shared_ptr<Object>;

class Branch : public Object {
public:
  std::string name;
  std::vector<Handle> children;
  std::weak_ptr<Object> parent;
  void let_go() override { children.clear(); }
};

/// Its Object is not its first base.
struct Tag {
  virtual ~Tag() = default;
  std::vector<std::string> tags;
};
class Table : public Tag, public Object {
public:
  std::map<int, Handle> ordered;
  std::unordered_map<std::string, std::pair<int, Handle>> hashed;
  std::unique_ptr<std::deque<std::string>> history;
  void let_go() override {
    ordered.clear();
    hashed.clear();
  }
};

struct Record {
  std::list<std::set<int>> sets;
  std::optional<std::string> note;
  std::unique_ptr<Record> next;
};

class Mixed : public Object {
public:
  std::variant<std::monostate, std::string, std::vector<bool>, Handle> value;
  std::forward_list<Handle> queue;
  std::unique_ptr<std::string[]> array;
  std::unique_ptr<Record> records;
  std::any anything;
  void let_go() override {
    value = {};
    queue.clear();
  }
};

/// What is measured.
struct Root {
  std::vector<Handle> handles;
  std::vector<std::weak_ptr<Object>> watched;
};

} // namespace

#if !HEAPWISE_MEMBER_WALK
HEAPWISE_DESCRIBE(Branch, name, children, parent);
HEAPWISE_DESCRIBE(Tag, tags);
HEAPWISE_DESCRIBE_WITH_BASES(Table, (Tag, Object), ordered, hashed, history);
HEAPWISE_DESCRIBE(Mixed, value, queue, array, records, anything);
#endif
HEAPWISE_REGISTER(Branch);
HEAPWISE_REGISTER(Table);
HEAPWISE_REGISTER(Mixed);
HEAPWISE_REGISTER(std::string);
HEAPWISE_REGISTER(std::vector<std::string>);

namespace {

class Builder {
public:
  explicit Builder(unsigned seed) : random_(seed) {}

  std::size_t below(std::size_t n) { return random_() % n; }
  bool often() { return random_() % 2; }

  std::string string() { return std::string(below(60), 'x'); }

  template <class T> std::shared_ptr<T> make() {
    // Both kinds of control blocks.
    return often() ? std::make_shared<T>() : std::shared_ptr<T>(new T);
  }

  Handle object() {
    switch (below(3)) {
    case 0: {
      auto b = make<Branch>();
      b->name = string();
      return b;
    }
    case 1: {
      auto t = make<Table>();
      for (std::size_t i = below(4); i--;)
        t->tags.push_back(string());
      if (often()) {
        t->history = std::make_unique<std::deque<std::string>>();
        for (std::size_t i = below(40); i--;)
          t->history->push_back(string());
      }
      return t;
    }
    default: {
      auto m = make<Mixed>();
      if (often())
        m->value = string();
      else
        m->value = std::vector<bool>(below(500));
      if (often())
        m->array = std::make_unique<std::string[]>(below(5));
      std::unique_ptr<Record> *end = &m->records;
      for (std::size_t i = below(60); i--; end = &(*end)->next) {
        *end = std::make_unique<Record>();
        if (often())
          (*end)->note = string();
        for (std::size_t k = below(3); k--;)
          (*end)->sets.push_back({1, static_cast<int>(k), 7});
      }
      if (often())
        m->anything = string();
      else if (often())
        m->anything = std::vector<std::string>(below(4), string());
      return m;
    }
    }
  }

  void connect(const Handle &from, const Handle &to) {
    if (auto b = std::dynamic_pointer_cast<Branch>(from)) {
      if (often())
        b->children.push_back(to);
      else
        b->parent = to;
    } else if (auto t = std::dynamic_pointer_cast<Table>(from)) {
      if (often())
        t->ordered[static_cast<int>(below(50))] = to;
      else
        t->hashed[string()] = {1, to};
    } else if (auto m = std::dynamic_pointer_cast<Mixed>(from)) {
      if (often())
        m->value = to;
      else
        m->queue.push_front(to);
    }
  }

private:
  std::mt19937 random_;
};

int failures;

void compare(unsigned seed, const char *what, long truth, long found) {
  if (truth == found)
    return;
  ++failures;
  std::printf("seed %u: %s: allocator %ld, heapwise %ld\n", seed, what, truth,
              found);
}

void run(unsigned seed) {
  Builder builder(seed);
  const interposer::counts empty = interposer::now();
  Root root;
  const std::size_t n = 1 + builder.below(40);
  for (std::size_t i = 0; i < n; ++i)
    root.handles.push_back(builder.object());
  for (std::size_t i = builder.below(3 * n); i--;)
    builder.connect(root.handles[builder.below(n)],
                    root.handles[builder.below(n)]);
  for (std::size_t i = builder.below(4); i--;)
    root.watched.push_back(root.handles[builder.below(n)]);

  const interposer::counts all = interposer::now() - empty;
  std::vector<Handle> outside;
  {
    interposer::pause quiet;
    const report r = deep_report(root);
    compare(seed, "usable bytes", all.usable, static_cast<long>(r.heap.usable));
    compare(seed, "blocks", all.blocks, static_cast<long>(r.heap.blocks));
    compare(seed, "deep_size", all.usable,
            static_cast<long>(deep_size(root) - sizeof root));
    compare(
        seed, "fair share of the only owner", all.usable,
        static_cast<long>(deep_size(root, sharing::fair_share) - sizeof root));
    compare(seed, "opaque parts", 0, static_cast<long>(r.opaque.size()));
    for (const Handle &h : root.handles)
      if (builder.below(4) == 0)
        outside.push_back(h);
  }

  // What goes with the root, given that some objects have other owners.
  long exclusive;
  {
    interposer::pause quiet;
    exclusive =
        static_cast<long>(deep_size(root, sharing::exclusive) - sizeof root);
  }
  const interposer::counts before = interposer::now();
  root = Root();
  compare(seed, "exclusive bytes", (before - interposer::now()).usable,
          exclusive);

  // Cycles that nothing owns any more stay leaked: that is what they are.
  for (const Handle &h : outside)
    h->let_go();
}

} // namespace

int main(int argc, char **argv) {
  const unsigned first = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 1;
  const unsigned count = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 2000;
  for (unsigned seed = first; seed < first + count; ++seed)
    run(seed);
  std::printf("%u graphs, %d failures\n", count, failures);
  return failures != 0;
}
