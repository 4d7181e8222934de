// case: request_owns_session
// what: requests carry a callback that owns the session; the session does not keep its requests
// trap: request->done = [self] inside a member function of the session; request_ is the name of a counter
// expect: no diagnostic at the default setting
#include <functional>
#include <memory>
#include <vector>

struct Request {
  std::function<void(int)> done;
};
class Session : public std::enable_shared_from_this<Session> {
public:
  std::shared_ptr<Request> ask() {
    auto request = std::make_shared<Request>();
    request->done = [self = shared_from_this()](int v) { self->answers_ += v; };
    ++request_;
    return request;
  }
  int answers() const { return answers_; }

private:
  int request_ = 0, answers_ = 0;
};

#ifdef PROVE
int main() {
  std::vector<std::shared_ptr<Request>> open;
  auto s = std::make_shared<Session>();
  std::weak_ptr<Session> watch = s;
  open.push_back(s->ask());
  open.push_back(s->ask());
  open[0]->done(2);
  if (s->answers() != 2)
    return 2;
  s.reset();
  open.clear();
  return watch.expired() ? 0 : 1;
}
#endif
