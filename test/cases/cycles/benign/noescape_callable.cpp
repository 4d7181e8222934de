// case: noescape_callable
// what: [self] lambdas go to std algorithms, to an own template visit() and to an own forEach(const std::function &) that only call them
// trap: receiver and capture are the same object
// expect: no diagnostic at the default setting
#include <algorithm>
#include <functional>
#include <memory>
#include <vector>

class Table : public std::enable_shared_from_this<Table> {
public:
  void forEach(const std::function<void(int &)> &f) {
    for (int &row : rows_)
      f(row);
  }
  template <class F> int visit(F &&f) const {
    int n = 0;
    for (int row : rows_)
      n += f(row);
    return n;
  }
  void sort(std::function<bool(int, int)> less) { std::sort(rows_.begin(), rows_.end(), less); }
  int scale = 2;
  std::vector<int> rows_{3, 1, 2};
};

int use(const std::shared_ptr<Table> &table) {
  table->forEach([table](int &row) { row *= table->scale; });
  table->sort([table](int a, int b) { return table->scale * a < table->scale * b; });
  return table->visit([table](int row) { return row / table->scale; });
}

#ifdef PROVE
int main() {
  auto t = std::make_shared<Table>();
  std::weak_ptr<Table> watch = t;
  if (use(t) != 6 || t->rows_[0] != 2)
    return 2;
  t.reset();
  return watch.expired() ? 0 : 1;
}
#endif
