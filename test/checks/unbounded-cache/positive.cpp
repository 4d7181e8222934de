// RUN: %check_heapwise %s %t

#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>

double evaluate(const std::string &formula);

// A memo: look, miss, add.
double cached(const std::string &formula) {
  static std::map<std::string, double> values;
  auto known = values.find(formula);
  if (known != values.end())
    return known->second;
  return values[formula] = evaluate(formula);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'values' grows with its input and has no bound [heapwise-unbounded-cache]
}

// The same in a template, once for all instantiations.
template <int Base> double cachedIn(const std::string &formula) {
  static std::unordered_map<std::string, double> values;
  auto [it, fresh] = values.try_emplace(formula, 0.0);
  // CHECK-MESSAGES: :[[@LINE-1]]:29: warning: 'values' grows with its input
  if (fresh)
    it->second = evaluate(formula) / Base;
  return it->second;
}
double both(const std::string &f) { return cachedIn<2>(f) + cachedIn<10>(f); }

// A set of what was seen, behind a helper that takes it by reference.
static bool firstTime(std::unordered_set<std::string> &seen,
                      const std::string &id) {
  return seen.insert(id).second;
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'received' grows with its input
}
static std::unordered_set<std::string> received;
bool accept(const std::string &id) { return firstTime(received, id); }

// Weak values: the keys stay.
struct Font {
  int size = 0;
};
std::shared_ptr<Font> font(const std::string &face) {
  static std::map<std::string, std::weak_ptr<Font>> fonts;
  auto live = fonts[face].lock();
  if (!live)
    fonts[face] = live = std::make_shared<Font>();
  return live;
}
// CHECK-MESSAGES: :[[@LINE-5]]:15: warning: 'fonts' keeps the key of each value that has expired [heapwise-unbounded-cache]

// Emptied values: the keys stay.
class Sessions {
public:
  static Sessions &instance() {
    static Sessions s;
    return s;
  }
  void open(long id) { byId[id] = std::make_unique<Font>(); }
  // CHECK-MESSAGES: :[[@LINE-1]]:24: warning: 'Sessions::byId' keeps each key after its value was emptied
  void close(long id) { byId[id].reset(); }

private:
  std::map<long, std::unique_ptr<Font>> byId;
};

// What should bound it is never called.
class Parked {
public:
  void park(long now, int what) { parked.emplace(now, what); }
  // CHECK-MESSAGES: :[[@LINE-1]]:42: warning: 'Parked::parked' grows with its input and has no bound

private:
  void prune(long now) { parked.erase(now); }
  std::multimap<long, int> parked;
};
static Parked parking;
void later(long now, int what) { parking.park(now, what); }
