//===-- cycles.cpp - Cycles among all live objects
//----------------------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "heapwise/cycles.h"
#include "heapwise/block_log.h"

#include <algorithm>
#include <cstring>
#include <link.h>
#include <unordered_map>

namespace heapwise {
namespace {

using detail::cycle_graph;
using detail::read_at;

/// The address ranges of the program and its libraries, which hold virtual
/// tables and type_info.
class images {
public:
  images() {
    dl_iterate_phdr(
        [](dl_phdr_info *info, std::size_t, void *self) {
          for (int i = 0; i < info->dlpi_phnum; ++i) {
            const auto &segment = info->dlpi_phdr[i];
            if (segment.p_type == PT_LOAD && (segment.p_flags & PF_R)) {
              const std::uintptr_t begin = info->dlpi_addr + segment.p_vaddr;
              static_cast<images *>(self)->ranges_.push_back(
                  {begin, begin + segment.p_memsz});
            }
          }
          return 0;
        },
        this);
  }

  bool contain(const void *p, std::size_t bytes) const {
    const auto address = reinterpret_cast<std::uintptr_t>(p);
    for (const auto &[begin, end] : ranges_)
      if (address >= begin && address < end && end - address >= bytes)
        return true;
    return false;
  }

private:
  std::vector<std::pair<std::uintptr_t, std::uintptr_t>> ranges_;
};

/// Tells control blocks from other blocks by the dynamic type of what their
/// first word would make them.
class control_block_detector {
public:
  bool is_control_block(const live_block &block) {
    if (block.size < detail::control_header + 8)
      return false;
    const auto *table = read_at<const char *>(block.address, 0);
    auto [it, inserted] = known_.try_emplace(table, false);
    if (inserted)
      it->second = names_control_block(table);
    return it->second;
  }

private:
  static bool aligned(const void *p) {
    return p && reinterpret_cast<std::uintptr_t>(p) % 8 == 0;
  }

  bool names_control_block(const char *table) const {
    if (!aligned(table) || !images_.contain(table - 16, 24))
      return false;
    const auto *info = read_at<const char *>(table, -8);
    if (!aligned(info) || !images_.contain(info, 16))
      return false;
    const auto *name = read_at<const char *>(info, 8);
    if (!images_.contain(name, 32))
      return false;
    for (const char *part :
         {"_Sp_counted_ptr", "_Sp_counted_deleter", "_Sp_counted_array",
          "__shared_ptr_emplace", "__shared_ptr_pointer",
          "bounded_array_control_block"})
      if (std::strstr(name, part))
        return true;
    return false;
  }

  images images_;
  std::unordered_map<const void *, bool> known_;
};

std::vector<std::string> allocation_stack(const void *block) {
  live_block b;
  if (!block || !block_log::find(block, b))
    return {};
  return block_log::caller_text(b.stack);
}

/// Finds leaked objects without types: every word of a live block that holds
/// the address of a control block may be a reference.
class conservative_scan {
public:
  conservative_scan(const std::vector<live_block> &blocks,
                    control_block_detector &detector)
      : blocks_(blocks) {
    is_control_.reserve(blocks.size());
    for (const live_block &b : blocks)
      is_control_.push_back(detector.is_control_block(b));
  }

  /// Leaked control blocks, and the references between them, become the nodes
  /// of \p graph.
  void find_leaked(cycle_graph &graph, cycle_graph &typed) {
    scan();
    const std::vector<bool> live = find_live();
    detail::control_block_reader reader;
    std::vector<std::uint32_t> leaked;
    for (std::uint32_t i = 0; i < blocks_.size(); ++i)
      if (is_control_[i] && !live[i] &&
          reader.read(blocks_[i].address).use_count() > 0) {
        leaked.push_back(i);
        graph.add(blocks_[i].address);
      }
    for (std::uint32_t i : leaked) {
      const std::uint32_t node = *graph.find(blocks_[i].address);
      if (const std::uint32_t *same = typed.find(blocks_[i].address)) {
        graph.nodes()[node].type = typed.nodes()[*same].type;
        graph.nodes()[node].followed = typed.nodes()[*same].followed;
      }
      add_edges(graph, typed, node, i);
    }
  }

private:
  struct word {
    std::uint32_t to; // index of a block
    std::uint32_t offset;
  };

  static constexpr std::uint32_t none = ~std::uint32_t(0);

  std::uint32_t block_around(const void *p) const {
    auto it = std::upper_bound(blocks_.begin(), blocks_.end(), p,
                               [](const void *address, const live_block &b) {
                                 return address < b.address;
                               });
    if (it == blocks_.begin())
      return none;
    --it;
    const auto *begin = static_cast<const char *>(it->address);
    return static_cast<const char *>(p) < begin + it->size
               ? static_cast<std::uint32_t>(it - blocks_.begin())
               : none;
  }

