// RUN: %check_heapwise %s %t

// The callable that a cycle goes through may end it when it runs.
#include <functional>
#include <memory>
#include <utility>

void post(std::function<void()> F);

namespace kept {
struct Session {
  std::function<void()> Done;
  int N = 0;
};
void start() {
  auto S = std::make_shared<Session>();
  // CHECK-MESSAGES: :[[@LINE+1]]:{{[0-9]+}}: warning: 'Session' owns itself through 'Done': the stored lambda captures 'S'
  S->Done = [S]() mutable { S->N++; };
}
void step() {
  auto Step = std::make_shared<std::function<void()>>();
  // CHECK-MESSAGES: :[[@LINE+1]]:{{[0-9]+}}: warning: 'Step' owns itself: the stored lambda captures 'Step'
  *Step = [Step] { post(*Step); };
}
} // namespace kept

namespace gives_up_its_capture {
struct Session {
  std::function<void()> Done;
  int N = 0;
};
void moved() {
  auto S = std::make_shared<Session>();
  S->Done = [S]() mutable {
    auto Self = std::move(S);
    Self->N++;
  };
}
void reset() {
  auto S = std::make_shared<Session>();
  S->Done = [Keep = S]() mutable {
    if (Keep)
      Keep->N++;
    Keep.reset();
  };
}
} // namespace gives_up_its_capture

namespace empties_its_own_place {
void assigned() {
  int N = 0;
  auto Step = std::make_shared<std::function<void()>>();
  *Step = [Step, &N] {
    if (++N == 3) {
      *Step = nullptr;
      return;
    }
    post(*Step);
  };
}
void movedThroughACopy() {
  int N = 0;
  auto Step = std::make_shared<std::function<void()>>();
  *Step = [Step, &N] {
    if (++N == 3) {
      auto Keep = Step;
      auto F = std::move(*Keep);
      return;
    }
    post(*Step);
  };
}
} // namespace empties_its_own_place

namespace cast_is_a_move {
struct Operation : std::enable_shared_from_this<Operation> {
  std::function<void()> Handler;
  void start() {
    Handler = [Self = shared_from_this()] { Self->N++; };
  }
  void complete() {
    auto H = static_cast<std::function<void()> &&>(Handler);
    H();
  }
  int N = 0;
};
} // namespace cast_is_a_move

namespace moved_to_a_temporary {
struct Operation : std::enable_shared_from_this<Operation> {
  std::function<void()> Handler;
  void start() {
    Handler = [Self = shared_from_this()] { Self->N++; };
  }
  void moveTo(Operation &Other) { Other.Handler = std::move(Handler); }
  void finish() {
    Operation Last;
    moveTo(Last);
  }
  int N = 0;
};
} // namespace moved_to_a_temporary

// Either edge is made, never both.
namespace one_flag {
struct Node {
  std::shared_ptr<Node> Next;
};
void order(const std::shared_ptr<Node> &A, const std::shared_ptr<Node> &B,
           bool Forward) {
  if (Forward)
    A->Next = B;
  if (!Forward)
    B->Next = A;
}
} // namespace one_flag

namespace changed_flag {
struct Node {
  // CHECK-MESSAGES: :[[@LINE+1]]:{{[0-9]+}}: warning: strong member 'Node::Next' closes an ownership cycle
  std::shared_ptr<Node> Next;
};
void order(const std::shared_ptr<Node> &A, const std::shared_ptr<Node> &B,
           bool Forward) {
  if (Forward)
    A->Next = B;
  Forward = !Forward;
  if (!Forward)
    B->Next = A;
}
} // namespace changed_flag

// Whether the reader owns the stream is for its maker to say.
namespace deleted_if_owned {
struct Stream;
struct Reader {
  Stream *Source;
  bool Owns;
  Reader(Stream *S, bool Owns) : Source(S), Owns(Owns) {}
  ~Reader();
};
struct Stream : std::enable_shared_from_this<Stream> {
  std::shared_ptr<Reader> Last;
  void open() { Last = std::make_shared<Reader>(this, false); }
};
Reader::~Reader() {
  if (Owns)
    delete Source;
}
} // namespace deleted_if_owned
