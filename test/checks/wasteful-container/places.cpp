// RUN: %check_heapwise --std=c++20 %s %t

// Objects that somebody knows by their address, and objects that cannot move,
// stay in nodes and blocks of their own.
#include <atomic>
#include <cstring>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace registered {
struct Probe *probes[100000];
int count;
struct Probe {
  int value = 0;
  Probe() { probes[count++] = this; }
};
int make(int n) {
  std::vector<std::unique_ptr<Probe>> all;
  for (int i = 0; i < n; ++i)
    all.push_back(std::make_unique<Probe>());
  return all.back()->value;
}
} // namespace registered

namespace registered_later {
void enlist(void *);
struct Probe {
  int value = 0;
  void join() { enlist(this); }
};
int make(int n) {
  std::vector<std::unique_ptr<Probe>> all;
  for (int i = 0; i < n; ++i) {
    all.push_back(std::make_unique<Probe>());
    all.back()->join();
  }
  return all.back()->value;
}
} // namespace registered_later

namespace points_to_itself {
struct Cursor {
  int value = 0;
  int *at = &value;
};
void make(int n) {
  std::list<Cursor> all;
  for (int i = 0; i < n; ++i)
    all.emplace_back();
}
} // namespace points_to_itself

namespace refers_to_itself {
struct Cursor {
  int value = 0;
  int &at;
  Cursor() : at(value) {}
};
void make(int n) {
  std::list<Cursor> all;
  for (int i = 0; i < n; ++i)
    all.emplace_back();
}
struct Ring {
  Ring *next = this;
};
void rings(int n) {
  std::list<Ring> all;
  for (int i = 0; i < n; ++i)
    all.emplace_back();
}
} // namespace refers_to_itself

namespace captured {
struct Button {
  std::function<void()> click;
  long clicks = 0;
  Button() {
    click = [this] { ++clicks; };
  }
};
long make(int n) {
  std::vector<std::unique_ptr<Button>> all;
  for (int i = 0; i < n; ++i)
    all.push_back(std::make_unique<Button>());
  return all.back()->clicks;
}
} // namespace captured

namespace immovable {
struct Gate {
  std::atomic<int> open{0};
};
void make(int n) {
  std::list<Gate> all;
  for (int i = 0; i < n; ++i)
    all.emplace_back();
}
int count(int n) {
  std::map<int, std::atomic<int>> all;
  for (int i = 0; i < n; ++i)
    ++all[i];
  return all.at(0);
}
} // namespace immovable

namespace part_of_it {
struct Hook {
  Hook *self = this;
};
struct Job {
  Hook hook;
};
void make(int n) {
  std::list<Job> all;
  for (int i = 0; i < n; ++i)
    all.emplace_back();
}
} // namespace part_of_it

namespace out_of_sight {
struct Watch {
  Watch();
  long at;
};
long make(int n) {
  std::vector<std::unique_ptr<Watch>> all;
  for (int i = 0; i < n; ++i)
    all.push_back(std::make_unique<Watch>());
  return all.back()->at;
}
} // namespace out_of_sight

// What only looks through `this` may be anywhere.
namespace plain {
struct Point {
  long x = 0, y = 0;
  Point() { std::memset(&y, 0, sizeof y); }
  Point &operator=(const Point &o) {
    if (this != &o) {
      this->x = o.x;
      y = o.y;
    }
    return *this;
  }
  Point(const Point &o) { *this = o; }
  bool before(const Point &o) const { return x < o.x && this->less(o); }
  bool less(const Point &o) const { return y < o.y; }
};
long make(int n) {
  // CHECK-MESSAGES: :[[@LINE+1]]:39: warning: 'all' takes 40 bytes for each of about 1000 elements; a container of the objects themselves takes 16
  std::vector<std::unique_ptr<Point>> all;
  for (int i = 0; i < n; ++i)
    all.push_back(std::make_unique<Point>());
  return all.back()->x;
}
} // namespace plain
