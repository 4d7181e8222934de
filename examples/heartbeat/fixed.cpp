// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A connection with a heartbeat timer whose tick observes the connection.
//
// The timer belongs to the connection and cannot outlive it; the tick needs no
// ownership, only a check that its connection is still there.

#include <functional>
#include <iostream>
#include <memory>
#include <utility>

class Timer {
public:
  void every(int ms, std::function<void()> tick) {
    period_ = ms;
    tick_ = std::move(tick);
  }
  void stop() { period_ = 0; }

  /// Lets \p ms milliseconds pass.
  void advance(int ms) {
    elapsed_ += ms;
    while (period_ && elapsed_ >= period_) {
      elapsed_ -= period_;
      tick_();
    }
  }

private:
  int period_ = 0;
  int elapsed_ = 0;
  std::function<void()> tick_;
};

class Connection : public std::enable_shared_from_this<Connection> {
public:
  void open() {
    timer_.every(1000, [weak = weak_from_this()] {
      if (auto self = weak.lock())
        self->ping();
    });
  }
  void close() { timer_.stop(); }

  void pass(int ms) { timer_.advance(ms); }
  int pings() const { return pings_; }

private:
  void ping() { ++pings_; }

  int pings_ = 0;
  Timer timer_;
};

static void run(int ms) {
  auto connection = std::make_shared<Connection>();
  connection->open();
  connection->pass(ms);
  connection->close();
  std::cout << connection->pings() << " pings sent\n";
}

int main() {
  for (int ms : {900, 3500, 12000})
    run(ms);
  return 0;
}
