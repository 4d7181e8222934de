//===-- truth_test.cpp - Every type against the allocator -----------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Makes an object, and compares what the library says of it with what an
// interposed operator new has counted: usable and requested bytes and blocks,
// all equal. Built for several compilers and standard libraries, so without a
// test framework.
//
//===----------------------------------------------------------------------===//

#include "heapwise/deep_size.h"
#include "interposer.h"
#include "pimpl.h"

#include <cstdio>
#include <cstring>
#include <regex>
#include <sstream>
#include <thread>

using namespace heapwise;

namespace {

int scenarios, failures, opaque_scenarios;

/// Longer than any small-string buffer.
const char *const text = "a text that is longer than every small string buffer";

enum class expect {
  exact,   // every byte and block
  opaque,  // less than the truth, and the report names what is missing
  foreign, // memory that is not malloc's: not counted, named
  ignored  // left out on purpose, named
};

void fail(const char *name, const char *what, long truth, long found) {
  ++failures;
  std::printf("FAILED %s: %s: allocator %ld, heapwise %ld\n", name, what, truth,
              found);
}

template <class F>
void check(const char *name, F make, expect expected = expect::exact,
           bool leaks = false) {
  ++scenarios;
  const interposer::counts before = interposer::now();
  const auto object = make();
  const interposer::counts truth = interposer::now() - before;
  interposer::pause quiet;
  const report r = deep_report(object);
  const long deep = static_cast<long>(deep_size(object) - shallow_size(object));
  const int failures_before = failures;
  if (deep != static_cast<long>(r.heap.usable))
    fail(name, "deep_size is not what deep_report says",
         static_cast<long>(r.heap.usable), deep);
  if (r.total() != deep_size(object))
    fail(name, "total", static_cast<long>(deep_size(object)),
         static_cast<long>(r.total()));
  if (expected == expect::exact) {
    if (deep != truth.usable)
      fail(name, "usable bytes", truth.usable, deep);
    if (static_cast<long>(r.heap.blocks) != truth.blocks)
      fail(name, "blocks", truth.blocks, static_cast<long>(r.heap.blocks));
    if (r.heap.estimated_blocks == 0 &&
        static_cast<long>(r.heap.requested) != truth.requested)
      fail(name, "requested bytes", truth.requested,
           static_cast<long>(r.heap.requested));
    if (!r.complete())
      fail(name, "complete", 1, 0);
    // Nothing outside owns a part of it.
    const long exclusive = static_cast<long>(
        deep_size(object, sharing::exclusive) - shallow_size(object));
    if (!leaks && exclusive != truth.usable)
      fail(name, "exclusive bytes", truth.usable, exclusive);
    const long fair = static_cast<long>(deep_size(object, sharing::fair_share) -
                                        shallow_size(object));
    if (fair != truth.usable)
      fail(name, "fair share", truth.usable, fair);
  } else {
    ++opaque_scenarios;
    if (deep > truth.usable)
      fail(name, "usable bytes (at most)", truth.usable, deep);
    if (expected == expect::opaque && r.opaque.empty())
      fail(name, "number of opaque parts (at least)", 1, 0);
    if (expected == expect::foreign && r.foreign.empty())
      fail(name, "number of foreign parts (at least)", 1, 0);
    if (expected == expect::ignored && r.ignored.empty())
      fail(name, "number of ignored parts (at least)", 1, 0);
  }
  if (failures != failures_before)
    std::printf("%s\n", r.text().c_str());
}

//===----------------------------------------------------------------------===//
// Classes of a program
//===----------------------------------------------------------------------===//

struct Aggregate {
  int a;
  std::string s;
  std::vector<std::string> v;
};

struct AggregateOfArrays {
  std::string names[3];
  std::optional<std::string> maybe;
  std::unique_ptr<int> p;
  double matrix[4][4];
};

class Base {
public:
  virtual ~Base() = default;

private:
  std::string base_text_ = text;
};
class Derived : public Base {
  std::vector<std::string> v_{text, "x", text};
  double pad_[4] = {};
};

class Other {
public:
  virtual ~Other() = default;
  std::string other = text;
};
/// A pointer to Other points into the middle of it.
class Multiple : public Base, public Other {
  std::string third_ = text;
};

class NeverRegistered : public Base {
  std::string more_ = text;
};

class PlainBase {
  std::string plain_ = text;
};
class PlainDerived : public PlainBase {
  std::vector<int> v_ = std::vector<int>(100);
};

class Private {
  std::string a_ = text;
  std::map<int, std::string> m_{{1, text}, {2, "s"}};
  struct Inner {
    std::vector<int> q = std::vector<int>(100);

