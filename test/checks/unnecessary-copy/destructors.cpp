// RUN: %check_heapwise %s %t -- -std=c++17

// Ends of scopes that leave the original alone.
#include <memory>
#include <string>
#include <vector>

using Names = std::vector<std::string>;

struct Counter {
  int &N;
  explicit Counter(int &N) : N(N) {}
  ~Counter() { --N; }
};
std::size_t writesSomethingElse(const Names &V, int &Depth) {
  auto N = V;
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'N' copies 'V'
  {
    Counter C(Depth);
  }
  return N.begin()->size();
}
struct Clearer {
  Names &N;
  explicit Clearer(Names &N) : N(N) {}
  ~Clearer() { N.clear(); }
};
// The guard outlives the copy.
std::size_t later(Names &V) {
  Clearer C(V);
  auto N = V;
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'N' copies 'V'
  return N.begin()->size();
}
class Reader {
public:
  explicit Reader(const Names &N);
  std::size_t go() const;

private:
  const Names &N;
};
std::size_t readsOnly(const Names &V) {
  Reader R(V);
  auto N = V;
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'N' copies 'V'
  return N.begin()->size() + R.go();
}
struct Row {
  Names Cells;
  ~Row() {}
};
std::size_t ofItsOwn(const Names &V) {
  auto N = V;
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'N' copies 'V'
  {
    std::unique_ptr<Row> R = std::make_unique<Row>();
  }
  return N.begin()->size();
}
