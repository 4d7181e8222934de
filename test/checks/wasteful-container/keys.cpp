// RUN: %check_heapwise %s %t

// Keys that are indices, and keys that only look like some.
#include <cstdint>
#include <map>
#include <unordered_map>
#include <utility>

// Negative, or far from zero.
long below_zero(int n) {
  std::map<int, long> all;
  for (int i = -n; i < n; ++i)
    all[i] = i;
  return all.at(0);
}
class Handles {
public:
  int add(long v) {
    const int id = next_++;
    all_[id] = v;
    return id;
  }

private:
  int next_ = -1000;
  std::map<int, long> all_;
};
void handles(Handles &h, int n) {
  for (int i = 0; i < n; ++i)
    h.add(i);
}
long from_elsewhere(int n, int first) {
  std::unordered_map<int, long> all;
  int key = first;
  for (int i = 0; i < n; ++i)
    all[key++] = i;
  return all.at(0);
}
long far(int n) {
  std::unordered_map<long, long> all;
  for (long i = 1000000000; i < 1000000000L + n; ++i)
    all[i] = i;
  return all.at(1000000000);
}
long strides(int n) {
  std::unordered_map<long, long> all;
  for (long i = 0; i < n; i += 4096)
    all[i] = i;
  return all.at(0);
}
long one_that_is_none(int n) {
  std::unordered_map<int, long> all;
  for (int i = 0; i < n; ++i)
    all[i] = i;
  auto it = all.find(-1);
  return it == all.end() ? all.at(0) : it->second;
}

// Where they start is known.
long loop(int n) {
  // CHECK-MESSAGES: :[[@LINE+1]]:23: warning: 'all' takes 64 bytes for each of about 1000 elements; a std::vector that the key indexes takes 8
  std::map<int, long> all;
  for (int i = 0; i < n; ++i)
    all[i + 1] = i;
  return all.at(1);
}
class Table {
public:
  Table() : next_(1) {}
  std::uint32_t add(long v) {
    const auto id = next_++;
    all_.insert(std::make_pair(id, v));
    return id;
  }

private:
  std::uint32_t next_;
  // CHECK-MESSAGES: :[[@LINE+1]]:33: warning: 'all_' takes 64 bytes for each of about 1000 elements; a std::vector that the key indexes takes 8
  std::map<std::uint32_t, long> all_;
};
void table(Table &t, int n) {
  for (int i = 0; i < n; ++i)
    t.add(i);
}
class Names {
public:
  std::size_t add(double v) {
    const std::size_t id = all_.size();
    all_.insert({id, v});
    return id;
  }

private:
  // CHECK-MESSAGES: :[[@LINE+1]]:33: warning: 'all_' takes 64 bytes for each of about 1000 elements; a std::vector that the key indexes takes 8
  std::map<std::size_t, double> all_;
};
void names(Names &t, int n) {
  for (int i = 0; i < n; ++i)
    t.add(i);
}
