// RUN: %check_heapwise %s %t -- -std=c++17

#include <algorithm>
#include <deque>
#include <string>
#include <unordered_map>
#include <unordered_set>
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
// A std::vector<bool> has 64 in a word.
constexpr int Slots = 12;
std::vector<bool> fewBits(const Names &N) {
  std::vector<bool> Out;
  for (int I = 0; I < Slots; ++I)
    Out.push_back(N[I].empty());
  return Out;
}

// However many there are, the keys are few.
std::unordered_set<bool> kinds(const std::vector<int> &V) {
  std::unordered_set<bool> Out;
  for (int X : V)
    Out.insert(X > 0);
  return Out;
}
std::unordered_map<int, int> digits(const std::vector<int> &V) {
  std::unordered_map<int, int> Out;
  for (int X : V)
    Out.emplace(X % 10, X);
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

// The loop changes what bounds it.
std::vector<int> worklist(int Root, const std::vector<std::vector<int>> &Next) {
  std::vector<int> Out;
  std::vector<int> Work{Root};
  for (std::size_t I = 0; I < Work.size(); ++I) {
    Out.push_back(Work[I]);
    for (int N : Next[Work[I]])
      Work.push_back(N);
  }
  return Out;
}
std::vector<int> taken(std::vector<int> &From) {
  std::vector<int> Out;
  for (std::size_t I = 0; I < From.size(); ++I) {
    Out.push_back(From[I] + 1);
    From.pop_back();
  }
  return Out;
}
class Reader {
public:
  std::vector<int> read() {
    std::vector<int> Out;
    for (int I = 0; I < Count; ++I) {
      next();
      Out.push_back(I);
    }
    return Out;
  }
  std::vector<int> skip() {
    std::vector<int> Out;
    for (int I = 0; I < Count; ++I) {
      Count -= I;
      Out.push_back(I);
    }
    return Out;
  }

private:
  void next();
  int Count;
};
// Not one by one.
std::vector<int> steps(const std::vector<int> &V) {
  std::vector<int> Out;
  int Sum = 0;
  for (auto I = V.begin(); I != V.end(); I += 2) {
    Sum += *I;
    Out.push_back(Sum);
  }
  return Out;
}
std::vector<int> skips(const std::vector<int> &V) {
  std::vector<int> Out;
  int Sum = 0;
  for (auto I = V.begin(); I != V.end(); ++I) {
    Sum += *I;
    Out.push_back(Sum);
    if (Sum > 4)
      ++I;
  }
  return Out;
}
std::vector<int> jumps(const std::vector<int> &V) {
  std::vector<int> Out;
  int Sum = 0;
  for (auto I = V.begin(); I != V.end(); ++I) {
    Sum += *I;
    Out.push_back(Sum);
    I = std::find(I, V.end(), 3);
  }
  return Out;
}
void parse(const std::vector<int> &V, std::size_t &At);
std::vector<int> parsed(const std::vector<int> &V) {
  std::vector<int> Out;
  for (std::size_t I = 0; I < V.size(); ++I) {
    parse(V, I);
    Out.push_back(V[I]);
  }
  return Out;
}
std::vector<int> tokens(const std::string &S) {
  std::vector<int> Out;
  std::size_t I = 0;
  while (I < S.size()) {
    if (S[I] == '\\')
      ++I;
    Out.push_back(S[I]);
    ++I;
  }
  return Out;
}
// It had room before.
std::vector<int> again(const std::vector<int> &V) {
  std::vector<int> Out(V.size());
  Out.clear();
  for (int X : V) {
    ++X;
    Out.push_back(X);
  }
  return Out;
}
