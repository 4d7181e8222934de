// Containers that spend far more on an element than the element takes.
#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <queue>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <vector>

class Body {
public:
  void feed(const unsigned char *p, int n) {
    for (int i = 0; i != n; ++i)
      bytes_.push_back(p[i]);
  }
  unsigned sum() const {
    unsigned s = 0;
    for (unsigned char c : bytes_)
      s += c;
    return s;
  }

private:
  std::list<unsigned char> bytes_; // EXPECT: container now=32 then=1
};

class Series {
public:
  std::uint32_t append(float v) {
    std::uint32_t id = next_++;
    rows_[id] = v;
    return id;
  }
  float at(std::uint32_t id) const {
    auto it = rows_.find(id);
    return it == rows_.end() ? 0 : it->second;
  }

private:
  std::uint32_t next_ = 0;
  std::map<std::uint32_t, float> rows_; // EXPECT: container now=48 then=4
};
void ingest(Series &s, int n) {
  for (int i = 0; i != n; ++i)
    s.append(1);
}

std::size_t component(const std::vector<int> &head, int start) {
  std::unordered_set<int> visited; // EXPECT: container now=40 then=1
  for (int v = start; v >= 0; v = head[v])
    visited.insert(v);
  return visited.size();
}

struct Chunk {
  long sequence, at;
};
class Channel {
public:
  void offer(Chunk c) {
    if (open_)
      last_ = c.sequence + c.at;
    else
      backlog_.push(c);
  }
  long last() const { return last_; }

private:
  std::queue<Chunk> backlog_; // EXPECT: container now=688 then=24
  long last_ = 0;
  bool open_ = false;
};
long connect(std::unordered_map<long, Channel> &all, int n) {
  for (int i = 0; i != n; ++i)
    all[i].offer({i, i});
  return all[0].last();
}

struct Reading final {
  long at = 0;
  double value = 0;
};
double integrate(int n) {
  std::vector<std::unique_ptr<Reading>> log; // EXPECT: container now=40 then=16
  for (int i = 0; i != n; ++i)
    log.push_back(std::make_unique<Reading>());
  return log.back()->value;
}

struct TileId {
  int x, y;
  bool operator==(const TileId &o) const { return x == o.x && y == o.y; }
};
struct TileHash {
  std::size_t operator()(const TileId &t) const { return t.x * 31u + t.y; }
};
class Terrain {
public:
  void dig(int x, int y) { depth_[TileId{x, y}] += 1; }

private:
  std::unordered_map<TileId, long, TileHash> depth_; // EXPECT: container now=56 then=40
};
void erode(Terrain &t, int n) {
  for (int i = 0; i != n; ++i)
    t.dig(i, -i);
}

struct Lamp {
  std::vector<bool> hours = std::vector<bool>(24); // EXPECT: container now=72 then=4
  void on(int h) { hours[h] = true; }
};
void street(int n) {
  std::vector<Lamp> lamps(n);
  lamps[0].on(2);
}

enum class Skill { Swim, Climb, Fly };
struct Animal {
  std::set<Skill> skills; // EXPECT: container now=96 then=8
};
bool animals(int n) {
  std::vector<Animal> zoo(n);
  zoo[0].skills.insert(Skill::Fly);
  return zoo[0].skills.count(Skill::Swim);
}

bool contains(const std::vector<int> &all, int wanted) {
  std::set<int> known; // EXPECT: container now=48 then=4
  for (int x : all)
    known.insert(x);
  return known.count(wanted);
}
