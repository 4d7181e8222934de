// RUN: %check_heapwise %s %t --second-run-may-warn -- -std=c++20

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <ranges>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

using Names = std::vector<std::string>;
int weigh(const std::string &S);

Names ranges(const std::set<std::string> &S) {
  Names Out;
  std::ranges::copy(S, std::back_inserter(Out));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'Out' grows in a loop that runs 'S.size()' times without reserving room first [heapwise-missing-reserve]
  return Out;
}
Names rangesTransform(const std::map<int, std::string> &M) {
  Names Out;
  std::ranges::transform(M, std::back_inserter(Out),
                         [](const auto &E) { return E.second; });
  // CHECK-MESSAGES: :[[@LINE-2]]:3: warning: 'Out' grows in a loop that runs 'M.size()' times
  return Out;
}
std::vector<int> forEach(const Names &N) {
  std::vector<int> Out;
  std::for_each(N.begin(), N.end(),
                [&](const std::string &S) { Out.push_back(weigh(S)); });
  // CHECK-MESSAGES: :[[@LINE-1]]:45: warning: 'Out' grows in a loop that runs 'N.size()' times
  return Out;
}
std::vector<int> casts(const Names &N) {
  std::vector<int> Out;
  for (int I = 0; I < (int)N.size(); ++I) {
    const int W = weigh(N[I]);
    Out.push_back(W);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'Out' grows in a loop that runs 'N.size()' times
  }
  for (int I = 0; I < static_cast<int>(N.size()); ++I)
    Out[I] += I;
  return Out;
}
std::vector<int> byPointer(const Names *N) {
  std::vector<int> Out;
  for (const auto &S : *N) {
    const int W = weigh(S);
    Out.push_back(W);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'Out' grows in a loop that runs 'N->size()' times
  }
  return Out;
}
struct Shelf {
  Names Kept;
  const Names &names() const { return Kept; }
};
std::vector<int> byAccessor(const std::shared_ptr<Shelf> &S) {
  std::vector<int> Out;
  for (const auto &Name : S->names()) {
    const int W = weigh(Name);
    Out.push_back(W);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'Out' grows in a loop that runs 'S->names().size()' times
  }
  return Out;
}
std::unordered_map<std::string, int> assigned(const Names &N) {
  std::unordered_map<std::string, int> Out;
  for (const auto &S : N)
    Out.insert_or_assign(S, weigh(S));
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'Out' grows in a loop that runs 'N.size()' times
  return Out;
}
std::vector<std::size_t> counted(std::size_t N) {
  std::vector<std::size_t> Out;
  std::size_t I = 0;
  while (I < N) {
    Out.push_back(I * I);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'Out' grows in a loop that runs 'N' times
    ++I;
  }
  return Out;
}
std::vector<int> fromTheEnd(const Names &N) {
  std::vector<int> Out;
  for (int I = static_cast<int>(N.size()) - 1; I >= 0; --I) {
    const int W = weigh(N[I]);
    Out.push_back(W);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'Out' grows in a loop that runs 'N.size()' times
  }
  return Out;
}
std::vector<int> fromTheEndUnsigned(const Names &N) {
  std::vector<int> Out;
  for (std::size_t I = N.size(); I-- > 0;) {
    const int W = weigh(N[I]);
    Out.push_back(W);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'Out' grows in a loop that runs 'N.size()' times
  }
  return Out;
}
void forTheCaller(const Names &N, std::vector<int> &Out) {
  Out.clear();
  for (const auto &S : N) {
    const int W = weigh(S);
    Out.push_back(W);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'Out' grows in a loop that runs 'N.size()' times
  }
}
// The counter is copied, whatever reference emplace() takes.
std::unordered_map<std::string, std::size_t> numbered(const Names &N) {
  std::unordered_map<std::string, std::size_t> Out;
  for (std::size_t I = 0; I < N.size(); ++I)
    Out.emplace(N[I], I);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'Out' grows in a loop that runs 'N.size()' times
  return Out;
}
