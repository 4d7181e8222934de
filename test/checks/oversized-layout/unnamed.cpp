// RUN: %check_heapwise %s %t

// A typedef gives an unnamed struct its name.
#include <list>
#include <vector>

// CHECK-MESSAGES: :[[@LINE+1]]:9: warning: 'Tick' takes 40 bytes, 24 in another order
typedef struct {
  bool bid;
  double price;
  bool last;
  double qty;
  bool own;
  // CHECK-MESSAGES: note: pin it with 'static_assert(sizeof(Tick) <= 24);'
} Tick, *TickPointer;
std::vector<Tick> ticks(int n) { return std::vector<Tick>(n); }

// CHECK-MESSAGES: :[[@LINE+1]]:15: warning: 'Quote' takes 40 bytes, 24 in another order
using Quote = struct {
  bool bid;
  double price;
  bool last;
  double qty;
  bool own;
};
std::list<Quote> quotes(int n) {
  std::list<Quote> all;
  for (int i = 0; i < n; ++i)
    all.emplace_back();
  return all;
}

// These have none; nothing is said of them by themselves.
struct Holder {
  struct {
    bool a = false;
    double b = 0;
    bool c = false;
    double d = 0;
  } inner;
  union {
    struct {
      bool x;
      double y;
      bool z;
    };
    int other;
  };
};
std::vector<Holder> holders(int n) { return std::vector<Holder>(n); }
