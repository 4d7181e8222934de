// RUN: %check_heapwise %s %t

#include <memory>
#include <utility>
#include <vector>

namespace weakParent {
struct Node : std::enable_shared_from_this<Node> {
  std::weak_ptr<Node> Parent;
  std::vector<std::shared_ptr<Node>> Children;
  void add(const std::shared_ptr<Node> &Child) {
    Children.push_back(Child);
    Child->Parent = shared_from_this();
  }
};
} // namespace weakParent

namespace forwardOnly {
struct Cell {
  std::shared_ptr<Cell> Next;
};
std::shared_ptr<Cell> build(int N) {
  auto Head = std::make_shared<Cell>();
  auto Tail = Head;
  for (int I = 0; I < N; ++I) {
    auto Fresh = std::make_shared<Cell>();
    Tail->Next = Fresh;
    Tail = Fresh;
  }
  return Head;
}
std::shared_ptr<Cell> reverse(std::shared_ptr<Cell> Head) {
  std::shared_ptr<Cell> Done;
  while (Head) {
    auto Next = Head->Next;
    Head->Next = Done;
    Done = Head;
    Head = Next;
  }
  return Done;
}
} // namespace forwardOnly

namespace cleared {
struct Link {
  std::shared_ptr<Link> Next, Prev;
};
// The list breaks its own cycles.
class List {
public:
  void append(std::shared_ptr<Link> L) {
    if (Last) {
      Last->Next = L;
      L->Prev = Last;
    } else {
      First = L;
    }
    Last = std::move(L);
  }
  ~List() {
    for (auto L = First; L; L = L->Next)
      L->Prev.reset();
  }

private:
  std::shared_ptr<Link> First, Last;
};
} // namespace cleared

namespace eitherOr {
struct Pair {
  std::shared_ptr<Pair> Other;
};
void link(const std::shared_ptr<Pair> &A, const std::shared_ptr<Pair> &B,
          bool Forward) {
  if (Forward)
    A->Other = B;
  else
    B->Other = A;
}
void linkOrLeave(const std::shared_ptr<Pair> &A,
                 const std::shared_ptr<Pair> &B, bool Forward) {
  if (Forward) {
    A->Other = B;
    return;
  }
  B->Other = A;
}
} // namespace eitherOr

namespace bottomUp {
struct Expr {
  explicit Expr(std::vector<std::shared_ptr<const Expr>> Operands)
      : Operands(std::move(Operands)) {}
  const std::vector<std::shared_ptr<const Expr>> Operands;
};
std::shared_ptr<const Expr> twice(std::shared_ptr<const Expr> E) {
  std::vector<std::shared_ptr<const Expr>> Both = {E, E};
  return std::make_shared<const Expr>(Both);
}
} // namespace bottomUp
