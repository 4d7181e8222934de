// RUN: %check_heapwise %s %t -- -std=c++20

// What is written while a copy of it is read, by ways that do not name it.
#include <algorithm>
#include <map>
#include <memory>
#include <ranges>
#include <string>
#include <vector>

using Names = std::vector<std::string>;
void emit(const std::string &);

void throughAPointer(Names *V) {
  auto N = *V;
  V->clear();
  for (auto It = N.begin(); It != N.end(); ++It)
    emit(*It);
}
void throughAnIterator(std::vector<Names> &V) {
  auto N = V[0];
  auto It = std::find_if(V.begin(), V.end(),
                         [](const Names &X) { return !X.empty(); });
  It->clear();
  emit(*N.begin());
}
void byARangeAlgorithm(std::vector<Names> &V) {
  auto First = V[0];
  std::ranges::reverse(V);
  emit(*First.begin());
}
std::size_t sortsItsOwn(std::vector<Names> V) {
  std::ranges::sort(V);
  auto It = V.begin();
  return It->size();
}
struct Tree {
  std::vector<Tree> Kids;
  std::string Name;
  Tree *Parent;
};
std::size_t leadsOut(Tree *T) {
  auto Name = T->Name;
  T->Parent->Kids.clear();
  return std::string(Name.begin(), Name.end()).size();
}
