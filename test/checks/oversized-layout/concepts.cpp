// RUN: %check_heapwise --std=c++20 %s %t

// What a concept asks of any type it asks of this one.
#include <vector>

template <class T>
concept Quote = requires(double price) { T{true, price, false, 2.0, true}; };

// CHECK-MESSAGES: :[[@LINE+1]]:8: warning: 'Tick' takes 40 bytes, 24 in another order
struct Tick {
  // CHECK-MESSAGES: note: no fix-it: a concept may initialise the members by position at line [[@LINE-4]]
  bool bid;
  double price;
  bool last;
  double qty;
  bool own;
};

// No aggregate: its constructor stays as it is.
// CHECK-MESSAGES: :[[@LINE+1]]:7: warning: 'Trade' takes 40 bytes, 24 in another order
class Trade {
public:
  // CHECK-MESSAGES: note: pin it with
  explicit Trade(bool own) : own_(own) {}

private:
  bool bid_ = false;
  double price_ = 0;
  bool last_ = false;
  double qty_ = 0;
  bool own_;
};

template <Quote T> std::vector<T> fill(int n) { return std::vector<T>(n); }
std::vector<Tick> ticks(int n) { return fill<Tick>(n); }
std::vector<Trade> trades(int n) {
  std::vector<Trade> all;
  for (int i = 0; i < n; ++i)
    all.emplace_back(true);
  return all;
}
