// case: callback_moved_to_other
// what: a request that is redirected moves its callback to the new request; the callback owns the first one only until then
// trap: first->done = [first], then second->done = std::move(first->done), which is taken out before it is called
// expect: no diagnostic at the default setting
#include <functional>
#include <memory>
#include <utility>

struct Request {
  std::function<void(int)> done;
  int code = 0;
  void finish(int c) {
    code = c;
    if (auto f = std::exchange(done, nullptr))
      f(c);
  }
};

std::shared_ptr<Request> redirect(const std::shared_ptr<Request> &first) {
  auto second = std::make_shared<Request>();
  second->done = std::move(first->done);
  first->done = nullptr;
  return second;
}

#ifdef PROVE
int main() {
  auto first = std::make_shared<Request>();
  std::weak_ptr<Request> watch = first, watch2;
  first->done = [first](int c) { first->code = c; };
  {
    auto second = redirect(first);
    watch2 = second;
    second->finish(7);
  }
  if (first->code != 7)
    return 2;
  first.reset();
  return watch.expired() && watch2.expired() ? 0 : 1;
}
#endif
