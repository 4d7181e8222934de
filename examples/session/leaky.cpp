// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A session whose close handler captures the session.
//
// The handler is stored in the session, and the session lives as long as the
// handler holds it: session -> on_close_ -> session.

#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <utility>

class Session {
public:
  using CloseHandler = std::function<void(const std::string &Reason)>;

  explicit Session(int id) : id_(id) {}

  int id() const { return id_; }
  void onClose(CloseHandler handler) { on_close_ = std::move(handler); }

  void receive(const std::string &line) {
    ++lines_;
    if (line == "quit")
      close("client quit");
  }

  void close(const std::string &reason) {
    if (on_close_)
      on_close_(reason);
  }

  int lines() const { return lines_; }

private:
  int id_;
  int lines_ = 0;
  CloseHandler on_close_;
};

class Server {
public:
  std::shared_ptr<Session> accept() {
    auto session = std::make_shared<Session>(next_id_++);
    sessions_[session->id()] = session;
    session->onClose([this, session](const std::string &reason) {
      std::cout << "session " << session->id() << ": " << reason << " after "
                << session->lines() << " lines\n";
      sessions_.erase(session->id());
    });
    return session;
  }

  std::size_t open() const { return sessions_.size(); }

private:
  int next_id_ = 1;
  std::map<int, std::shared_ptr<Session>> sessions_;
};

static void serve(Server &server) {
  for (int i = 0; i < 3; ++i) {
    auto session = server.accept();
    session->receive("hello");
    session->receive("quit");
  }
}

int main() {
  Server server;
  serve(server);
  std::cout << server.open() << " sessions open\n";
  return 0;
}
