// Records that another order would make smaller, and that no fix-it may
// reorder: the finding gives the reason.
#include <compare>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

template <class T> long fill(int n) {
  std::vector<T> all(n);
  return static_cast<long>(all.size());
}

struct ByPosition { // EXPECT-NOFIX: layout before=32 after=24 reason="initialised by position"
  float t;
  double x;
  float w;
  double y;
};
std::vector<ByPosition> knots(int n) {
  std::vector<ByPosition> all;
  for (int i = 0; i != n; ++i)
    all.push_back({1, 2, 3, 4});
  return all;
}

struct Designated { // EXPECT-NOFIX: layout before=32 after=24 reason="initialised by position"
  bool a;
  double x;
  bool b;
  double y;
};
std::vector<Designated> designated(int n) {
  std::vector<Designated> all;
  for (int i = 0; i != n; ++i)
    all.push_back({.a = true, .x = 1, .b = false, .y = 2});
  return all;
}

struct Bound { // EXPECT-NOFIX: layout before=32 after=24 reason="structured binding"
  bool a = false;
  double x = 0;
  bool b = false;
  double y = 0;
};
double bound(int n) {
  std::vector<Bound> all(n);
  double sum = 0;
  for (const auto &[a, x, b, y] : all)
    sum += a ? x : y + b;
  return sum;
}

class Ordered { // EXPECT-NOFIX: layout before=32 after=24 reason="defaulted comparison"
public:
  auto operator<=>(const Ordered &) const = default;

private:
  char major_ = 0;
  long serial_ = 0;
  char minor_ = 0;
  long id_ = 0;
};
long ordered(int n) { return fill<Ordered>(n); }

struct Offset { // EXPECT-NOFIX: layout before=32 after=24 reason="offsetof"
  Offset() {}
  char a = 0;
  long x = 0;
  char b = 0;
  long y = 0;
};
std::size_t offset(int n) { return fill<Offset>(n) + offsetof(Offset, y); }

struct Written { // EXPECT-NOFIX: layout before=24 after=16 reason="its bytes are passed to 'fwrite'"
  char level = 0;
  long points = 0;
  short player = 0;
};
std::size_t written(std::FILE *f, int n) {
  std::vector<Written> all(n);
  return std::fwrite(all.data(), sizeof(Written), all.size(), f);
}

struct Prefix { // EXPECT-NOFIX: layout before=32 after=24 reason="its bytes are passed to 'memcmp'"
  int shard = 0;
  long key = 0;
  int uses = 0;
  long weight = 0;
};
bool same(const Prefix &a, const Prefix &b) {
  return std::memcmp(&a, &b, 16) == 0 && fill<Prefix>(8000);
}

struct Reinterpreted { // EXPECT-NOFIX: layout before=32 after=24 reason="read as another type"
  char a = 0;
  long x = 0;
  char b = 0;
  long y = 0;
};
const char *raw(const Reinterpreted &r, int n) {
  return fill<Reinterpreted>(n) ? reinterpret_cast<const char *>(&r) : nullptr;
}

struct Mapped { // EXPECT-NOFIX: layout before=32 after=24 reason="bytes from elsewhere"
  char a;
  long x;
  char b;
  long y;
};
long mapped(void *memory, int n) {
  return static_cast<Mapped *>(memory)[0].x + fill<Mapped>(n);
}

#pragma pack(push, 4)
struct Packed { // EXPECT-NOFIX: layout before=28 after=20 reason="packed"
  char op;
  long address;
  char flags;
  long length;
  char tag;
};
#pragma pack(pop)
long packed(int n) { return fill<Packed>(n); }

class Runs { // EXPECT-NOFIX: layout before=32 after=24 reason="change their access"
public:
  bool express = false;

private:
  double position_ = 0;

public:
  char wagons = 6;

private:
  double speed_ = 0;
};
long runs(int n) { return fill<Runs>(n); }

struct Bits { // EXPECT-NOFIX: layout before=32 after=24 reason="memory location"
  Bits() {}
  unsigned sent : 4 = 0;
  long out = 0;
  unsigned received : 4 = 0;
  long in = 0;
};
long bits(int n) { return fill<Bits>(n); }

