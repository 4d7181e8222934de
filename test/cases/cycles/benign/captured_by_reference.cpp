// case: captured_by_reference
// what: the handler captures the caller's shared_ptr variable by reference, and is taken down before the caller returns
// trap: [&handle] and [&] of a shared_ptr stored in the object it points to
// expect: no diagnostic at the default setting
#include <functional>
#include <memory>

struct Server {
  std::function<bool(int)> accept;
  int served = 0;
  void loop() {
    for (int i = 0; accept(i); ++i)
      ++served;
  }
};

int serve(int most) {
  auto server = std::make_shared<Server>();
  server->accept = [&server, most](int) { return server->served < most; };
  server->loop();
  server->accept = [&](int i) { return i < 2 && server != nullptr; };
  server->loop();
  return server->served;
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
  if (serve(4) != 6)
    return 2;
  return blocks == before ? 0 : 1;
}
#endif
