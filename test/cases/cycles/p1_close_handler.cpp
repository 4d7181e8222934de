// case: p1_close_handler
// pattern: P1 (handler stored through a setter captures the object it is set on)
// evidence: proved
// cross-tu: no
// what: link->onClose([link] ...) keeps every accepted link alive after it was closed and dropped from the table
// fix: weak capture
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>

class Link {
public:
  explicit Link(int id) : id_(id) {}
  void onClose(std::function<void(const std::string &)> handler) { on_close_ = std::move(handler); }
  void close(const std::string &why) {
    if (on_close_)
      on_close_(why);
  }
  int id() const { return id_; }

private:
  int id_;
  std::function<void(const std::string &)> on_close_;
};

class Gateway {
public:
  std::shared_ptr<Link> accept() {
    auto link = std::make_shared<Link>(next_++);
    links_[link->id()] = link;
#ifndef FIXED
    link->onClose([this, link](const std::string &) { links_.erase(link->id()); }); // EXPECT: cycle
#else
    std::weak_ptr<Link> weak = link;
    link->onClose([this, weak](const std::string &) {
      if (auto link = weak.lock())
        links_.erase(link->id());
    });
#endif
    return link;
  }
  std::size_t open() const { return links_.size(); }

private:
  int next_ = 1;
  std::map<int, std::shared_ptr<Link>> links_; // NO-DIAG: the table of live links
};

#ifdef PROVE
int main() {
  Gateway gateway;
  std::weak_ptr<Link> watch;
  {
    auto link = gateway.accept();
    watch = link;
    link->close("bye");
  }
  if (gateway.open() != 0)
    return 2;
  return watch.expired() ? 0 : 1;
}
#endif
