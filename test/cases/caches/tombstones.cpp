// evidence: likely
// Closing sets the slot to null; the key of each session stays.
#include <cstdint>
#include <map>
#include <memory>

struct Session {
  int state = 0;
};

class Sessions {
public:
  void open(std::uint64_t id) {
    by_id_[id] = std::make_unique<Session>(); // EXPECT-ANY: cache
  }
  void close(std::uint64_t id) {
#ifdef FIXED
    by_id_.erase(id);
#else
    by_id_[id] = nullptr; // EXPECT-ANY: cache
#endif
  }

private:
  std::map<std::uint64_t, std::unique_ptr<Session>> by_id_;
};

static Sessions sessions;

void on_open(std::uint64_t id) { sessions.open(id); }
void on_close(std::uint64_t id) { sessions.close(id); }
