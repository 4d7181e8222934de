// case: p1_one_shot_kept
// pattern: P1 (one-shot completion handler that stays in its field after it fired)
// evidence: proved
// cross-tu: no
// what: finish() calls done_ and never clears it; the caller's lambda owns the transfer to read the result
// fix: std::exchange before the call
#include <functional>
#include <memory>
#include <string>
#include <utility>

class Transfer {
public:
  explicit Transfer(std::string url) : url_(std::move(url)) {}
  void start(std::function<void()> done) { done_ = std::move(done); }
  void finish(int code) {
    code_ = code;
#ifndef FIXED
    if (done_)
      done_();
#else
    if (auto done = std::exchange(done_, {}))
      done();
#endif
  }
  int code() const { return code_; }

private:
  std::string url_;
  int code_ = 0;
  std::function<void()> done_; // EXPECT-ANY: cycle
};

std::shared_ptr<Transfer> download(int &result) {
  auto transfer = std::make_shared<Transfer>("a/b");
  transfer->start([transfer, &result] { result = transfer->code(); }); // EXPECT-ANY: cycle
  return transfer;
}

#ifdef PROVE
int main() {
  std::weak_ptr<Transfer> watch;
  int result = 0;
  {
    auto t = download(result);
    watch = t;
    t->finish(200);
  }
  if (result != 200)
    return 2;
  return watch.expired() ? 0 : 1;
}
#endif
