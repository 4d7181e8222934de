// pattern: map of vectors in a global application object; per-topic message history
// evidence: likely
#include <map>
#include <string>
#include <string_view>
#include <vector>

struct Message {
  std::string from, text;
};

class Broker {
 public:
  void publish(const std::string& topic, Message m) {
    auto& past = retained_[topic];  // EXPECT-ANY: cache
    past.push_back(std::move(m));  // EXPECT-ANY: cache
#ifdef FIXED
    if (past.size() > 50) past.erase(past.begin());
    if (retained_.size() > 1000) retained_.erase(retained_.begin());
#endif
  }
  void replay(const std::string& topic, void (*sink)(const Message&)) const {
    if (auto it = retained_.find(topic); it != retained_.end())
      for (const Message& m : it->second) sink(m);
  }

 private:
  std::map<std::string, std::vector<Message>> retained_;  // EXPECT-ANY: cache
};

namespace app {
static Broker broker;
void on_publish(const std::string& topic, const std::string& from, const std::string& text) {
  broker.publish(topic, Message{from, text});
}
void on_subscribe(const std::string& topic, void (*sink)(const Message&)) { broker.replay(topic, sink); }
}  // namespace app
