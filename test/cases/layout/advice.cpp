// Records that take another form, not just another order, to get smaller.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

class Order { // EXPECT: layout before=96 after=32 saved=64
public:
  Order(long id, long price, long amount)
      : id_(id), price_(price), amount_(amount) {}
  void reject(std::string why, std::string where, int code) {
    why_ = std::move(why);
    where_ = std::move(where);
    code_ = code;
  }
  long value() const { return price_ * amount_; }
  std::string report() const { return code_ ? where_ + why_ : ""; }
  long id() const { return id_; }

private:
  long id_, price_, amount_;
  std::string why_, where_;
  int code_ = 0;
};
long orders(int n) {
  std::vector<Order> book;
  for (int i = 0; i != n; ++i) {
    book.emplace_back(i, i, i);
    if (i < 0) [[unlikely]]
      book.back().reject("amount", "desk", 7);
  }
  return book.back().value();
}

struct Range {
  long from, to;
};
class Reader { // EXPECT: layout before=40 after=16 saved=16
public:
  Reader(const char *text, std::optional<Range> limits) : text_(text) {
    limits_ = limits;
  }
  bool next() { return *text_++ && ++rows_; }

private:
  const char *text_;
  long rows_ = 0;
  std::optional<Range> limits_;
};
std::vector<Reader *> readers(const char *const *text, int n) {
  std::vector<Reader *> all;
  for (int i = 0; i != n; ++i)
    all.push_back(new Reader(text[i], Range{0, i}));
  return all;
}

class Beacon { // EXPECT: layout before=24 after=16 saved=8
public:
  Beacon(long key, std::uint8_t zone) : key_(key), zone_(zone) {}
  bool retry() {
    if (retries_ < 5)
      ++retries_;
    return retries_ < 5;
  }
  void relay(bool near) { hops_ = near ? 1 : 3; }
  long score() const { return zone_ + retries_ + hops_ + key_; }

private:
  long key_;
  int zone_;
  int retries_ = 0;
  int hops_ = 1;
};
long beacons(int n) {
  std::vector<Beacon> seen;
  for (int i = 0; i != n; ++i)
    seen.emplace_back(i, std::uint8_t(i));
  return seen.back().score();
}

enum class Colour { Red, Green, Blue };
enum class Form { Round, Square };
struct Tile { // EXPECT: layout before=16 after=8 saved=8
  Colour colour = Colour::Red;
  Form form = Form::Round;
  float height = 0;
  short row = 0;
};
float tiles(int n) {
  std::vector<Tile> all(n);
  return all.back().height;
}

class Window { // EXPECT: layout before=40 after=24 saved=16
public:
  void bound(long lo, long hi) {
    from_ = lo;
    to_ = hi;
    last_ = hi;
  }
  bool has(long t) const {
    return !(from_ && t < *from_) && !(to_ && t > *to_) && last_;
  }

private:
  std::optional<long> from_;
  std::optional<long> to_;
  std::optional<int> last_;
};
bool windows(int n) {
  std::vector<Window> all(n);
  return all.back().has(3);
}

struct alignas(16) Cube;
struct Link { // EXPECT: layout before=16 after=8 saved=8
  Cube *to = nullptr;
  bool leaf = false;
  bool stale = false;
};
struct alignas(16) Cube {
  Link child[8];
  long payload = 0, stamp = 0;
};
Cube *subdivide(Cube *root, int depth) {
  for (int i = 0; i != depth; ++i)
    for (int k = 0; k != 8; ++k)
      root->child[k].to = new Cube;
  return root;
}

struct Ping {
  long from, sequence;
};
struct Snapshot {
  unsigned char page[512];
};
using Message = std::variant<Ping, Snapshot>; // EXPECT: layout before=520 after=24 saved=496
std::size_t messages(int n) {
  std::vector<Message> inbox;
  for (int i = 0; i != n; ++i)
    inbox.push_back(Ping{i, i});
  return inbox.size();
}

// Written as often as the small one.
struct Header {
  std::int64_t at;
};
struct Body {
  unsigned char page[512];
};
using Piece = std::variant<Header, Body>; // EXPECT: layout before=520 after=16 saved=504
std::size_t pieces(int n) {
  std::vector<Piece> stream(n);
  for (Piece &p : stream)
    if (n % 7)
      p = Header{n};
    else
      p.emplace<Body>();
  return stream.size();
}

class Courier { // EXPECT: layout before=264 after=24 saved=240
public:
  void stop(float where) {
    if (used_ < 64)
      stops_[used_++] = where;
  }
  float first() const { return used_ ? stops_[0] : 0; }

private:
  std::array<float, 64> stops_{};
  std::size_t used_ = 0;
};
float couriers(int n, const float *where) {
  std::vector<Courier> fleet(n);
  for (Courier &c : fleet)
    for (int k = 0; k != 4; ++k)
      c.stop(*where++);
  return fleet.back().first();
}
