// RUN: %check_heapwise %s %t --second-run-may-warn -- -std=c++17

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <unordered_set>
#include <vector>

using Names = std::vector<std::string>;

Names labels(const std::map<std::string, int> &M) {
  Names Out;
  for (const auto &E : M) {
    std::string Label = E.first + "!";
    Out.push_back(Label);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'Out' grows in a loop that runs 'M.size()' times without reserving room first [heapwise-missing-reserve]
  }
  return Out;
}

std::string ruler(std::size_t N) {
  std::string S;
  for (std::size_t I = 0; I < N; ++I)
    S.push_back(I % 10 ? '.' : '|');
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'S' grows in a loop that runs 'N' times
  return S;
}

std::string appended(const std::string &From) {
  std::string S;
  for (auto It = From.begin(); It != From.end(); ++It)
    S += char(*It ^ 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'S' grows in a loop that runs 'From.size()' times
  return S;
}

// Two a round.
Names pairs(const Names &From) {
  Names Out;
  for (const auto &S : From) {
    Out.push_back(S);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'Out' grows in a loop that runs 'From.size()' times
    Out.push_back(S + S);
  }
  return Out;
}

// No fix: N may be negative.
Names numbered(int N) {
  Names Out;
  for (int I = 0; I < N; ++I)
    Out.emplace_back(std::to_string(I));
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'Out' grows in a loop that runs 'N' times
  return Out;
}

std::vector<double> down(std::size_t N) {
  std::vector<double> Out;
  while (N-- > 0)
    Out.push_back(double(N));
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'Out' grows in a loop that runs 'N' times
  return Out;
}

std::size_t distinct(const Names &N) {
  std::unordered_set<std::size_t> Sizes;
  for (const auto &S : N)
    Sizes.insert(S.size());
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'Sizes' grows in a loop that runs 'N.size()' times
  return Sizes.size();
}

std::vector<std::size_t> sizes(const Names &N) {
  std::vector<std::size_t> Out;
  std::transform(N.begin(), N.end(), std::back_inserter(Out),
                 [](const auto &S) { return S.size(); });
  // CHECK-MESSAGES: :[[@LINE-2]]:3: warning: 'Out' grows in a loop that runs 'N.size()' times
  return Out;
}

// One container a round: each is reserved for.
std::size_t rows(const std::vector<Names> &Table) {
  std::size_t Sum = 0;
  for (const Names &Row : Table) {
    Names Copy;
    for (const auto &S : Row)
      Copy.push_back(S + "x");
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'Copy' grows in a loop that runs 'Row.size()' times
    Sum += Copy.size();
  }
  return Sum;
}

std::string hex(const std::string &In) {
  const std::string Digits = "0123456789ABCDEF";
  std::string Out;
  for (std::size_t I = 0; I < In.size(); I++) {
    Out += Digits[(In[I] & 0xF0) >> 4];
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'Out' grows in a loop that runs 'In.size()' times
    Out += Digits[In[I] & 0x0F];
    Out += ", ";
  }
  return Out;
}
