// RUN: %check_heapwise %s %t

#include <string>
#include <vector>

class Parser {
public:
  // A buffer that is used again.
  void next(const char *P) {
    Text.clear();
    Text += P;
  }
  // The capacity is looked at, and kept on purpose.
  void grow(std::size_t N) {
    if (Text.capacity() < N)
      Text.reserve(N);
    Lines.clear();
  }

private:
  std::string Text;
  std::vector<std::string> Lines;
};

// Parts that go, buffers that are to keep their memory.
namespace kept_on_purpose {
void flush(const std::vector<int> &);
void partly(std::string &Buffer, std::size_t Used) {
  if (Buffer.capacity() > 4096)
    Buffer.erase(0, Used);
}
void firstOnes(std::vector<int> &Values, int Used) {
  if (Values.capacity() > 4096)
    Values.erase(Values.begin(), Values.begin() + Used);
}
void batch(std::vector<int> &Values, int X) {
  Values.push_back(X);
  if (Values.size() == Values.capacity()) {
    flush(Values);
    Values.clear();
  }
}
void reuse(std::vector<int> &Values, std::size_t N) {
  if (Values.capacity() >= N) {
    Values.clear();
  } else {
    std::vector<int> Fresh;
    Fresh.reserve(N);
    Values.swap(Fresh);
  }
}
void small(std::vector<int> &Values) {
  if (Values.capacity() < 64)
    Values.clear();
}
} // namespace kept_on_purpose
