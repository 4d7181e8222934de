// RUN: %check_heapwise %s %t --second-run-may-warn -- -std=c++17

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

using Bytes = std::vector<unsigned char>;

class Buffers {
public:
  void cleared() {
    if (In.capacity() > 1024)
      In.clear();
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'In' is emptied because of its capacity, which it keeps [heapwise-retained-memory]
  }
  void braces() {
    if (In.capacity() > 1024)
      In = {};
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'In' is emptied because of its capacity
  }
  void resized() {
    if (In.capacity() + Text.capacity() > 1024)
      Text.resize(0);
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'Text' is emptied because of its capacity
  }
  void buckets() {
    if (Index.bucket_count() > 1024)
      Index.clear();
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'Index' is emptied because of its bucket count
  }
  void keptInAVariable() {
    const auto Room = In.capacity();
    if (Room > 1024)
      In.clear();
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'In' is emptied because of its capacity
  }
  void askedElsewhere() {
    if (isLarge())
      In.clear();
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'In' is emptied because of its capacity
  }
  void summedElsewhere() {
    if (memory() > 1024)
      In.clear();
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'In' is emptied because of its capacity
  }

private:
  bool isLarge() const { return In.capacity() > 1024; }
  std::size_t memory() const { return In.capacity() + Text.capacity(); }

  Bytes In;
  std::string Text;
  std::unordered_map<int, std::string> Index;
};

// No fix: decltype of a call is a reference.
Bytes &scratch() {
  static Bytes B;
  return B;
}
void onLowMemory() {
  if (scratch().capacity() != 0)
    scratch().clear();
  // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'scratch()' is emptied because of its capacity
}

class TimesItsSize {
public:
  void cleared() {
    if (In.capacity() > 10 * In.size())
      In.clear();
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'In' is emptied because of its capacity
  }

private:
  Bytes In;
};

class Benign {
public:
  void reused(const unsigned char *P, std::size_t N) {
    In.clear();
    In.insert(In.end(), P, P + N);
  }
  void shrunk() {
    if (In.capacity() > 1024) {
      In.clear();
      In.shrink_to_fit();
    }
  }
  void replaced() {
    if (In.capacity() > 1024)
      In = Bytes();
  }
  void swapped() {
    if (In.capacity() > 1024) {
      In.clear();
      Bytes().swap(In);
    }
  }
  void another() {
    if (In.capacity() > 1024)
      Out.clear();
  }
  // Any at all is not too much.
  void lazy() {
    if (In.capacity() != 0) {
      In.clear();
      return;
    }
    In.reserve(100);
  }
  Bytes take() {
    Bytes B = std::move(Pool.back());
    Pool.pop_back();
    if (B.capacity() > 0)
      B.clear();
    return B;
  }
  void refilled(std::size_t N) {
    if (In.capacity() >= 16) {
      In.clear();
      for (std::size_t I = 0; I < N; ++I)
        In.push_back('x');
    }
  }
  void pooled(std::unique_ptr<Bytes> B) {
    if (B->capacity() > 16) {
      B->clear();
      Buffers.push_back(std::move(B));
    }
  }

private:
  Bytes In, Out;
  std::vector<Bytes> Pool;
  std::vector<std::unique_ptr<Bytes>> Buffers;
};
