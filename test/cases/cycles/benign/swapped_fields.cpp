// case: swapped_fields
// what: two players swap partners and decks; a partner is a chain, never a loop
// trap: std::swap(a->next, b->next) and a->next = std::move(b->next) on two handles of one type
// expect: no diagnostic at the default setting
#include <memory>
#include <utility>
#include <vector>

struct Row {
  std::shared_ptr<Row> next;
  std::vector<std::shared_ptr<int>> cells;
};

void exchangeTails(const std::shared_ptr<Row> &a, const std::shared_ptr<Row> &b) {
  std::swap(a->next, b->next);
  std::swap(a->cells, b->cells);
}
void steal(Row &from, Row &to) { to.next = std::move(from.next); }

#ifdef PROVE
int main() {
  auto a = std::make_shared<Row>(), b = std::make_shared<Row>(), c = std::make_shared<Row>();
  std::weak_ptr<Row> wa = a, wb = b, wc = c;
  a->next = c;
  c.reset();
  exchangeTails(a, b);
  if (a->next || !b->next)
    return 2;
  steal(*b, *a);
  a.reset(), b.reset();
  return wa.expired() && wb.expired() && wc.expired() ? 0 : 1;
}
#endif
