// case: m_socket_handler
// pattern: P1 (the storing setter is in one file, the self-owning handler in another)
// evidence: proved
// cross-tu: yes
// what: Socket::onLine keeps its argument; which is not visible where the lambda is written
// fix: weak capture
#include "m_socket_handler.h"

void Socket::onLine(const Handler &handler) { handler_ = handler; }
void Socket::receive(const std::string &line) {
  if (handler_)
    handler_(line);
}
