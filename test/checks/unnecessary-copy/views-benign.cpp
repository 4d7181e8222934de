// RUN: %check_heapwise %s %t -- -std=c++20

// What is written through a view, or by a pointer that something holds.
#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <ranges>
#include <span>
#include <string>
#include <vector>

using Names = std::vector<std::string>;
void emit(const std::string &);

void filtered(Names &V) {
  auto First = V[0];
  for (auto &X : V | std::views::filter([](const std::string &S) {
                   return !S.empty();
                 }))
    X = "y";
  emit(std::string(First.begin(), First.end()));
}
void reversed(Names &V) {
  auto First = V[0];
  for (auto &X : std::views::reverse(V))
    X.clear();
  emit(std::string(First.begin(), First.end()));
}
void named(Names &V) {
  auto First = V[0];
  auto Some = V | std::views::take(2);
  for (auto &X : Some)
    X.clear();
  emit(std::string(First.begin(), First.end()));
}
void byAnAlgorithm(Names &V) {
  auto First = V[0];
  std::ranges::fill(V | std::views::drop(0), "z");
  emit(std::string(First.begin(), First.end()));
}
std::size_t ofTheCopy(const Names &V) {
  auto N = V;
  for (auto &X : N | std::views::take(1))
    X = "q";
  return N.begin()->size();
}
std::size_t sorted(Names N) {
  std::ranges::sort(N | std::views::drop(1));
  return N.begin()->size();
}
int spanned(std::vector<int> N) {
  std::span<int> S(N);
  S[0] = 4;
  return *N.begin();
}
int part(std::vector<int> N) {
  for (int &X : std::span(N).subspan(1))
    X = 4;
  return *N.begin();
}
int values(std::map<int, int> M) {
  for (int &X : M | std::views::values)
    X = 4;
  return M.begin()->second;
}

int run(int, char **);
int arguments(const Names &Args) {
  Names Copy = Args;
  std::vector<char *> Argv;
  for (auto &A : Copy)
    Argv.push_back(A.data());
  Argv.push_back(nullptr);
  return run(static_cast<int>(Argv.size()) - 1, Argv.data());
}
int braces(std::string A) {
  std::vector<char *> Argv{A.data(), nullptr};
  return run(1, Argv.data());
}
int array(std::string A) {
  char *Argv[] = {A.data(), nullptr};
  return run(1, Argv);
}
int pointers(Names A) {
  std::vector<std::string *> P;
  for (auto &X : A)
    P.push_back(&X);
  *P[0] = "x";
  return *A.begin() == "";
}
int wrappers(Names A) {
  std::vector<std::reference_wrapper<std::string>> R;
  for (auto &X : A)
    R.push_back(X);
  R[0].get() = "x";
  return *A.begin() == "";
}
std::size_t optional(std::string A) {
  std::optional<char *> P{A.data()};
  **P = 'x';
  return std::string(A.begin(), A.end()).size();
}
void iterators(std::map<int, Names::iterator> &Out, Names V) {
  Out.emplace(1, V.begin());
}
// Views of the copy outlive what happens to the original.
std::size_t viewsOfTheCopy(Names &V) {
  auto N = V;
  std::vector<std::string_view> Views(N.begin(), N.end());
  V.clear();
  return Views[0].size();
}
