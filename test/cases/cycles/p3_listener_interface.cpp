// case: p3_listener_interface
// pattern: P3 (the subject lists base-class listeners, one derived listener owns the subject)
// evidence: proved
// cross-tu: no
// what: feed->subscribe(make_shared<Archiver>(feed)); the class Listener knows nothing about Feed
// fix: the archiver keeps a weak_ptr
#include <memory>
#include <string>
#include <utility>
#include <vector>

class Listener {
public:
  virtual ~Listener() = default;
  virtual void item(const std::string &text) = 0;
};

class Feed {
public:
  void subscribe(std::shared_ptr<Listener> l) { listeners_.push_back(std::move(l)); } // EXPECT-ANY: cycle
  void publish(const std::string &text) {
    ++published_;
    for (auto &l : listeners_)
      l->item(text);
  }
  int published() const { return published_; }

private:
  int published_ = 0;
  std::vector<std::shared_ptr<Listener>> listeners_; // EXPECT-ANY: cycle
};

class Printer : public Listener {
public:
  void item(const std::string &text) override { page_ += text; }

private:
  std::string page_;
};

class Archiver : public Listener {
public:
  explicit Archiver(std::shared_ptr<Feed> feed) : feed_(feed) {} // EXPECT-ANY: cycle
#ifndef FIXED
  void item(const std::string &) override { last_ = feed_->published(); }

private:
  std::shared_ptr<Feed> feed_; // EXPECT-ANY: cycle
#else
  void item(const std::string &) override {
    if (auto feed = feed_.lock())
      last_ = feed->published();
  }

private:
  std::weak_ptr<Feed> feed_;
#endif
  int last_ = 0;
};

std::shared_ptr<Feed> news() {
  auto feed = std::make_shared<Feed>();
  feed->subscribe(std::make_shared<Printer>()); // NO-DIAG: a printer owns nothing
  feed->subscribe(std::make_shared<Archiver>(feed)); // EXPECT-ANY: cycle
  return feed;
}

#ifdef PROVE
int main() {
  std::weak_ptr<Feed> watch;
  {
    auto feed = news();
    watch = feed;
    feed->publish("x");
    if (feed->published() != 1)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
