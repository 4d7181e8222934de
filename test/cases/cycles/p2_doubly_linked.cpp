// case: p2_doubly_linked
// pattern: P2 (doubly linked list with two strong links)
// evidence: proved
// cross-tu: no
// what: append() sets next and prev of neighbouring cells; the list's destructor drops only the head
// fix: weak prev
#include <memory>

class Tape {
  struct Cell {
    int symbol = 0;
    std::shared_ptr<Cell> next;
#ifndef FIXED
    std::shared_ptr<Cell> prev; // EXPECT-ANY: cycle
#else
    std::weak_ptr<Cell> prev;
#endif
  };

public:
  void append(int symbol) {
    auto cell = std::make_shared<Cell>();
    cell->symbol = symbol;
    if (!head_) {
      head_ = tail_ = cell;
      return;
    }
    cell->prev = tail_; // EXPECT-ANY: cycle
    tail_->next = cell; // EXPECT-ANY: cycle
    tail_ = cell;
  }
  int sum() const {
    int n = 0;
    for (auto c = head_; c; c = c->next)
      n += c->symbol;
    return n;
  }
  std::weak_ptr<void> token() const { return head_; }

private:
  std::shared_ptr<Cell> head_, tail_; // NO-DIAG: the list's own ends
};

#ifdef PROVE
int main() {
  std::weak_ptr<void> watch;
  {
    Tape t;
    t.append(1), t.append(2), t.append(3);
    watch = t.token();
    if (t.sum() != 6)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
