//===-- detail/report_builder.h - Builds a report during a walk -*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_DETAIL_REPORT_BUILDER_H
#define HEAPWISE_DETAIL_REPORT_BUILDER_H

#include "heapwise/detail/path.h"
#include "heapwise/detail/segments.h"
#include "heapwise/report.h"
#include "heapwise/walker.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace heapwise::detail {

/// Merges the paths of a walk into a tree that is bounded by the program's
/// types: elements of a container are one node, and objects of a type that is
/// an ancestor already are merged into that ancestor.
class report_builder final : public segment_observer {
public:
  report_builder(sharing mode, const type_record &root,
                 std::vector<segment_share> shares)
      : mode_(mode), shares_(std::move(shares)), root_size_(root.size) {
    nodes_.emplace_back();
    nodes_[0].record = &root;
    nodes_[0].objects = 1;
    nodes_[0].object_bytes = static_cast<double>(root.size);
    frames_.push_back(0);
  }

  void enter(const step &s, const void *, const type_record *record) override {
    const std::uint32_t node = child(frames_.back(), s, record);
    if (record) {
      ++nodes_[node].objects;
      nodes_[node].object_bytes +=
          content_share() * static_cast<double>(record->size);
    }
    frames_.push_back(node);
  }
  void leave() override { frames_.pop_back(); }
  std::uint32_t cursor() override {
    positions_.push_back({frames_.back(), current_segment()});
    return static_cast<std::uint32_t>(positions_.size() - 1);
  }
  void seek(std::uint32_t cursor) override {
    frames_.assign(1, positions_[cursor].node);
    set_current_segment(positions_[cursor].segment);
  }

  bool enter_strong(const control_block &control, const void *object,
                    const type_record *record, bool first) override {
    if (!segment_observer::enter_strong(control, object, record, first))
      return false;
    frames_.push_back(
        child(frames_.back(), {step_kind::pointee, nullptr, 0}, nullptr));
    return true;
  }
  void leave_strong() override {
    frames_.pop_back();
    segment_observer::leave_strong();
  }

  void pointee(const type_record &record, const void *) override {
    std::uint32_t &top = frames_.back();
    const std::uint32_t parent = nodes_[top].kind == step_kind::pointee && top
                                     ? nodes_[top].parent
                                     : top;
    // The control block, if any, has been counted on the untyped node.
    const std::uint32_t untyped = top;
    std::uint32_t node = ancestor(parent, &record);
    if (node == none) {
      if (!nodes_[untyped].record && nodes_[untyped].kind == step_kind::pointee)
        nodes_[untyped].record = &record, node = untyped;
      else
        node = child(parent, {step_kind::pointee, nullptr, 0}, &record);
    }
    ++nodes_[node].objects;
    nodes_[node].object_bytes +=
        content_share() * static_cast<double>(record.size);
    top = node;
  }

  void block(const void *start, std::size_t requested,
             std::size_t usable) override {
    double share = content_share();
    if (const std::uint32_t *owner = control_segment(start))
      share = shares_.empty() ? 1 : shares_[*owner].control;
    node &n = nodes_[frames_.back()];
    n.requested += share * static_cast<double>(requested ? requested : usable);
    n.usable += share * static_cast<double>(usable);
    n.chunk += share * static_cast<double>(chunk_size(start));
    if (share > 0) {
      ++n.blocks;
      n.estimated += requested == 0;
    }
  }
  void foreign(const void *, std::size_t requested,
               std::string_view where) override {
    note(foreign_, "", requested, where);
  }
  void opaque(std::string_view type, std::size_t bytes,
              std::string_view reason) override {
    note(opaque_, type, bytes, reason);
  }
  void ignored(std::string_view type, std::size_t bytes,
               std::string_view reason) override {
    note(ignored_, type, bytes, reason);
  }
  void raw_pointer(std::string_view type) override {
    note(raw_pointers_, type, sizeof(void *),
         "raw pointer, taken as not owning");
  }
  void padding(std::size_t bytes) override {
    nodes_[frames_.back()].padding +=
        content_share() * static_cast<double>(bytes);
  }

  report finish(bool root_reached) {
    report r;
    r.mode = mode_;
    r.shallow_bytes = root_reached ? 0 : root_size_;
    r.root = convert(0);
    r.heap = r.root.total;
    // Sum the exact values: shares are fractions.
    double requested = 0, usable = 0, chunk = 0, padding = 0;
    for (const node &n : nodes_) {
      requested += n.requested;
      usable += n.usable;
      chunk += n.chunk;
      padding += n.padding;
    }
    r.heap.requested = whole(requested);
    r.heap.usable = whole(usable);
    r.heap.chunk = whole(chunk);
    r.padding_bytes = whole(padding);
    r.opaque = std::move(opaque_);
    r.foreign = std::move(foreign_);
    r.ignored = std::move(ignored_);
    r.raw_pointers = std::move(raw_pointers_);
    return r;
  }

private:
  static constexpr std::uint32_t none = ~std::uint32_t(0);

