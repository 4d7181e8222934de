// RUN: %heapwise-tidy --quiet --checks=-*,heapwise-* --warnings-as-errors=* %s -- -std=c++23 -w
// RUN: %heapwise-tidy --quiet --checks=-*,heapwise-* --warnings-as-errors=* %s -- -std=c++20 -w -fno-exceptions -fno-rtti

// What has no name, no condition, no body or no initialiser where there mostly
// is one. All checks go over it and have nothing to say.
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

struct Key {
  int Code = 0;
  bool press() { return ++Code > 1; }
  std::vector<int> Held;
  std::function<void()> Action;
};

// A call through a pointer to member names no method.
using Method = bool (Key::*)();
bool through(Key &K, Key *P, Method M, const std::shared_ptr<Key> &S) {
  if ((K.*M)() && !(P->*M)())
    return true;
  for (int I = 0; (S.get()->*M)() && I < 3; ++I)
    K.Held.push_back(I);
  return std::invoke(M, K);
}
std::vector<int> memberPointer(Key &K, std::vector<int> Key::*Field) {
  std::vector<int> Copy = K.*Field;
  Copy.push_back(1);
  return Copy;
}
void assignMember(const std::shared_ptr<Key> &K, std::function<void()> Key::*F,
                  std::function<void()> G) {
  (*K).*F = std::move(G);
}

// Neither condition nor increment.
int endless(std::vector<int> &V) {
  for (;;) {
    V.pop_back();
    if (V.empty())
      return 0;
  }
}

#if __cplusplus > 202002L
constexpr int compileTime(std::vector<int> V) {
  if consteval {
    return static_cast<int>(V.size());
  } else {
    return 0;
  }
}
constexpr int runTime(const std::shared_ptr<Key> &K) {
  if !consteval {
    K->Action = nullptr;
  }
  return 1;
}
#endif

// A flexible array member has no initialiser.
struct Packet {
  std::shared_ptr<Key> Owner;
  int Size;
  char Data[];
};
Packet makePacket() { return Packet{nullptr, 1}; }

// Operators and conversions have no identifier.
struct Handle {
  operator std::vector<int> &() { return Values; }
  std::vector<int> operator()(int) const { return Values; }
  std::vector<int> operator[](int) const { return Values; }
  std::vector<int> Values;
};
int useHandle(Handle H) {
  int Sum = 0;
  for (auto It = H.operator std::vector<int> &().begin();
       It != H.operator std::vector<int> &().end(); ++It)
    Sum += *It;
  return Sum + H(1)[0] + H[2][0];
}

// Templates that nobody instantiates, bodies that nobody defines.
template <class T> struct Unused {
  std::vector<T> All;
  std::map<std::string, T> ByName;
  void add(const T &X) {
    for (auto &Y : All)
      ByName[Y.name()] = X;
    if constexpr (sizeof(T) > 8)
      All.push_back(X);
  }
};
struct Incomplete;
std::shared_ptr<Incomplete>
find(const std::map<int, std::shared_ptr<Incomplete>> &M) {
  auto It = M.find(1);
  return It == M.end() ? nullptr : It->second;
}

// Anonymous, local and nested in all ways.
auto nested() {
  struct {
    std::function<int()> F;
    union {
      int A;
      float B;
    };
  } Local{};
  Local.F = [&] {
    struct Inner {
      std::vector<int> V;
    } I;
    return [I]() mutable { return I.V.size() > 1 ? 1 : 2; }();
  };
  return Local.F();
}
int labels(int N, std::vector<int> &V) {
  switch (N) {
    for (;;) {
    case 1:
      V.push_back(N);
      break;
    default:
      goto Out;
    }
  }
Out:
  return ({ V.size(); }) ? N ?: 1 : 2;
}
