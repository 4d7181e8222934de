#include "m_socket_handler.h"

#include <memory>

std::shared_ptr<Socket> openTerminal() {
  auto socket = std::make_shared<Socket>();
#ifndef FIXED
  socket->onLine([socket](const std::string &line) { socket->screen += socket->prompt + line; }); // EXPECT: cycle
#else
  socket->onLine([weak = std::weak_ptr<Socket>(socket)](const std::string &line) {
    if (auto socket = weak.lock())
      socket->screen += socket->prompt + line;
  });
#endif
  return socket;
}

#ifdef PROVE
int main() {
  std::weak_ptr<Socket> watch;
  {
    auto s = openTerminal();
    watch = s;
    s->receive("ls");
    if (s->screen != "> ls")
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
