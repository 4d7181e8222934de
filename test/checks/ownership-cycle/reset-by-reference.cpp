// RUN: %check_heapwise %s %t

// Members that are emptied by someone who was given the member itself.
#include <functional>
#include <memory>
#include <utility>

template <typename Handle> void drop(Handle &H) { H.reset(); }
void dropTwice(std::shared_ptr<struct ByHelper> &P);

struct ByHelper {
  std::shared_ptr<ByHelper> Peer;
  void close() { drop(Peer); }
};
void link(const std::shared_ptr<ByHelper> &A,
          const std::shared_ptr<ByHelper> &B) {
  A->Peer = B;
  B->Peer = A;
}

struct ByTwoLevels {
  std::shared_ptr<ByTwoLevels> Peer;
  static void inner(std::shared_ptr<ByTwoLevels> &P) { P = nullptr; }
  static void outer(std::shared_ptr<ByTwoLevels> &P) { inner(P); }
  void close() { outer(Peer); }
};
void link(const std::shared_ptr<ByTwoLevels> &A,
          const std::shared_ptr<ByTwoLevels> &B) {
  A->Peer = B;
  B->Peer = A;
}

struct ByPointer {
  std::shared_ptr<ByPointer> Peer;
  static void release(std::shared_ptr<ByPointer> *P) { P->reset(); }
  void close() { release(&Peer); }
};
void link(const std::shared_ptr<ByPointer> &A,
          const std::shared_ptr<ByPointer> &B) {
  A->Peer = B;
  B->Peer = A;
}

struct ByDereference {
  std::shared_ptr<ByDereference> Peer;
  void close() {
    std::shared_ptr<ByDereference> *P = &Peer;
    *P = nullptr;
  }
};
void link(const std::shared_ptr<ByDereference> &A,
          const std::shared_ptr<ByDereference> &B) {
  A->Peer = B;
  B->Peer = A;
}

struct ByGenericLambda {
  std::shared_ptr<ByGenericLambda> Peer, Other;
  void close() {
    auto Drop = [](auto &H) { H.reset(); };
    Drop(Peer);
    Drop(Other);
  }
};
void link(const std::shared_ptr<ByGenericLambda> &A,
          const std::shared_ptr<ByGenericLambda> &B) {
  A->Peer = B;
  B->Peer = A;
}

class ByGetter {
  std::shared_ptr<ByGetter> Peer;

public:
  std::shared_ptr<ByGetter> &peer() { return Peer; }
};
void link(const std::shared_ptr<ByGetter> &A,
          const std::shared_ptr<ByGetter> &B) {
  A->peer() = B;
  B->peer() = A;
}
void unlink(ByGetter &A) { A.peer().reset(); }

struct ByGuard {
  struct Guard {
    std::shared_ptr<ByGuard> &Held;
    explicit Guard(std::shared_ptr<ByGuard> &P) : Held(P) {}
    ~Guard() { Held.reset(); }
  };
  std::shared_ptr<ByGuard> Peer;
  void run() { Guard G(Peer); }
};
void link(const std::shared_ptr<ByGuard> &A,
          const std::shared_ptr<ByGuard> &B) {
  A->Peer = B;
  B->Peer = A;
}

struct ByExchange : std::enable_shared_from_this<ByExchange> {
  std::function<void()> OnDone;
  static void fire(std::function<void()> &F) {
    if (auto Call = std::exchange(F, nullptr))
      Call();
  }
  void start() {
    OnDone = [Self = shared_from_this()] {};
  }
  void finish() { fire(OnDone); }
};
