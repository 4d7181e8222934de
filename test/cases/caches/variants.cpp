// evidence: certain
// One memo, log or table after the other, each written in another way.
#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>
int slow(const std::string &);

// callbacks
class Bus {
public:
  static Bus &get() {
    static Bus b;
    return b;
  }
  void subscribe(std::function<void(int)> f) { handlers_.push_back(std::move(f)); } // EXPECT: cache
  void emit(int v) {
    for (auto &h : handlers_)
      h(v);
  }

private:
  std::vector<std::function<void(int)>> handlers_;
};
class View {
public:
  View() {
    Bus::get().subscribe([this](int v) { last_ = v; });
  }

private:
  int last_ = 0;
};
std::unique_ptr<View> open_view() { return std::make_unique<View>(); }

// anonymous struct
static struct {
  std::mutex m;
  std::unordered_map<std::string, int> table;
} g2;
int f2(const std::string &q) {
  std::lock_guard<std::mutex> l(g2.m);
  auto it = g2.table.find(q);
  if (it != g2.table.end())
    return it->second;
  int r = slow(q);
  g2.table.emplace(q, r); // EXPECT: cache
  return r;
}

// sharded
class Sharded {
  struct Shard {
    std::mutex m;
    std::unordered_map<std::string, int> map;
  };
  std::array<Shard, 16> shards_;

public:
  int get(const std::string &k) {
    Shard &s = shards_[std::hash<std::string>()(k) % 16];
    std::lock_guard<std::mutex> l(s.m);
    auto it = s.map.find(k);
    if (it == s.map.end())
      it = s.map.emplace(k, slow(k)).first; // EXPECT: cache
    return it->second;
  }
};
static Sharded sharded;
int f3(const std::string &k) { return sharded.get(k); }

// class static member
class Stat {
  static std::map<std::string, int> cache_;

public:
  static int get(const std::string &k) {
    auto it = cache_.find(k);
    if (it != cache_.end())
      return it->second;
    return cache_[k] = slow(k); // EXPECT: cache
  }
};
std::map<std::string, int> Stat::cache_;

// pimpl
class P5 {
  struct Impl;
  std::unique_ptr<Impl> d;

public:
  P5();
  ~P5();
  int get(const std::string &);
};
struct P5::Impl {
  std::unordered_map<std::string, int> memo;
};
P5::P5() : d(std::make_unique<Impl>()) {}
P5::~P5() = default;
int P5::get(const std::string &k) {
  auto &m = d->memo;
  if (auto it = m.find(k); it != m.end())
    return it->second;
  return m.emplace(k, slow(k)).first->second; // EXPECT: cache
}
static P5 p5;
int f5(const std::string &k) { return p5.get(k); }

// vector memo
static std::vector<std::pair<std::string, int>> rows6;
int f6(const std::string &k) {
  for (auto &r : rows6)
    if (r.first == k)
      return r.second;
  rows6.emplace_back(k, slow(k)); // EXPECT: cache
  return rows6.back().second;
}

// pending by request id
class Rpc {
  std::map<std::uint64_t, std::function<void()>> pending_;
  std::uint64_t next_ = 0;

public:
  void call(std::function<void()> done) {
    pending_[++next_] = std::move(done); // EXPECT: cache
  }
};
static Rpc rpc;
void f7(std::function<void()> d) { rpc.call(std::move(d)); }

// base class container, derived singleton
class Base8 {
protected:
  std::set<std::string> seen_;

public:
  bool first(const std::string &s) {
    return seen_.insert(s).second; // EXPECT: cache
  }
};
class D8 : public Base8 {
public:
  static D8 &instance() {
    static D8 d;
    return d;
  }
};
bool f8(const std::string &s) { return D8::instance().first(s); }

// contains+insert c++20
static std::unordered_set<std::string> warned9;
void warn(const std::string &s);
void f9(const std::string &s) {
  if (warned9.contains(s))
    return;
  warned9.insert(s); // EXPECT: cache
  warn(s);
}

// per-client vectors
static std::unordered_map<std::string, std::vector<std::string>> by_client10;
void f10(const std::string &client, const std::string &m) {
  by_client10[client].push_back(m); // EXPECT: cache
}

// lower_bound hint
static std::map<std::string, int> m11;
int f11(const std::string &k) {
  auto it = m11.lower_bound(k);
  if (it == m11.end() || it->first != k)
    it = m11.emplace_hint(it, k, slow(k)); // EXPECT: cache
  return it->second;
}

// recursion memo struct key
struct Key12 {
  std::string a;
  int b;
  bool operator<(const Key12 &o) const { return a < o.a || (a == o.a && b < o.b); }
};
int f12(const std::string &a, int b) {
  static std::map<Key12, int> memo;
  Key12 k{a, b};
  auto it = memo.find(k);
  if (it != memo.end())
    return it->second;
  int r = slow(a) + b;
  memo.insert({k, r}); // EXPECT: cache
  return r;
}

// shared_ptr map captured
std::function<int(const std::string &)> make13() {
  auto memo = std::make_shared<std::unordered_map<std::string, int>>();
  return [memo](const std::string &s) {
    auto it = memo->find(s);
    if (it != memo->end())
      return it->second;
    return (*memo)[s] = slow(s); // EXPECT: cache
  };
}
int f13(const std::string &s) {
  static auto f = make13();
  return f(s);
}

// static lambda memo
int f14(const std::string &s) {
  static auto f = [cache = std::map<std::string, int>{}](const std::string &k) mutable {
    auto it = cache.find(k);
    if (it != cache.end())
      return it->second;
    return cache[k] = slow(k); // EXPECT: cache
  };
  return f(s);
}

// audit log
class Audit15 {
  std::list<std::string> entries_;

public:
  void record(const std::string &who, const std::string &what) {
    entries_.push_back(who + ": " + what); // EXPECT: cache
  }
  std::size_t n() const { return entries_.size(); }
};
Audit15 &audit15() {
  static Audit15 a;
  return a;
}

// string intern returning pointer
const char *intern17(const std::string &s) {
  static std::set<std::string> pool;
  return pool.insert(s).first->c_str(); // EXPECT: cache
}

// insert with pair, count
double f18(std::uint64_t h) {
  static std::map<std::uint64_t, double> m;
  if (m.count(h) == 0)
    m.insert(std::make_pair(h, 1.0)); // EXPECT: cache
  return m.at(h);
}

// timestamps per ip, read in condition rvalue
static std::map<std::string, long> last19;
bool f19(const std::string &ip, long now) {
  if (now - last19[ip] < 10) // EXPECT: cache
    return false;
  last19[ip] = now;
  return true;
}