  struct node {
    std::uint32_t parent = none;
    step_kind kind = step_kind::member;
    const char *name = "";
    std::size_t index = 0;
    const type_record *record = nullptr;
    bool recursive = false;
    std::uint64_t objects = 0, blocks = 0, estimated = 0;
    double object_bytes = 0, padding = 0, requested = 0, usable = 0, chunk = 0;
    std::vector<std::uint32_t> children;
  };

  struct position {
    std::uint32_t node, segment;
  };

  static std::uint64_t whole(double bytes) {
    return static_cast<std::uint64_t>(std::llround(bytes));
  }

  double content_share() const {
    return shares_.empty() ? 1 : shares_[current_segment()].content;
  }

  /// The nearest ancestor (or the node itself) that stands for objects of a
  /// class type.
  std::uint32_t ancestor(std::uint32_t node, const type_record *record) {
    if (record->flat)
      return none;
    for (; node != none; node = nodes_[node].parent)
      if (nodes_[node].record == record) {
        nodes_[node].recursive = true;
        return node;
      }
    return none;
  }

  std::uint32_t child(std::uint32_t parent, const step &s,
                      const type_record *record) {
    if (record) {
      const std::uint32_t same = ancestor(parent, record);
      if (same != none)
        return same;
    }
    const char *name = s.name ? s.name : "";
    const std::size_t index = s.kind == step_kind::slot ? s.index : 0;
    for (std::uint32_t c : nodes_[parent].children)
      if (nodes_[c].kind == s.kind && nodes_[c].index == index &&
          (nodes_[c].name == name || !std::strcmp(nodes_[c].name, name)) &&
          (!record || !nodes_[c].record || nodes_[c].record == record)) {
        if (!nodes_[c].record)
          nodes_[c].record = record;
        return c;
      }
    node n;
    n.parent = parent;
    n.kind = s.kind;
    n.name = name;
    n.index = index;
    n.record = record;
    nodes_.push_back(std::move(n));
    const auto id = static_cast<std::uint32_t>(nodes_.size() - 1);
    nodes_[parent].children.push_back(id);
    return id;
  }

  std::string node_name(const node &n) const {
    switch (n.kind) {
    case step_kind::member:
      return n.parent == none ? std::string() : "." + std::string(n.name);
    case step_kind::element:
      return "[]";
    case step_kind::slot:
      return "." + std::to_string(n.index);
    case step_kind::pointee:
      return "->";
    case step_kind::target:
      return "{target}";
    }
    return {};
  }

  std::string path(std::uint32_t id) const {
    std::string result;
    for (; id != none; id = nodes_[id].parent)
      result = node_name(nodes_[id]) + result;
    return result;
  }

  void note(std::vector<report_note> &notes, std::string_view type,
            std::size_t bytes, std::string_view reason) {
    // Keyed by node, so that the text of the path is built once.
    const std::uint32_t at = frames_.back();
    for (std::size_t i = 0; i < note_keys_.size(); ++i) {
      const note_key &k = note_keys_[i];
      if (k.list == &notes && k.node == at && notes[k.index].type == type &&
          notes[k.index].reason == reason) {
        notes[k.index].bytes += bytes;
        ++notes[k.index].count;
        return;
      }
    }
    note_keys_.push_back({&notes, at, notes.size()});
    notes.push_back(
        {path(at), std::string(type), std::string(reason), bytes, 1});
  }

  report_node convert(std::uint32_t id) const {
    const node &n = nodes_[id];
    report_node r;
    r.name = node_name(n);
    r.type = n.record ? std::string(n.record->name) : std::string();
    r.objects = n.objects;
    r.object_bytes = whole(n.object_bytes);
    r.padding_bytes = whole(n.padding);
    r.recursive = n.recursive;
    r.heap = {whole(n.requested), whole(n.usable), whole(n.chunk), n.blocks,
              n.estimated};
    r.total = r.heap;
    for (std::uint32_t c : n.children) {
      r.children.push_back(convert(c));
      r.total += r.children.back().total;
    }
    std::sort(r.children.begin(), r.children.end(),
              [](const report_node &a, const report_node &b) {
                return a.total.usable != b.total.usable
                           ? a.total.usable > b.total.usable
                           : a.name < b.name;
              });
    return r;
  }

  struct note_key {
    std::vector<report_note> *list;
    std::uint32_t node;
    std::size_t index;
  };

  sharing mode_;
  std::vector<segment_share> shares_;
  std::size_t root_size_;
  std::vector<node> nodes_;
  std::vector<std::uint32_t> frames_;
  std::vector<position> positions_;
  std::vector<report_note> opaque_, foreign_, ignored_, raw_pointers_;
  std::vector<note_key> note_keys_;
};

} // namespace heapwise::detail

#endif // HEAPWISE_DETAIL_REPORT_BUILDER_H
