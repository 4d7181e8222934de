// RUN: %check_heapwise %s %t

// The store that closes the cycle, however it is spelled.
#include <memory>
#include <vector>

struct Chained {
  // CHECK-MESSAGES: :[[@LINE+1]]:{{[0-9]+}}: warning: strong member 'Chained::Prev' closes an ownership cycle
  std::shared_ptr<Chained> Next, Prev;
};
void chained(const std::shared_ptr<Chained> &A) {
  auto B = std::make_shared<Chained>();
  std::shared_ptr<Chained> Last;
  A->Next = B;
  B->Prev = Last = A;
}

struct ByIterator {
  std::vector<std::shared_ptr<ByIterator>> Children;
  // CHECK-MESSAGES: :[[@LINE+1]]:{{[0-9]+}}: warning: strong member 'ByIterator::Parent' closes an ownership cycle
  std::shared_ptr<ByIterator> Parent;
};
void adopt(const std::shared_ptr<ByIterator> &P) {
  for (auto It = P->Children.begin(); It != P->Children.end(); ++It)
    (*It)->Parent = P;
}

struct ByIndex {
  // CHECK-MESSAGES: :[[@LINE+1]]:{{[0-9]+}}: warning: strong member 'ByIndex::Self' closes an ownership cycle
  std::shared_ptr<ByIndex> Self;
};
void same(std::vector<std::shared_ptr<ByIndex>> &V) {
  for (unsigned I = 0; I < V.size(); ++I)
    V[I]->Self = V[I];
}

struct Doubly {
  // CHECK-MESSAGES: :[[@LINE+1]]:{{[0-9]+}}: warning: strong member 'Doubly::Prev' closes an ownership cycle
  std::shared_ptr<Doubly> Next, Prev;
};
void chain(std::vector<std::shared_ptr<Doubly>> &V) {
  for (unsigned I = 0; I + 1 < V.size(); ++I) {
    V[I]->Next = V[I + 1];
    V[I + 1]->Prev = V[I];
  }
}

struct Back {
  // CHECK-MESSAGES: :[[@LINE+1]]:{{[0-9]+}}: warning: strong member 'Back::Self' closes an ownership cycle
  std::shared_ptr<Back> Self;
};
void back(std::vector<std::shared_ptr<Back>> &V) {
  V.back()->Self = V.back();
}

// The benign twins: other elements.
struct Forward {
  std::shared_ptr<Forward> Next;
};
void forward(std::vector<std::shared_ptr<Forward>> &V) {
  for (unsigned I = 0; I + 1 < V.size(); ++I)
    V[I]->Next = V[I + 1];
}
void moving(std::vector<std::shared_ptr<Forward>> &V, unsigned I) {
  auto First = V[I];
  ++I;
  V[I]->Next = First;
}
void growing(std::vector<std::shared_ptr<Forward>> &V) {
  auto First = V.back();
  V.push_back(std::make_shared<Forward>());
  V.back()->Next = First;
}
void shrinking(std::vector<std::shared_ptr<Forward>> &V) {
  auto Last = V.back();
  V.pop_back();
  V.back()->Next = Last;
}
void neighbours(std::vector<std::shared_ptr<Forward>> &V) {
  for (auto It = V.begin(), Before = It++; It != V.end(); Before = It, ++It)
    (*Before)->Next = *It;
}
