//===-- examples_test.cpp - The findings of the checks, at run time -------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// heapwise-ownership-cycle has a finding in every examples/*/leaky.cpp and none
// in fixed.cpp. Here both run, and the leaked cycles must lead through the
// members that the finding names. clang sees the members of the classes by
// itself; for g++ they come from `heapwise describe`.
//
//===----------------------------------------------------------------------===//

#include "examples.h"

#include "heapwise/gtest.h"

#include <cctype>
#include <set>

// A type that only functions know needs its name said (g++: `heapwise describe`
// does so).
#if HEAPWISE_MEMBER_WALK
HEAPWISE_REGISTER(chat_room::leaky::Member);
HEAPWISE_REGISTER(chat_room::leaky::Room);
HEAPWISE_REGISTER(event_bus::leaky::Document);
HEAPWISE_REGISTER(event_bus::leaky::View);
HEAPWISE_REGISTER(heartbeat::leaky::Connection);
HEAPWISE_REGISTER(ir_graph::leaky::Value);
HEAPWISE_REGISTER(scene_tree::leaky::Node);
HEAPWISE_REGISTER(session::leaky::Session);
#endif
HEAPWISE_REGISTER(std::function<void(int)>);

// A counted pointer of the program's own needs a hook.
namespace intrusive::leaky {
template <class T> void heapwise_walk(heapwise::walker &w, const Ref<T> &ref) {
  w.counted(ref.operator->());
}
} // namespace intrusive::leaky
namespace intrusive::fixed {
template <class T> void heapwise_walk(heapwise::walker &w, const Ref<T> &ref) {
  w.counted(ref.operator->());
}
} // namespace intrusive::fixed

