// RUN: %check_heapwise --std=c++20 %s %t

// What goes by the order of the members or by their bytes, so that another
// order is somebody's own decision.
#include <cstdio>
#include <cstring>
#include <memory>
#include <optional>
#include <vector>

#include <sys/uio.h>

namespace emplaced_by_position {
// CHECK-MESSAGES: :[[@LINE+1]]:8: warning: 'Tick' takes 40 bytes, 24 in another order
struct Tick {
  // CHECK-MESSAGES: note: no fix-it: the members are initialised by position at line [[@LINE+10]]
  bool bid;
  double price;
  bool last;
  double qty;
  bool own;
};
std::vector<Tick> fill(int n) {
  std::vector<Tick> all;
  for (int i = 0; i < n; ++i)
    all.emplace_back(true, 1.0, false, 2.0, true);
  return all;
}
} // namespace emplaced_by_position

namespace written_as_a_part {
// CHECK-MESSAGES: :[[@LINE+1]]:8: warning: 'Inner' takes 40 bytes, 24 in another order
struct Inner {
  // CHECK-MESSAGES: note: no fix-it: its bytes are passed to 'fwrite' at line [[@LINE+13]]
  bool bid = false;
  double price = 0;
  bool last = false;
  double qty = 0;
  bool own = false;
};
struct Outer {
  long id = 0;
  Inner in;
};
void save(int n, std::FILE *f) {
  std::vector<Outer> v(n);
  std::fwrite(v.data(), sizeof(Outer), v.size(), f);
}
} // namespace written_as_a_part

namespace seen_through_void {
void out(const void *p, std::size_t n);
// CHECK-MESSAGES: :[[@LINE+1]]:8: warning: 'Sample' takes 40 bytes, 24 in another order
struct Sample {
  // CHECK-MESSAGES: note: no fix-it: its address is taken as one of bytes at line [[@LINE+10]]
  bool bid = false;
  double price = 0;
  bool last = false;
  double qty = 0;
  bool own = false;
};
void send(int n) {
  std::vector<Sample> v(n);
  for (const Sample &s : v) {
    const void *p = &s;
    out(p, sizeof s);
  }
}
} // namespace seen_through_void

namespace made_by_a_template {
// CHECK-MESSAGES: :[[@LINE+1]]:7: warning: 'Row' takes 40 bytes, 24 in another order
class Row {
  // CHECK-MESSAGES: note: no fix-it: a constructor is a template
public:
  template <class X>
  explicit Row(const X &t)
      : wide(t > 2), scale(wide ? 2.0 : 1.0), odd(t % 2), total(t), big(t > 9) {
  }
  double sum() const { return scale * (total + wide + odd + big); }

private:
  bool wide;
  double scale;
  bool odd;
  long total;
  bool big;
};
double rows(int n) {
  std::vector<Row> v;
  for (int i = 0; i < n; ++i)
    v.push_back(Row(i));
  return v.back().sum();
}
} // namespace made_by_a_template

namespace sent_by_its_parts {
// CHECK-MESSAGES: :[[@LINE+1]]:8: warning: 'Header' takes 40 bytes, 24 in another order
struct Header {
  // CHECK-MESSAGES: note: no fix-it: its address is taken as one of bytes at line [[@LINE+8]]
  bool bid = false;
  double price = 0;
  bool last = false;
  double qty = 0;
  bool own = false;
};
std::vector<Header> headers(int n) { return std::vector<Header>(n); }
iovec part(Header &h) { return {&h, sizeof h}; }
} // namespace sent_by_its_parts

namespace callback_of_c {
// CHECK-MESSAGES: :[[@LINE+1]]:8: warning: 'Event' takes 40 bytes, 24 in another order
struct Event {
  // CHECK-MESSAGES: note: no fix-it: C code sees it through the function at line [[@LINE+8]]
  bool bid = false;
  double price = 0;
  bool last = false;
  double qty = 0;
  bool own = false;
};
extern "C" {
typedef void (*EventHandler)(const Event *);
}
std::vector<Event> events(int n) { return std::vector<Event>(n); }
} // namespace callback_of_c

namespace asserted_size {
// CHECK-MESSAGES: :[[@LINE+1]]:8: warning: 'Slot' takes 40 bytes, 24 in another order
struct Slot {
  // CHECK-MESSAGES: note: no fix-it: its size is asserted at line [[@LINE+7]]
  bool bid = false;
  double price = 0;
  bool last = false;
  double qty = 0;
  bool own = false;
};
static_assert(sizeof(Slot) == 40);
std::vector<Slot> slots(int n) { return std::vector<Slot>(n); }
} // namespace asserted_size

namespace several_declarators {
// CHECK-MESSAGES: :[[@LINE+1]]:8: warning: 'Span' takes 40 bytes, 24 in another order
struct Span {
  // CHECK-MESSAGES: note: no fix-it: one declaration declares several members
  bool open = false, shut = false;
  double from = 0;
  bool last = false, first = false;
  double to = 0;
  bool own = false, lent = false;
};
std::vector<Span> spans(int n) { return std::vector<Span>(n); }
} // namespace several_declarators

namespace comment_about_several {
// CHECK-MESSAGES: :[[@LINE+1]]:7: warning: 'Range' takes 40 bytes, 24 in another order
class Range {
  // CHECK-MESSAGES: note: no fix-it: the comment at line [[@LINE+6]] may be about several members
public:
  explicit Range(bool open) : open_(open) {}
  double sum() const { return low_ + high_ + open_ + shut_ + last_; }

private:
  // The ends.
  bool open_;
  double low_ = 0;
  bool shut_ = false;
  double high_ = 0;

  bool last_ = false;
};
double ranges(int n) {
  std::vector<Range> all;
  for (int i = 0; i < n; ++i)
    all.push_back(Range(true));
  return all.back().sum();
}
} // namespace comment_about_several

namespace comment_by_itself {
// CHECK-MESSAGES: :[[@LINE+1]]:7: warning: 'Range' takes 40 bytes, 24 in another order
class Range {
  // CHECK-MESSAGES: note: no fix-it: a comment by itself stands between the members
public:
  explicit Range(bool open) : open_(open) {}
  double sum() const { return low_ + high_ + open_ + shut_ + last_; }

private:
  bool open_;
  double low_ = 0;
  bool shut_ = false;

  //===--- The other end ---===//

  double high_ = 0;
  bool last_ = false;
};
double ranges(int n) {
  std::vector<Range> all;
  for (int i = 0; i < n; ++i)
    all.push_back(Range(true));
  return all.back().sum();
}
} // namespace comment_by_itself
