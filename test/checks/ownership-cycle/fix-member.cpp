// RUN: %check_heapwise --std=c++11 --fix-notes %s %t
// RUN: %check_heapwise --std=c++17 --fix-notes %s %t
// RUN: %check_heapwise --std=c++20 --fix-notes %s %t
// CHECK-MESSAGES: warning: strong member 'Node::Up_' closes an ownership cycle through 'Node::Kids'

// A member becomes a std::weak_ptr, and so does every use of it.
#include <memory>
#include <string>
#include <vector>

class Node;
using NodePtr = std::shared_ptr<Node>;

class Node : public std::enable_shared_from_this<Node> {
public:
  explicit Node(const NodePtr &P = nullptr) : Up_(P), Root_(nullptr) {}

  void add(const NodePtr &Kid) {
    Kids.push_back(Kid);
    Kid->Up_ = shared_from_this();
  }
  ~Node() { Up_ = nullptr; }
  NodePtr up() const { return Up_; }
  Node *raw() const { return Up_.get(); }
#ifdef TRACE
  void forget() { Up_.reset(); } // not Up_->forget()
#endif
  bool isRoot() const { return !Up_; }
  bool isKid() const { return Up_ != nullptr; }
  bool isKidOf(const NodePtr &P) const { return P == Up_; }
  bool isKnown() const { return Up_ && !Name.empty(); }
  std::string path() const { return Up_ ? Up_->path() + "/" + Name : Name; }
  int depth() const {
    if (!Up_)
      return 0;
    const int Above = Up_->depth();
    return Above + 1;
  }
  void touch() {
    if (Up_)
      Up_->touch();
    if (Up_ && Touched == 0)
      Up_->Touched = 1;
    else
      ++Touched;
  }
  void rename(const std::string &N) {
    Name = N;
    Up_->Touched++;
  }
  void renameAll(bool Really) {
    if (Really)
      Up_->Name.clear();
    else
      Name.clear();
    for (const NodePtr &Kid : Kids)
      Kid->Up_->Name = Name;
  }
  NodePtr top() {
    auto At = shared_from_this();
    while (At->Up_)
      At = At->Up_;
    return At;
  }
  void later() {
    auto Call = [this] {
      if (Up_)
        Up_->touch();
    };
    Call();
  }

private:
  std::string Name;
  int Touched = 0;
  std::vector<NodePtr> Kids;
  NodePtr Up_;
  NodePtr Root_;
};
