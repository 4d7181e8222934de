// case: p1_structured_binding
// pattern: P1 (the owner is a structured binding)
// evidence: proved
// cross-tu: no
// what: auto [reader, writer] = pipe(); the reader's callback captures the reader through an init-capture of the binding
// fix: capture the other end only
#include <functional>
#include <memory>
#include <string>
#include <utility>

struct Writer {
  std::string buffer;
};
class Reader {
public:
  void onData(std::function<void(const std::string &)> f) { data_ = std::move(f); }
  void push(const std::string &s) { data_(s); }
  int lines = 0;

private:
  std::function<void(const std::string &)> data_;
};

std::pair<std::shared_ptr<Reader>, std::shared_ptr<Writer>> makePipe() {
  return {std::make_shared<Reader>(), std::make_shared<Writer>()};
}

std::shared_ptr<Reader> echo() {
  auto [reader, writer] = makePipe();
#ifndef FIXED
  reader->onData([in = reader, out = writer](const std::string &s) { // EXPECT: cycle
    out->buffer += s;
    ++in->lines;
  });
#else
  reader->onData([in = reader.get(), out = writer](const std::string &s) {
    out->buffer += s;
    ++in->lines;
  });
#endif
  return reader;
}

#ifdef PROVE
int main() {
  std::weak_ptr<Reader> watch;
  {
    auto r = echo();
    watch = r;
    r->push("a");
    if (r->lines != 1)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
