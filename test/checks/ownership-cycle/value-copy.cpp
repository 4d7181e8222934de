// RUN: %check_heapwise %s %t

// A record that is passed or stored by value is another object.
#include <memory>
#include <vector>

struct Item {
  std::shared_ptr<struct Box> Parent;
};
struct Box {
  std::vector<Item> Items;
  std::vector<Box> Boxes;
  std::shared_ptr<Box> Outer;
};

void append(std::vector<Item> &Items, std::shared_ptr<Box> B) {
  Item I;
  Items.push_back(I);
  I.Parent = B;
  B->Items.push_back(Item());
}

void appendCopy(const std::shared_ptr<Box> &B) {
  Item I;
  B->Items.push_back(I);
  I.Parent = B;
}

struct Holder {
  Item Mine;
  explicit Holder(Item I) : Mine(I) {}
};
void hold(const std::shared_ptr<Box> &B, std::vector<std::shared_ptr<Holder>> &Out) {
  Item I;
  Out.push_back(std::make_shared<Holder>(I));
  I.Parent = B;
}

struct Pair {
  std::shared_ptr<Pair> A;
  std::shared_ptr<Pair> B;
};
void take(const std::shared_ptr<Pair> &P) {
  auto [First, Second] = *P;
  First = P;
  Second = P;
}
