// evidence: certain
// Message identifiers that were seen, for ever.
#include <cstdint>
#include <string>
#include <unordered_set>

struct Message {
  std::string id;
  std::string body;
};
void deliver(const Message &m);

namespace {
class Inbox {
public:
  void receive(const Message &m) {
#ifdef FIXED
    if (seen_.size() > 10000)
      seen_.clear();
#endif
    if (!seen_.insert(m.id).second) // EXPECT: cache
      return;
    deliver(m);
  }

private:
  std::unordered_set<std::string> seen_;
};
Inbox inbox;
} // namespace

void on_message(const Message &m) { inbox.receive(m); }
