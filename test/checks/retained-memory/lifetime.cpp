// RUN: %check_heapwise %s %t -- -std=c++17

#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

using Bytes = std::vector<unsigned char>;
using Names = std::vector<std::string>;
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

// Something else leads to it, or it is gone before.
namespace held {

Names lines(const std::string &Name);
struct Index {
  std::vector<std::string_view> Views;
  void run();
};
void viewsInAMember(const std::string &Name, Index &I) {
  auto Text = lines(Name);
  for (const auto &Line : Text)
    I.Views.push_back(Line);
  I.run();
}
void viewsInALocal(const std::string &Name, Server &S) {
  std::vector<std::string_view> Views;
  auto Text = lines(Name);
  for (const auto &Line : Text)
    Views.push_back(Line);
  S.run();
  store(Views.size());
}
void viewsOfARange(const std::string &Name, Server &S) {
  auto Text = lines(Name);
  std::vector<std::string_view> Views(Text.begin(), Text.end());
  S.run();
  store(Views.size());
}
void keys(const std::string &Name, Server &S,
          std::map<std::string_view, int> &Keys) {
  auto Text = lines(Name);
  for (const auto &Line : Text)
    Keys[Line] = 1;
  S.run();
}
void assignedView(const std::string &Name, Server &S) {
  std::string_view First;
  auto Text = lines(Name);
  First = Text[0];
  S.run();
  store(First.size());
}
void pointers(const std::string &Name, Server &S,
              std::map<int, const char *> &Out) {
  auto Text = lines(Name);
  Out[1] = Text[0].c_str();
  S.run();
}
void ownCopies(const std::string &Name, Server &S) {
  auto Text = lines(Name);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'Text' ({{.*}}) is not used any more while the function waits
  std::vector<std::string> Copies(Text.begin(), Text.end());
  S.run();
  store(Copies.size());
}
void take(Bytes B);
void moved(const std::string &Name, Server &S) {
  Bytes Data = readFile(Name);
  take(std::move(Data));
  S.run();
}
void swapped(const std::string &Name, Server &S) {
  Bytes Data = readFile(Name);
  store(digest(Data));
  Bytes().swap(Data);
  S.run();
}
void shrunk(const std::string &Name, Server &S) {
  Bytes Data = readFile(Name);
  store(digest(Data));
  Data.clear();
  Data.shrink_to_fit();
  S.run();
}

} // namespace held

// An object of which only the base is known may look at it.
struct Disk {
  virtual ~Disk();
};
std::unique_ptr<Disk> makeDisk(const std::vector<std::string> &Settings);
std::vector<std::string> settings();
void behindABase(Server &S) {
  auto Settings = settings();
  auto D = makeDisk(Settings);
  S.run();
}

// Threads look at it.
void byThreads(const char *Name) {
  auto Lines = settings();
  std::vector<std::thread> All;
  for (auto &Line : Lines)
    All.emplace_back([&Line] { store(Line.size()); });
  for (auto &T : All)
    T.join();
}
void byPointer(const char *Name) {
  auto Lines = settings();
  std::vector<std::thread> All;
  for (auto &Line : Lines) {
    const char *P = Line.c_str();
    All.emplace_back([P] { store(P[0]); });
  }
  for (auto &T : All)
    T.join();
}
