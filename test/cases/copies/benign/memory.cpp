
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
