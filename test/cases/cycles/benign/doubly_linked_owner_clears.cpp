// case: doubly_linked_owner_clears
// what: doubly linked list with two strong links; the list's destructor walks it and clears the back links
// trap: the twin of p2_doubly_linked
// expect: no diagnostic at the default setting
#include <memory>

class Playlist {
  struct Song {
    int length = 0;
    std::shared_ptr<Song> next, prev;
  };

public:
  ~Playlist() { clear(); }
  void append(int length) {
    auto song = std::make_shared<Song>();
    song->length = length;
    if (tail_) {
      song->prev = tail_;
      tail_->next = song;
    } else {
      head_ = song;
    }
    tail_ = song;
  }
  void clear() {
    for (auto s = head_; s; s = s->next)
      s->prev.reset();
    head_.reset();
    tail_.reset();
  }
  int total() const {
    int n = 0;
    for (auto s = tail_; s; s = s->prev)
      n += s->length;
    return n;
  }
  std::weak_ptr<void> token() const { return head_; }

private:
  std::shared_ptr<Song> head_, tail_;
};

#ifdef PROVE
int main() {
  std::weak_ptr<void> watch;
  {
    Playlist p;
    p.append(3), p.append(4), p.append(5);
    watch = p.token();
    if (p.total() != 12)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
