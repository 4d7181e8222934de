// RUN: %check_heapwise --std=c++20 %s %t

// Templates and concepts that initialise by position, whether or not anybody
// instantiates them: another order breaks them, so there is no fix-it.
#include <memory>
#include <type_traits>
#include <vector>

namespace never_instantiated {
// CHECK-MESSAGES: :[[@LINE+1]]:8: warning: 'Tick' takes 40 bytes, 24 in another order
struct Tick {
  // CHECK-MESSAGES: note: no fix-it: a template may initialise the members by position at line [[@LINE+7]]
  bool bid;
  double price;
  bool last;
  double qty;
  bool own;
};
template <class T> Tick make(T x) { return {true, x, false, 2.0, true}; }
std::vector<Tick> fill(int n) { return std::vector<Tick>(n); }
} // namespace never_instantiated

namespace member_of_a_template {
// CHECK-MESSAGES: :[[@LINE+1]]:8: warning: 'Tick' takes 40 bytes, 24 in another order
struct Tick {
  // CHECK-MESSAGES: note: no fix-it: a template may initialise the members by position at line [[@LINE+10]]
  bool bid;
  double price;
  bool last;
  double qty;
  bool own;
};
template <class T> class Feed {
public:
  void add(T price) {
    ticks_.push_back({true, price, false});
  }

private:
  std::vector<Tick> ticks_;
};
std::vector<Tick> fill(int n) { return std::vector<Tick>(n); }
} // namespace member_of_a_template

namespace emplaced_in_a_template {
// CHECK-MESSAGES: :[[@LINE+1]]:8: warning: 'Tick' takes 40 bytes, 24 in another order
struct Tick {
  // CHECK-MESSAGES: note: no fix-it: a template may initialise the members by position at line [[@LINE+8]]
  bool bid;
  double price;
  bool last;
  double qty;
  bool own;
};
template <class T> auto make(T price) {
  return std::make_unique<Tick>(true, price, false);
}
std::vector<Tick> fill(int n) { return std::vector<Tick>(n); }
} // namespace emplaced_in_a_template

namespace generic_lambda {
// CHECK-MESSAGES: :[[@LINE+1]]:8: warning: 'Tick' takes 40 bytes, 24 in another order
struct Tick {
  // CHECK-MESSAGES: note: no fix-it: a template may initialise the members by position at line [[@LINE+7]]
  bool bid;
  double price;
  bool last;
  double qty;
  bool own;
};
auto make = [](auto price) { return Tick{true, price, false}; };
std::vector<Tick> fill(int n) { return std::vector<Tick>(n); }
} // namespace generic_lambda

namespace type_trait {
// CHECK-MESSAGES: :[[@LINE+1]]:8: warning: 'Tick' takes 40 bytes, 24 in another order
struct Tick {
  // CHECK-MESSAGES: note: no fix-it: the members are initialised by position at line [[@LINE+8]]
  bool bid;
  double price;
  bool last;
  double qty;
  bool own;
};
std::vector<Tick> fill(int n) { return std::vector<Tick>(n); }
static_assert(std::is_constructible_v<Tick, bool, double, bool>);
} // namespace type_trait

// A template that only names the type.
namespace no_braces {
// CHECK-MESSAGES: :[[@LINE+1]]:8: warning: 'Tick' takes 40 bytes, 24 in another order
struct Tick {
  bool bid;
  double price;
  bool last;
  double qty;
  bool own;
  // CHECK-MESSAGES: note: pin it with 'static_assert(sizeof(Tick) <= 24);'
};
template <class F> void each(const std::vector<Tick> &all, F f) {
  for (const Tick &t : all)
    f(t.price, t.qty);
}
std::vector<Tick> fill(int n) { return std::vector<Tick>(n); }
} // namespace no_braces
