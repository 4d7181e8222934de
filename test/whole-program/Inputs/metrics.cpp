#include <map>
#include <string>

class Publisher {
public:
  void push(const std::string &Id) { setLast(Id); }

private:
  void setLast(const std::string &Id) { Last[Id] = 1; }
  std::map<std::string, int> Last;
};

static Publisher P;
bool wait();
std::string input();

int main() {
  while (wait()) {
#ifdef ANY_NAME
    P.push(input());
#else
    P.push("sent");
    P.push("received");
#endif
  }
}
