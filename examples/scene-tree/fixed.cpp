// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A scene tree in which a node owns its children and observes its parent.
//
// Ownership runs one way, from the root to the leaves; dropping the root
// destroys the tree.

#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

class Node : public std::enable_shared_from_this<Node> {
public:
  explicit Node(std::string name, float x = 0)
      : name_(std::move(name)), x_(x) {}

  void add(std::shared_ptr<Node> child) {
    child->parent_ = shared_from_this();
    children_.push_back(std::move(child));
  }

  float worldX() const {
    auto parent = parent_.lock();
    return parent ? parent->worldX() + x_ : x_;
  }

  std::string path() const {
    auto parent = parent_.lock();
    return parent ? parent->path() + "/" + name_ : name_;
  }

  const std::vector<std::shared_ptr<Node>> &children() const {
    return children_;
  }

private:
  std::string name_;
  float x_;
  std::weak_ptr<Node> parent_;
  std::vector<std::shared_ptr<Node>> children_;
};

static std::shared_ptr<Node> loadLevel(int number) {
  auto level = std::make_shared<Node>("level" + std::to_string(number));
  auto house = std::make_shared<Node>("house", 10.0f);
  level->add(house);
  house->add(std::make_shared<Node>("door", 2.0f));
  house->add(std::make_shared<Node>("roof", 0.5f));
  return level;
}

static void play() {
  for (int number = 1; number <= 3; ++number) {
    auto level = loadLevel(number);
    for (const auto &part : level->children().front()->children())
      std::cout << part->path() << " at " << part->worldX() << "\n";
  }
}

int main() {
  play();
  return 0;
}
