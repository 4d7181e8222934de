// Look-alikes, each bounded or not for the check to judge.
#include <algorithm>
#include <array>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>
int slow(const std::string &);

// registrar objects
struct Test {
  virtual ~Test() = default;
};
std::vector<Test *> &tests() {
  static std::vector<Test *> t;
  return t;
}
struct Registrar {
  explicit Registrar(Test *t) { tests().push_back(t); }
};
#define REG(x) static Registrar reg_##x(new x)
struct A : Test {};
REG(A);

// derived class erases
class Base2 {
protected:
  std::map<std::string, int> live_;

public:
  int get(const std::string &k) { return live_.try_emplace(k, 0).first->second; }
};
class D2 : public Base2 {
public:
  void drop(const std::string &k) { live_.erase(k); }
  static D2 &instance() {
    static D2 d;
    return d;
  }
};
int f2(const std::string &k) { return D2::instance().get(k); }

// reset()
class Frame3 {
  std::unordered_set<std::uint64_t> visited_;

public:
  bool visit(std::uint64_t id) { return visited_.insert(id).second; }
  void reset() { visited_.clear(); }
};
static Frame3 frame3;
bool f3(std::uint64_t id) { return frame3.visit(id); }
void begin_frame() { frame3.reset(); }

// builder
class Builder4 {
  std::vector<std::string> parts_;

public:
  Builder4 &add(const std::string &p) {
    parts_.push_back(p);
    return *this;
  }
  std::string build() const {
    std::string r;
    for (auto &p : parts_)
      r += p;
    return r;
  }
};
std::string f4(const std::string &a, const std::string &b) { return Builder4().add(a).add(b).build(); }

// RAII subscription
class Bus5 {
  std::map<int, std::function<void()>> h_;
  int n_ = 0;

public:
  static Bus5 &get() {
    static Bus5 b;
    return b;
  }
  int add(std::function<void()> f) {
    h_[++n_] = std::move(f);
    return n_;
  }
  void remove(int id) { h_.erase(id); }
};
class Sub5 {
  int id_;

public:
  Sub5(std::function<void()> f) : id_(Bus5::get().add(std::move(f))) {}
  ~Sub5() { Bus5::get().remove(id_); }
};

// LRU own
class Lru6 {
  std::list<std::pair<std::string, int>> l_;
  std::unordered_map<std::string, std::list<std::pair<std::string, int>>::iterator> m_;
  std::size_t cap_;

public:
  explicit Lru6(std::size_t c) : cap_(c) {}
  int get(const std::string &k) {
    auto it = m_.find(k);
    if (it != m_.end()) {
      l_.splice(l_.begin(), l_, it->second);
      return it->second->second;
    }
    l_.emplace_front(k, slow(k));
    m_[k] = l_.begin();
    if (m_.size() > cap_) {
      m_.erase(l_.back().first);
      l_.pop_back();
    }
    return l_.front().second;
  }
};
int f6(const std::string &k) {
  static Lru6 c(100);
  return c.get(k);
}

// counter based trim
class Bytes7 {
  std::deque<std::string> q_;
  std::size_t bytes_ = 0;

public:
  void log(const std::string &s) {
    q_.push_back(s);
    bytes_ += s.size();
    while (bytes_ > (1u << 20)) {
      bytes_ -= q_.front().size();
      q_.pop_front();
    }
  }
};
static Bytes7 history7;
void f7(const std::string &s) { history7.log(s); }

// ring index
class Ring8 {
  std::vector<std::string> log_;
  std::size_t next_ = 0;

public:
  void add(const std::string &s) {
    if (log_.size() < 256)
      log_.push_back(s);
    else
      log_[next_++ % 256] = s;
  }
};
static Ring8 ring8;
void f8(const std::string &s) { ring8.add(s); }

// drain by worker
class Work9 {
  std::mutex m_;
  std::condition_variable cv_;
  std::vector<std::string> pending_;

public:
  void add(std::string s) {
    {
      std::lock_guard<std::mutex> l(m_);
      pending_.push_back(std::move(s));
    }
    cv_.notify_one();
  }
  void run() {
    for (;;) {
      std::vector<std::string> batch;
      {
        std::unique_lock<std::mutex> l(m_);
        cv_.wait(l, [this] { return !pending_.empty(); });
        batch = std::move(pending_);
        pending_.clear();
      }
      for (auto &b : batch)
        slow(b);
    }
  }
};
static Work9 w9;
void f9(std::string s) { w9.add(std::move(s)); }

