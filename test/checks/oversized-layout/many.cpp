// RUN: %check_heapwise %s %t

// The twins of few.cpp: what looks like it and is many.
#include <functional>
#include <map>
#include <memory>
#include <thread>
#include <vector>

namespace blocks_of_work {
// CHECK-MESSAGES: :[[@LINE+1]]:8: warning: 'Part' takes 40 bytes, 24 in another order
struct Part {
  bool done = false;
  double sum = 0;
  bool odd = false;
  double most = 0;
  bool last = false;
};
std::vector<Part> share(unsigned long items) {
  std::vector<Part> all;
  const unsigned long each = items / std::thread::hardware_concurrency();
  for (unsigned long i = 0; i < each; ++i)
    all.emplace_back();
  return all;
}
} // namespace blocks_of_work

namespace not_found {
// CHECK-MESSAGES: :[[@LINE+1]]:8: warning: 'Node' takes 48 bytes, 32 in another order
struct Node {
  virtual ~Node() = default;
  bool open = false;
  double cost = 0;
  bool closed = false;
  double rest = 0;
  bool seen = false;
};
class Graph {
public:
  void visit(int n) {
    for (int i = 0; i < n; ++i)
      at(i)->cost += 1;
  }

private:
  Node *find(int i) const {
    auto it = nodes_.find(i);
    return it == nodes_.end() ? nullptr : it->second;
  }
  Node *at(int i) {
    Node *found = find(i);
    if (!found) {
      found = new Node;
      nodes_[i] = found;
    }
    return found;
  }
  std::map<int, Node *> nodes_;
};
} // namespace not_found

namespace instructions {
// CHECK-MESSAGES: :[[@LINE+1]]:8: warning: 'Step' takes 40 bytes, 24 in another order
struct Step {
  bool jump = false;
  double value = 0;
  bool call = false;
  double other = 0;
  bool last = false;
};
class Compiler {
public:
  void translate(const unsigned char *code, int n) {
    steps_.clear();
    for (int i = 0; i < n; ++i)
      switch (code[i]) {
      case 0:
        steps_.push_back({});
        break;
      default:
        break;
      }
  }

private:
  std::vector<Step> steps_;
};
} // namespace instructions

namespace over_many {
// CHECK-MESSAGES: :[[@LINE+1]]:8: warning: 'Row' takes 40 bytes, 24 in another order
struct Row {
  bool a = false;
  double b = 0;
  bool c = false;
  double d = 0;
  bool e = false;
};
class Lines {
public:
  void read(int n) {
    for (int i = 0; i < n; ++i)
      all_.push_back(i);
  }
  std::vector<Row> rows() const {
    std::vector<Row> result;
    for (int line : all_)
      result.emplace_back();
    return result;
  }

private:
  std::vector<int> all_;
};
} // namespace over_many

// What comes into these is out of sight.
namespace over_unseen {
// CHECK-MESSAGES: :[[@LINE+1]]:8: warning: 'Copied' takes 40 bytes, 24 in another order
struct Copied {
  bool a = false;
  double b = 0;
  bool c = false;
  double d = 0;
  bool e = false;
};
std::vector<Copied> copies(const std::vector<int> &all) {
  std::vector<int> mine = all;
  mine.push_back(0);
  std::vector<Copied> result;
  for (int line : mine)
    result.emplace_back();
  return result;
}
// CHECK-MESSAGES: :[[@LINE+1]]:8: warning: 'Handed' takes 40 bytes, 24 in another order
struct Handed {
  bool a = false;
  double b = 0;
  bool c = false;
  double d = 0;
  bool e = false;
};
void fill(std::vector<int> &all);
std::vector<Handed> filled() {
  std::vector<int> mine;
  mine.push_back(0);
  fill(mine);
  std::vector<Handed> result;
  for (int line : mine)
    result.emplace_back();
  return result;
}
// CHECK-MESSAGES: :[[@LINE+1]]:8: warning: 'Pointed' takes 40 bytes, 24 in another order
struct Pointed {
  bool a = false;
  double b = 0;
  bool c = false;
  double d = 0;
  bool e = false;
};
std::vector<Pointed> behind(std::vector<int> *all) {
  all->push_back(0);
  std::vector<Pointed> result;
  for (int line : *all)
    result.emplace_back();
  return result;
}
} // namespace over_unseen

// A container that is generic, but its own.
namespace own_of_generic {
// CHECK-MESSAGES: :[[@LINE+1]]:8: warning: 'Player' takes 40 bytes, 24 in another order
struct Player {
  bool a = false;
  double b = 0;
  bool c = false;
  double d = 0;
  bool e = false;
};
template <typename T> class Pool {
public:
  void fill(unsigned n) { all_.resize(n); }

private:
  std::vector<T> all_;
};
void start(Pool<Player> &pool, unsigned n) { pool.fill(n); }
} // namespace own_of_generic

// An array in an object of which there is one.
namespace in_one_object {
// CHECK-MESSAGES: :[[@LINE+1]]:8: warning: 'Row' takes 40 bytes, 24 in another order
struct Row {
  bool a = false;
  double b = 0;
  bool c = false;
  double d = 0;
  bool e = false;
};
class Table {
public:
  Row &at(int i) { return rows_[i]; }

private:
  Row rows_[4096];
};
static Table table;
double first() { return table.at(0).b; }
} // namespace in_one_object

namespace steps {
// CHECK-MESSAGES: :[[@LINE+1]]:8: warning: 'Row' takes 40 bytes, 24 in another order
struct Row {
  bool a = false;
  double b = 0;
  bool c = false;
  double d = 0;
  bool e = false;
};
std::vector<Row> strides() {
  std::vector<Row> result;
  for (int i = 0; i < 100000; i += 10)
    if (i % 5 == 0)
      result.emplace_back();
  return result;
}
} // namespace steps
