// case: p1_returned_closure
// pattern: P1 (a helper returns a lambda that captured its parameter, the caller stores it in the argument)
// evidence: proved
// cross-tu: no
// what: room->leave = remover(room): the capture and the store are in different functions
// fix: the helper captures a weak_ptr
#include <functional>
#include <memory>
#include <set>
#include <string>

struct Room {
  std::set<std::string> people;
  std::function<bool(const std::string &)> leave; // EXPECT-ANY: cycle
};

std::function<bool(const std::string &)> remover(std::shared_ptr<Room> room) {
#ifndef FIXED
  return [room](const std::string &who) { return room->people.erase(who) > 0; }; // EXPECT-ANY: cycle
#else
  return [weak = std::weak_ptr<Room>(room)](const std::string &who) {
    auto room = weak.lock();
    return room && room->people.erase(who) > 0;
  };
#endif
}

std::shared_ptr<Room> openRoom() {
  auto room = std::make_shared<Room>();
  room->leave = remover(room); // EXPECT-ANY: cycle
  return room;
}

#ifdef PROVE
int main() {
  std::weak_ptr<Room> watch;
  {
    auto room = openRoom();
    watch = room;
    room->people = {"ada", "bob"};
    if (!room->leave("bob") || room->leave("bob"))
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