  private:
    std::unique_ptr<std::string> z_ = std::make_unique<std::string>(text);
  };
  Inner in_[2];
  std::string *raw_ = nullptr;
  unsigned bits_ : 3;
  std::string &reference_;

public:
  explicit Private(std::string &r) : raw_(&r), bits_(1), reference_(r) {}
  Private(Private &&) = default;
};

struct Node {
  std::vector<std::shared_ptr<Node>> kids;
  std::weak_ptr<Node> parent;
  std::string payload = text;
};

struct Tree {
  std::string label = text;
  std::vector<Tree> children;
  std::unique_ptr<Tree> first;
};

struct Ring : std::enable_shared_from_this<Ring> {
  std::shared_ptr<Ring> next;
  std::string payload = text;
};

class Described {
  std::string a_ = text;
  std::vector<std::string> b_{text};
  struct Hidden {
    std::string c = text;
  } hidden_;
};
struct Described2 : private Described {
  std::string d = text;
};

/// Owns a raw buffer; a hook says so.
class Buffer {
public:
  explicit Buffer(std::size_t n) : data_(new char[n]), size_(n) {}
  Buffer(Buffer &&other) noexcept
      : data_(std::exchange(other.data_, nullptr)), size_(other.size_) {}
  ~Buffer() { delete[] data_; }
  friend void heapwise_walk(walker &w, const Buffer &b) {
    w.owned_block("data", b.data_, b.size_);
  }

private:
  char *data_;
  std::size_t size_;
};

/// Owns raw arrays of objects; a hook says so.
class Slots {
public:
  Slots()
      : objects_(new std::string[3]{text, "x", text}),
        one_(new std::string(text)) {}
  Slots(Slots &&other) noexcept
      : objects_(std::exchange(other.objects_, nullptr)),
        one_(std::exchange(other.one_, nullptr)) {}
  ~Slots() {
    delete[] objects_;
    delete one_;
  }
  friend void heapwise_walk(walker &w, const Slots &s) {
    w.owned_array("objects", s.objects_, 3);
    w.owned("one", s.one_);
  }

private:
  std::string *objects_;
  std::string *one_;
};

/// The same without a hook: nobody can know.
class RawBuffer {
public:
  explicit RawBuffer(std::size_t n) : data_(new char[n]) {}
  RawBuffer(RawBuffer &&other) noexcept
      : data_(std::exchange(other.data_, nullptr)) {}
  ~RawBuffer() { delete[] data_; }

private:
  char *data_;
};

union Union {
  Union() : s(text) {}
  Union(Union &&other) : s(std::move(other.s)) {}
  ~Union() { s.~basic_string(); }
  int i;
  std::string s;
};

struct Ignored {
  std::string s = text;
};

struct VirtualBase {
  std::string v = text;
};
struct Left : virtual VirtualBase {
  std::vector<int> l = std::vector<int>(10);
};
struct Right : virtual VirtualBase {
  std::vector<int> r = std::vector<int>(20);
};
struct Diamond : Left, Right {
  std::string d = text;
};

struct DerivedVector : std::vector<std::string> {
  std::string extra = text;
};

struct alignas(64) Overaligned {
  char c[64];
  std::string s = text;
};

struct WithClassNew {
  std::string s = text;
  static void *operator new(std::size_t n) { return std::malloc(n); }
  static void operator delete(void *p) { std::free(p); }
};

struct ByLength {
  std::string prefix = text;
  bool operator()(const std::string &a, const std::string &b) const {
    return a.size() < b.size();
  }
};

/// An allocator of the user's that draws from operator new.
template <class T> struct Forwarding {
  using value_type = T;
  Forwarding() = default;
  template <class U> Forwarding(const Forwarding<U> &) {}
  T *allocate(std::size_t n) { return std::allocator<T>().allocate(n); }
  void deallocate(T *p, std::size_t n) { std::allocator<T>().deallocate(p, n); }
  template <class U> bool operator==(const Forwarding<U> &) const {
    return true;
  }
  template <class U> bool operator!=(const Forwarding<U> &) const {
    return false;
  }
};

/// One that nothing is known of.
template <class T> struct Unknown : Forwarding<T> {
  using value_type = T;
  Unknown() = default;
  template <class U> Unknown(const Unknown<U> &) {}
  template <class U> struct rebind {
    using other = Unknown<U>;
  };
};

std::string outside = text;

struct Functor {
  std::string s = text;
  std::size_t operator()() const { return s.size(); }
};

} // namespace

