// Records that another order of their members makes smaller, and that may be
// reordered: the fix-it has to give a record of the stated size.
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

// Elements of a vector; the comment on a line goes with its member.
struct Probe { // EXPECT: layout before=32 after=24 saved=8 fix
  bool on = false; // since the last reset
  double level = 0;
  // Times the level was too high.
  std::uint16_t peaks = 0;

  double mean = 0;
};
double probes(int n) {
  std::vector<Probe> all(n);
  return all.back().level;
}

// Nodes of a map: 32 + 4 (8) + T.
struct Lease { // EXPECT: layout before=40 after=24 saved=16 fix
  bool fixed = false;
  std::int64_t since = 0;
  bool offered = false;
  std::int64_t until = 0;
  std::uint32_t address = 0;
};
class Leases {
public:
  void grant(int id) { leases_[id].until = id; }

private:
  std::map<int, Lease> leases_;
};
void grant_all(Leases &l, int n) {
  for (int i = 0; i != n; ++i)
    l.grant(i);
}

// make_shared: 16 bytes before the object.
class Task { // EXPECT: layout before=64 after=48 saved=16 fix
public:
  explicit Task(std::function<void()> f) : run_(std::move(f)) {}
  void stop() { stopped_ = true; }
  int tries() const { return tries_ + due_ + (stopped_ ? 1 : 0); }

private:
  bool stopped_ = false;
  std::function<void()> run_;
  char tries_ = 0;
  std::int64_t due_ = 0;
  char priority_ = 0;
};
std::vector<std::shared_ptr<Task>> tasks(int n) {
  std::vector<std::shared_ptr<Task>> all;
  for (int i = 0; i != n; ++i)
    all.push_back(std::make_shared<Task>([] {}));
  return all;
}

// The initialisers follow the members.
class Parcel { // EXPECT: layout before=40 after=24 saved=16 fix
public:
  Parcel(bool fragile, double weight, char zone, long code, bool insured)
      : fragile_(fragile), weight_(weight), zone_(zone), code_(code),
        insured_(insured) {}
  double price() const {
    return weight_ * (fragile_ ? 2 : 1) + zone_ + code_ + insured_;
  }

private:
  bool fragile_;
  double weight_;
  char zone_;
  long code_;
  bool insured_;
};
double parcels(int n) {
  std::vector<Parcel> truck;
  for (int i = 0; i != n; ++i)
    truck.emplace_back(i % 2, i, 'a', i, true);
  return truck.back().price();
}

// The tail padding of the base takes the small member.
class Shape {
public:
  virtual ~Shape();
  virtual double area() const;

private:
  int id_ = 0;
};
class Circle : public Shape { // EXPECT: layout before=32 after=24 saved=16 fix
public:
  double area() const override { return radius_ + colour_; }

private:
  double radius_ = 1;
  int colour_ = 0;
};
std::vector<std::unique_ptr<Shape>> circles(int n) {
  std::vector<std::unique_ptr<Shape>> all;
  for (int i = 0; i != n; ++i)
    all.push_back(std::make_unique<Circle>());
  return all;
}

// The anonymous union moves as one member.
class Scalar { // EXPECT: layout before=32 after=24 saved=8 fix
public:
  Scalar() : whole_(0) {}
  long whole() const { return real_ || late_ ? 0 : whole_ + at_; }

private:
  bool real_ = false;
  union {
    long whole_;
    double part_;
  };
  bool late_ = false;
  long at_ = 0;
};
long scalars(int rows, int columns) {
  std::vector<std::vector<Scalar>> table(rows, std::vector<Scalar>(columns));
  return table.back().back().whole();
}

// A nested type between the members: flags move down, not members up.
struct Turret { // EXPECT: layout before=56 after=40 saved=16 fix
  Turret() {}
  bool armed = false;
  struct Aim {
    double bearing = 0, pitch = 0;
  };
  Aim now;
  bool tracking = false;
  Aim wanted;
  char crew = 2;
};
double turrets(int n) {
  std::vector<Turret> fort(n);
  return fort.back().wanted.pitch;
}

// Members with effects keep their order; the flag finds another place.
int lock(int);
void unlock(int);
class Lock {
public:
  explicit Lock(int id) : id_(lock(id)) {}
  ~Lock() { unlock(id_); }

private:
  int id_;
};
class Journal {
public:
  explicit Journal(int id) : where_(lock(id)) {}
  ~Journal() { unlock(static_cast<int>(where_)); }

private:
  long where_;
};
class Tenant { // EXPECT: layout before=48 after=40 saved=16 fix
public:
  Tenant(int id) : lock_(id), journal_(id), id_(id) {}
  long bytes() const { return dirty_ ? bytes_ : id_ + epoch_; }

private:
  Lock lock_;
  Journal journal_;
  long id_;
  long bytes_ = 0;
  long epoch_ = 0;
  bool dirty_ = false;
};
std::vector<std::unique_ptr<Tenant>> tenants(int n) {
  std::vector<std::unique_ptr<Tenant>> all;
  for (int i = 0; i != n; ++i)
    all.push_back(std::make_unique<Tenant>(i));
  return all;
}

// new in a loop.
struct Frame { // EXPECT: layout before=48 after=32 saved=16 fix
  Frame(Frame *caller) : caller(caller) {}
  bool suspended = false;
  Frame *caller;
  short slots = 0;
  const void *code = nullptr;
  bool handler = false;
  long counter = 0;
};
Frame *call(int depth) {
  Frame *top = nullptr;
  for (int i = 0; i != depth; ++i)
    top = new Frame(top);
  return top;
}
