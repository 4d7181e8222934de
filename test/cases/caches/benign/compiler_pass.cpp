// Members of an object that lives for one input.
#include <map>
#include <string>
#include <vector>

class Assembler {
public:
  int label(const std::string &name) {
    auto it = labels_.find(name);
    if (it == labels_.end())
      it = labels_.emplace(name, static_cast<int>(labels_.size())).first;
    return it->second;
  }
  void emit(int code) { code_.push_back(code); }
  std::vector<int> take() { return std::move(code_); }

private:
  std::map<std::string, int> labels_;
  std::vector<int> code_;
};

std::vector<int> assemble(const std::vector<std::string> &lines) {
  Assembler a;
  for (const std::string &line : lines)
    a.emit(a.label(line));
  return a.take();
}
