// case: aliasing_pointer_outside
// what: aliasing shared_ptr to a field keeps the whole object; it is given to callers and kept by an unrelated list
// trap: shared_ptr<Stat>(shared_from_this(), &stat_) inside a member function
// expect: no diagnostic at the default setting
#include <memory>
#include <vector>

struct Stat {
  int count = 0;
};
class Board {
public:
  void watch(std::shared_ptr<Stat> s) { stats_.push_back(s); }
  int total() const {
    int n = 0;
    for (auto &s : stats_)
      n += s->count;
    return n;
  }

private:
  std::vector<std::shared_ptr<Stat>> stats_;
};
class Device : public std::enable_shared_from_this<Device> {
public:
  void publish(Board &board) { board.watch(std::shared_ptr<Stat>(shared_from_this(), &stat_)); }
  void use() { ++stat_.count; }

private:
  Stat stat_;
};

#ifdef PROVE
int main() {
  std::weak_ptr<Device> watch;
  {
    Board board;
    {
      auto d = std::make_shared<Device>();
      watch = d;
      d->publish(board);
      d->use();
    }
    if (watch.expired() || board.total() != 1)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
