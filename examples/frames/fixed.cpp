// The same interpreter with the fix-it applied: the flags share a word.

#include <cstddef>
#include <cstdint>
#include <iostream>

class Frame {
public:
  Frame(Frame *caller, const char *code) : caller_(caller), code_(code) {}
  Frame *caller() const { return caller_; }
  void step() {
    ++pc_;
    in_handler_ = *code_ == '!';
  }
  bool runs() const { return !suspended_ && !in_handler_; }
  std::uint64_t position() const { return pc_ + slots_; }

private:
  void *locals_ = nullptr;
  bool suspended_ = false;
  bool owns_locals_ = true;
  bool in_handler_ = false;
  std::uint32_t slots_ = 0;
  Frame *caller_;
  const char *code_;
  std::uint64_t pc_ = 0;
};
static_assert(sizeof(Frame) <= 40);

inline Frame *call(const char *code, int depth) {
  Frame *top = nullptr;
  for (int i = 0; i != depth; ++i) {
    top = new Frame(top, code);
    top->step();
  }
  return top;
}

inline void unwind(Frame *top) {
  while (top) {
    Frame *caller = top->caller();
    delete top;
    top = caller;
  }
}

int main() {
  Frame *top = call("add", 1000);
  std::cout << "1000 frames of " << sizeof(Frame) << " bytes, "
            << (top->runs() ? "running" : "stopped") << '\n';
  unwind(top);
}
