// case: cursor_and_decorator
// what: a cursor owns the table it walks, a buffered source owns the source it wraps; neither is owned back
// trap: derived class owns its base; the table makes cursors with shared_from_this()
// expect: no diagnostic at the default setting
#include <memory>
#include <utility>
#include <vector>

class Source {
public:
  virtual ~Source() = default;
  virtual bool next(int &v) = 0;
};
class Table : public std::enable_shared_from_this<Table> {
public:
  std::shared_ptr<Source> open();
  std::vector<int> rows{1, 2, 3};
};
class Cursor : public Source {
public:
  explicit Cursor(std::shared_ptr<Table> t) : table_(std::move(t)) {}
  bool next(int &v) override { return at_ < table_->rows.size() && (v = table_->rows[at_++], true); }

private:
  std::shared_ptr<Table> table_;
  std::size_t at_ = 0;
};
class Doubled : public Source {
public:
  explicit Doubled(std::shared_ptr<Source> s) : source_(std::move(s)) {}
  bool next(int &v) override { return source_->next(v) && (v *= 2, true); }

private:
  std::shared_ptr<Source> source_;
};
std::shared_ptr<Source> Table::open() {
  std::shared_ptr<Source> s = std::make_shared<Cursor>(shared_from_this());
  for (int i = 0; i < 2; ++i)
    s = std::make_shared<Doubled>(s);
  return s;
}

#ifdef PROVE
int main() {
  auto t = std::make_shared<Table>();
  std::weak_ptr<Table> watch = t;
  auto s = t->open();
  t.reset();
  int v = 0;
  if (!s->next(v) || v != 4)
    return 2;
  s.reset();
  return watch.expired() ? 0 : 1;
}
#endif
