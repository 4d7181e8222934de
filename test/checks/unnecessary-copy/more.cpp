// RUN: %check_heapwise %s %t --second-run-may-warn -- -std=c++17

#include <algorithm>
#include <map>
#include <memory>
#include <numeric>
#include <string>
#include <utility>
#include <variant>
#include <vector>

using Names = std::vector<std::string>;
using Book = std::map<std::string, Names>;

// A getter that could be const.
struct Shelf {
  Names names() { return All; }
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'names' returns a copy of a member
  Names All;
};
std::size_t size(Shelf &S) { return S.names().size(); }

// All of the object.
struct Filter {
  std::size_t count(const Names &N) const {
    return std::count_if(N.begin(), N.end(), [*this](const std::string &S) {
      // CHECK-MESSAGES: :[[@LINE-1]]:47: warning: the lambda copies '*this' ({{.*}}), only reads it, and does not outlive it
      return S == Words[0];
    });
  }
  Names Words;
};

// Braces of a named type.
std::size_t both(const Names &A, const Names &B) {
  std::size_t Sum = 0;
  for (const auto &Each : std::vector<Names>{A, B})
    // CHECK-MESSAGES: :[[@LINE-1]]:27: warning: the braces copy 'A'
    Sum += Each.size();
  for (const Names &Each : std::initializer_list<Names>{A, B})
    // CHECK-MESSAGES: :[[@LINE-1]]:28: warning: the braces copy 'A'
    Sum += Each.size();
  return Sum;
}

// Pairs that a map does not hold.
std::size_t letters(const Book &B) {
  return std::accumulate(
      B.begin(), B.end(), std::size_t(0),
      [](std::size_t Sum, const std::pair<std::string, Names> &E) {
        // CHECK-MESSAGES: :[[@LINE-1]]:64: warning: 'E' is of another type than the elements, each of which is copied
        return Sum + E.second.size();
      });
}

// push_back() copies what has a name.
struct Table {
  void add(Names &&Row) { Rows.push_back(Row); }
  // CHECK-MESSAGES: :[[@LINE-1]]:42: warning: 'Row' is an rvalue reference, but it has a name: it is copied
  // CHECK-FIXES: void add(Names &&Row) { Rows.push_back(std::move(Row)); }
  std::vector<Names> Rows;
};

namespace benign {

// All of it is kept: a move is what helps.
class Value {
public:
  explicit Value(Names N) : Kept(N) {}

private:
  std::variant<int, Names> Kept;
};

// What keeps the pointer needs one of the right type.
struct Base {
  virtual ~Base();
};
struct Derived : Base {};
class Owner {
public:
  void add(const std::shared_ptr<Base> &B) { addTo(B, &All); }

private:
  static void addTo(const std::shared_ptr<Base> &B,
                    std::vector<std::shared_ptr<Base>> *To) {
    To->emplace_back(B);
  }
  std::vector<std::shared_ptr<Base>> All;
};
void addAll(Owner &O, const std::vector<std::shared_ptr<Derived>> &All) {
  for (const auto &D : All)
    O.add(D);
}

std::size_t right(const Book &B) {
  return std::accumulate(
      B.begin(), B.end(), std::size_t(0),
      [](std::size_t Sum, const std::pair<const std::string, Names> &E) {
        return Sum + E.second.size();
      });
}

} // namespace benign
