// RUN: %check_heapwise %s %t -- -std=c++17

#include <array>
#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

using Names = std::vector<std::string>;

long links(std::multimap<std::string, long> Links, const std::string &Key) {
  // CHECK-MESSAGES: :[[@LINE-1]]:45: warning: parameter 'Links' is copied for each call (48 bytes and what it holds on the heap) and only read [heapwise-unnecessary-copy]
  long Sum = 0;
  auto Range = Links.equal_range(Key);
  for (auto I = Range.first; I != Range.second; ++I)
    Sum += I->second;
  return Sum;
}

std::size_t parts(std::pair<Names, int> Job) {
  // CHECK-MESSAGES: :[[@LINE-1]]:41: warning: parameter 'Job' is copied
  auto &[N, Factor] = Job;
  return N.size() * Factor;
}

// The declaration is fixed, too.
std::size_t head(std::deque<std::string> Queue);
std::size_t head(std::deque<std::string> Queue) {
  // CHECK-MESSAGES: :[[@LINE-1]]:42: warning: parameter 'Queue' is copied
  return Queue.empty() ? 0 : Queue.front().size();
}

// Not on the heap, but large.
struct Histogram {
  double Bins[512];
};
double last(Histogram H) { return H.Bins[511]; }
// CHECK-MESSAGES: :[[@LINE-1]]:23: warning: parameter 'H' is copied for each call (4096 bytes) and only read

struct Meter {
  explicit Meter(const std::array<int, 1024> Samples) : Last(Samples[1023]) {}
  // CHECK-MESSAGES: :[[@LINE-1]]:46: warning: parameter 'Samples' is copied
  int Last;
};

namespace benign {

struct Base {
  virtual ~Base() = default;
  virtual std::size_t count(Names N) { return N.end() - N.begin(); }
};
struct Derived : Base {
  std::size_t count(Names N) override { return N.end() - N.begin() + 1; }
};

// Somebody else calls them by their type.
std::size_t get(Names N) { return N.end() - N.begin(); }
std::size_t (*Handler)(Names) = get;

// A sink.
struct Holder {
  explicit Holder(Names N) : Count(N.end() - N.begin()), Kept(std::move(N)) {}
  std::size_t Count;
  Names Kept;
};

// What is passed may be a member of the object itself.
struct Self {
  Names Kept;
  void replace(Names N) {
    Kept.clear();
    Kept.insert(Kept.end(), N.begin(), N.end());
  }
};

Names sorted(Names N) {
  N.erase(N.begin());
  return N;
}

struct Small {
  float X, Y, Z;
};
float length(Small S) { return S.X; }

} // namespace benign
