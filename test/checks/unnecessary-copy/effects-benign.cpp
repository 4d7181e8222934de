// RUN: %check_heapwise %s %t -- -std=c++20

// The original changes while the copy is read, in ways that do not look like
// it.
#include <any>
#include <functional>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

// A loop over what a getter returns changes the member.
class Walked {
  std::vector<int> Values = {1, 2};
  std::string Text = "text";

public:
  std::vector<int> values() const { return Values; }
  std::string text() const { return Text; }
  void add(int I) { Values.push_back(I); }
  void twice() {
    for (int I : values())
      add(I);
  }
  void grow() {
    for (char C : text())
      Text += C;
  }
};
std::size_t walk(Walked &W) {
  for (int I : W.values())
    W.add(I);
  return W.values().size() + W.text().size();
}

// What a pointer into a variant or any leads to goes with the value.
using Either = std::variant<int, std::string>;
std::size_t assigned(Either &E) {
  if (auto *P = std::get_if<std::string>(&E)) {
    std::string S = *P;
    E = 3;
    return S.size();
  }
  return 0;
}
std::size_t emplaced(Either &E) {
  auto *P = std::get_if<std::string>(&E);
  std::string S = *P;
  E.emplace<std::string>("another");
  return S.size();
}
std::size_t anything(std::any &A) {
  auto *P = std::any_cast<std::string>(&A);
  std::string S = *P;
  A = 3;
  return S.size();
}
std::size_t visited(Either &E) {
  std::string S = std::get<std::string>(E);
  std::visit([](auto &X) { X = {}; }, E);
  return S.size();
}

// The elements of a vector<bool> are written through objects.
using Flags = std::vector<bool>;
std::size_t count(const Flags &F);
std::size_t byReference(Flags &F) {
  Flags Before = F;
  Flags::reference R = F.at(0);
  R = !R;
  return count(Before);
}
std::size_t byProxy(Flags &F) {
  auto First = F.front();
  Flags Copy = F;
  First = true;
  return count(Copy);
}
std::size_t byIterator(Flags &F) {
  Flags Copy = F;
  auto It = F.begin();
  *It = true;
  return count(Copy);
}
std::size_t byLoop(Flags &F) {
  Flags Copy = F;
  for (auto B : F)
    B = true;
  return count(Copy);
}
std::size_t changed(const Flags &F) {
  Flags Copy = F;
  Copy[0] = true;
  return count(Copy);
}

// Functions that are called by others.
struct Stack {
  std::vector<std::string> Items;
  void push(const char *S) { Items.push_back(S); }
};
Stack *Shared;
int bump() {
  Shared->Items.clear();
  return 0;
}
int withDefault(int I = bump()) { return I; }
std::size_t byDefault(Stack &S) {
  auto Items = S.Items;
  withDefault();
  return Items.size();
}
struct Clearing {
  Stack *Of;
  void operator()(int *P) const {
    delete P;
    Of->Items.clear();
  }
};
std::size_t byDeleter(Stack &S) {
  std::unique_ptr<int, Clearing> P(new int, Clearing{&S});
  auto Items = S.Items;
  P.reset();
  return Items.size();
}
std::size_t atTheEnd(Stack &S) {
  auto Items = S.Items;
  { std::unique_ptr<int, Clearing> P(new int, Clearing{&S}); }
  return Items.size();
}
std::size_t invoked(Stack &S) {
  auto Items = S.Items;
  std::invoke(&Stack::push, S, "x");
  return Items.size();
}
std::size_t asFunction(Stack &S) {
  auto Items = S.Items;
  auto Push = std::mem_fn(&Stack::push);
  Push(S, "x");
  return Items.size();
}
std::size_t tied(std::pair<std::string, std::string> &P) {
  auto S = P.first;
  std::tie(P.first, P.second) = std::make_pair(std::string("x"), P.first);
  return S.size();
}
struct Renewed {
  std::vector<std::string> Lines;
  std::size_t renew() {
    std::vector<std::string> Last = Lines;
    this->~Renewed();
    new (this) Renewed();
    return Last.size();
  }
};

// The loop changes what the braces copied.
std::size_t sums(std::string A, std::string B) {
  std::size_t Sum = 0;
  for (auto S : {A, B}) {
    A += S;
    Sum += S.size();
  }
  return Sum + A.size();
}

// Its template says what it takes.
template <typename T> std::size_t pack(std::vector<T> V) {
  V.push_back(T());
  return V.size();
}
template <>
std::size_t pack<std::string>(std::vector<std::string> V) {
  return V.end() - V.begin();
}

// Another build changes the copy.
std::size_t configured(const std::vector<std::string> *P) {
  auto V = *P;
#ifdef WITH_MORE
  V.push_back("more");
#endif
  return V.size();
}

// It says that it wants a copy.
std::size_t spelled(const std::vector<std::string> *P) {
  auto V = std::vector<std::string>(*P);
  return V.size();
}
