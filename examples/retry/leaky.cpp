// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A request that is retried by a function which captures itself.
//
// A lambda cannot name itself, so it is put into a shared std::function and
// captures that: attempt -> the stored lambda -> attempt.

#include <deque>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <utility>

class EventLoop {
public:
  void post(std::function<void()> task) { tasks_.push_back(std::move(task)); }
  void run() {
    while (!tasks_.empty()) {
      auto task = std::move(tasks_.front());
      tasks_.pop_front();
      task();
    }
  }

private:
  std::deque<std::function<void()>> tasks_;
};

class FlakyServer {
public:
  bool answer() { return ++calls_ % 3 == 0; }

private:
  int calls_ = 0;
};

static void fetch(EventLoop &loop, FlakyServer &server, std::string url) {
  auto attempt = std::make_shared<std::function<void(int)>>();
  *attempt = [&loop, &server, url, attempt](int number) {
    if (server.answer()) {
      std::cout << url << ": fetched at attempt " << number << "\n";
      return;
    }
    loop.post([attempt, number] { (*attempt)(number + 1); });
  };
  loop.post([attempt] { (*attempt)(1); });
}

static void download() {
  EventLoop loop;
  FlakyServer server;
  fetch(loop, server, "index.html");
  loop.run();
  fetch(loop, server, "style.css");
  loop.run();
}

int main() {
  download();
  return 0;
}
