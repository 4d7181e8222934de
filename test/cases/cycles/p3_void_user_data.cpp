// case: p3_void_user_data
// pattern: P3 (shared_ptr<void> user data that owns the object it hangs on)
// evidence: proved
// cross-tu: no
// what: conn->setUserData(context), context->conn = conn; the type system shows no edge from Conn to Context
// fix: the context keeps a weak_ptr
#include <memory>
#include <string>
#include <utility>

class Conn {
public:
  void setUserData(std::shared_ptr<void> data) { data_ = std::move(data); } // EXPECT-ANY: cycle
  template <class T> T *userData() const { return static_cast<T *>(data_.get()); }
  std::string sent;

private:
  std::shared_ptr<void> data_; // EXPECT-ANY: cycle
};
struct Context {
  int requests = 0;
#ifndef FIXED
  std::shared_ptr<Conn> conn; // EXPECT-ANY: cycle
#else
  std::weak_ptr<Conn> conn;
#endif
};

std::shared_ptr<Conn> accept() {
  auto conn = std::make_shared<Conn>();
  auto context = std::make_shared<Context>();
  context->conn = conn; // EXPECT-ANY: cycle
  conn->setUserData(context); // EXPECT-ANY: cycle
  return conn;
}

#ifdef PROVE
int main() {
  std::weak_ptr<Conn> watch;
  {
    auto conn = accept();
    watch = conn;
    if (++conn->userData<Context>()->requests != 1)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
