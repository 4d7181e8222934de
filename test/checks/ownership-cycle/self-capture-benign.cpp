// RUN: %check_heapwise %s %t

#include <algorithm>
#include <deque>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

struct Executor {
  void post(std::function<void()> F) { Queue.push_back(std::move(F)); }
  void run() {
    for (; !Queue.empty(); Queue.pop_front())
      Queue.front()();
  }
  std::deque<std::function<void()>> Queue;
};

class Session : public std::enable_shared_from_this<Session> {
public:
  explicit Session(Executor &E) : E(E) {}

  void weak() {
    OnClose = [Weak = weak_from_this()] {
      if (auto Self = Weak.lock())
        Self->close();
    };
    std::weak_ptr<Session> W = shared_from_this();
    OnClose = std::bind([](const std::weak_ptr<Session> &) {}, W);
  }
  void raw() {
    OnClose = [this] { close(); };
  }
  void externalExecutor() {
    E.post([Self = shared_from_this()] { Self->close(); });
  }
  void notStored(std::vector<int> Ids) {
    auto Self = shared_from_this();
    std::for_each(Ids.begin(), Ids.end(), [Self](int) { Self->close(); });
    [Self] { Self->close(); }();
    std::function<void()> OnClose = [Self] { Self->close(); };
    OnClose();
  }
  void takenBack() {
    OnClose = [Self = shared_from_this()] { Self->close(); };
    OnClose();
    OnClose = nullptr;
  }
  void anotherOne(const std::shared_ptr<Session> &Other) {
    OnClose = [Other] { Other->close(); };
  }
  void close() const {}

private:
  Executor &E;
  std::function<void()> OnClose;
};

// The handler is taken out before it is called.
class OneShot : public std::enable_shared_from_this<OneShot> {
public:
  void start() {
    Done = [Self = shared_from_this()] {};
  }
  void finish() {
    if (auto F = std::exchange(Done, {}))
      F();
  }

private:
  std::function<void()> Done;
};

// A keep-alive that is given up.
class Download : public std::enable_shared_from_this<Download> {
public:
  void start() { KeepAlive = shared_from_this(); }
  void stop() { KeepAlive.reset(); }

private:
  std::shared_ptr<Download> KeepAlive;
};
