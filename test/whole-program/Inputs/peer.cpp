#include "peer.h"

void Peer::onData(const std::function<void()> &F) { Data = F; }
#ifdef RESETS
void Peer::close() { Data = nullptr; }
#else
void Peer::close() {}
#endif