namespace {

using names = std::set<std::string>;

/// "Room.members_[]" for every reference of the cycles: without namespaces,
/// positions and spaces.
names references(const heapwise::cycles_result &result) {
  names all;
  for (const heapwise::cycle &c : result.cycles)
    for (const heapwise::cycle_edge &e : c.edges) {
      const std::string path = e.from + e.member;
      const std::size_t leaky = path.find("leaky::");
      std::string name;
      for (char c : path.substr(leaky == path.npos ? 0 : leaky + 7))
        if (!std::isdigit(static_cast<unsigned char>(c)) && c != ' ')
          name += c;
      all.insert(name);
    }
  return all;
}

/// What the program leaves behind.
heapwise::cycles_result leaked_by(int program()) {
  heapwise::block_log::start();
  program();
  heapwise::cycle_options options;
  options.held = false;
  heapwise::cycles_result result = heapwise::find_cycles(options);
  heapwise::block_log::stop();
  for (const heapwise::cycle &c : result.cycles)
    EXPECT_TRUE(c.leaked) << c.text();
  return result;
}

/// The reference to weaken, in the first of the cycles.
std::string to_weaken(const heapwise::cycles_result &result) {
  if (result.cycles.empty())
    return {};
  heapwise::cycles_result one = result;
  one.cycles.resize(1);
  one.cycles[0].edges = {one.cycles[0].edges[one.cycles[0].weaken]};
  return *references(one).begin();
}

// strong member 'Member::room_' closes an ownership cycle through
// 'Room::members_'
TEST(Examples, ChatRoom) {
  const heapwise::cycles_result result = leaked_by(chat_room::leaky::main);
  EXPECT_EQ(references(result), (names{"Member.room_", "Room.members_[]"}));
  EXPECT_EQ(to_weaken(result), "Member.room_");
  EXPECT_EQ(result.leaked(), 3u) << result.text();
  EXPECT_NO_LEAKED_CYCLES(chat_room::fixed::main());
}

// 'View' owns itself through 'document_' and 'changed' and 'slots_'
TEST(Examples, EventBus) {
  const heapwise::cycles_result result = leaked_by(event_bus::leaky::main);
  EXPECT_EQ(references(result),
            (names{"View.document_", "Document.changed.slots_[]{target}"}));
  EXPECT_EQ(to_weaken(result), "Document.changed.slots_[]{target}");
  EXPECT_EQ(result.leaked(), 3u) << result.text();
  EXPECT_NO_LEAKED_CYCLES(event_bus::fixed::main());
}

// 'Connection' owns itself through 'timer_' and 'tick_'
TEST(Examples, Heartbeat) {
  const heapwise::cycles_result result = leaked_by(heartbeat::leaky::main);
  EXPECT_EQ(references(result), names{"Connection.timer_.tick_{target}"});
  EXPECT_EQ(result.leaked(), 3u) << result.text();
  EXPECT_NO_LEAKED_CYCLES(heartbeat::fixed::main());
}

// strong member 'Value::users_' closes an ownership cycle through
// 'Value::operands_'
TEST(Examples, IrGraph) {
  const heapwise::cycles_result result = leaked_by(ir_graph::leaky::main);
  EXPECT_EQ(references(result), (names{"Value.operands_[]", "Value.users_[]"}));
  EXPECT_EQ(result.leaked(), 3u) << result.text();
  EXPECT_NO_LEAKED_CYCLES(ir_graph::fixed::main());
}

// 'attempt' owns itself: the stored lambda captures 'attempt'
TEST(Examples, Retry) {
  const heapwise::cycles_result result = leaked_by(retry::leaky::main);
  EXPECT_EQ(references(result), names{"std::function<void(int)>{target}"});
  EXPECT_EQ(result.leaked(), 2u) << result.text();
  EXPECT_NO_LEAKED_CYCLES(retry::fixed::main());
}

// strong member 'Node::parent_' closes an ownership cycle through
// 'Node::children_'
TEST(Examples, SceneTree) {
  const heapwise::cycles_result result = leaked_by(scene_tree::leaky::main);
  EXPECT_EQ(references(result), (names{"Node.children_[]", "Node.parent_"}));
  EXPECT_EQ(to_weaken(result), "Node.parent_");
  EXPECT_EQ(result.leaked(), 3u) << result.text();
  EXPECT_NO_LEAKED_CYCLES(scene_tree::fixed::main());
}

// 'Session' owns itself through 'on_close_': the stored lambda captures
// 'session'
TEST(Examples, Session) {
  const heapwise::cycles_result result = leaked_by(session::leaky::main);
  EXPECT_EQ(references(result), names{"Session.on_close_{target}"});
  EXPECT_EQ(result.leaked(), 3u) << result.text();
  EXPECT_NO_LEAKED_CYCLES(session::fixed::main());
}

// strong member 'Menu::window_' closes an ownership cycle through
// 'Window::menu_'
TEST(Examples, Intrusive) {
  {
    using namespace intrusive::leaky;
    heapwise::block_log::start();
    const Window *probe = nullptr;
    {
      const Ref<Window> window = new Window("a title that is on the heap");
      window->attachMenu();
      const heapwise::cycles_result result = heapwise::find_cycles(window);
      EXPECT_EQ(references(result), (names{"Menu.window_", "Window.menu_"}));
      EXPECT_EQ(result.cycles.size(), 1u) << result.text();
      probe = window.operator->();
    }
    // The last handle is gone, the window is not.
    heapwise::live_block block;
    EXPECT_TRUE(heapwise::block_log::find(probe, block));
    heapwise::block_log::stop();
  }
  {
    using namespace intrusive::fixed;
    heapwise::block_log::start();
    const Window *probe = nullptr;
    {
      const Ref<Window> window = new Window("a title that is on the heap");
      window->attachMenu();
      EXPECT_NO_CYCLES(window);
      probe = window.operator->();
    }
    heapwise::live_block block;
    EXPECT_FALSE(heapwise::block_log::find(probe, block));
    heapwise::block_log::stop();
  }
}

} // namespace
