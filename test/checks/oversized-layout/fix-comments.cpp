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
