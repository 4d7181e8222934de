// case: p1_nested_lambda
// pattern: P1 (only the inner lambda names the owner; the outer one, which is stored, copies it for that)
// evidence: proved
// cross-tu: no
// what: onConnect's lambda posts another lambda to an external loop; both capture the client
// fix: weak capture in the outer lambda, strong in the posted one
#include <deque>
#include <functional>
#include <memory>
#include <utility>

struct Loop {
  std::deque<std::function<void()>> jobs;
  void post(std::function<void()> f) { jobs.push_back(std::move(f)); }
  void run() {
    for (; !jobs.empty(); jobs.pop_front())
      jobs.front()();
  }
};

class Client {
public:
  std::function<void()> onConnect;
  int greetings = 0;
};

std::shared_ptr<Client> connect(Loop &loop) {
  auto client = std::make_shared<Client>();
#ifndef FIXED
  client->onConnect = [&loop, client] { // EXPECT: cycle
    loop.post([client] { ++client->greetings; }); // NO-DIAG: external loop
  };
#else
  client->onConnect = [&loop, weak = std::weak_ptr<Client>(client)] {
    if (auto client = weak.lock())
      loop.post([client] { ++client->greetings; });
  };
#endif
  return client;
}

#ifdef PROVE
int main() {
  std::weak_ptr<Client> watch;
  Loop loop;
  {
    auto client = connect(loop);
    watch = client;
    client->onConnect();
    loop.run();
    if (client->greetings != 1)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
