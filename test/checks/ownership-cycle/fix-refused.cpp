// RUN: %check_heapwise --std=c++20 %s %t

// Where a weak handle would be wrong, a note says why there is no fix-it.
#include <functional>
#include <memory>
#include <set>
#include <thread>
#include <vector>

namespace returned_by_reference {
struct Node : std::enable_shared_from_this<Node> {
  std::vector<std::shared_ptr<Node>> Kids;
  std::shared_ptr<Node> Up;
  // CHECK-MESSAGES: warning: {{.*}}
  // CHECK-MESSAGES: no fix-it: 'Up' stays as it is: it is returned by reference at line {{[0-9]+}}
  const std::shared_ptr<Node> &up() const { return Up; }
  void add(const std::shared_ptr<Node> &Kid) {
    Kids.push_back(Kid);
    Kid->Up = shared_from_this();
  }
};
} // namespace returned_by_reference

namespace value_needed {
struct Node : std::enable_shared_from_this<Node> {
  std::vector<std::shared_ptr<Node>> Kids;
  std::shared_ptr<Node> Up;
  // CHECK-MESSAGES: warning: {{.*}}
  // CHECK-MESSAGES: no fix-it: 'Up' stays as it is: 'Up' is dereferenced without a test for null and the value is needed at line {{[0-9]+}}
  int Width = 0;
  int widthAbove() const { return Up->Width; }
  void add(const std::shared_ptr<Node> &Kid) {
    Kids.push_back(Kid);
    Kid->Up = shared_from_this();
  }
};
} // namespace value_needed

namespace ordered {
struct Node : std::enable_shared_from_this<Node> {
  std::set<std::shared_ptr<Node>> Links;
  // CHECK-MESSAGES: warning: {{.*}}
  // CHECK-MESSAGES: no fix-it: 'Links' stays as it is: it is hashed or ordered
  void add(const std::shared_ptr<Node> &Other) {
    Links.insert(Other);
    Other->Links.insert(shared_from_this());
  }
};
} // namespace ordered

namespace in_a_template {
template <class T> struct Node : std::enable_shared_from_this<Node<T>> {
  std::vector<std::shared_ptr<Node>> Kids;
  std::shared_ptr<Node> Up;
  // CHECK-MESSAGES: warning: {{.*}}
  // CHECK-MESSAGES: no fix-it: 'Up' stays as it is: it is a member of a class template
  void add(const std::shared_ptr<Node> &Kid) {
    Kids.push_back(Kid);
    Kid->Up = this->shared_from_this();
  }
};
template struct Node<int>;
} // namespace in_a_template

namespace only_owner {
struct Call {
  std::function<void()> Run;
  int Runs = 0;
};
void make() {
  auto C = std::make_shared<Call>();
  C->Run = [C] { ++C->Runs; };
  // CHECK-MESSAGES: warning: {{.*}}
  // CHECK-MESSAGES: no fix-it: nothing else owns what 'C' leads to, the object would die at the end of the function
}
} // namespace only_owner

namespace in_a_thread {
struct Pool : std::enable_shared_from_this<Pool> {
  std::thread Worker;
  void loop() {}
  void start() {
    Worker = std::thread([Self = shared_from_this()] { Self->loop(); });
    // CHECK-MESSAGES: warning: {{.*}}
    // CHECK-MESSAGES: no fix-it: a thread runs it
  }
};
} // namespace in_a_thread
