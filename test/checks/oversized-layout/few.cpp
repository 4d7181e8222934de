// RUN: %check_heapwise %s %t

// Loops that nobody makes a thousand turns of: over processors, words of the
// command line, fallbacks, what is put together until it is sent.
#include <algorithm>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace processors {
struct Worker {
  bool idle = false;
  double load = 0;
  bool stopping = false;
  double since = 0;
  bool pinned = false;
};
std::vector<Worker> sized() {
  return std::vector<Worker>(std::thread::hardware_concurrency());
}
std::vector<Worker> resized() {
  std::vector<Worker> all;
  const unsigned n = std::max(1u, std::thread::hardware_concurrency());
  all.resize(n * 2);
  return all;
}
class Pool {
public:
  explicit Pool(unsigned n = std::thread::hardware_concurrency()) {
    for (unsigned i = 0; i < n; ++i)
      workers_.emplace_back();
  }

private:
  std::vector<Worker> workers_;
};
Pool pool;
} // namespace processors

namespace command_line {
struct Option {
  bool set = false;
  double value = 0;
  bool flag = false;
  const char *name = nullptr;
  bool hidden = false;
};
std::vector<Option> parse(int argc, char **argv) {
  std::vector<Option> all;
  for (int i = 1; i < argc; ++i) {
    all.emplace_back();
    all.back().name = argv[i];
  }
  std::vector<Option> more(argc);
  return all.empty() ? more : all;
}
std::vector<Option> words(int, const char *const *argv) {
  std::vector<Option> all;
  while (const char *word = *++argv) {
    all.emplace_back();
    all.back().name = word;
  }
  return all;
}
} // namespace command_line

namespace fallback {
struct Item {
  virtual ~Item() = default;
  bool active = false;
  double x = 0;
  bool shown = false;
  double y = 0;
  bool focused = false;
};
class Box {
public:
  explicit Box(std::function<std::shared_ptr<Item>(int)> make) : make_(make) {}
  void fill(int n) {
    for (int i = 0; i < n; ++i)
      items_.push_back(item(i));
  }

private:
  std::shared_ptr<Item> item(int i) {
    std::shared_ptr<Item> made = make_(i);
    if (!made)
      made = std::make_shared<Item>();
    made->active = true;
    return made;
  }
  std::function<std::shared_ptr<Item>(int)> make_;
  std::vector<std::shared_ptr<Item>> items_;
};
} // namespace fallback

namespace until_it_is_sent {
struct Ack {
  bool nak = false;
  double at = 0;
  bool last = false;
  double delay = 0;
  bool piggyback = false;
};
class Session {
public:
  void handle(const unsigned char *blocks, int n) {
    for (int i = 0; i < n; ++i)
      switch (blocks[i]) {
      case 0:
        ++data_;
        break;
      case 1:
        acks_.push_back({});
        break;
      default:
        break;
      }
  }
  unsigned long send() {
    const unsigned long n = acks_.size();
    acks_.clear();
    return n;
  }

private:
  long data_ = 0;
  std::vector<Ack> acks_;
};
} // namespace until_it_is_sent

// The layout is little beside what each object makes for itself.
namespace blocks_of_its_own {
struct Rule {
  char text[480] = {};
};
Rule *adopt(std::unique_ptr<Rule>);
class Column {
public:
  Column() { rule_ = adopt(std::make_unique<Rule>()); }

private:
  bool sorted_ = false;
  Rule *rule_ = nullptr;
  bool hidden_ = false;
  double width_ = 0;
  bool fixed_ = false;
};
std::vector<Column> columns(int n) {
  std::vector<Column> all;
  for (int i = 0; i < n; ++i)
    all.emplace_back();
  return all;
}

// The same in what it is a base of.
class Part {
public:
  virtual ~Part() = default;

private:
  bool shown_ = false;
  Part *parent_ = nullptr;
  bool active_ = false;
  double x_ = 0;
  bool focused_ = false;
};
class Picture : public Part {
public:
  Picture() { rule_ = std::make_shared<Rule>(); }

private:
  std::shared_ptr<Rule> rule_;
};
class Window {
public:
  void fill(int n) {
    for (int i = 0; i < n; ++i)
      pictures_.push_back(std::make_shared<Picture>());
  }

private:
  std::vector<std::shared_ptr<Picture>> pictures_;
};
} // namespace blocks_of_its_own

