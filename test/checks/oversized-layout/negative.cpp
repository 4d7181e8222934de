// RUN: %check_heapwise %s %t
#include <algorithm>
#include <functional>
#include <list>
#include <memory>
#include <vector>

// One object: nothing to multiply by.
struct Settings {
  bool verbose = false;
  double scale = 1;
  bool colour = true;
};
Settings &settings() {
  static Settings s;
  return s;
}

// A list node of 16 + 40 bytes and one of 16 + 32 take the same block of glibc.
struct Ticket {
  bool vip = false;
  long number = 0;
  bool paid = false;
  long desk = 0, since = 0;
};
void queue(std::list<Ticket> &waiting, int n) {
  for (int i = 0; i != n; ++i)
    waiting.emplace_back();
}

// Three of them.
struct Stage {
  bool required;
  double weight;
  bool parallel;
};
double pipeline() {
  std::vector<Stage> stages;
  for (int i = 0; i != 3; ++i)
    stages.push_back(Stage());
  return stages.back().weight;
}

// The hole cannot be closed: 13 bytes need 16 in any order.
struct Vote {
  char choice;
  int district;
  long at;
};
long tally(int n) {
  std::vector<Vote> box(n);
  return box.back().at;
}

// A message is gone when its receiver returns: nothing can be taken out of a
// constant std::unique_ptr.
struct Message {
  bool last = false;
  long code = 0;
  bool binary = false;
};
using Handler = std::function<void(const std::unique_ptr<Message> &)>;
void deliver(const Handler &handler, int n) {
  for (int i = 0; i != n; ++i)
    handler(std::make_unique<Message>());
}

// One for each object, however often it is asked for.
struct Bar {
  bool shown = false;
  double size = 0;
  bool dragged = false;
};
void show(Bar *bar);
class Scroller {
public:
  void layOut() {
    if (bar) {
      bar->shown = true;
    } else {
      bar = new Bar;
      show(bar);
    }
    ratchet.reset(new Bar);
  }

private:
  Bar *bar = nullptr;
  std::unique_ptr<Bar> ratchet;
};
void layOutAll(Scroller &one, int n) {
  for (int i = 0; i != n; ++i)
    one.layOut();
}

// The same through a factory and a setter.
struct Params {
  bool strict = false;
  double timeout = 0;
  bool fast = false;
};
template <typename T, typename... Args>
std::shared_ptr<T> create(Args &&...args) {
  return std::make_shared<T>(std::forward<Args>(args)...);
}
class Server {
public:
  void set(const std::shared_ptr<Params> &p) { params = p; }
  void change() {
    std::shared_ptr<Params> copy = create<Params>(*params);
    copy->timeout *= 2;
    set(copy);
  }

private:
  std::shared_ptr<Params> params = std::make_shared<Params>();
};
void changeOften(Server &one, int n) {
  for (int i = 0; i != n; ++i)
    one.change();
}

// What becomes of it is out of sight, and the loop is somewhere else.
struct Fade {
  bool in = false;
  double from = 0;
  bool out = false;
};
void animate(Fade *fade);
void resize(bool in) {
  Fade *fade = new Fade;
  fade->in = in;
  animate(fade);
}
void resizeAll(int n) {
  for (int i = 0; i != n; ++i)
    resize(i % 2);
}

// A small part of what each object takes.
struct Header {
  bool first = false;
  long id = 0;
  bool last = false;
};
struct Frame {
  Header header;
  char bytes[200];
};
void receive(std::vector<Frame> &frames, int n) {
  for (int i = 0; i != n; ++i)
    frames.emplace_back();
}

// At most eight of them.
struct Button {
  bool shown = false;
  double width = 0;
  bool pressed = false;
};
void buttons(std::vector<Button> &all, int heroes, bool more) {
  for (int i = 0; i < std::min(heroes, 8); ++i)
    all.emplace_back();
  for (int i = 0; more && i < 8; ++i)
    all.emplace_back();
}
