// case: p1_static_setter
// pattern: P1 (static member function stores one argument in a field of the other)
// evidence: proved
// cross-tu: no
// what: Channel::listen(channel, fn) puts fn into channel; fn captures that channel
// fix: weak capture
#include <functional>
#include <memory>
#include <string>

class Channel {
public:
  static void listen(const std::shared_ptr<Channel> &channel, const std::function<void(const std::string &)> &fn) {
    if (!channel)
      return;
    channel->listener_ = fn;
  }
  void deliver(const std::string &text) {
    if (listener_)
      listener_(text);
  }
  std::size_t seen = 0;

private:
  std::function<void(const std::string &)> listener_;
};

void meter(std::shared_ptr<Channel> ch) {
#ifndef FIXED
  Channel::listen(ch, [ch](const std::string &text) { ch->seen += text.size(); }); // EXPECT: cycle
#else
  std::weak_ptr<Channel> weak(ch);
  Channel::listen(ch, [weak](const std::string &text) {
    if (auto ch = weak.lock())
      ch->seen += text.size();
  });
#endif
}

#ifdef PROVE
int main() {
  std::weak_ptr<Channel> watch;
  {
    auto ch = std::make_shared<Channel>();
    watch = ch;
    meter(ch);
    ch->deliver("abc");
    if (ch->seen != 3)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
