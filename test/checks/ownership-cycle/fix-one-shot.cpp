// RUN: %check_heapwise --std=c++14 --fix-notes %s %t
// CHECK-MESSAGES: warning: 'Transfer' owns itself through 'Done_': the stored lambda captures 'T'

// A handler that tells of an end is moved out before it is called: until then
// it may well be what keeps its object alive.
#include <functional>
#include <memory>

class Transfer {
public:
  void start(std::function<void()> Done) { Done_ = std::move(Done); }
  void finish(int C) {
    Code = C;
    if (Done_)
      Done_();
  }
  int Code = 0;

private:
  std::function<void()> Done_;
};

std::shared_ptr<Transfer> download(int &Result) {
  auto T = std::make_shared<Transfer>();
  T->start([T, &Result] { Result = T->Code; });
  return T;
}
