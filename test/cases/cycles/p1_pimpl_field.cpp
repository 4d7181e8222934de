// case: p1_pimpl_field
// pattern: P1 (the callback field is in the pimpl, whose type is complete only further down)
// evidence: proved
// cross-tu: no
// what: Recorder owns unique_ptr<Impl>, Impl owns std::function, the function owns the Recorder
// fix: capture this
#include <functional>
#include <memory>
#include <vector>

class Recorder : public std::enable_shared_from_this<Recorder> {
public:
  Recorder();
  ~Recorder();
  void arm();
  void sample(int v);
  int peak() const;

private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

struct Recorder::Impl {
  std::vector<int> samples;
  int peak = 0;
  std::function<void(int)> onSample;
};

Recorder::Recorder() : impl_(std::make_unique<Impl>()) {}
Recorder::~Recorder() = default;

void Recorder::arm() {
#ifndef FIXED
  auto me = shared_from_this();
  impl_->onSample = [me](int v) { // EXPECT: cycle
    me->impl_->samples.push_back(v);
    if (v > me->impl_->peak)
      me->impl_->peak = v;
  };
#else
  impl_->onSample = [this](int v) {
    impl_->samples.push_back(v);
    if (v > impl_->peak)
      impl_->peak = v;
  };
#endif
}
void Recorder::sample(int v) { impl_->onSample(v); }
int Recorder::peak() const { return impl_->peak; }

#ifdef PROVE
int main() {
  std::weak_ptr<Recorder> watch;
  {
    auto r = std::make_shared<Recorder>();
    watch = r;
    r->arm();
    r->sample(3);
    r->sample(2);
    if (r->peak() != 3)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
