// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A chat room that knows its members, who own the room.
//
// A room lives while somebody is in it. It observes its members, and forgets
// those who are gone when it next speaks to them.

#include <algorithm>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

class Member;

class Room {
public:
  explicit Room(std::string topic) : topic_(std::move(topic)) {}

  const std::string &topic() const { return topic_; }
  void say(const Member &from, const std::string &text);
  void enter(const std::shared_ptr<Member> &member) {
    members_.push_back(member);
  }

private:
  std::string topic_;
  std::vector<std::weak_ptr<Member>> members_;
};

class Member : public std::enable_shared_from_this<Member> {
public:
  explicit Member(std::string name) : name_(std::move(name)) {}

  const std::string &name() const { return name_; }

  void join(const std::shared_ptr<Room> &room) {
    room_ = room;
    room->enter(shared_from_this());
  }

  void say(const std::string &text) {
    if (room_)
      room_->say(*this, text);
  }

  void hear(const std::string &line) { inbox_.push_back(line); }
  std::size_t unread() const { return inbox_.size(); }

private:
  std::string name_;
  std::shared_ptr<Room> room_;
  std::vector<std::string> inbox_;
};

void Room::say(const Member &from, const std::string &text) {
  auto gone = [](const std::weak_ptr<Member> &m) { return m.expired(); };
  members_.erase(std::remove_if(members_.begin(), members_.end(), gone),
                 members_.end());
  for (const auto &weak : members_)
    if (auto member = weak.lock(); member && member.get() != &from)
      member->hear(from.name() + ": " + text);
}

static void chat(const std::string &topic) {
  std::map<std::string, std::shared_ptr<Room>> rooms;
  rooms[topic] = std::make_shared<Room>(topic);

  auto ada = std::make_shared<Member>("ada");
  auto bob = std::make_shared<Member>("bob");
  ada->join(rooms[topic]);
  bob->join(rooms[topic]);
  ada->say("pizza?");
  bob->say("always");
  std::cout << ada->unread() + bob->unread() << " messages in " << topic
            << "\n";
}

int main() {
  chat("lunch");
  chat("dinner");
  chat("breakfast");
  return 0;
}
