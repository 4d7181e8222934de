// RUN: %check_heapwise %s %t -- -std=c++17

#include <deque>
#include <string>
#include <vector>

using Names = std::vector<std::string>;

// Called often: reserve(size() + n) would be quadratic.
void append(Names &Out, const Names &More) {
  for (const auto &S : More)
    Out.push_back(S);
}
Names flat(const std::vector<Names> &Table) {
  Names Out;
  for (const auto &Row : Table)
    for (const auto &S : Row)
      Out.push_back(S);
  return Out;
}

// The bound is a bad guess.
Names untilBlank(const Names &N) {
  Names Out;
  for (const auto &S : N) {
    if (S.empty())
      break;
    Out.push_back(S);
  }
  return Out;
}
Names filtered(const Names &N) {
  Names Out;
  for (const auto &S : N)
    if (!S.empty())
      Out.push_back(S);
  return Out;
}
Names skipping(const Names &N) {
  Names Out;
  for (const auto &S : N) {
    if (S.empty())
      continue;
    Out.push_back(S);
  }
  return Out;
}
Names moving(std::size_t N) {
  Names Out;
  for (std::size_t I = 0; I < N; ++I) {
    Out.push_back("x");
    N -= Out.size() % 2;
  }
  return Out;
}

// It is reserved for, or not empty, or has nothing to reserve.
Names reserved(const Names &N) {
  Names Out;
  Out.reserve(N.size());
  for (const auto &S : N)
    Out.push_back(S);
  return Out;
}
Names filled(const Names &N) {
  Names Out(3);
  for (const auto &S : N)
    Out.push_back(S);
  return Out;
}
std::deque<int> queue(const std::vector<int> &V) {
  std::deque<int> Out;
  for (int X : V)
    Out.push_back(X);
  return Out;
}
Names few() {
  Names Out;
  for (int I = 0; I < 3; ++I)
    Out.push_back("x");
  return Out;
}

// performance-inefficient-vector-operation reports this.
std::vector<int> upstream(const std::vector<int> &V) {
  std::vector<int> Out;
  for (int X : V)
    Out.push_back(X);
  return Out;
}

// How long it gets is not what the bound says.
std::string joined(const Names &N) {
  std::string Out;
  for (const auto &S : N) {
    Out += S;
    Out += ' ';
  }
  return Out;
}
std::vector<Names> tiers(const std::vector<std::pair<std::string, int>> &Urls) {
  std::vector<Names> All;
  Names Tier;
  int Last = 0;
  for (const auto &Url : Urls) {
    if (Url.second != Last) {
      Last = Url.second;
      All.push_back(std::move(Tier));
      Tier.clear();
    }
    Tier.emplace_back(Url.first);
  }
  All.push_back(Tier);
  return All;
}
Names withChildren(const std::vector<Names> &N) {
  Names Out;
  for (const auto &Row : N) {
    Out.push_back(Row.front());
    for (const auto &S : Row)
      if (!S.empty())
        Out.push_back(S);
  }
  return Out;
}
