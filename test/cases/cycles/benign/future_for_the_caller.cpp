// case: future_for_the_caller
// what: std::async and a packaged_task own self; the future goes to the caller, a shared_future field holds only the value of a finished task
// trap: result_ = std::async([self] ...).share() would be a cycle until it is run; here get() is called before it is stored
// expect: no diagnostic at the default setting
#include <future>
#include <memory>
#include <string>

class Loader : public std::enable_shared_from_this<Loader> {
public:
  std::future<int> load() {
    return std::async(std::launch::deferred, [self = shared_from_this()] { return ++self->loads_; });
  }
  void loadNow() {
    auto future = load();
    int value = future.get();
    std::promise<int> promise;
    promise.set_value(value);
    result_ = promise.get_future().share();
  }
  int result() const { return result_.get(); }

private:
  int loads_ = 0;
  std::shared_future<int> result_;
};

#ifdef PROVE
int main() {
  auto l = std::make_shared<Loader>();
  std::weak_ptr<Loader> watch = l;
  l->loadNow();
  if (l->result() != 1 || l->load().get() != 2)
    return 2;
  l.reset();
  return watch.expired() ? 0 : 1;
}
#endif
