// Measures what containers ask of the allocator for an element, and holds the
// figures of checks/layout/ContainerShape.cpp against it. Built with libstdc++
// and with libc++; prints what it measured, exits with 1 where the model is
// wrong.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <algorithm>
#include <deque>
#include <forward_list>
#include <list>
#include <malloc.h>
#include <map>
#include <memory>
#include <new>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#ifdef _LIBCPP_VERSION
constexpr bool Libcxx = true;
#else
constexpr bool Libcxx = false;
#endif

static std::vector<std::size_t> *Requests;

void *operator new(std::size_t n) {
  void *p = std::malloc(n);
  if (!p)
    std::abort();
  if (auto *log = Requests) {
    Requests = nullptr; // the log allocates as well
    log->push_back(n);
    Requests = log;
  }
  return p;
}
void operator delete(void *p) noexcept { std::free(p); }
void operator delete(void *p, std::size_t) noexcept { std::free(p); }

static int Failures = 0;

static void expect(const char *what, std::size_t measured, std::size_t model) {
  std::printf("%-40s %5zu %s\n", what, measured,
              measured == model ? "" : "MODEL IS WRONG");
  if (measured != model) {
    std::printf("%40s %5zu in the model\n", "", model);
    ++Failures;
  }
}

/// The request that 64 further elements make each.
template <class Fill>
static std::size_t perElement(Fill fill) {
  std::vector<std::size_t> log;
  log.reserve(4096);
  Requests = &log;
  fill();
  Requests = nullptr;
  // Tables and buffers are asked for less often than nodes.
  std::map<std::size_t, int> count;
  for (std::size_t n : log)
    ++count[n];
  std::size_t best = 0;
  int most = 0;
  for (auto [n, times] : count)
    if (times > most) {
      most = times;
      best = n;
    }
  return best;
}

constexpr std::size_t up8(std::size_t n) { return (n + 7) / 8 * 8; }

/// A tree's node: three links and the colour, then the value.
template <class T>
constexpr std::size_t tree() {
  constexpr std::size_t Head = Libcxx ? 25 : 32;
  return up8((Head + alignof(T) - 1) / alignof(T) * alignof(T) + sizeof(T));
}

template <std::size_t N>
struct Value {
  char bytes[N];
};
struct Throwing {
  std::size_t operator()(int x) const { return static_cast<std::size_t>(x); }
};
struct Nothrow {
  std::size_t operator()(int x) const noexcept {
    return static_cast<std::size_t>(x);
  }
};

int main() {
  constexpr std::size_t Hash = Libcxx ? 16 : 8, Cached = Libcxx ? 0 : 8;
  expect("list<char>", perElement([] {
           std::list<char> c;
           for (int i = 0; i != 64; ++i)
             c.push_back('x');
         }),
         up8(16 + 1));
  expect("list<24 bytes>", perElement([] {
           std::list<Value<24>> c(64);
         }),
         up8(16 + 24));
  expect("forward_list<long>", perElement([] {
           std::forward_list<long> c(64);
         }),
         8 + 8);
  expect("set<int>", perElement([] {
           std::set<int> c;
           for (int i = 0; i != 64; ++i)
             c.insert(i);
         }),
         tree<int>());
  expect("map<int, float>", perElement([] {
           std::map<int, float> c;
           for (int i = 0; i != 64; ++i)
             c[i] = 1;
         }),
         (tree<std::pair<const int, float>>()));
  expect("map<string, 40 bytes>", perElement([] {
           std::map<std::string, Value<40>> c;
           for (int i = 0; i != 64; ++i)
             c[std::to_string(i)] = {};
         }),
         (tree<std::pair<const std::string, Value<40>>>()));
  expect("unordered_set<int>", perElement([] {
           std::unordered_set<int> c;
           for (int i = 0; i != 64; ++i)
             c.insert(i);
         }),
         up8(Hash + 4));
  expect("unordered_map<long, 32 bytes>", perElement([] {
           std::unordered_map<long, Value<32>> c;
           for (int i = 0; i != 64; ++i)
             c[i] = {};
         }),
         Hash + 8 + 32);
  expect("unordered_map<int, long>, noexcept hash", perElement([] {
           std::unordered_map<int, long, Nothrow> c;
           for (int i = 0; i != 64; ++i)
             c[i] = 1;
         }),
         Hash + 16);
  expect("unordered_map<int, long>, throwing hash", perElement([] {
           std::unordered_map<int, long, Throwing> c;
           for (int i = 0; i != 64; ++i)
             c[i] = 1;
         }),
         Hash + 16 + Cached);
  expect("unordered_set<string>", perElement([] {
           std::unordered_set<std::string> c;
           for (int i = 0; i != 64; ++i)
             c.insert(std::to_string(i));
         }),
         Hash + sizeof(std::string) + Cached);
  expect("make_shared<24 bytes>", perElement([] {
           for (int i = 0; i != 64; ++i)
             static_cast<void>(std::make_shared<Value<24>>());
         }),
         up8((Libcxx ? 24 : 16) + 24));
  if (!Libcxx) {
    // What an empty deque has: a map of 8 pointers and a buffer of 512 bytes.
    std::vector<std::size_t> log;
    log.reserve(16);
    Requests = &log;
    {
      std::deque<Value<16>> c;
    }
    Requests = nullptr;
    expect("deque<16 bytes>, empty: map", log.size() > 0 ? log[0] : 0, 64);
    expect("deque<16 bytes>, empty: buffer", log.size() > 1 ? log[1] : 0, 512);
  }
  // glibc's blocks: the model of checks/layout/Allocator.cpp.
  for (std::size_t n : {1, 24, 25, 40, 41, 56, 57, 100, 504, 1000}) {
    // A block of the free list may be larger than what was asked for, when the
    // rest is too small for a block of its own: the smallest of many counts.
    std::vector<void *> blocks(64);
    std::size_t chunk = ~std::size_t(0);
    for (void *&p : blocks) {
      p = std::malloc(n);
      chunk = std::min(chunk, malloc_usable_size(p) + 8);
    }
    const std::size_t model = n <= 24 ? 32 : (n + 8 + 15) / 16 * 16;
    for (void *p : blocks)
      std::free(p);
    char name[32];
    std::snprintf(name, sizeof name, "malloc(%zu)", n);
    expect(name, chunk, model);
  }
  return Failures != 0;
}
