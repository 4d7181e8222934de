// case: p5_value_handle_capture
// pattern: P5 (value handle: copying it shares the implementation; the callback captures a copy)
// evidence: proved
// cross-tu: no
// what: no shared_ptr is visible at the call; Socket is a value whose only member is shared_ptr<Impl>
// fix: a weak handle
#include <functional>
#include <memory>
#include <string>
#include <utility>

class Socket {
  struct Impl {
    std::string in;
    std::function<void()> readable;
  };
  std::shared_ptr<Impl> impl_;

public:
  class Weak {
    std::weak_ptr<Impl> impl_;

  public:
    explicit Weak(const Socket &s) : impl_(s.impl_) {}
    bool lock(Socket &out) const { return (out.impl_ = impl_.lock()) != nullptr; }
    bool expired() const { return impl_.expired(); }
  };
  Socket() : impl_(std::make_shared<Impl>()) {}
  void onReadable(std::function<void()> f) { impl_->readable = std::move(f); }
  void feed(const std::string &s) {
    impl_->in += s;
    impl_->readable();
  }
  std::string take() { return std::exchange(impl_->in, {}); }
};

Socket echo(std::string &out) {
  Socket socket;
#ifndef FIXED
  socket.onReadable([socket, &out]() mutable { out += socket.take(); }); // EXPECT: cycle
#else
  socket.onReadable([weak = Socket::Weak(socket), &out] {
    Socket s;
    if (weak.lock(s))
      out += s.take();
  });
#endif
  return socket;
}

#ifdef PROVE
int main() {
  std::string out;
  Socket::Weak watch{Socket()};
  {
    auto s = echo(out);
    watch = Socket::Weak(s);
    s.feed("hey");
    if (out != "hey")
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
