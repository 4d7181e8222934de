// case: registry_by_reference
// what: sessions enter themselves in a server that they refer to, and leave it in close()
// trap: server_.sessions.insert(shared_from_this()) where server_ is a field
// expect: no diagnostic at the default setting
#include <memory>
#include <set>

class Session;
struct Server {
  std::set<std::shared_ptr<Session>> sessions;
};
class Session : public std::enable_shared_from_this<Session> {
public:
  explicit Session(Server &s) : server_(s) {}
  void open() { server_.sessions.insert(shared_from_this()); }
  void close() { server_.sessions.erase(shared_from_this()); }

private:
  Server &server_;
};

#ifdef PROVE
int main() {
  std::weak_ptr<Session> a, b;
  {
    Server server;
    auto x = std::make_shared<Session>(server), y = std::make_shared<Session>(server);
    a = x, b = y;
    x->open(), y->open();
    x->close();
    x.reset();
    if (!a.expired() || server.sessions.size() != 1)
      return 2;
  }
  return b.expired() ? 0 : 1;
}
#endif