template <class T>
struct heapwise::uses_malloc<Forwarding<T>> : std::true_type {};

HEAPWISE_IGNORE(Ignored, "measured elsewhere");
HEAPWISE_DESCRIBE(Described, a_, b_, hidden_);
HEAPWISE_DESCRIBE_WITH_BASES(Described2, (Described), d);
#if !HEAPWISE_MEMBER_WALK
// What `heapwise describe` would write.
HEAPWISE_DESCRIBE(Described::Hidden, c);
HEAPWISE_DESCRIBE(Base, base_text_);
HEAPWISE_DESCRIBE_WITH_BASES(Derived, (Base), v_, pad_);
HEAPWISE_DESCRIBE(Other, other);
HEAPWISE_DESCRIBE_WITH_BASES(Multiple, (Base, Other), third_);
HEAPWISE_DESCRIBE(PlainBase, plain_);
HEAPWISE_DESCRIBE_WITH_BASES(PlainDerived, (PlainBase), v_);
HEAPWISE_DESCRIBE_SKIPPING(Private, (), 16, a_, m_, in_, raw_);
HEAPWISE_DESCRIBE(Private::Inner, q, z_);
HEAPWISE_DESCRIBE_WITH_BASES(Ring, (std::enable_shared_from_this<Ring>), next,
                             payload);
HEAPWISE_DESCRIBE(VirtualBase, v);
HEAPWISE_DESCRIBE_WITH_BASES(DerivedVector, (std::vector<std::string>), extra);
HEAPWISE_DESCRIBE(Overaligned, c, s);
HEAPWISE_DESCRIBE(Pimpl, unique, shared);
HEAPWISE_DESCRIBE(AggregateOfArrays, names, maybe, p, matrix);
#endif

HEAPWISE_REGISTER(Derived);
HEAPWISE_REGISTER(Multiple);
HEAPWISE_REGISTER(Functor);
HEAPWISE_REGISTER(std::string);
HEAPWISE_REGISTER(Aggregate);

