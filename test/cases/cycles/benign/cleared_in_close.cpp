// case: cleared_in_close
// what: the self-owning handler is dropped by close(), which the owner of the connection calls
// trap: [self = shared_from_this()] in an own field
// expect: no diagnostic at the default setting
#include <functional>
#include <memory>

class Connection : public std::enable_shared_from_this<Connection> {
public:
  void open() {
    read_ = [self = shared_from_this()](int n) { self->bytes_ += n; };
  }
  void data(int n) {
    if (read_)
      read_(n);
  }
  void close() { read_ = nullptr; }
  int bytes() const { return bytes_; }

private:
  int bytes_ = 0;
  std::function<void(int)> read_;
};

#ifdef PROVE
int main() {
  auto c = std::make_shared<Connection>();
  std::weak_ptr<Connection> watch = c;
  c->open(), c->data(3), c->close(), c->data(3);
  if (c->bytes() != 3)
    return 2;
  c.reset();
  return watch.expired() ? 0 : 1;
}
#endif
