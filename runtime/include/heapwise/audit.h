//===-- audit.h - An object against the allocator's truth -------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Proves a walk: compares the blocks that it reaches with those that the
/// allocator has handed out.
///
///     auto result = heapwise::audit([] { return make_index(); });
///     EXPECT_TRUE(result.exact()) << result.text();
///
/// Needs heapwise::block_log linked and, for the other two forms, a running
/// log. Other threads must not allocate during the audited scope: their blocks
/// would show as unreached.
///
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_AUDIT_H
#define HEAPWISE_AUDIT_H

#include "heapwise/block_log.h"
#include "heapwise/deep_size.h"
#include "heapwise/detail/path.h"

#include <cstdint>
#include <string>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

namespace heapwise {

/// What an audit has found. Bytes are requested bytes.
struct audit_result {
  struct unreached_block {
    live_block block;
    std::vector<std::string> stack; ///< where it was allocated
  };
  struct repeated_block {
    const void *address;
    std::string first_path, second_path;
  };

  std::uint64_t allocated_blocks = 0; ///< live blocks of the scope
  std::uint64_t allocated_bytes = 0;
  std::uint64_t reached_blocks = 0; ///< of these, reached by the walk
  std::uint64_t reached_bytes = 0;
  /// Live blocks of the scope that the walk does not reach: leaked, owned by
  /// something else, or owned in a way that the walk cannot see.
  std::vector<unreached_block> unreached;
  /// Blocks that the walk has counted twice.
  std::vector<repeated_block> repeated;
  /// Blocks that the walk reached but that are not in the log: older than the
  /// log or the scope, or not from operator new. Their paths.
  std::vector<std::string> unknown;
  /// What the walk did not follow.
  std::vector<report_note> opaque;

  /// Whether the walk and the allocator agree, to the block.
  bool exact() const {
    return unreached.empty() && repeated.empty() && unknown.empty();
  }
  std::string text() const;
};

namespace detail {

/// Collects the blocks of a walk.
class block_collector final : public segment_observer {
public:
  void enter(const step &s, const void *, const type_record *) override {
    path_.enter(s);
  }
  void leave() override { path_.leave(); }
  std::uint32_t cursor() override { return path_.keep(); }
  void seek(std::uint32_t cursor) override { path_.seek(cursor); }
  void block(const void *start, std::size_t, std::size_t) override {
    auto [it, inserted] = blocks_.emplace(start, path_.keep());
    if (!inserted)
      result.repeated.push_back(
          {start, path_.text(it->second), path_.text(path_.keep())});
  }
  void foreign(const void *, std::size_t, std::string_view) override {}
  void opaque(std::string_view type, std::size_t bytes,
              std::string_view reason) override {
    result.opaque.push_back({path_.text(path_.keep()), std::string(type),
                             std::string(reason), bytes, 1});
  }
  void ignored(std::string_view, std::size_t, std::string_view) override {}
  void raw_pointer(std::string_view) override {}
  void pointee(const type_record &, const void *) override {}
  void padding(std::size_t) override {}

  /// Only whether the blocks that were reached are in the log.
  void compare_reached() {
    for (const auto &[address, position] : blocks_) {
      live_block b;
      if (!block_log::find(address, b)) {
        result.unknown.push_back(path_.text(position));
        continue;
      }
      ++result.reached_blocks;
      result.reached_bytes += b.size;
    }
    result.allocated_blocks = result.reached_blocks;
    result.allocated_bytes = result.reached_bytes;
  }

  void compare(std::uint64_t after) {
    std::unordered_map<const void *, bool> in_scope;
    for (const live_block &b : block_log::live_blocks(after)) {
      ++result.allocated_blocks;
      result.allocated_bytes += b.size;
      in_scope.emplace(b.address, true);
      if (blocks_.count(b.address)) {
        ++result.reached_blocks;
        result.reached_bytes += b.size;
      } else {
        result.unreached.push_back({b, block_log::caller_text(b.stack)});
      }
    }
    for (const auto &[address, position] : blocks_)
      if (!in_scope.count(address))
        result.unknown.push_back(path_.text(position));
  }

  audit_result result;

private:
  path_tracker path_;
  std::unordered_map<const void *, std::uint32_t> blocks_;
};

/// Walks all that \p value owns and lets \p compare hold the blocks that were
/// reached against the log.
template <class T, class Compare>
audit_result audit_reached(const T &value, Compare compare) {
  block_log::pause quiet;
  const root_object root = root_of(value);
  walker w;
  block_collector collector;
  walker_access::set_observer(w, collector);
  walker_access::run(w, *root.record, root.object);
  compare(collector);
  return std::move(collector.result);
}

} // namespace detail

/// Compares what \p value owns with the live blocks whose number is greater
/// than \p after (block_log::sequence() at the start of a scope).
template <class T>
audit_result audit_since(std::uint64_t after, const T &value) {
  return detail::audit_reached(
      value, [after](auto &collector) { collector.compare(after); });
}

/// Audits the object that \p make returns: everything that it allocated and
/// that still lives must be reached from the object. Starts a log for the time
/// of the call if none is active.
template <class F, class = std::enable_if_t<std::is_invocable_v<F>>>
audit_result audit(F &&make) {
  const bool own_log = !block_log::is_active();
  if (own_log)
    block_log::start();
  const std::uint64_t after = block_log::sequence();
  audit_result result;
  {
    const auto value = std::forward<F>(make)();
    result = audit_since(after, value);
  }
  if (own_log)
    block_log::stop();
  return result;
}

/// Audits an object alone: every block that it owns must be a live block of the
/// log, and must be counted once. (An object that can be called is taken as a
/// function that makes one.)
template <class T, std::enable_if_t<!std::is_invocable_v<const T &>, int> = 0>
audit_result audit(const T &value) {
  return detail::audit_reached(
      value, [](auto &collector) { collector.compare_reached(); });
}

/// A scope whose allocations are compared with what an object owns.
class audit_scope {
public:
  audit_scope() : own_log_(!block_log::is_active()) {
    if (own_log_)
      block_log::start();
    after_ = block_log::sequence();
  }
  ~audit_scope() {
    if (own_log_)
      block_log::stop();
  }
  audit_scope(const audit_scope &) = delete;
  audit_scope &operator=(const audit_scope &) = delete;

  /// Compares all that was allocated since the scope began, and lives, with
  /// what the object owns.
  template <class T> audit_result check(const T &value) const {
    return audit_since(after_, value);
  }

private:
  bool own_log_;
  std::uint64_t after_ = 0;
};

inline std::string audit_result::text() const {
  std::string out = std::to_string(allocated_blocks) + " blocks, " +
                    std::to_string(allocated_bytes) + " bytes allocated; " +
                    std::to_string(reached_blocks) + " blocks, " +
                    std::to_string(reached_bytes) + " bytes reached\n";
  for (const unreached_block &u : unreached) {
    out += "unreached: " + std::to_string(u.block.size) + " bytes (#" +
           std::to_string(u.block.sequence) + ")\n";
    for (const std::string &frame : u.stack)
      out += "    " + frame + "\n";
  }
  for (const repeated_block &r : repeated)
    out += "counted twice: " + r.first_path + " and " + r.second_path + "\n";
  for (const std::string &path : unknown)
    out += "not in the log: " + path + "\n";
  detail::append_notes(out, "opaque (not followed):", opaque);
  return out;
}

} // namespace heapwise

#endif // HEAPWISE_AUDIT_H
