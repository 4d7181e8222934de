//===-- deep_size_bench.cpp - Accuracy and speed of deep_size -------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Prints how far deep_size and two published sets of formulas are from what an
// interposed allocator counts, then measures the speed.
//
// The formulas are written anew from their description:
//   - Bitcoin Core, src/memusage.h: every allocation is rounded as glibc does
//     (MallocUsage), times the number of elements; no strings inside.
//   - Chromium, base/trace_event/memory_usage_estimator.h: the requested bytes
//     of each element, nodes modelled after libc++, no allocator overhead.
// Both estimate what an allocation takes, so the truth here has the allocator's
// 8 bytes a block (chunk bytes).
//
//===----------------------------------------------------------------------===//

#include "heapwise/deep_size.h"

#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <malloc.h>
#include <new>

namespace {
long live_chunks;
}

void *operator new(std::size_t n) {
  void *p = std::malloc(n);
  if (!p)
    throw std::bad_alloc();
  live_chunks += static_cast<long>(heapwise::chunk_size(p));
  return p;
}
void operator delete(void *p) noexcept {
  if (p)
    live_chunks -= static_cast<long>(heapwise::chunk_size(p));
  std::free(p);
}
void operator delete(void *p, std::size_t) noexcept { operator delete(p); }

namespace {

const char *const text = "this string is definitely longer than the SSO buffer";

//===----------------------------------------------------------------------===//
// Bitcoin Core's formulas
//===----------------------------------------------------------------------===//

namespace bitcoin {
double malloc_usage(std::size_t n) {
  return n == 0 ? 0 : static_cast<double>(((n + 31) >> 4) << 4);
}
template <class T> double size(const std::vector<T> &v) {
  return malloc_usage(v.capacity() * sizeof(T));
}
template <class K, class V> double size(const std::map<K, V> &m) {
  struct node {
    int color;
    void *parent, *left, *right;
    std::pair<const K, V> x;
  };
  return malloc_usage(sizeof(node)) * static_cast<double>(m.size());
}
template <class K, class V> double size(const std::unordered_map<K, V> &m) {
  struct node {
    std::pair<const K, V> x;
    void *next;
  };
  return malloc_usage(sizeof(node)) * static_cast<double>(m.size()) +
         malloc_usage(sizeof(void *) * m.bucket_count());
}
template <class T> double size(const std::list<T> &l) {
  struct node {
    void *next, *previous;
    T x;
  };
  return malloc_usage(sizeof(node)) * static_cast<double>(l.size());
}
template <class T> double size(const std::vector<std::shared_ptr<T>> &v) {
  struct counter {
    void *class_type;
    std::size_t use_count, weak_count;
  };
  return malloc_usage(v.capacity() * sizeof(std::shared_ptr<T>)) +
         static_cast<double>(v.size()) *
             (malloc_usage(sizeof(T)) + malloc_usage(sizeof(counter)));
}
} // namespace bitcoin

//===----------------------------------------------------------------------===//
// Chromium's formulas
//===----------------------------------------------------------------------===//

namespace chromium {
template <class T> double size(const T &) { return 0; }
double size(const std::string &s) {
  return s.capacity() <= 15 ? 0 : static_cast<double>(s.capacity() + 1);
}
template <class T> double size(const std::shared_ptr<T> &p) {
  struct inplace {
    void *vtable;
    long shared, weak;
    T value;
  };
  return p ? static_cast<double>(sizeof(inplace)) + size(*p) : 0;
}
template <class T> double size(const std::vector<T> &v) {
  double sum = static_cast<double>(v.capacity() * sizeof(T));
  for (const T &x : v)
    sum += size(x);
  return sum;
}
template <class T> double size(const std::list<T> &l) {
  struct node {
    void *previous, *next;
    T x;
  };
  double sum = static_cast<double>(l.size() * sizeof(node));
  for (const T &x : l)
    sum += size(x);
  return sum;
}
template <class K, class V> double size(const std::map<K, V> &m) {
  struct node {
    void *left, *right, *parent;
    bool is_black;
    std::pair<const K, V> x;
  };
  double sum = static_cast<double>(m.size() * sizeof(node));
  for (const auto &[k, v] : m)
    sum += size(k) + size(v);
  return sum;
}
template <class K, class V> double size(const std::unordered_map<K, V> &m) {
  struct node {
    void *next;
    std::size_t hash;
    std::pair<const K, V> x;
  };
  double sum = static_cast<double>(m.bucket_count() * sizeof(void *) +
                                   m.size() * sizeof(node));
  for (const auto &[k, v] : m)
    sum += size(k) + size(v);
  return sum;
}
} // namespace chromium

template <class F> void row(const char *name, F make) {
  const long before = live_chunks;
  const auto object = make();
  const double truth = static_cast<double>(live_chunks - before);
  const double ours =
      static_cast<double>(heapwise::deep_report(object).heap.chunk);
  const double b = bitcoin::size(object), c = chromium::size(object);
  auto error = [&](double x) { return 100 * (x - truth) / truth; };
  std::printf("%-32s %10.0f  heapwise %+7.1f %%  Bitcoin %+7.1f %%  Chromium "
              "%+7.1f %%\n",
              name, truth, error(ours), error(b), error(c));
}

void print_accuracy() {
  constexpr int n = 10000;
  std::printf("Error against the allocator (chunk bytes), %d elements\n", n);
  row("vector<int>", [] { return std::vector<int>(n); });
  row("vector<string>", [] {
    std::vector<std::string> v;
    for (int i = 0; i < n; ++i)
      v.push_back(text);
    return v;
  });
  row("map<int, int>", [] {
    std::map<int, int> m;
    for (int i = 0; i < n; ++i)
      m[i] = i;
    return m;
  });
  row("map<string, string>", [] {
    std::map<std::string, std::string> m;
    for (int i = 0; i < n; ++i)
      m[text + std::to_string(i)] = text;
    return m;
  });
  row("unordered_map<int, int>", [] {
    std::unordered_map<int, int> m;
    for (int i = 0; i < n; ++i)
      m[i] = i;
    return m;
  });
  row("list<int>", [] { return std::list<int>(n, 1); });
  row("vector<make_shared<double>>", [] {
    std::vector<std::shared_ptr<double>> v;
    for (int i = 0; i < n; ++i)
      v.push_back(std::make_shared<double>(i));
    return v;
  });
  row("10,000 owners of one string", [] {
    return std::vector<std::shared_ptr<std::string>>(
        n, std::make_shared<std::string>(text));
  });
  std::printf("\n");
}

//===----------------------------------------------------------------------===//
// Speed
//===----------------------------------------------------------------------===//

template <class T> void measure(benchmark::State &state, const T &object) {
  std::size_t bytes = 0;
  for (auto _ : state)
    benchmark::DoNotOptimize(bytes = heapwise::deep_size(object));
  state.counters["bytes"] = static_cast<double>(bytes);
  state.counters["per_element"] =
      benchmark::Counter(static_cast<double>(object.size()),
                         benchmark::Counter::kIsIterationInvariantRate |
                             benchmark::Counter::kInvert);
}

void vector_of_strings(benchmark::State &state) {
  measure(state, std::vector<std::string>(state.range(0), text));
}
BENCHMARK(vector_of_strings)->Arg(1000000)->Unit(benchmark::kMillisecond);

void vector_of_doubles(benchmark::State &state) {
  measure(state, std::vector<double>(state.range(0)));
}
BENCHMARK(vector_of_doubles)->Arg(1000)->Arg(50000000);

/// \p step 1: nodes lie in key order; else they are spread over memory.
std::map<int, int> make_map(std::int64_t n, std::int64_t step) {
  std::map<int, int> m;
  for (std::int64_t i = 0; i < n; ++i)
    m[static_cast<int>(i * step % 1000003)] = 1;
  return m;
}

void map_of_ints(benchmark::State &state) {
  measure(state, make_map(state.range(0), state.range(1)));
}
BENCHMARK(map_of_ints)
    ->Args({1000000, 1})
    ->Args({1000000, 7919})
    ->Unit(benchmark::kMillisecond);

/// What a walk in key order costs before anything is asked.
void only_iterate_the_map(benchmark::State &state) {
  const auto m = make_map(state.range(0), state.range(1));
  for (auto _ : state) {
    int sum = 0;
    for (const auto &element : m)
      sum += element.second;
    benchmark::DoNotOptimize(sum);
  }
  state.counters["per_element"] =
      benchmark::Counter(static_cast<double>(m.size()),
                         benchmark::Counter::kIsIterationInvariantRate |
                             benchmark::Counter::kInvert);
}
BENCHMARK(only_iterate_the_map)
    ->Args({1000000, 1})
    ->Args({1000000, 7919})
    ->Unit(benchmark::kMillisecond);

void unordered_map_of_ints(benchmark::State &state) {
  std::unordered_map<int, int> m;
  for (std::int64_t i = 0; i < state.range(0); ++i)
    m[static_cast<int>(i * 7919 % 1000003)] = 1;
  measure(state, m);
}
BENCHMARK(unordered_map_of_ints)->Arg(1000000)->Unit(benchmark::kMillisecond);

void shared_pointers_half_aliases(benchmark::State &state) {
  std::vector<std::shared_ptr<std::string>> v;
  for (std::int64_t i = 0; i < state.range(0); ++i)
    v.push_back(i % 2 ? v.back() : std::make_shared<std::string>("x"));
  measure(state, v);
}
BENCHMARK(shared_pointers_half_aliases)
    ->Arg(1000000)
    ->Unit(benchmark::kMillisecond);

void report_of_a_vector_of_strings(benchmark::State &state) {
  const std::vector<std::string> v(state.range(0), text);
  for (auto _ : state)
    benchmark::DoNotOptimize(heapwise::deep_report(v).heap.usable);
  state.counters["per_element"] =
      benchmark::Counter(static_cast<double>(v.size()),
                         benchmark::Counter::kIsIterationInvariantRate |
                             benchmark::Counter::kInvert);
}
BENCHMARK(report_of_a_vector_of_strings)
    ->Arg(1000000)
    ->Unit(benchmark::kMillisecond);

} // namespace

int main(int argc, char **argv) {
  print_accuracy();
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
