#include "peer.h"

void listen(const std::shared_ptr<Peer> &P) {
  P->onData([P] { P->close(); });
}
