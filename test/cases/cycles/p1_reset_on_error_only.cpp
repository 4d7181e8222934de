// case: p1_reset_on_error_only
// pattern: P1 (the field is cleared on one path only)
// evidence: likely
// cross-tu: no
// what: fail() drops the handler, complete() does not
// fix: both paths drop it
#include <functional>
#include <memory>
#include <utility>

class Upload : public std::enable_shared_from_this<Upload> {
public:
  void begin() {
    handler_ = [self = shared_from_this()](int bytes) { self->sent_ += bytes; }; // EXPECT-ANY: cycle
  }
  void chunk(int bytes) {
    if (handler_)
      handler_(bytes);
  }
  void fail() {
    failed_ = true;
    handler_ = nullptr;
  }
  void complete() {
#ifdef FIXED
    handler_ = nullptr;
#endif
    complete_ = true;
  }
  int sent() const { return complete_ && !failed_ ? sent_ : 0; }

private:
  int sent_ = 0;
  bool failed_ = false;
  bool complete_ = false;
  std::function<void(int)> handler_; // EXPECT-ANY: cycle
};

#ifdef PROVE
int main() {
  std::weak_ptr<Upload> good, bad;
  {
    auto a = std::make_shared<Upload>(), b = std::make_shared<Upload>();
    good = a, bad = b;
    a->begin(), b->begin();
    a->chunk(4), b->chunk(4);
    a->complete(), b->fail();
    if (a->sent() != 4)
      return 2;
  }
  if (!bad.expired())
    return 3;
  return good.expired() ? 0 : 1;
}
#endif
