// case: p6_deferred_future
// pattern: P6 (deferred task that is held by a future of the captured object)
// evidence: proved
// cross-tu: no
// what: checksum_ = std::async(deferred, [self]); unless somebody asks for it, the task and its capture stay
// fix: raw capture; the future cannot outlive the object
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <utility>

class Blob : public std::enable_shared_from_this<Blob> {
public:
  explicit Blob(std::string bytes) : bytes_(std::move(bytes)) {}
  void prepare() {
#ifndef FIXED
    checksum_ = std::async(std::launch::deferred, [self = shared_from_this()] { return self->sum(); }); // EXPECT: cycle
#else
    checksum_ = std::async(std::launch::deferred, [this] { return sum(); });
#endif
  }
  std::size_t size() const { return bytes_.size(); }

private:
  int sum() const {
    int n = 0;
    for (char c : bytes_)
      n += c;
    return n;
  }
  std::string bytes_;
  std::future<int> checksum_;
};

#ifdef PROVE
int main() {
  std::weak_ptr<Blob> watch;
  {
    auto blob = std::make_shared<Blob>("abc");
    watch = blob;
    blob->prepare();
    if (blob->size() != 3)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
