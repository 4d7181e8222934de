// case: observers_raw
// what: observers register this in the subject that they own, and leave in their destructor
// trap: subject_->add(this) and a strong subject_
// expect: no diagnostic at the default setting
#include <memory>
#include <set>
#include <utility>

class Observer {
public:
  virtual ~Observer() = default;
  virtual void notify(int v) = 0;
};
class Subject {
public:
  void add(Observer *o) { observers_.insert(o); }
  void remove(Observer *o) { observers_.erase(o); }
  void fire(int v) {
    for (auto *o : observers_)
      o->notify(v);
  }
  std::size_t count() const { return observers_.size(); }

private:
  std::set<Observer *> observers_;
};
class Gauge : public Observer, public std::enable_shared_from_this<Gauge> {
public:
  explicit Gauge(std::shared_ptr<Subject> s) : subject_(std::move(s)) { subject_->add(this); }
  ~Gauge() override { subject_->remove(this); }
  void notify(int v) override { level = v; }
  int level = 0;

private:
  std::shared_ptr<Subject> subject_;
};

#ifdef PROVE
int main() {
  auto s = std::make_shared<Subject>();
  auto g = std::make_shared<Gauge>(s);
  std::weak_ptr<Gauge> watch = g;
  s->fire(2);
  if (g->level != 2)
    return 2;
  g.reset();
  return watch.expired() && s->count() == 0 ? 0 : 1;
}
#endif
