// RUN: %check_heapwise %s %t

// All that empties a member without naming it in a reset().
#include <functional>
#include <memory>
#include <vector>
#include <algorithm>

struct ByState : std::enable_shared_from_this<ByState> {
  struct State {
    int Count = 0;
    std::function<void()> Done;
  };
  State S;
  void start() {
    S.Done = [Self = shared_from_this()] {};
  }
  void finish() { S = State{}; }
};

struct ByBraces : std::enable_shared_from_this<ByBraces> {
  struct State {
    int Count = 0;
    std::function<void()> Done;
  };
  State S;
  void start() {
    S.Done = [Self = shared_from_this()] {};
  }
  void finish() { S = {}; }
};

struct ByParens : std::enable_shared_from_this<ByParens> {
  struct State {
    int Count = 0;
    std::function<void()> Done;
  };
  State S;
  void start() {
    S.Done = [Self = shared_from_this()] {};
  }
  void finish() {
    State &Mine = S;
    Mine = State();
  }
};

struct ByResize : std::enable_shared_from_this<ByResize> {
  std::vector<std::function<void()>> Handlers;
  void start() {
    Handlers.push_back([Self = shared_from_this()] {});
  }
  void finish() { Handlers.resize(0); }
};

struct ByErase : std::enable_shared_from_this<ByErase> {
  std::vector<std::shared_ptr<ByErase>> Peers;
  void start(const std::shared_ptr<ByErase> &P) {
    Peers.push_back(P);
    P->Peers.push_back(shared_from_this());
  }
  void finish(const std::shared_ptr<ByErase> &P) {
    Peers.erase(std::remove(Peers.begin(), Peers.end(), P), Peers.end());
  }
};

class ByFriend {
  std::shared_ptr<ByFriend> Peer;

public:
  void connect(const std::shared_ptr<ByFriend> &P,
               const std::shared_ptr<ByFriend> &Self) {
    Peer = P;
    P->Peer = Self;
  }
  friend void disconnect(ByFriend &F) { F.Peer.reset(); }
};
void connectBoth(const std::shared_ptr<ByFriend> &A,
                 const std::shared_ptr<ByFriend> &B) {
  A->connect(B, A);
}
