// RUN: %check_heapwise %s %t
#include <vector>

class Probe {
public:
  Probe(bool on, double level, char kind, long code, bool seen)
      : on_(on), level_(level), kind_(kind), code_(code), seen_(seen) {}
  double level() const { return level_ + kind_ + code_ + seen_ + on_; }

private:
  // Whether it is on.
  // Not while it warms up.
  bool on_;

  double level_; // in volts

  /* one of the letters
     of the manual */
  char kind_;

  long code_;
  bool seen_; ///< by the operator
};

double probes(int n) {
  std::vector<Probe> all;
  for (int i = 0; i != n; ++i)
    all.emplace_back(true, i, 'a', i, false);
  return all.back().level();
}
// CHECK-MESSAGES: :[[@LINE-27]]:7: warning: 'Probe' takes 40 bytes, 24 in another order

// A comment for documentation is about one member; one about several stays
// where none of them leaves or comes.
class Gauge {
public:
  explicit Gauge(bool on) : on_(on) {}
  double sum() const { return low_ + high_ + unit_ + at_ + on_ + old_; }

private:
  /// Whether it is on.
  bool on_;
  long at_ = 0;
  // The limits.
  double low_ = 0;
  double high_ = 0;

  char unit_ = 'V';

  /// What it was.
  double last_ = 0;
  bool old_ = false;
};
double gauges(int n) {
  std::vector<Gauge> all;
  for (int i = 0; i != n; ++i)
    all.emplace_back(true);
  return all.back().sum();
}
// CHECK-MESSAGES: :[[@LINE-25]]:7: warning: 'Gauge' takes 56 bytes, 40 in another order

// Not indented, and a comment that heads nothing that moves.
struct Plain {
explicit Plain(bool on) : on(on) {}

// The state.

bool on;
double level = 0;
bool seen = false;
};
double plains(int n) {
  std::vector<Plain> all;
  for (int i = 0; i != n; ++i)
    all.emplace_back(true);
  return all.back().level;
}
// CHECK-MESSAGES: :[[@LINE-15]]:8: warning: 'Plain' takes 24 bytes, 16 in another order
