// evidence: proved
// std: c++20
// Memory that is kept.
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <fstream>
#include <functional>
#include <future>
#include <iterator>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <numeric>
#include <optional>
#include <set>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <vector>
using Names = std::vector<std::string>;
using Bytes = std::vector<unsigned char>;
struct Row {
  std::string name;
  Names tags;
  double value;
};
struct Bf {
  Bytes in, out;
  std::string t;
  std::unordered_map<int, int> ix;
  std::deque<int> dq;
  std::vector<std::string> v;
  void c01() {
    if (in.capacity() > 100)
      in.clear();  // EXPECT: memory
  }
  void c02() {
    if (in.capacity() > 100) {
      in.resize(0);  // EXPECT: memory
    }
  }
  void c03() {
    while (in.capacity() > 100)
      in.pop_back();  // EXPECT: memory
  }
  void c04() {
    if (t.capacity() > 100)
      t = "";  // EXPECT: memory
  }
  void c05() {
    if (t.capacity() > 100)
      t.erase();  // EXPECT: memory
  }
  void c06() {
    if (in.capacity() > 2 * in.size())
      in.resize(in.size());
  }
  void c07() {
    if (in.capacity() > 100)
      in.assign(0, 0);  // EXPECT: memory
  }
  void c08() {
    const bool big = in.capacity() > 100;
    if (big)
      in.clear();  // EXPECT: memory
  }
  void c09() {
    if (in.capacity() <= 100)
      return;
    in.clear();  // EXPECT: memory
  }
  void c10() { in.capacity() > 100 ? in.clear() : void(); }  // EXPECT: memory
  void c11() {
    if (v.capacity() > 10)
      v.erase(v.begin(), v.end());  // EXPECT: memory
  }
  size_t c12() {
    size_t b = in.capacity();
    in.clear();
    return b;
  }
};
Bytes read_file(const std::string &);
std::string download(const std::string &);
void store(size_t);
struct Doc {
  std::map<std::string, Names> s;
};
Doc parse(const std::string &);
struct Server {
  void configure(size_t);
  void run();
};
bool poll_once();
unsigned long digest(const Bytes &);
void l01(Server &s) {
  const Doc d = parse(download("x"));  // EXPECT: memory
  s.configure(d.s.size());
  s.run();
}
void l02(std::thread &t) {
  Bytes b = read_file("x");  // EXPECT: memory
  store(b.size());
  t.join();
}
void l03(std::future<int> &f) {
  Bytes b = read_file("x");  // EXPECT: memory
  store(b.size());
  f.wait();
}
void l04(std::future<int> &f) {
  Bytes b = read_file("x");  // EXPECT: memory
  store(b.size());
  f.get();
}
void l05(std::mutex &m, std::condition_variable &c, bool &done) {
  Bytes b = read_file("x");  // EXPECT: memory
  store(b.size());
  std::unique_lock<std::mutex> h(m);
  c.wait(h, [&] { return done; });
}
void l06() {
  Bytes b(100 << 20);  // EXPECT: memory
  store(digest(b));
  for (;;) {
    poll_once();
  }
}
void l07() {
  Bytes b;  // EXPECT: memory
  b.resize(1 << 20);
  store(digest(b));
  while (true) {
    std::this_thread::sleep_for(std::chrono::seconds(5));
  }
}
void l08() {
  std::string t = download("x");  // EXPECT: memory
  Doc d = parse(t);  // EXPECT: memory
  t.clear();
  Server s;
  s.configure(d.s.size());
  s.run();
}
void l09() {
  std::vector<std::string> lines;  // EXPECT: sequence
  std::ifstream in("x");
  for (std::string l; std::getline(in, l);)
    lines.push_back(l);
  store(lines.size());
  Server s;
  s.run();
}
void l10() {
  auto b = std::make_unique<Bytes>(read_file("x"));
  store(digest(*b));
  Server s;
  s.run();
}
