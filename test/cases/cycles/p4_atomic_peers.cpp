// case: p4_atomic_peers
// pattern: P4 (atomic<shared_ptr> fields, stored with store())
// evidence: proved
// cross-tu: no
// what: two endpoints of one class hold each other through std::atomic<std::shared_ptr<Endpoint>>
// fix: atomic<weak_ptr>
#include <atomic>
#include <memory>

struct Endpoint {
#ifndef FIXED
  std::atomic<std::shared_ptr<Endpoint>> peer; // EXPECT-ANY: cycle
#else
  std::atomic<std::weak_ptr<Endpoint>> peer;
#endif
  int received = 0;
  void send(int n) {
#ifndef FIXED
    auto other = peer.load();
#else
    auto other = peer.load().lock();
#endif
    if (other)
      other->received += n;
  }
};

std::shared_ptr<Endpoint> makePair() {
  auto a = std::make_shared<Endpoint>(), b = std::make_shared<Endpoint>();
  a->peer.store(b); // EXPECT-ANY: cycle
  b->peer.store(a); // EXPECT-ANY: cycle
  b->send(5);
  return a;
}

#ifdef PROVE
int main() {
  std::weak_ptr<Endpoint> watch;
  {
    auto a = makePair();
    watch = a;
    if (a->received != 5)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