class Chain { // EXPECT-NOFIX: layout before=48 after=32 reason="initialisation or destruction"
public:
  explicit Chain(const char *s)
      : quoted_(*s == '"'), text_(s + quoted_), short_(*text_ == 0),
        copy_(short_ ? nullptr : text_), owned_(copy_ != nullptr),
        key_(owned_ ? 64 : 7) {}
  long key() const { return key_; }

private:
  bool quoted_;
  const char *text_;
  bool short_;
  const char *copy_;
  bool owned_;
  long key_;
};
std::vector<Chain *> chains(const char *const *s, int n) {
  std::vector<Chain *> all;
  for (int i = 0; i != n; ++i)
    all.push_back(new Chain(s[i]));
  return all;
}

struct Defaults { // EXPECT-NOFIX: layout before=32 after=24 reason="initialisation or destruction"
  Defaults() {}
  short width = 32;
  long area = width * 48L;
  bool large = area > 1024;
  double zoom = large ? 0.5 : 1;
};
long defaults(int n) { return fill<Defaults>(n); }

struct Conditional { // EXPECT-NOFIX: layout before=32 after=24 reason="preprocessor"
  Conditional() {}
  bool a = false;
  long x = 0;
#ifdef WITH_TRACE
  long trace = 0;
#endif
  bool b = false;
  long y = 0;
};
long conditional(int n) { return fill<Conditional>(n); }

#define FIELDS(X) X(char, a) X(long, x) X(char, b) X(long, y)
struct Generated { // EXPECT-NOFIX: layout before=32 after=24 reason="a macro declares"
#define DECLARE(T, n) T n = 0;
  FIELDS(DECLARE)
#undef DECLARE
};
long generated(int n) { return fill<Generated>(n); }

struct Declarators { // EXPECT-NOFIX: layout before=32 after=24 reason="one declaration declares several"
  Declarators() {}
  char *p = nullptr, a = 0, *q = nullptr, b = 0;
};
long declarators(int n) { return fill<Declarators>(n); }

struct Shared { // EXPECT-NOFIX: layout before=32 after=24 reason="a comment speaks of the layout"
  Shared() {}
  bool dirty = false; // on the cache line of the writer
  long x = 0;
  bool seen = false;
  long y = 0;
};
long shared(int n) { return fill<Shared>(n); }

struct Banner { // EXPECT-NOFIX: layout before=32 after=24 reason="several members"
  Banner() {}
  // What the caller sets.
  bool a = false;
  long x = 0;
  bool b = false;
  long y = 0;
};
long banner(int n) { return fill<Banner>(n); }

template <class T> struct Slot { // EXPECT-NOFIX: layout before=24 after=16 reason="instantiation"
  bool live = false;
  T value{};
  bool dirty = false;
};
long slots(int n) { return fill<Slot<double>>(n); }

struct Volatile { // EXPECT-NOFIX: layout before=32 after=24 reason="volatile"
  volatile char control = 0;
  long source = 0;
  volatile char status = 0;
  long target = 0;
};
long registers(int n) { return fill<Volatile>(n); }

struct __attribute__((visibility("default"))) Exported { // EXPECT-NOFIX: layout before=32 after=24 reason="exported ABI"
  int id = 0;
  double value = 0;
  int flags = 0;
  double limit = 0;
};
long exported(int n) { return fill<Exported>(n); }

struct ForC { // EXPECT-NOFIX: layout before=32 after=24 reason="C code"
  char a = 0;
  long x = 0;
  char b = 0;
  long y = 0;
};
extern "C" void to_c(const ForC *);
void for_c(int n) {
  ForC one;
  to_c(&one);
  fill<ForC>(n);
}

struct Vector3 { // EXPECT-NOFIX: layout before=32 after=24 reason="used as an array"
  Vector3() {}
  bool valid = false;
  float x = 0, y = 0;
  double z = 0;
  float w = 0;
};
void draw(const float *);
void vectors(int n) {
  Vector3 v;
  draw(&v.x);
  fill<Vector3>(n);
}

struct Pun { // EXPECT-NOFIX: layout before=32 after=24 reason="union"
  char a;
  long x;
  char b;
  long y;
};
union Either {
  Pun pun;
  char raw[32];
};
long pun(int n) { return fill<Pun>(n) + sizeof(Either); }
