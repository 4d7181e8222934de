// case: p1_bind_handler_map
// pattern: P1 (std::bind with shared_from_this() in an own map of handlers)
// evidence: proved
// cross-tu: no
// what: two commands are bound to the owning handle and kept in the object's own table
// fix: bind the raw this, the table cannot outlive the object
#include <functional>
#include <map>
#include <memory>
#include <string>

class Shell : public std::enable_shared_from_this<Shell> {
public:
  using Command = std::function<void(int)>;

  void install() {
    using std::placeholders::_1;
#ifndef FIXED
    commands_["add"] = std::bind(&Shell::add, shared_from_this(), _1); // EXPECT: cycle
    commands_.emplace("sub", std::bind(&Shell::sub, shared_from_this(), _1)); // EXPECT: cycle
#else
    commands_["add"] = std::bind(&Shell::add, this, _1);
    commands_.emplace("sub", std::bind(&Shell::sub, this, _1));
#endif
  }
  void run(const std::string &name, int n) {
    auto it = commands_.find(name);
    if (it != commands_.end())
      it->second(n);
  }
  int total() const { return total_; }

private:
  void add(int n) { total_ += n; }
  void sub(int n) { total_ -= n; }

  int total_ = 0;
  std::map<std::string, Command> commands_;
};

#ifdef PROVE
int main() {
  std::weak_ptr<Shell> watch;
  {
    auto shell = std::make_shared<Shell>();
    watch = shell;
    shell->install();
    shell->run("add", 5);
    shell->run("sub", 2);
    if (shell->total() != 3)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
