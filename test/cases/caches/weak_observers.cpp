// evidence: certain
// Weak values by session id; nobody sweeps.
#include <cstdint>
#include <memory>
#include <unordered_map>

struct Peer {
  int id = 0;
};

namespace {
std::unordered_map<std::uint64_t, std::weak_ptr<Peer>> peers;
}

std::shared_ptr<Peer> peer(std::uint64_t id) {
#ifdef FIXED
  for (auto it = peers.begin(); it != peers.end();)
    it = it->second.expired() ? peers.erase(it) : ++it;
#endif
  std::weak_ptr<Peer> &slot = peers[id]; // EXPECT: cache
  std::shared_ptr<Peer> live = slot.lock();
  if (!live)
    slot = live = std::make_shared<Peer>();
  return live;
}
