//===-- detail/cycle_graph.h - References between managed objects *- C++
//-*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_DETAIL_CYCLE_GRAPH_H
#define HEAPWISE_DETAIL_CYCLE_GRAPH_H

#include "heapwise/detail/control_block.h"
#include "heapwise/detail/observer.h"
#include "heapwise/detail/path.h"
#include "heapwise/detail/pointer_map.h"
#include "heapwise/detail/scc.h"
#include "heapwise/walker.h"

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace heapwise {

struct cycles_result;

namespace detail {

/// Where the blocks of a cycle were allocated.
using stack_function = std::vector<std::string> (*)(const void *block);

/// Objects managed by shared_ptr or by a counted pointer that a hook names, and
/// the strong references between them.
class cycle_graph final : private observer {
public:
  struct edge {
    std::uint32_t to;
    std::uint32_t path; // in the tracker; ~0 if `text` is set
    std::string text;
  };
  struct object_node {
    // The control block; of a counted object its own address.
    const void *control = nullptr;
    bool counted = false;
    const type_record *record = nullptr; // of a counted object, if known
    long use_count = 0;
    std::string type;
    bool followed = false;
    std::vector<edge> edges;
    std::vector<std::string> opaque_paths; // where the walk had to stop
  };

  cycle_graph() { walker_access_set(); }

  /// Follows the program's object, and all that it leads to.
  void add_root(const void *object, const type_record &record) {
    nodes_.emplace_back();
    has_root_ = true;
    nodes_[0].type = std::string(record.name);
    nodes_[0].followed = true;
    current_ = 0;
    follow(record, object);
    for (std::uint32_t n = 1; n < nodes_.size(); ++n)
      follow_node(n);
  }

  /// Adds a managed object; its references are found by follow_all().
  std::uint32_t add(const void *control) {
    auto [id, inserted] =
        ids_.insert(control, static_cast<std::uint32_t>(nodes_.size()));
    const std::uint32_t result = *id;
    if (inserted) {
      const control_block block = reader_.read(control);
      object_node n;
      n.control = control;
      n.use_count = block.use_count();
      n.type = block.type->managed;
      nodes_.push_back(std::move(n));
    }
    return result;
  }

  void follow_all() {
    for (std::uint32_t n = 0; n < nodes_.size(); ++n)
      follow_node(n);
  }

  std::vector<object_node> &nodes() { return nodes_; }
  std::uint32_t *find(const void *control) { return ids_.find(control); }
  /// Whether a walk has found the control block of a weak_ptr here.
  bool is_weak(const void *place) { return weak_places_.find(place); }

  std::string path_text(const edge &e) const {
    return e.path == ~std::uint32_t(0) ? e.text : path_.text(e.path);
  }

  /// Which objects nothing outside of the graph owns: trial deletion (Bacon and
  /// Rajan, ECOOP 2001). An object is live if it has more owners than the graph
  /// explains, or is reached from a live one.
  std::vector<bool> live() const;

  cycles_result analyse(bool held, stack_function stack_of) const;

private:
  void walker_access_set() { walker_access::set_observer(walker_, *this); }

  void follow(const type_record &record, const void *object) {
    path_.seek(0);
    walker_access::run(walker_, record, object);
  }

  void follow_node(std::uint32_t n) {
    current_ = n;
    if (nodes_[n].counted) {
      if (nodes_[n].followed)
        follow(*nodes_[n].record, nodes_[n].control);
      return;
    }
    if (!nodes_[n].control || nodes_[n].use_count == 0)
      return;
    const managed_object managed =
        find_managed(reader_.read(nodes_[n].control));
    if (!managed.record || !managed.known)
      return;
    nodes_[n].followed = true;
    nodes_[n].type = std::string(managed.record->name);
    follow(*managed.record, managed.known);
  }

  void enter(const step &s, const void *, const type_record *) override {
    path_.enter(s);
  }
  void leave() override { path_.leave(); }
  std::uint32_t cursor() override { return path_.keep(); }
  void seek(std::uint32_t cursor) override { path_.seek(cursor); }
  void block(const void *, std::size_t, std::size_t) override {}
  void foreign(const void *, std::size_t, std::string_view) override {}
  void opaque(std::string_view, std::size_t, std::string_view) override {
    if (nodes_[current_].opaque_paths.size() < 8)
      nodes_[current_].opaque_paths.push_back(path_.text(path_.keep()));
  }
  void ignored(std::string_view, std::size_t, std::string_view) override {}
  void raw_pointer(std::string_view) override {}
  void pointee(const type_record &, const void *) override {}
  void padding(std::size_t) override {}
  bool enter_strong(const control_block &control, const void *,
                    const type_record *, bool) override {
    const std::uint32_t to = add(control.address);
    nodes_[current_].edges.push_back({to, path_.keep(), {}});
    return false; // every object is followed once, from its own start
  }
  void leave_strong() override {}
  void weak(const control_block &, const void *place) override {
    weak_places_.insert(place, 0);
  }
  bool counted(const void *object, const type_record *record,
               std::string_view type, long count) override {
    auto [id, inserted] =
        ids_.insert(object, static_cast<std::uint32_t>(nodes_.size()));
    const std::uint32_t to = *id;
    if (inserted) {
      object_node n;
      n.control = object;
      n.counted = true;
      n.record = record;
      n.use_count = count ? count : std::numeric_limits<long>::max();
      n.type = record ? std::string(record->name) : std::string(type);
      n.followed = record != nullptr;
      nodes_.push_back(std::move(n));
    }
    nodes_[current_].edges.push_back({to, path_.keep(), {}});
    return true;
  }

  walker walker_;
  control_block_reader reader_;
  path_tracker path_;
  pointer_map ids_, weak_places_;
  std::vector<object_node> nodes_;
  bool has_root_ = false;
  std::uint32_t current_ = 0;
};

} // namespace detail
} // namespace heapwise

#endif // HEAPWISE_DETAIL_CYCLE_GRAPH_H
