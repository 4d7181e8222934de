// pattern: small vector searched with std::ranges::find before it is extended
// evidence: certain
#include <algorithm>
#include <string>
#include <vector>

struct Compiled {
  std::string source;
  int code;
};
int compile_expression(const std::string& s);

int eval_handle(const std::string& source) {
  static std::vector<Compiled> compiled;  // EXPECT-ANY: cache
  const auto it = std::ranges::find(compiled, source, &Compiled::source);
  if (it != compiled.end()) return it->code;
#ifdef FIXED
  if (compiled.size() > 32) compiled.erase(compiled.begin());
#endif
  compiled.push_back(Compiled{source, compile_expression(source)});  // EXPECT-ANY: cache
  return compiled.back().code;
}