  void scan() {
    words_.resize(blocks_.size());
    found_.assign(blocks_.size(), 0);
    for (std::uint32_t i = 0; i < blocks_.size(); ++i) {
      const live_block &b = blocks_[i];
      for (std::uint32_t offset = is_control_[i] ? detail::control_header : 0;
           offset + 8 <= b.size; offset += 8) {
        const void *value = read_at<const void *>(b.address, offset);
        const std::uint32_t to = block_around(value);
        if (to == none || to == i) {
          // An object that refers to its own control block.
          if (to != i || value != b.address || !is_control_[i])
            continue;
        }
        // A pointer into a make_shared block that is not one to its start is
        // the other half of a shared_ptr, or owns nothing.
        if (is_control_[to] && value != blocks_[to].address)
          continue;
        words_[i].push_back({to, offset});
        ++found_[to];
      }
    }
  }

  std::vector<bool> find_live() const {
    detail::control_block_reader reader;
    std::vector<bool> live(blocks_.size(), false);
    std::vector<std::uint32_t> work;
    for (std::uint32_t i = 0; i < blocks_.size(); ++i) {
      bool root;
      if (is_control_[i]) {
        const auto control = reader.read(blocks_[i].address);
        root = found_[i] < control.use_count() + control.weak_count();
      } else {
        root = found_[i] == 0;
      }
      if (root) {
        live[i] = true;
        work.push_back(i);
      }
    }
    while (!work.empty()) {
      const std::uint32_t i = work.back();
      work.pop_back();
      for (const word &w : words_[i])
        if (!live[w.to]) {
          live[w.to] = true;
          work.push_back(w.to);
        }
    }
    return live;
  }

  /// References of one managed object: words of its block, and of the plain
  /// blocks that it leads to.
  void add_edges(cycle_graph &graph, cycle_graph &typed, std::uint32_t node,
                 std::uint32_t start) {
    std::vector<std::pair<std::uint32_t, std::string>> work = {{start, ""}};
    std::vector<std::uint32_t> seen = {start};
    while (!work.empty()) {
      auto [i, path] = std::move(work.back());
      work.pop_back();
      for (const word &w : words_[i]) {
        if (typed.is_weak(static_cast<const char *>(blocks_[i].address) +
                          w.offset))
          continue;
        char offset[24];
        std::snprintf(offset, sizeof offset, "+0x%x", w.offset);
        std::string here = path + offset;
        if (is_control_[w.to]) {
          if (const std::uint32_t *to = graph.find(blocks_[w.to].address))
            graph.nodes()[node].edges.push_back(
                {*to, none, member_name(typed, start, w.to, here)});
        } else if (std::find(seen.begin(), seen.end(), w.to) == seen.end() &&
                   seen.size() < 4096) {
          seen.push_back(w.to);
          work.push_back({w.to, here + "->"});
        }
      }
    }
  }

  /// The member that holds a reference, if the typed walk knows it or stopped
  /// at one place only; else byte offsets.
  std::string member_name(cycle_graph &typed, std::uint32_t from,
                          std::uint32_t to, const std::string &offsets) const {
    const std::uint32_t *node = typed.find(blocks_[from].address);
    if (!node)
      return offsets;
    const auto &n = typed.nodes()[*node];
    for (const auto &e : n.edges)
      if (typed.nodes()[e.to].control == blocks_[to].address)
        return typed.path_text(e);
    return n.opaque_paths.size() == 1 ? n.opaque_paths[0] : offsets;
  }

  const std::vector<live_block> &blocks_;
  std::vector<bool> is_control_;
  std::vector<std::vector<word>> words_;
  std::vector<long> found_;
};

} // namespace

cycles_result find_cycles(const cycle_options &options) {
  block_log::pause quiet;
  const std::vector<live_block> blocks = block_log::live_blocks(options.after);
  control_block_detector detector;
  cycle_graph typed;
  for (const live_block &b : blocks)
    if (detector.is_control_block(b))
      typed.add(b.address);
  typed.follow_all();
  cycles_result result = typed.analyse(options.held, &allocation_stack);
  if (!options.conservative)
    return result;
  // What the types have shown already is not shown again.
  const std::vector<bool> live = typed.live();
  cycle_graph probable;
  conservative_scan scan(blocks, detector);
  scan.find_leaked(probable, typed);
  for (auto &n : probable.nodes()) {
    const std::uint32_t *same = typed.find(n.control);
    if (same && !live[*same])
      n.edges.clear();
  }
  cycles_result more = probable.analyse(false, &allocation_stack);
  for (cycle &c : more.cycles)
    result.cycles.push_back(std::move(c));
  detail::leaked_first(result.cycles);
  return result;
}

} // namespace heapwise
