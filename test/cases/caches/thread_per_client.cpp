// pattern: accept loop keeps each finished std::thread
// evidence: likely
#include <thread>
#include <vector>
#include <list>

int accept_client();
void talk(int fd);

class Listener {
 public:
  void run() {
    for (;;) {
      const int fd = accept_client();
      if (fd < 0) continue;
#ifdef FIXED
      std::thread(talk, fd).detach();
#else
      threads_.emplace_back(talk, fd);  // EXPECT-ANY: cache
#endif
    }
  }
  ~Listener() {
    for (auto& t : threads_) t.join();
  }

 private:
  std::vector<std::thread> threads_;  // EXPECT-ANY: cache
};

void serve_forever() {
  Listener l;
  l.run();
}
