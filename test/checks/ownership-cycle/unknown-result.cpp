// RUN: %check_heapwise %s %t

// Whatever a function returns that is not known is not what it was given.
#include <memory>
#include <string>
#include <unordered_map>

struct Set {
  std::shared_ptr<Set> Parent;
  int Rank = 0;
};

std::shared_ptr<Set> find(std::shared_ptr<Set> X) {
  while (X->Parent)
    X = X->Parent;
  return X;
}

void unite(const std::shared_ptr<Set> &A, const std::shared_ptr<Set> &B) {
  auto Ra = find(A), Rb = find(B);
  if (Ra == Rb)
    return;
  if (Ra->Rank < Rb->Rank)
    Ra->Parent = Rb;
  else
    Rb->Parent = Ra;
}

std::shared_ptr<Set> opaque(int);
std::shared_ptr<Set> either(const std::shared_ptr<Set> &A, bool Mine) {
  if (Mine)
    return A;
  return opaque(1);
}
void hang(const std::shared_ptr<Set> &A) { either(A, false)->Parent = A; }
