// RUN: %check_heapwise %s %t --second-run-may-warn -- -std=c++17 -isystem %S/Inputs

#include "net.h"

#include <algorithm>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <vector>

using Names = std::vector<std::string>;

struct Task {
  Task(Names Titles, std::function<std::size_t(int)> Size);
};

int callTwice(const std::function<int(int)> &F) { return F(1) + F(2); }

std::size_t local(const Names &N) {
  auto Size = [N] { return N.size(); };
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: the lambda copies 'N' (24 bytes and what it holds on the heap), only reads it, and does not outlive it [heapwise-unnecessary-copy]
  return Size() * 2;
}

std::size_t byDefault(const Names &N) {
  auto Size = [=] { return N.size(); };
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: the lambda copies 'N'
  return Size();
}

std::size_t initialised(const Names &N) {
  auto Size = [Copy = N] { return Copy.size(); };
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: the lambda copies 'N'
  return Size();
}

long inLoop(const std::vector<Names> &Rows, const Names &Stop) {
  long Sum = 0;
  for (const Names &Row : Rows)
    Sum += std::count_if(Row.begin(), Row.end(), [Stop](const auto &W) {
      // CHECK-MESSAGES: :[[@LINE-1]]:51: warning: the lambda copies 'Stop' ({{.*}}, in each round of a loop)
      return std::find(Stop.begin(), Stop.end(), W) == Stop.end();
    });
  return Sum;
}

int handedOn(const Names &N) {
  return callTwice([N](int I) { return I + int(N.size()); });
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: the lambda copies 'N'
}

std::size_t bound(const Names &N) {
  auto F = std::bind([](const Names &X) { return X.size(); }, N);
  // CHECK-MESSAGES: :[[@LINE-1]]:63: warning: 'std::bind' copies 'N' ({{.*}}), and what it makes does not outlive it
  return F();
}

namespace benign {

std::function<bool()> returned(const Names &N) {
  return [N] { return N.empty(); };
}
std::future<std::size_t> task(const Names &N) {
  return std::async(std::launch::async, [N] { return N.size(); });
}
void hook(std::vector<std::function<void()>> &Hooks, const Names &N) {
  Hooks.push_back([N] { (void)N.size(); });
}
std::size_t ownCopy(const Names &N) {
  auto Shrink = [N = Names(N)]() mutable {
    N.pop_back();
    return N.size();
  };
  return Shrink();
}
std::size_t changes(Names &N) {
  auto Before = [N] { return N.size(); };
  N.clear();
  return Before();
}
void post(std::function<void()> Job);
void unknown(const Names &N) {
  post([N] { (void)N.size(); });
}

std::shared_ptr<Task> made(const Names &N, const Names &Titles) {
  return std::make_shared<Task>(Titles, [N](int I) { return N[I].size(); });
}
// A library that is not the standard one: it may call later.
void posted(net::Queue &Q, const Names &N) {
  net::post(Q, Names{"a"}, [N] { (void)N.size(); });
  net::post(Q, N, std::bind([](const Names &X) { (void)X.size(); }, N));
}
// What is removed may be what is captured.
struct Recent {
  void drop(const std::string &File) {
    Files.erase(
        std::remove_if(Files.begin(), Files.end(),
                       [File](const std::string &F) { return F == File; }),
        Files.end());
  }
  Names Files;
};

} // namespace benign
