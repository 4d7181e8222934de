// case: same_names
// what: wire::Message owns store::Session, wire::Session owns wire::Message: four classes, two names
// trap: by unqualified name there is Session -> Message -> Session
// expect: no diagnostic at the default setting
#include <memory>
#include <utility>
#include <vector>

namespace store {
struct Message {
  int bytes = 0;
};
struct Session {
  std::vector<std::shared_ptr<Message>> log;
};
} // namespace store
namespace wire {
struct Message {
  std::shared_ptr<store::Session> session = std::make_shared<store::Session>();
};
class Session {
public:
  std::shared_ptr<Message> send(int bytes) {
    auto message = std::make_shared<Message>();
    auto copy = std::make_shared<store::Message>();
    copy->bytes = bytes;
    message->session->log.push_back(copy);
    messages_.push_back(message);
    return message;
  }

private:
  std::vector<std::shared_ptr<Message>> messages_;
};
} // namespace wire

#ifdef PROVE
int main() {
  auto s = std::make_shared<wire::Session>();
  std::weak_ptr<wire::Message> watch = s->send(4);
  if (watch.lock()->session->log[0]->bytes != 4)
    return 2;
  s.reset();
  return watch.expired() ? 0 : 1;
}
#endif
