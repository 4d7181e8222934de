// pattern: server object with an endless accept loop in main; an entry per client address
// evidence: likely
#include <cstdint>
#include <string>
#include <unordered_map>

struct Client {
  std::string address;
  int fd;
};
bool next_client(int listener, Client* out);
void answer(int fd, std::uint64_t n);

class RateServer {
 public:
  explicit RateServer(int listener) : listener_(listener) {}
  [[noreturn]] void run() {
    while (true) {
      Client c;
      if (!next_client(listener_, &c)) continue;
      handle(c);
    }
  }

 private:
  void handle(const Client& c) {
#ifdef FIXED
    if (requests_.size() > 100000) requests_.clear();
#endif
    auto& n = requests_[c.address];  // EXPECT-ANY: cache
    ++n;
    answer(c.fd, n);
  }
  int listener_;
  std::unordered_map<std::string, std::uint64_t> requests_;  // EXPECT-ANY: cache
};

int main() {
  RateServer server(3);
  server.run();
}