namespace {

void contiguous() {
  check("string, small", [] { return std::string("sso"); });
  check("string", [] { return std::string(text); });
  check("string, reserved", [] {
    std::string s;
    s.reserve(1000);
    return s;
  });
  check("wstring", [] { return std::wstring(100, L'x'); });
  check("u16string", [] { return std::u16string(100, u'x'); });
  check("u32string", [] { return std::u32string(100, U'x'); });
  check("vector<int>, 1M", [] { return std::vector<int>(1000000); });
  check("vector, empty", [] { return std::vector<std::string>(); });
  check("vector<string>", [] {
    std::vector<std::string> v;
    for (int i = 0; i < 1000; ++i)
      v.push_back(i % 3 ? text : "sso");
    return v;
  });
  check("vector<vector<string>>", [] {
    return std::vector<std::vector<std::string>>(5, {text, "x", text});
  });
  check("vector<bool>", [] { return std::vector<bool>(10000); });
  check("vector<bool>, odd size", [] { return std::vector<bool>(65); });
  check("vector<char>, one", [] { return std::vector<char>(1); });
  check("vector<Overaligned>", [] { return std::vector<Overaligned>(3); });
  check("valarray<double>", [] { return std::valarray<double>(1.5, 100); });
  check("valarray<string>",
        [] { return std::valarray<std::string>(std::string(text), 10); });
  check("deque<int>, empty", [] { return std::deque<int>(); });
  check("deque<string>, pushed and popped", [] {
    std::deque<std::string> d;
    for (int i = 0; i < 500; ++i)
      d.push_back(text);
    for (int i = 0; i < 200; ++i)
      d.pop_front();
    for (int i = 0; i < 100; ++i)
      d.push_front("x");
    return d;
  });
  check("deque of large elements",
        [] { return std::deque<std::array<char, 2000>>(7); });
  check("array<string, 3>",
        [] { return std::array<std::string, 3>{text, "x", text}; });
}

void nodes() {
  check("list<int>", [] { return std::list<int>(100, 1); });
  check("list<string>", [] { return std::list<std::string>(100, text); });
  check("list<Overaligned>", [] { return std::list<Overaligned>(3); });
  check("forward_list<string>",
        [] { return std::forward_list<std::string>(100, text); });
  check("forward_list<char>", [] { return std::forward_list<char>(9, 'x'); });
  check("set<char>", [] { return std::set<char>{'a', 'b', 'c'}; });
  check("set<string>", [] { return std::set<std::string>{text, "b"}; });
  check("multiset<int>", [] { return std::multiset<int>{1, 1, 2}; });
  check("map<int, int>", [] {
    std::map<int, int> m;
    for (int i = 0; i < 1000; ++i)
      m[i] = i;
    return m;
  });
  check("map<string, vector<string>>", [] {
    std::map<std::string, std::vector<std::string>> m;
    for (int i = 0; i < 300; ++i)
      m[text + std::to_string(i)] = {text, "a"};
    return m;
  });
  check("multimap<int, string>", [] {
    return std::multimap<int, std::string>{{1, text}, {1, text}, {2, "x"}};
  });
  check("map with over-aligned values", [] {
    std::map<char, Overaligned> m;
    m['a'];
    m['b'];
    return m;
  });
  check("unordered_map, empty", [] { return std::unordered_map<int, int>(); });
  check("unordered_map<int, int>", [] {
    std::unordered_map<int, int> m;
    for (int i = 0; i < 1000; ++i)
      m[i] = i;
    return m;
  });
  check("unordered_map<string, string>", [] {
    std::unordered_map<std::string, std::string> m;
    for (int i = 0; i < 1000; ++i)
      m[text + std::to_string(i)] = text;
    return m;
  });
  check("unordered_set<string>",
        [] { return std::unordered_set<std::string>{text, "x"}; });
  check("unordered_multimap<int, string>", [] {
    return std::unordered_multimap<int, std::string>{{1, text}, {1, text}};
  });
  check("unordered_multiset<int>",
        [] { return std::unordered_multiset<int>{1, 1, 2}; });
  check("unordered_map, reserved", [] {
    std::unordered_map<int, int> m;
    m.reserve(1000);
    return m;
  });
  check(
      "map with a comparator that owns memory",
      [] { return std::set<std::string, ByLength>{text, "x"}; },
      expect::opaque);
}

void adaptors_and_values() {
  check("stack<string>", [] {
    std::stack<std::string> s;
    s.push(text);
    return s;
  });
  check("queue<string, list>", [] {
    std::queue<std::string, std::list<std::string>> q;
    q.push(text);
    return q;
  });
  check("priority_queue<string>", [] {
    std::priority_queue<std::string> q;
    q.push(text);
    q.push("x");
    return q;
  });
  check("pair<string, set>",
        [] { return std::pair<std::string, std::set<int>>{text, {1, 2}}; });
  check("tuple", [] {
    return std::tuple<std::string, std::unique_ptr<std::string>, int>(
        text, std::make_unique<std::string>(text), 1);
  });
  check("tuple of references owns nothing",
        [] { return std::tuple<std::string &, int>(outside, 1); });
  check("optional<string>", [] { return std::optional<std::string>(text); });
  check("optional, empty", [] { return std::optional<std::string>(); });
  check("variant", [] {
    return std::variant<int, std::string, std::vector<std::string>>(
        std::vector<std::string>{text, text});
  });
  check("string_view owns nothing", [] { return std::string_view(outside); });
  check("raw pointer member and reference_wrapper own nothing", [] {
    return std::pair<std::string *, std::reference_wrapper<std::string>>(
        &outside, outside);
  });
  check("filesystem::path",
        [] { return std::filesystem::path("/usr/share/doc/a-long-name/x"); });
  check("filesystem::path, one component",
        [] { return std::filesystem::path("one-component-longer-than-sso"); });
  check("mutex and condition_variable own nothing", [] {
    return std::make_unique<std::pair<std::mutex, std::condition_variable>>();
  });
}

void handles() {
  check("unique_ptr<int>", [] { return std::make_unique<int>(1); });
  check("unique_ptr, null", [] { return std::unique_ptr<std::string>(); });
  check("unique_ptr<Base>(new Derived)",
        [] { return std::unique_ptr<Base>(new Derived); });
  check("unique_ptr<Other>(new Multiple)",
        [] { return std::unique_ptr<Other>(new Multiple); });
  check("unique_ptr<int[]>", [] { return std::make_unique<int[]>(50); });
  check("unique_ptr<string[]>", [] {
    auto p = std::make_unique<std::string[]>(50);
    for (int i = 0; i < 50; ++i)
      p[i] = text;
    return p;
  });
  check("unique_ptr<Overaligned[]>",
        [] { return std::make_unique<Overaligned[]>(3); });
  check("unique_ptr with free", [] {
    return std::unique_ptr<Functor, std::default_delete<Functor>>(new Functor);
  });
  check("make_shared<int>", [] { return std::make_shared<int>(1); });
  check("make_shared<Overaligned>",
        [] { return std::make_shared<Overaligned>(); });
  check("make_shared<string>, 3 owners", [] {
    auto p = std::make_shared<std::string>(text);
    return std::array<std::shared_ptr<std::string>, 3>{p, p, p};
  });
  check("shared_ptr(new string), 3 owners", [] {
    std::shared_ptr<std::string> p(new std::string(text));
    return std::array<std::shared_ptr<std::string>, 3>{p, p, p};
  });
  check("shared_ptr<Base>(make_shared<Derived>)",
        [] { return std::shared_ptr<Base>(std::make_shared<Derived>()); });
  check("shared_ptr<Base>(new Derived)",
        [] { return std::shared_ptr<Base>(new Derived); });
  check("shared_ptr<Base>, created through the base", [] {
    Base *p = new Derived;
    return std::shared_ptr<Base>(p);
  });
  check("shared_ptr<Other>(make_shared<Multiple>)",
        [] { return std::shared_ptr<Other>(std::make_shared<Multiple>()); });
  check("shared_ptr<Other>(new Multiple)",
        [] { return std::shared_ptr<Other>(new Multiple); });
  register_type<PlainDerived>();
  check("shared_ptr to a base without virtual functions",
        [] { return std::shared_ptr<PlainBase>(new PlainDerived); });
  check("make_shared to a base without virtual functions", [] {
    return std::shared_ptr<PlainBase>(std::make_shared<PlainDerived>());
  });
  check("shared_ptr from unique_ptr", [] {
    return std::shared_ptr<std::string>(std::make_unique<std::string>(text));
  });
  check("aliasing shared_ptr", [] {
    auto owner = std::make_shared<Aggregate>(Aggregate{1, text, {text}});
    return std::shared_ptr<std::string>(owner, &owner->s);
  });
  check("aliasing shared_ptr of a new object", [] {
    std::shared_ptr<Aggregate> owner(new Aggregate{1, text, {text}});
    return std::shared_ptr<int>(owner, &owner->a);
  });
  check("shared_ptr<void>", [] {
    return std::shared_ptr<void>(std::make_shared<std::string>(text));
  });
  check("shared_ptr<string[]>", [] {
    std::shared_ptr<std::string[]> p(new std::string[20]);
    for (int i = 0; i < 20; ++i)
      p[i] = text;
    return p;
  });
  check("shared_ptr<const string>",
        [] { return std::make_shared<const std::string>(text); });
  check("weak_ptr, expired, of make_shared", [] {
    return std::weak_ptr<std::string>(std::make_shared<std::string>());
  });
  check("weak_ptr, expired, of new",
        [] { return std::weak_ptr<int>(std::shared_ptr<int>(new int)); });
  check("weak_ptr with its owner", [] {
    auto p = std::make_shared<std::string>(text);
    return std::pair<std::weak_ptr<std::string>, std::shared_ptr<std::string>>(
        p, p);
  });
  check(
      "unique_ptr with an unknown deleter",
      [] {
        auto d = [](std::string *p) { delete p; };
        return std::unique_ptr<std::string, decltype(d)>(new std::string(text),
                                                         d);
      },
      expect::opaque);
  check(
      "shared_ptr with an unknown deleter",
      [] {
        return std::shared_ptr<std::string>(new std::string(text),
                                            [](std::string *p) { delete p; });
      },
      expect::opaque);
  check(
      "unique_ptr to an unregistered derived class",
      [] { return std::unique_ptr<Base>(new NeverRegistered); },
      expect::opaque);
  check(
      "shared_ptr to an unregistered derived class",
      [] { return std::shared_ptr<Base>(new NeverRegistered); },
      expect::opaque);
  check(
      "unique_ptr to a class with its own operator new",
      [] { return std::make_unique<WithClassNew>(); }, expect::foreign);
}

void type_erased() {
  check("any(string)", [] { return std::any(std::string(text)); });
  register_type<int>();
  check("any(int), in place", [] { return std::any(5); });
  check(
      "any(vector), unregistered",
      [] { return std::any(std::vector<long>(100)); }, expect::opaque);
  check("function of a functor",
        [] { return std::function<std::size_t()>(Functor()); });
  using pointer = int (*)(const char *);
  register_type<pointer>();
  check("function pointer in a function", [] {
    return std::function<int(const char *)>(static_cast<pointer>(&std::atoi));
  });
  auto small = [n = 1] { return n; };
  register_type<decltype(small)>();
  check("function of a small closure",
        [&] { return std::function<int()>(small); });
  auto flat = [big = std::array<char, 100>()] { return big.size(); };
  register_type<decltype(flat)>();
  check("function of a closure on the heap",
        [&] { return std::function<std::size_t()>(flat); });
  auto owning = [s = std::string(text)] { return s.size(); };
  register_type<decltype(owning)>();
  check(
      "function of a closure that owns a string",
      [&] { return std::function<std::size_t()>(owning); },
      HEAPWISE_MEMBER_WALK ? expect::exact : expect::opaque);
  check(
      "function of an unregistered closure",
      [] {
        return std::function<std::size_t()>(
            [s = std::string(text)] { return s.size(); });
      },
      expect::opaque);
}

void allocators() {
  check("pmr::vector on new and delete", [] {
    return std::pmr::vector<std::pmr::string>(
        {std::pmr::string(text, std::pmr::new_delete_resource())},
        std::pmr::new_delete_resource());
  });
  check("pmr::map", [] {
    std::pmr::map<int, std::pmr::string> m(std::pmr::new_delete_resource());
    m[1] = text;
    return m;
  });
  check("pmr::deque", [] {
    return std::pmr::deque<int>(1000, 1, std::pmr::new_delete_resource());
  });
  check("pmr::unordered_map", [] {
    std::pmr::unordered_map<int, int> m(std::pmr::new_delete_resource());
    for (int i = 0; i < 100; ++i)
      m[i] = i;
    return m;
  });
  check("pmr::vector<bool>", [] {
    return std::pmr::vector<bool>(1000, true, std::pmr::new_delete_resource());
  });
  check("pmr::list", [] {
    return std::pmr::list<int>(10, 1, std::pmr::new_delete_resource());
  });
  static char arena[4096];
  static std::pmr::monotonic_buffer_resource resource(
      arena, sizeof arena, std::pmr::null_memory_resource());
  check(
      "pmr::vector on a monotonic buffer",
      [] { return std::pmr::vector<int>(100, &resource); }, expect::foreign);
  check("allocator of the user's that uses malloc", [] {
    return std::vector<std::string, Forwarding<std::string>>(10, text);
  });
  check("map with an allocator of the user's", [] {
    std::map<int, int, std::less<int>, Forwarding<std::pair<const int, int>>> m;
    m[1] = 2;
    return m;
  });
  check("scoped_allocator_adaptor", [] {
    return std::vector<int, std::scoped_allocator_adaptor<std::allocator<int>>>(
        10);
  });
  check(
      "unknown allocator", [] { return std::vector<int, Unknown<int>>(100); },
      expect::foreign);
  check(
      "allocate_shared with an unknown allocator",
      [] { return std::allocate_shared<std::string>(Unknown<int>(), text); },
      expect::foreign);
  check("allocate_shared on new and delete", [] {
    return std::allocate_shared<std::string>(
        std::pmr::polymorphic_allocator<std::string>(
            std::pmr::new_delete_resource()),
        text);
  });
}

void classes() {
  check("aggregate", [] { return Aggregate{1, text, {text}}; });
  check("vector of aggregates",
        [] { return std::vector<Aggregate>(10, Aggregate{1, text, {text}}); });
  check("aggregate of arrays", [] {
    return AggregateOfArrays{
        {text, "x", text}, text, std::make_unique<int>(1), {}};
  });
  check("class with private members", [] { return Private(outside); });
  check("described class", [] { return Described(); });
  check("described class with a private base", [] { return Described2(); });
  check("derived class", [] { return Derived(); });
  check("two bases", [] { return Multiple(); });
  check(
      "virtual base in a diamond", [] { return Diamond(); },
      HEAPWISE_MEMBER_WALK ? expect::exact : expect::opaque);
  check("class derived from vector", [] {
    DerivedVector v;
    v.push_back(text);
    return v;
  });
  check("over-aligned class on the heap",
        [] { return std::make_unique<Overaligned>(); });
  check("hook: raw buffer", [] { return Buffer(1000); });
  check("hook: raw arrays of objects", [] { return Slots(); });
  check("vector of hooked objects", [] {
    std::vector<Buffer> v;
    v.emplace_back(100);
    v.emplace_back(200);
    return v;
  });
  check(
      "raw buffer without a hook", [] { return RawBuffer(1000); },
      expect::opaque);
  check("union without a hook", [] { return Union(); }, expect::opaque);
  check("pimpl", [] { return Pimpl(); });
  check(
      "standard class without a walk",
      [] {
        std::stringstream s;
        s << text;
        return s;
      },
      expect::opaque);
  check("regex", [] { return std::regex("(a|b)*c[0-9]{3}"); }, expect::opaque);
}

void graphs() {
  check("shared tree with weak parents", [] {
    auto root = std::make_shared<Node>();
    for (int i = 0; i < 20; ++i) {
      auto kid = std::make_shared<Node>();
      kid->parent = root;
      root->kids.push_back(kid);
    }
    return root;
  });
  check(
      "shared graph with a cycle",
      [] {
        auto root = std::make_shared<Node>();
        for (int i = 0; i < 20; ++i) {
          auto kid = std::make_shared<Node>();
          kid->kids.push_back(root);
          root->kids.push_back(kid);
        }
        return root;
      },
      expect::exact, /*leaks=*/true);
  check(
      "object that owns itself",
      [] {
        struct holder {
          std::shared_ptr<Node> node;
        };
        holder h{std::make_shared<Node>()};
        h.node->kids.push_back(h.node);
        return h;
      },
      expect::exact, /*leaks=*/true);
  check(
      "ignored class", [] { return std::vector<Ignored>(2); }, expect::ignored);
  check(
      "ring of enable_shared_from_this",
      [] {
        auto first = std::make_shared<Ring>();
        auto last = first;
        for (int i = 0; i < 10; ++i)
          last = last->next = std::make_shared<Ring>();
        last->next = first;
        return first;
      },
      expect::exact, /*leaks=*/true);
  check("recursive values", [] {
    Tree t;
    t.children.resize(3);
    t.children[0].children.resize(2);
    t.first = std::make_unique<Tree>();
    t.first->first = std::make_unique<Tree>();
    return t;
  });
  check("deep chain of unique_ptr", [] {
    Tree t;
    Tree *last = &t;
    for (int i = 0; i < 1000; ++i) {
      last->first = std::make_unique<Tree>();
      last = last->first.get();
    }
    return t;
  });
}

} // namespace

int main() {
  contiguous();
  nodes();
  adaptors_and_values();
  handles();
  type_erased();
  allocators();
  classes();
  graphs();
  std::printf("%d scenarios: %d to be exact, %d to name what is missing\n",
              scenarios, scenarios - opaque_scenarios, opaque_scenarios);
  std::printf("%d failures\n", failures);
  return failures != 0;
}
