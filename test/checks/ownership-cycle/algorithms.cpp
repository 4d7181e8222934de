// RUN: %check_heapwise --std=c++20 %s %t

// What an algorithm does with the elements of a range, the function that it is
// given does with each of them.
#include <algorithm>
#include <functional>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

namespace called_for_each {
struct Node : std::enable_shared_from_this<Node> {
  // CHECK-MESSAGES: :[[@LINE+1]]:{{[0-9]+}}: warning: strong member 'Node::Up' closes an ownership cycle through 'Node::Kids'
  std::shared_ptr<Node> Up;
  std::vector<std::shared_ptr<Node>> Kids;
  void adopt() {
    std::for_each(Kids.begin(), Kids.end(),
                  [this](auto &K) { K->Up = shared_from_this(); });
  }
};
} // namespace called_for_each

namespace called_for_a_range {
struct Node : std::enable_shared_from_this<Node> {
  // CHECK-MESSAGES: :[[@LINE+1]]:{{[0-9]+}}: warning: strong member 'Node::Up'
  std::shared_ptr<Node> Up;
  std::vector<std::shared_ptr<Node>> Kids;
  void adopt() {
    std::ranges::for_each(Kids, [&](auto &K) { K->Up = shared_from_this(); });
  }
};
} // namespace called_for_a_range

namespace transformed {
struct Node : std::enable_shared_from_this<Node> {
  // CHECK-MESSAGES: :[[@LINE+1]]:{{[0-9]+}}: warning: strong member 'Node::Up'
  std::shared_ptr<Node> Up;
  std::vector<std::shared_ptr<Node>> Kids;
  std::string Name;
  void load(const std::vector<std::string> &Names) {
    std::transform(Names.begin(), Names.end(), std::back_inserter(Kids),
                   [this](const std::string &N) {
                     auto K = std::make_shared<Node>();
                     K->Name = N;
                     K->Up = shared_from_this();
                     return K;
                   });
  }
};
} // namespace transformed

namespace inserted {
struct Node : std::enable_shared_from_this<Node> {
  // CHECK-MESSAGES: :[[@LINE+1]]:{{[0-9]+}}: warning: strong member 'Node::Up'
  std::shared_ptr<Node> Up;
  std::vector<std::shared_ptr<Node>> Kids;
  void addAll(const std::vector<std::shared_ptr<Node>> &All) {
    for (auto &K : All)
      K->Up = shared_from_this();
    Kids.insert(Kids.end(), All.begin(), All.end());
  }
};
} // namespace inserted

// Two rounds of one loop are at two elements.
namespace nested_loops {
struct Node {
  std::shared_ptr<Node> Peer;
};
void link(const std::vector<std::shared_ptr<Node>> &All) {
  for (auto &A : All)
    for (auto &B : All)
      A->Peer = B;
}
} // namespace nested_loops

namespace filled_with_nothing {
struct Node : std::enable_shared_from_this<Node> {
  std::shared_ptr<Node> Up;
  std::shared_ptr<Node> Kids[8];
  void split() {
    for (auto &K : Kids) {
      K = std::make_shared<Node>();
      K->Up = shared_from_this();
    }
  }
  void merge() { std::fill(std::begin(Kids), std::end(Kids), nullptr); }
};
} // namespace filled_with_nothing

namespace emptied_one_by_one {
struct Node : std::enable_shared_from_this<Node> {
  std::shared_ptr<Node> Left, Right, Up;
  void setLeft(std::shared_ptr<Node> N) {
    Left = N;
    N->Up = shared_from_this();
  }
  void drop() {
    for (auto *P : {&Left, &Right, &Up})
      P->reset();
  }
};
} // namespace emptied_one_by_one
