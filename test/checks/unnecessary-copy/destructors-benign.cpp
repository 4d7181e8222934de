// RUN: %check_heapwise %s %t -- -std=c++17

// What is written by the end of a scope, or later by an object that was given a
// reference.
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

using Names = std::vector<std::string>;
void work(int);

struct Clearer {
  Names &N;
  explicit Clearer(Names &N) : N(N) {}
  ~Clearer() { N.clear(); }
};
std::size_t inABlock(Names &V) {
  auto N = V;
  {
    Clearer C(V);
    work(1);
  }
  return N.begin()->size();
}
std::size_t temporary(Names &V) {
  auto N = V;
  Clearer{V};
  return N.begin()->size();
}
struct Appender {
  Names *N;
  ~Appender() { N->push_back("x"); }
};
std::size_t aggregate(Names &V) {
  auto N = V;
  {
    Appender A{&V};
    work(1);
  }
  return N.begin()->size();
}
struct Holder {
  Clearer C;
};
std::size_t member(Names &V) {
  auto N = V;
  {
    Holder H{Clearer(V)};
    work(1);
  }
  return N.begin()->size();
}
class NotInView {
public:
  explicit NotInView(Names &N);
  ~NotInView();

private:
  Names &N;
};
std::size_t notInView(Names &V) {
  auto N = V;
  {
    NotInView F(V);
  }
  return N.begin()->size();
}
template <typename F> struct ScopeExit {
  F Call;
  explicit ScopeExit(F Call) : Call(std::move(Call)) {}
  ~ScopeExit() { Call(); }
};
std::size_t lambda(Names &V) {
  auto N = V;
  {
    ScopeExit E([&V] { V.clear(); });
    work(1);
  }
  return N.begin()->size();
}
std::size_t reset(Names &V) {
  auto N = V;
  auto Guard = std::make_unique<Clearer>(V);
  work(1);
  Guard.reset();
  return N.begin()->size();
}
std::size_t ownedByAContainer(Names &V) {
  auto N = V;
  std::vector<std::unique_ptr<Clearer>> Guards;
  Guards.push_back(std::make_unique<Clearer>(V));
  Guards.clear();
  return N.begin()->size();
}
std::size_t assigned(Names &V) {
  auto N = V;
  std::shared_ptr<Clearer> Guard(new Clearer(V));
  Guard = nullptr;
  return N.begin()->size();
}
struct Writer {
  Names &N;
  explicit Writer(Names &N) : N(N) {}
  void go() const { N.clear(); }
};
std::size_t writesLater() {
  Names V{"a", "b"};
  Writer W(V);
  auto N = V;
  W.go();
  return N.begin()->size();
}
class FarWriter {
public:
  explicit FarWriter(Names &N);
  void go();

private:
  Names *N;
};
std::size_t writesLaterNotInView(Names &V) {
  FarWriter W(V);
  auto N = V;
  W.go();
  return N.begin()->size();
}
std::size_t byAWrapper() {
  Names V{"a", "b"};
  auto R = std::ref(V);
  auto N = V;
  R.get().clear();
  return N.begin()->size();
}
std::size_t underALock(Names &V, std::mutex &M, bool B) {
  Names N;
  if (std::lock_guard<std::mutex> L(M); B)
    N = V;
  return N.begin()->size();
}
