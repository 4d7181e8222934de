// Look-alikes: nothing is to be said about any line.
#include <cstddef>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

// One object.
class Gateway {
public:
  static Gateway &instance() {
    static Gateway g;
    return g;
  }
  void log(int line) { lines_.push_back(line); }

private:
  bool a_ = false;
  long x_ = 0;
  bool b_ = false;
  std::deque<int> lines_;
  char scratch_[4096] = {};
};

// Pinned by the author.
struct Record {
  char version;
  long first;
  char codec;
  long last;
};
static_assert(offsetof(Record, version) == 0);
static_assert(offsetof(Record, last) == 24);
static_assert(sizeof(Record) == 32);
long records(int n) {
  std::vector<Record> all(n);
  return all.back().last;
}

// A local that lives for a turn of the loop.
struct Scratch {
  bool a = false;
  long x = 0;
  bool b = false;
  long y = 0;
};
long turns(int n) {
  long sum = 0;
  for (int i = 0; i != n; ++i) {
    auto s = std::make_unique<Scratch>();
    s->x = i;
    sum += s->x;
  }
  return sum;
}

// The order of the keys is used.
class Ladder {
public:
  void add(long price) { asks_[price] += 1; }
  long take(long limit) {
    auto best = asks_.lower_bound(limit);
    long n = best->second;
    asks_.erase(best);
    return n;
  }

private:
  std::map<long, long> asks_;
};
long ladder(int n) {
  Ladder l;
  for (int i = 0; i != n; ++i)
    l.add(i % 7);
  return l.take(3);
}

// Iterators are kept, elements are spliced.
class Queue {
public:
  using Place = std::list<int>::iterator;
  Place come(int n) {
    waiting_.push_back(n);
    return std::prev(waiting_.end());
  }
  void call(Place p) { served_.splice(served_.end(), waiting_, p); }

private:
  std::list<int> waiting_, served_;
};
void day(Queue &q, int n) {
  for (int i = 0; i != n; ++i)
    q.call(q.come(i));
}

// Really shared.
struct Cell {
  double value = 0;
};
struct Sheet {
  std::vector<std::shared_ptr<Cell>> cells;
  std::vector<std::shared_ptr<Cell>> watched;
  void add() {
    cells.push_back(std::make_shared<Cell>());
    watched.push_back(cells.back());
  }
};
void sheet(Sheet &s, int n) {
  for (int i = 0; i != n; ++i)
    s.add();
}

// Polymorphic.
struct Shape {
  virtual ~Shape() = default;
  virtual double area() const { return 0; }
};
struct Square : Shape {
  double side = 1;
  double area() const override { return side * side; }
};
double shapes(int n) {
  std::vector<std::unique_ptr<Shape>> all;
  for (int i = 0; i != n; ++i)
    all.push_back(std::make_unique<Square>());
  return all.back()->area();
}

// The hash of a string is worth keeping; the other does not throw.
struct Id {
  int x;
  bool operator==(const Id &o) const { return x == o.x; }
};
struct IdHash {
  std::size_t operator()(const Id &i) const noexcept { return i.x; }
};
struct NameHash {
  std::size_t operator()(const std::string &s) const { return s.size(); }
};
void index(int n) {
  std::unordered_map<Id, long, IdHash> ids;
  std::unordered_map<std::string, long, NameHash> names;
  for (int i = 0; i != n; ++i) {
    ids[Id{i * 7}] = i;
    names[std::to_string(i)] = i;
  }
}

// All alternatives are alike.
struct Move {
  double x, y;
};
struct Arc {
  double x, y, radius;
};
std::size_t path(int n) {
  std::vector<std::variant<Move, Arc>> steps;
  for (int i = 0; i != n; ++i)
    steps.push_back(Move{1, 2});
  return steps.size();
}

// Every object has a value from the start.
struct Basis {
  double m[9];
};
class Bone {
public:
  explicit Bone(const Basis &b) { world_.emplace(b); }
  double trace() const { return world_->m[0] + world_->m[4]; }

private:
  std::optional<Basis> world_;
};
double bones(int n, const Basis &b) {
  std::vector<Bone> rig;
  for (int i = 0; i != n; ++i)
    rig.emplace_back(b);
  return rig.back().trace();
}

// Few elements, once.
std::size_t stages() {
  std::list<int> all;
  for (int i = 0; i != 3; ++i)
    all.push_back(i);
  return all.size();
}

// Values that nobody bounds.
class Counter {
public:
  void add(int n) { sum_ += n; }
  int sum() const { return sum_ + last_; }
  void set(int n) { last_ = n; }

private:
  long key_ = 0;
  int sum_ = 0;
  int last_ = 0;
  int extra_ = 0;
};
int counters(int n) {
  std::vector<Counter> all(n);
  return all.back().sum();
}

// Nearly all of them are the large one: it would only get a block in addition.
struct Pixels {
  unsigned char rgb[768];
};
struct Blank {
  int color;
};
using Tile = std::variant<Blank, Pixels>; // OK
std::size_t tiles(int n) {
  std::vector<Tile> wall;
  for (int i = 0; i != n; ++i)
    wall.emplace_back(Pixels{});
  wall.front() = Blank{0};
  return wall.size();
}
using Patch = std::variant<Blank, Pixels, int>; // OK
void patches(std::vector<Patch> &wall, int n) {
  for (int i = 0; i != n; ++i)
    wall.push_back(Pixels{});
}
using Strip = std::variant<Pixels, char>; // OK
void strips(std::vector<Strip> &all, int n) {
  for (int i = 0; i != n; ++i) {
    all.emplace_back(std::in_place_type<Pixels>);
    if (i % 100 == 0)
      all.push_back('-');
  }
}
