// RUN: %check_heapwise %s %t -- -std=c++17

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

using Bytes = std::vector<unsigned char>;
Bytes readFile(const std::string &Name);
std::string name();
unsigned long digest(const Bytes &B);
void store(unsigned long D);
bool poll();
struct Server {
  void configure(std::size_t N);
  void keep(const Bytes &B);
  void run();
};

void nightly(const std::string &Name) {
  for (;;) {
    const Bytes Image = readFile(Name);
    // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'Image' (24 bytes and what it holds on the heap) is not used any more while the function waits, and keeps its memory [heapwise-retained-memory]
    store(digest(Image));
    std::this_thread::sleep_for(std::chrono::hours(24));
  }
}

void serve(const std::string &Name, Server &S) {
  Bytes Config = readFile(Name);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Config'
  S.configure(Config.size());
  S.run();
}

int loop(std::vector<std::string> Arguments) {
  // CHECK-MESSAGES: :[[@LINE-1]]:35: warning: 'Arguments'
  store(Arguments.size());
  while (poll())
    std::this_thread::sleep_for(std::chrono::seconds(1));
  return 0;
}

void waiting(std::mutex &M, std::condition_variable &Changed) {
  std::unique_lock<std::mutex> Hold(M);
  auto Image = readFile("x");
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'Image'
  store(digest(Image));
  Changed.wait(Hold);
}

namespace benign {

void thread(const std::string &Name) {
  const Bytes Content = readFile(Name);
  std::thread T([&Content] { store(digest(Content)); });
  T.join();
}
void kept(const std::string &Name, Server &S) {
  Bytes Config = readFile(Name);
  S.keep(Config);
  S.run();
}
void usedAfter(const std::string &Name, Server &S) {
  Bytes Config = readFile(Name);
  S.run();
  store(digest(Config));
}
void scoped(const std::string &Name, Server &S) {
  {
    Bytes Config = readFile(Name);
    S.configure(Config.size());
  }
  S.run();
}
void shortSleep(const std::string &Name) {
  Bytes Config = readFile(Name);
  store(digest(Config));
  std::this_thread::sleep_for(std::chrono::milliseconds(10));
}
void small(std::thread &Worker) {
  const std::string Name = name();
  store(Name.size());
  Worker.join();
}

} // namespace benign
