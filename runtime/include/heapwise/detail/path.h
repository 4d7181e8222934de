//===-- detail/path.h - Paths through an object graph -----------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_DETAIL_PATH_H
#define HEAPWISE_DETAIL_PATH_H

#include "heapwise/detail/observer.h"

#include <cstdint>
#include <string>
#include <vector>

namespace heapwise::detail {

/// The path of a walk as a tree of steps: a present position, and positions to
/// come back to. Steps that nobody has kept are freed when the walk leaves
/// them.
class path_tracker {
public:
  path_tracker() : steps_(1) {}

  void enter(const step &s) {
    steps_.push_back({s, position_});
    position_ = static_cast<std::uint32_t>(steps_.size() - 1);
  }

  void leave() {
    const std::uint32_t left = position_;
    position_ = steps_[left].parent;
    if (left + 1 == steps_.size() && left >= kept_)
      steps_.pop_back();
  }

  /// The present position; valid until clear().
  std::uint32_t keep() {
    kept_ = static_cast<std::uint32_t>(steps_.size());
    return position_;
  }

  void seek(std::uint32_t position) { position_ = position; }

  void clear() {
    steps_.resize(1);
    position_ = kept_ = 0;
  }

  const step &at(std::uint32_t position) const { return steps_[position].what; }
  std::uint32_t parent(std::uint32_t position) const {
    return steps_[position].parent;
  }

  /// ".kids_[0]", "->", "{target}" joined from the start of the path.
  std::string text(std::uint32_t position) const {
    std::vector<std::uint32_t> way;
    for (; position; position = steps_[position].parent)
      way.push_back(position);
    std::string result;
    bool arrow = false;
    for (auto it = way.rbegin(); it != way.rend(); ++it) {
      const step &s = steps_[*it].what;
      switch (s.kind) {
      case step_kind::member:
        result += arrow ? "->" : ".";
        result += s.name;
        break;
      case step_kind::element:
        result += (arrow ? "->[" : "[") + std::to_string(s.index) + "]";
        break;
      case step_kind::slot:
        result += (arrow ? "->" : ".") + std::to_string(s.index);
        break;
      case step_kind::target:
        result += "{target}";
        break;
      case step_kind::pointee:
        break;
      }
      arrow = s.kind == step_kind::pointee;
    }
    return result;
  }

private:
  struct node {
    step what{};
    std::uint32_t parent = 0;
  };

  std::vector<node> steps_;
  std::uint32_t position_ = 0;
  std::uint32_t kept_ = 0;
};

} // namespace heapwise::detail

#endif // HEAPWISE_DETAIL_PATH_H
