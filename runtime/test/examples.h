//===-- examples.h - The programs of examples/ as functions -----*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Every program in a namespace of its own, main() included. What the programs
// include is included first, outside of any namespace.
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_TEST_EXAMPLES_H
#define HEAPWISE_TEST_EXAMPLES_H

#include <algorithm>
#include <deque>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// clang-format off
namespace chat_room::leaky {
#include "chat-room/leaky.cpp"
}
namespace chat_room::fixed {
#include "chat-room/fixed.cpp"
}
namespace event_bus::leaky {
#include "event-bus/leaky.cpp"
}
namespace event_bus::fixed {
#include "event-bus/fixed.cpp"
}
namespace heartbeat::leaky {
#include "heartbeat/leaky.cpp"
}
namespace heartbeat::fixed {
#include "heartbeat/fixed.cpp"
}
namespace intrusive::leaky {
#include "intrusive/leaky.cpp"
}
namespace intrusive::fixed {
#include "intrusive/fixed.cpp"
}
namespace ir_graph::leaky {
#include "ir-graph/leaky.cpp"
}
namespace ir_graph::fixed {
#include "ir-graph/fixed.cpp"
}
namespace retry::leaky {
#include "retry/leaky.cpp"
}
namespace retry::fixed {
#include "retry/fixed.cpp"
}
namespace scene_tree::leaky {
#include "scene-tree/leaky.cpp"
}
namespace scene_tree::fixed {
#include "scene-tree/fixed.cpp"
}
namespace session::leaky {
#include "session/leaky.cpp"
}
namespace session::fixed {
#include "session/fixed.cpp"
}
// clang-format on

#endif // HEAPWISE_TEST_EXAMPLES_H
