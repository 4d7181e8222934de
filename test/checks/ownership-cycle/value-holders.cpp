// RUN: %check_heapwise --std=c++20 %s %t

// Values that hold a handle: replaced, emptied, copied.
#include <array>
#include <functional>
#include <future>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

struct Upload : std::enable_shared_from_this<Upload> {
  struct InFlight {
    std::shared_ptr<Upload> Keep;
    int Fd;
  };
  std::optional<InFlight> Op;
  void start(int Fd) { Op = InFlight{shared_from_this(), Fd}; }
  void done() { Op.reset(); }
};

struct Null : std::enable_shared_from_this<Null> {
  struct InFlight {
    std::shared_ptr<Null> Keep;
    int Fd;
  };
  std::optional<InFlight> Op;
  void start(int Fd) { Op = InFlight{shared_from_this(), Fd}; }
  void done() { Op = std::nullopt; }
};

struct Connection : std::enable_shared_from_this<Connection> {
  struct Idle {};
  struct Busy {
    std::shared_ptr<Connection> Self;
    int Count;
  };
  std::variant<Idle, Busy> State;
  void begin(int N) { State = Busy{shared_from_this(), N}; }
  void finish() { State = Idle{}; }
};

struct NoOp : std::enable_shared_from_this<NoOp> {
  std::function<void()> Handler;
  void start() {
    Handler = [Self = shared_from_this()] {};
  }
  void stop() {
    Handler = [] {};
  }
};

struct Message {
  std::shared_ptr<struct Session> To;
  std::string Body;
};
void send(const Message &);
struct Session : std::enable_shared_from_this<Session> {
  std::vector<Message> Templates;
  std::map<int, Message> ById;
  std::optional<Message> Default = Message{};
  void greet() {
    for (auto M : Templates) {
      M.To = shared_from_this();
      send(M);
    }
    for (auto [Id, M] : ById) {
      M.To = shared_from_this();
      send(M);
    }
    auto M = Default.value_or(Message{});
    M.To = shared_from_this();
    send(M);
  }
};

struct Hub : std::enable_shared_from_this<Hub> {
  std::list<std::function<void()>> Pending;
  void defer() {
    Pending.push_back([Self = shared_from_this()] {});
  }
  void flush() {
    std::list<std::function<void()>> Run;
    Run.splice(Run.end(), Pending);
    for (auto &F : Run)
      F();
  }
};

struct Oct : std::enable_shared_from_this<Oct> {
  std::shared_ptr<Oct> Parent;
  std::array<std::shared_ptr<Oct>, 8> Kids;
  void split() {
    for (auto &K : Kids) {
      K = std::make_shared<Oct>();
      K->Parent = shared_from_this();
    }
  }
  void merge() { Kids.fill(nullptr); }
};

struct Loader : std::enable_shared_from_this<Loader> {
  std::future<int> Result;
  void start() {
    Result = std::async(std::launch::async,
                        [Self = shared_from_this()] { return 4; });
  }
  int wait() { return Result.get(); }
};

struct Item {
  std::shared_ptr<struct Scene> In;
};
struct Scene {
  std::vector<std::shared_ptr<Item>> Items;
  void add(const std::shared_ptr<Item> &I) {
    I->In = std::shared_ptr<Scene>(this, [](Scene *) {});
    Items.push_back(I);
  }
};

// And the twins that leak.
struct Slot {
  // CHECK-MESSAGES: :[[@LINE+1]]:{{[0-9]+}}: warning: strong member 'Slot::Who' closes an ownership cycle through 'Table::Slots'
  std::shared_ptr<struct Table> Who;
  int Number;
};
struct Table : std::enable_shared_from_this<Table> {
  std::map<int, Slot> Slots;
  void open(int Id) { Slots.emplace(Id, Slot{shared_from_this(), 1}); }
};

struct Child {
  // CHECK-MESSAGES: :[[@LINE+1]]:{{[0-9]+}}: warning: strong member 'Child::Of' closes an ownership cycle through 'Family::Children'
  std::shared_ptr<struct Family> Of;
  int Id;
};
struct Family : std::enable_shared_from_this<Family> {
  std::vector<std::shared_ptr<Child>> Children;
  void add(int Id) {
    Children.push_back(std::make_shared<Child>(shared_from_this(), Id));
  }
};