// Loops over containers into which few elements are seen to come.
namespace over_few {
struct Row {
  bool a = false;
  double b = 0;
  bool c = false;
  double d = 0;
  bool e = false;
};
struct Kind {
  int number;
};
class Kinds {
public:
  void add(const Kind &kind) { all_.push_back(kind); }
  std::vector<Row> rows() const {
    std::vector<Row> result;
    for (const Kind &kind : all_)
      result.emplace_back();
    return result;
  }
  void fill(std::map<int, Row> &out) const {
    for (auto it = all_.begin(); it != all_.end(); ++it)
      out.emplace(it->number, Row());
    for (unsigned i = 0; i < all_.size(); ++i)
      out[all_[i].number] = Row();
  }

private:
  std::vector<Kind> all_;
};
// It is copied, and cleared by a function in view.
std::map<int, Row> copyOf(const std::map<int, Row> &rows);
class Events {
public:
  void add(int key, const Row &row) { rows_.emplace(key, row); }
  void clear() { clear(rows_); }
  std::map<int, Row> all() const { return rows_; }
  std::map<int, Row> copied() const { return copyOf(rows_); }
  std::map<int, Row> shown() const {
    std::map<int, Row> result;
    for (const auto &row : rows_)
      if (row.second.a)
        result.emplace(row.first, row.second);
    return result;
  }

private:
  static void clear(std::map<int, Row> &rows) {
    for (auto it = rows.begin(); it != rows.end();)
      it = it->second.c ? rows.erase(it) : std::next(it);
  }
  std::map<int, Row> rows_;
};
std::vector<Row> corners() {
  std::vector<double> xs = {0, 1}, ys;
  ys.push_back(0);
  ys.push_back(1);
  std::vector<Row> result;
  for (double x : xs)
    for (double y : ys)
      result.emplace_back();
  return result;
}
} // namespace over_few

// Generic code fills whatever it is handed: how many there are, it has no say.
namespace handed_to_generic {
struct Player {
  bool a = false;
  double b = 0;
  bool c = false;
  double d = 0;
  bool e = false;
};
class Reader {
public:
  unsigned length();
  template <typename T> void load(T &object) { object = T(); }
  template <typename T> void load(std::vector<T> &objects) {
    objects.resize(length());
    for (T &object : objects)
      load(object);
  }
};
struct Game {
  std::vector<Player> players;
};
void load(Reader &reader, Game &game) { reader.load(game.players); }
} // namespace handed_to_generic

// What comes into these is a copy of few, or what callers in view hand over.
namespace handed_over {
struct Row {
  bool a = false;
  double b = 0;
  bool c = false;
  double d = 0;
  bool e = false;
};
class Names {
public:
  explicit Names(std::vector<int> all) : all_(std::move(all)) {}
  std::vector<Row> copied() const {
    std::vector<int> mine = all_;
    const std::vector<int> &same = mine;
    std::vector<int> range(same.begin(), same.end());
    std::vector<Row> result;
    for (int name : range)
      result.emplace_back();
    return result;
  }

private:
  std::vector<int> all_;
};
static std::vector<Row> make(const std::vector<int> &all) {
  std::vector<Row> result;
  for (int one : all)
    result.emplace_back();
  return result;
}
std::vector<Row> made() {
  std::vector<int> three;
  three = {1, 2, 3};
  std::vector<int> moved = std::move(three);
  return Names({1, 2}).copied().empty() ? make(moved) : make({4, 5});
}
} // namespace handed_over

// Rounds that are fewer than the bounds look like.
namespace steps {
struct Row {
  bool a = false;
  double b = 0;
  bool c = false;
  double d = 0;
  bool e = false;
};
std::vector<Row> strides() {
  std::vector<Row> result;
  for (int i = 0; i < 10000; i += 1000)
    result.emplace_back();
  for (int s = 1; s < 100000; s *= 2)
    result.emplace_back();
  for (unsigned s = 65536; s > 0; s >>= 1)
    result.emplace_back();
  return result;
}
std::vector<Row> digits(unsigned long n) {
  std::vector<Row> result;
  while (n) {
    result.emplace_back();
    n /= 10;
  }
  return result;
}
std::vector<Row> bits(unsigned long n) {
  std::vector<Row> result;
  for (; n; n &= n - 1)
    result.emplace_back();
  return result;
}
std::vector<Row> seldom(int n) {
  std::vector<Row> result;
  for (int i = 0; i < 100000; ++i) {
    if (i == 3)
      result.emplace_back();
    if (i % 10000 == 0)
      result.emplace_back();
  }
  for (int i = 0; i < n; ++i)
    if (i == 0)
      result.emplace_back();
  return result;
}
} // namespace steps
