// RUN: %check_heapwise --expect-errors %s %t

// Half-written code, as an editor sees it: no crash, and nothing said of what
// cannot be understood.
#include <functional>
#include <memory>

struct Session : std::enable_shared_from_this<Session>, Missing {
  std::function<void()> OnClose;
  Unknown<Session> Member;
  void start() {
    OnClose = [Self = shared_from_this(), Missing = undeclared] { Self-> };
    Member->OnClose = OnClose
  }
  void unfinished( {
