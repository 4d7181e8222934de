// case: p4_ring_of_three
// pattern: P4 (ring of three classes, closed in one function)
// evidence: proved
// cross-tu: no
// what: Lexer -> Source -> Reporter -> Lexer, each through a single member
// fix: the reporter keeps a raw pointer
#include <memory>
#include <string>

struct Lexer;
struct Reporter {
#ifndef FIXED
  std::shared_ptr<Lexer> lexer; // EXPECT-ANY: cycle
#else
  Lexer *lexer = nullptr;
#endif
};
struct Source {
  std::string text;
  std::shared_ptr<Reporter> reporter; // EXPECT-ANY: cycle
};
struct Lexer {
  std::shared_ptr<Source> source; // EXPECT-ANY: cycle
  int line = 1;
};

std::shared_ptr<Lexer> lexer(const std::string &text) {
  auto lexer = std::make_shared<Lexer>();
  auto source = std::make_shared<Source>();
  source->text = text;
  lexer->source = source; // EXPECT-ANY: cycle
  auto reporter = std::make_shared<Reporter>();
  source->reporter = reporter; // EXPECT-ANY: cycle
#ifndef FIXED
  reporter->lexer = lexer; // EXPECT-ANY: cycle
#else
  reporter->lexer = lexer.get();
#endif
  return lexer;
}

#ifdef PROVE
int main() {
  std::weak_ptr<Lexer> watch;
  {
    auto lx = lexer("a");
    watch = lx;
    if (lx->source->reporter->lexer->line != 1)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
