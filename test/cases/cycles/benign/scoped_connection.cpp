// case: scoped_connection
// what: slots capture this; the connection object disconnects in its destructor
// trap: the receiver of the slot is a signal inside an object that the subscriber owns
// expect: no diagnostic at the default setting
#include <functional>
#include <map>
#include <memory>
#include <utility>

class Signal {
public:
  int connect(std::function<void(int)> f) {
    slots_[++last_] = std::move(f);
    return last_;
  }
  void disconnect(int id) { slots_.erase(id); }
  void emit(int v) {
    for (auto &s : slots_)
      s.second(v);
  }

private:
  int last_ = 0;
  std::map<int, std::function<void(int)>> slots_;
};
struct Mixer {
  Signal volume;
};
class Knob : public std::enable_shared_from_this<Knob> {
public:
  explicit Knob(std::shared_ptr<Mixer> m) : mixer_(std::move(m)), id_(mixer_->volume.connect([this](int v) { at = v; })) {}
  ~Knob() { mixer_->volume.disconnect(id_); }
  int at = 0;

private:
  std::shared_ptr<Mixer> mixer_;
  int id_;
};

#ifdef PROVE
int main() {
  auto m = std::make_shared<Mixer>();
  auto k = std::make_shared<Knob>(m);
  std::weak_ptr<Knob> watch = k;
  m->volume.emit(3);
  if (k->at != 3)
    return 2;
  k.reset();
  m->volume.emit(4);
  return watch.expired() ? 0 : 1;
}
#endif
