// RUN: %check_heapwise %s %t

// Resets that leave the member full, or are about another object.
#include <functional>
#include <memory>
#include <string>
#include <utility>

struct Restarted : std::enable_shared_from_this<Restarted> {
  std::function<void()> OnTick;
  void start() {
    OnTick = nullptr;
    // CHECK-MESSAGES: :[[@LINE+1]]:{{[0-9]+}}: warning: 'Restarted' owns itself through 'OnTick'
    OnTick = [Self = shared_from_this()] {};
  }
};

struct Exchanged {
  // CHECK-MESSAGES: :[[@LINE+1]]:{{[0-9]+}}: warning: strong member 'Exchanged::Peer' closes an ownership cycle
  std::shared_ptr<Exchanged> Peer;
  void trade(Exchanged &Other) { Peer.swap(Other.Peer); }
};
void link(const std::shared_ptr<Exchanged> &A,
          const std::shared_ptr<Exchanged> &B) {
  A->Peer = B;
  B->Peer = A;
}

struct Caught : std::enable_shared_from_this<Caught> {
  std::function<void()> OnTick;
  void start() {
    // CHECK-MESSAGES: :[[@LINE+1]]:{{[0-9]+}}: warning: 'Caught' probably owns itself through 'OnTick'
    OnTick = [Self = shared_from_this()] {};
  }
  void run() {
    try {
      throw std::string("failed");
    } catch (const std::string &) {
      OnTick = nullptr;
    }
  }
};

// The benign twins.
struct Emptied : std::enable_shared_from_this<Emptied> {
  std::function<void()> OnTick;
  void start(bool On) {
    OnTick = nullptr;
    if (On)
      OnTick = [Self = shared_from_this()] {};
  }
};
struct Swapped : std::enable_shared_from_this<Swapped> {
  std::function<void()> OnTick;
  void start() {
    OnTick = [Self = shared_from_this()] {};
  }
  void fire() {
    std::function<void()> Taken;
    Taken.swap(OnTick);
    Taken();
  }
};
