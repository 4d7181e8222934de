// RUN: %check_heapwise %s %t

#include <memory>
#include <utility>
#include <vector>

namespace tree {
struct Node : std::enable_shared_from_this<Node> {
  std::shared_ptr<Node> Parent;
// CHECK-MESSAGES: :[[@LINE-1]]:25: warning: strong member 'Node::Parent' closes an ownership cycle through 'Node::Children': the objects keep one another alive [heapwise-ownership-cycle]
  std::vector<std::shared_ptr<Node>> Children;

  void add(const std::shared_ptr<Node> &Child) {
    Children.push_back(Child);
    Child->Parent = shared_from_this();
  }
};
} // namespace tree

namespace constructor {
class Room;
class Guest {
public:
  explicit Guest(std::shared_ptr<Room> R) : Host(std::move(R)) {}

private:
  std::shared_ptr<Room> Host;
// CHECK-MESSAGES: :[[@LINE-1]]:25: warning: strong member 'Guest::Host' closes an ownership cycle through 'Room::Guests'
};
class Room : public std::enable_shared_from_this<Room> {
public:
  void invite() {
    Guests.push_back(std::make_shared<Guest>(shared_from_this()));
  }

private:
  std::vector<std::shared_ptr<Guest>> Guests;
};
} // namespace constructor

namespace loop {
struct Part {
  std::shared_ptr<struct Whole> Owner;
// CHECK-MESSAGES: :[[@LINE-1]]:33: warning: strong member 'Part::Owner' closes an ownership cycle through 'Whole::Parts'
};
struct Whole : std::enable_shared_from_this<Whole> {
  std::vector<std::shared_ptr<Part>> Parts;
  void adopt() {
    for (auto &P : Parts)
      P->Owner = shared_from_this();
  }
};
} // namespace loop

namespace throughBase {
struct Model;
struct ViewBase {
  virtual ~ViewBase() = default;
};
struct View : ViewBase {
  explicit View(std::shared_ptr<Model> M) : M(std::move(M)) {}
  std::shared_ptr<Model> M;
// CHECK-MESSAGES: :[[@LINE-1]]:26: warning: strong member 'View::M' closes an ownership cycle through 'Model::Views'
};
struct Model {
  std::vector<std::shared_ptr<ViewBase>> Views;
};
std::shared_ptr<ViewBase> makeView(std::shared_ptr<Model> M) {
  return std::make_shared<View>(M);
}
void show(const std::shared_ptr<Model> &M) { M->Views.push_back(makeView(M)); }
} // namespace throughBase
