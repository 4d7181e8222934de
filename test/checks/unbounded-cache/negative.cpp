// RUN: %check_heapwise %s %t

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

int compute(const std::string &key);

// Bounded by its size.
int bounded(const std::string &key) {
  static std::unordered_map<std::string, int> values;
  auto it = values.find(key);
  if (it != values.end())
    return it->second;
  if (values.size() >= 100)
    values.clear();
  return values[key] = compute(key);
}

// Only grows while it is small.
int guarded(const std::string &key) {
  static std::unordered_map<std::string, int> values;
  auto it = values.find(key);
  if (it != values.end())
    return it->second;
  const int v = compute(key);
  if (values.size() < 100)
    values.emplace(key, v);
  return v;
}

// Few keys.
enum class Color { Red, Green };
int byEnum(Color c) {
  static std::map<Color, int> values;
  return values.try_emplace(c, 0).first->second;
}
int byByte(unsigned char c) {
  static std::map<unsigned char, int> values;
  return values.try_emplace(c, 0).first->second;
}
int byRemainder(unsigned long long hash) {
  static std::map<unsigned long long, int> values;
  return values.try_emplace(hash % 32, 0).first->second;
}

// Anybody may empty it.
std::map<std::string, int> &shared() {
  static std::map<std::string, int> values;
  return values;
}
int fromShared(const std::string &key) {
  return shared().try_emplace(key, 0).first->second;
}
extern std::map<std::string, int> everybodys;
std::map<std::string, int> everybodys;
int fromEverybodys(const std::string &key) {
  return everybodys.try_emplace(key, 0).first->second;
}
void mayKeepIt(std::map<std::string, int> *);
int handedOut(const std::string &key) {
  static std::map<std::string, int> values;
  mayKeepIt(&values);
  return values.try_emplace(key, 0).first->second;
}

// A method whose body is somewhere else.
class Elsewhere {
public:
  int get(const std::string &key) {
    return values.try_emplace(key, 0).first->second;
  }
  void trim();

private:
  std::map<std::string, int> values;
};
static Elsewhere elsewhere;
int fromElsewhere(const std::string &key) { return elsewhere.get(key); }

// Factories, from start-up code.
using Factory = std::function<int()>;
static std::map<std::string, Factory> factories;
void registerFactory(const std::string &name, Factory f) {
  factories.emplace(name, std::move(f));
}

// An object of one request.
class Request {
public:
  void header(const std::string &name, const std::string &value) {
    headers[name] = value;
  }

private:
  std::map<std::string, std::string> headers;
};

// Given away.
class Lines {
public:
  void add(const std::string &line) { history.push_back(line); }
  std::vector<std::string> take() { return std::move(history); }

private:
  std::vector<std::string> history;
};
static Lines lines;
void add(const std::string &line) { lines.add(line); }

// In dependent code that nothing instantiates.
template <typename T> int unused(const T &key) {
  static std::map<T, int> values;
  return values.try_emplace(key, 0).first->second;
}

// The build leaves the rest of the function out.
int *counter(const std::string &name) {
  static std::map<std::string, int *> all;
  static int unused = 0;
  return &unused;

  auto it = all.find(name);
  if (it == all.end())
    it = all.emplace(name, new int(0)).first;
  return it->second;
}

// Levels for logging, no log.
class log_levels {
public:
  void set(const std::string &logger, int level) { levels_[logger] = level; }
  int get(const std::string &logger) const {
    auto it = levels_.find(logger);
    return it == levels_.end() ? 0 : it->second;
  }

private:
  std::unordered_map<std::string, int> levels_;
};
log_levels &levels() {
  static log_levels all;
  return all;
}

// A registry that fills itself.
struct Effect {
  virtual ~Effect() = default;
};
struct Registry {
  virtual ~Registry() = default;
  virtual const Effect *find(const std::string &name) const = 0;
  virtual void add(const std::string &name, std::shared_ptr<Effect> e) = 0;
  static Registry *get();
};
namespace detail {
class RegistryImpl : public Registry {
public:
  RegistryImpl() { add("heal", std::make_shared<Effect>()); }
  const Effect *find(const std::string &name) const override {
    auto it = data.find(name);
    return it == data.end() ? nullptr : it->second.get();
  }
  void add(const std::string &name, std::shared_ptr<Effect> e) override {
    data[name] = e;
  }

private:
  std::map<std::string, std::shared_ptr<Effect>> data;
};
} // namespace detail
Registry *Registry::get() {
  static auto one = std::make_unique<detail::RegistryImpl>();
  return one.get();
}

// A limit in a function or a flag is one.
namespace limit_behind_a_name {
class Asked {
  std::unordered_map<std::string, int> Seen;
  bool isFull() const { return Seen.size() >= 100; }

public:
  int get(const std::string &Key) {
    auto It = Seen.find(Key);
    if (It != Seen.end())
      return It->second;
    const int Value = static_cast<int>(Key.size());
    if (!isFull())
      Seen.emplace(Key, Value);
    return Value;
  }
};
int asked(const std::string &Key) {
  static Asked A;
  return A.get(Key);
}
class Flagged {
  std::unordered_map<std::string, int> Seen;

public:
  int get(const std::string &Key) {
    auto It = Seen.find(Key);
    if (It != Seen.end())
      return It->second;
    const int Value = static_cast<int>(Key.size());
    const bool Full = Seen.size() >= 100;
    if (Full)
      return Value;
    Seen.emplace(Key, Value);
    return Value;
  }
};
int flagged(const std::string &Key) {
  static Flagged F;
  return F.get(Key);
}
class Measured {
  std::unordered_map<std::string, int> Seen;
  std::size_t size() const { return Seen.size(); }

public:
  int get(const std::string &Key) {
    auto It = Seen.find(Key);
    if (It != Seen.end())
      return It->second;
    const int Value = static_cast<int>(Key.size());
    if (size() < 100)
      Seen.emplace(Key, Value);
    return Value;
  }
};
int measured(const std::string &Key) {
  static Measured M;
  return M.get(Key);
}
} // namespace limit_behind_a_name

// A notice for each message of the program.
void print(const std::string &);
void warnOnce(const std::string &message) {
  static std::unordered_map<std::string, bool> warned;
  if (!warned.emplace(message, true).second)
    return;
  print(message);
}

// As many as the program has functions, and what callers give a name.
namespace registered {
using Pack = int (*)(int);
struct Packer {
  Pack in, out;
};
std::string normal(const std::string &);
void add(const std::string &regname, Pack in, Pack out) {
  static std::unordered_map<std::string, Packer> packers;
  auto it = packers.find(regname);
  if (it == packers.end()) {
    auto &packer = packers[normal(regname)];
    packer.in = in;
    packer.out = out;
  }
}
static std::map<std::string, double> values;
double get(const std::string &name) {
  auto it = values.find(name);
  return it == values.end() ? 0 : it->second;
}
void tune(const std::string &name, double value) {
  auto it = values.find(name);
  if (it == values.end()) {
    values[name] = value;
    return;
  }
  it->second = value;
}
} // namespace registered
