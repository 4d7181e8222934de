// Connections come and go.
#include <cstdint>
#include <memory>
#include <unordered_map>

struct Connection {
  int fd = -1;
};

class Server {
public:
  Connection &get(std::uint64_t id) {
    auto it = open_.find(id);
    if (it == open_.end())
      it = open_.emplace(id, std::make_unique<Connection>()).first;
    return *it->second;
  }
  void on_close(std::uint64_t id) { open_.erase(id); }

private:
  std::unordered_map<std::uint64_t, std::unique_ptr<Connection>> open_;
};

static Server server;

Connection &connection(std::uint64_t id) { return server.get(id); }
void closed(std::uint64_t id) { server.on_close(id); }
