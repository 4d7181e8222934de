// case: moved_out_before_call
// what: one-shot handlers: one is moved to a local before the call, one is swapped out
// trap: the caller's lambdas own the object they are set on
// expect: no diagnostic at the default setting
#include <functional>
#include <memory>
#include <utility>

class Query {
public:
  void onRow(std::function<void(int)> f) { row_ = std::move(f); }
  void onEnd(std::function<void()> f) { end_ = std::move(f); }
  void finish(int last) {
    auto row = std::move(row_);
    row_ = nullptr;
    if (row)
      row(last);
    std::function<void()> end;
    end.swap(end_);
    if (end)
      end();
  }
  int rows = 0;
  bool done = false;

private:
  std::function<void(int)> row_;
  std::function<void()> end_;
};

std::shared_ptr<Query> select() {
  auto query = std::make_shared<Query>();
  query->onRow([query](int n) { query->rows += n; });
  query->onEnd([query] { query->done = true; });
  return query;
}

#ifdef PROVE
int main() {
  auto q = select();
  std::weak_ptr<Query> watch = q;
  q->finish(2);
  if (q->rows != 2 || !q->done)
    return 2;
  q.reset();
  return watch.expired() ? 0 : 1;
}
#endif