// weak observers swept on notify
class Subj10 {
  std::vector<std::weak_ptr<Test>> obs_;

public:
  void attach(std::weak_ptr<Test> o) { obs_.push_back(std::move(o)); }
  void notify() {
    obs_.erase(std::remove_if(obs_.begin(), obs_.end(), [](auto &w) { return w.expired(); }), obs_.end());
  }
};
static Subj10 s10;
void f10(std::weak_ptr<Test> t) { s10.attach(t); }
void n10() { s10.notify(); }

// erased through iterator in another func with alias
static std::unordered_map<std::uint64_t, std::string> inflight11;
void start11(std::uint64_t id, const std::string &s) { inflight11[id] = s; }
void done11(std::uint64_t id) {
  auto &m = inflight11;
  auto it = m.find(id);
  if (it != m.end())
    m.erase(it);
}

// std::erase_if by time
static std::map<std::string, std::chrono::steady_clock::time_point> seen12;
bool f12(const std::string &k) {
  auto now = std::chrono::steady_clock::now();
  std::erase_if(seen12, [&](auto &e) { return now - e.second > std::chrono::seconds(5); });
  return seen12.emplace(k, now).second;
}

// extract node
static std::map<std::string, int> jobs13;
void add13(const std::string &id) { jobs13[id] = 1; }
int take13(const std::string &id) {
  auto n = jobs13.extract(id);
  return n.empty() ? 0 : n.mapped();
}

// scope guard local RAII
static std::set<std::string> active14;
struct Guard14 {
  std::string k;
  ~Guard14() { active14.erase(k); }
};
bool f14(const std::string &k) {
  if (!active14.insert(k).second)
    return false;
  Guard14 g{k};
  if (!slow(k))
    return false;
  return true;
}

// error codes table
const std::string &msg15(int code) {
  static const std::map<int, std::string> t = {{1, "a"}, {2, "b"}};
  static const std::string none;
  auto it = t.find(code);
  return it == t.end() ? none : it->second;
}

// options set
class Opt16 {
  std::map<std::string, std::string> values_;

public:
  void set(const std::string &name, const std::string &v) { values_[name] = v; }
};
static Opt16 opt16;
void f16(const std::string &n, const std::string &v) { opt16.set(n, v); }

// plugin types enum-like map in constructor
class Disp17 {
  std::map<std::string, std::function<void()>> h_;

public:
  Disp17() {
    h_["a"] = [] {};
    h_["b"] = [] {};
  }
  void call(const std::string &n) {
    auto it = h_.find(n);
    if (it != h_.end())
      it->second();
  }
};
static Disp17 d17;
void f17(const std::string &n) { d17.call(n); }

// double buffer swap member
class Db18 {
  std::vector<std::string> front_, back_log_;

public:
  void push(const std::string &s) { back_log_.push_back(s); }
  void flip() {
    front_.clear();
    std::swap(front_, back_log_);
  }
};
static Db18 db18;
void f18(const std::string &s) { db18.push(s); }
void g18() { db18.flip(); }

// undo limited by check elsewhere
class Undo19 {
  std::vector<std::string> history_;
  void trim() {
    if (history_.size() > 50)
      history_.erase(history_.begin());
  }

public:
  void push(const std::string &s) {
    history_.push_back(s);
    trim();
  }
};
static Undo19 u19;
void f19(const std::string &s) { u19.push(s); }

// main-like container param const
int f20(const std::vector<std::string> &words) {
  std::unordered_map<std::string, int> c;
  for (auto &w : words)
    c[w]++;
  int m = 0;
  for (auto &p : c)
    m = std::max(m, p.second);
  return m;
}

// per type logger template static
template <class T>
struct Reg22 {
  static std::map<std::string, T> &map() {
    static std::map<std::string, T> m;
    return m;
  }
  static void add(const std::string &n, T t) { map()[n] = t; }
};
void f22(const std::string &n) { Reg22<int>::add(n, 1); }

// assign from fresh
class Cfg23 {
  std::map<std::string, int> ids_;

public:
  void reload(const std::vector<std::string> &l) {
    std::map<std::string, int> fresh;
    for (auto &s : l)
      fresh[s] = slow(s);
    ids_ = std::move(fresh);
  }
  int get(const std::string &s) { return ids_.try_emplace(s, 0).first->second; }
};
static Cfg23 c23;
int f23(const std::string &s) { return c23.get(s); }
void r23(const std::vector<std::string> &l) { c23.reload(l); }
