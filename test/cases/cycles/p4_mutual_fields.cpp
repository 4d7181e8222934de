// case: p4_mutual_fields
// pattern: P4 (a->b = b; b->a = a)
// evidence: proved
// cross-tu: no
// what: two locals of different classes are linked both ways
// fix: one direction is weak
#include <memory>

struct Plug;
struct Socket {
  std::shared_ptr<Plug> plug; // EXPECT-ANY: cycle
  int volts = 230;
};
struct Plug {
#ifndef FIXED
  std::shared_ptr<Socket> socket; // EXPECT-ANY: cycle
#else
  std::weak_ptr<Socket> socket;
#endif
};

int connect() {
  auto socket = std::make_shared<Socket>();
  auto plug = std::make_shared<Plug>();
  socket->plug = plug; // EXPECT-ANY: cycle
  plug->socket = socket; // EXPECT-ANY: cycle
#ifndef FIXED
  return plug->socket->volts;
#else
  return plug->socket.lock()->volts;
#endif
}

#ifdef PROVE
#include <cstdlib>
#include <new>
static int blocks = 0;
void *operator new(std::size_t n) { return ++blocks, std::malloc(n); }
void operator delete(void *p) noexcept { --blocks, std::free(p); }
void operator delete(void *p, std::size_t) noexcept { --blocks, std::free(p); }
int main() {
  int before = blocks;
  if (connect() != 230)
    return 2;
  return blocks == before ? 0 : 1;
}
#endif
