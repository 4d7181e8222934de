// RUN: %check_heapwise %s %t -- -std=c++20

#include <algorithm>
#include <coroutine>
#include <functional>
#include <istream>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

using Names = std::vector<std::string>;

void notify();
void compact(Names &N);
void show(const Names &N);
Names Current;

// The copy is changed.
std::string median(const Names &N) {
  auto Copy = N;
  std::sort(Copy.begin(), Copy.end());
  return Copy[Copy.size() / 2];
}
std::size_t inserts(const std::map<std::string, int> &M) {
  auto Copy = M;
  return Copy["x"] + Copy.size();
}
void changedByLambda(const Names &N) {
  auto Copy = N;
  std::for_each(Copy.begin(), Copy.end(), [](auto &S) { S += "!"; });
}

// The original changes, is freed or is handed to who may change it.
std::size_t grows(Names &N) {
  const std::string First = N[0];
  N.push_back("x");
  return First.size();
}
std::size_t erased(std::map<int, Names> &M) {
  auto It = M.find(1);
  auto Gone = It->second;
  M.erase(It);
  return Gone.size();
}
std::size_t handed(Names &N) {
  const Names Kept = N;
  compact(N);
  return Kept.size() - N.size();
}
std::size_t sameType(const Names &A, Names &B) {
  auto Copy = A;
  B.clear();
  return Copy.size();
}
std::size_t global() {
  const Names Kept = Current;
  notify();
  return Kept.size();
}
int everyRound(Names &Lines) {
  int Sum = 0;
  for (std::size_t I = 0; I != 3; ++I) {
    std::string First = Lines[0];
    Lines[0] += "x";
    Sum += First != Lines[0];
  }
  return Sum;
}

// Callbacks may change what is called from.
struct Event {
  std::map<int, std::function<void()>> Handlers;
  void fire() {
    const auto Now = Handlers;
    for (const auto &H : Now)
      H.second();
  }
};
struct Listener {
  virtual void changed() = 0;
};
std::size_t afterVirtual(const Names &N, Listener &L) {
  auto Copy = N;
  L.changed();
  return Copy.size();
}

// Copied under a lock, to let go of it.
struct Feed {
  std::mutex Lock;
  Names Pending;
  std::size_t deliver() {
    std::unique_lock<std::mutex> Hold(Lock);
    const Names Batch = Pending;
    Hold.unlock();
    show(Batch);
    return Batch.size();
  }
};

// The owner is a temporary.
std::shared_ptr<std::map<int, Names>> open();
std::size_t temporary() {
  auto N = open()->at(1);
  return N.size();
}

// Stays after the argument.
std::size_t first(const Names &N) {
  static const Names First = N;
  return First.size();
}

// A class that may share its state says nothing about what a copy costs.
struct Shared {
  Shared(const Shared &Other);
  Names *State;
  std::size_t size() const;
};
std::size_t handle(const std::vector<Shared> &V) {
  Shared S = V[0];
  return S.size();
}

// performance-unnecessary-copy-initialization and performance-for-range-copy
// report these.
std::size_t upstream(const Names &N, const std::vector<Names> &V) {
  auto Copy = N;
  std::size_t Sum = Copy.size();
  for (auto Each : V)
    Sum += Each.size();
  return Sum;
}

struct Task {
  struct promise_type {
    Task get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};
struct Screen {
  Names Lines;
  Task refresh() {
    const Names Copy = Lines;
    co_await std::suspend_always{};
    show(Copy);
  }
};

template <typename T> std::size_t dependent(const std::vector<T> &V) {
  auto Copy = V[0];
  return Copy.size();
}
template std::size_t dependent<Names>(const std::vector<Names> &);

#define COPY_OF(X) auto X##Copy = X.Lines
struct Lined {
  Names Lines;
};
std::size_t macro(const Lined &L) {
  COPY_OF(L);
  return LCopy.end() - LCopy.begin();
}

// It is written through a pointer.
const std::string Magic = "HEAP";
bool hasMagic(std::istream &In) {
  std::string Start = Magic;
  In.read(Start.data(), 4);
  return Start == Magic;
}
// The original is.
bool sourceIsRead(std::istream &In, std::string &Buffer) {
  const std::string Was = Buffer;
  In.read(&Buffer[0], 4);
  return Was == Buffer;
}

// A function that is not in view gets what leads to the original.
struct Renderer {
  Names Observers;
};
void notify(const std::string &Observer, std::shared_ptr<Renderer> R);
void notifyAll(const std::map<int, std::shared_ptr<Renderer>> &All) {
  for (const auto &Each : All) {
    auto Observers = Each.second->Observers;
    for (const auto &O : Observers)
      notify(O, Each.second);
  }
}

// The accessor takes a lock: what it hands out changes.
class Guarded {
public:
  const Names &protocols() const {
    std::lock_guard<std::mutex> Hold(Lock);
    return Protocols;
  }
  std::size_t count() const {
    auto Copy = protocols();
    return Copy.end() - Copy.begin();
  }

private:
  mutable std::mutex Lock;
  Names Protocols;
};

// A comment says why.
struct Commented {
  Names Lines;
};
std::size_t commented(Commented &C) {
  // Make a copy of the lines because showing them
  // may take others in.
  auto Lines = C.Lines;
  auto More = C.Lines; // copied since show() might change them
  return (Lines.end() - Lines.begin()) + (More.end() - More.begin());
}

// A round costs much more than an increment.
struct Zone {
  int Id = 0;
  void fill() const;
};
void fill(const std::map<int, std::shared_ptr<Zone>> &Zones) {
  for (const auto &E : Zones) {
    auto Each = E.second;
    Each->fill();
  }
}
