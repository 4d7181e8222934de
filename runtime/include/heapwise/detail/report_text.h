//===-- detail/report_text.h - Reports as text and as JSON ------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_DETAIL_REPORT_TEXT_H
#define HEAPWISE_DETAIL_REPORT_TEXT_H

// IWYU pragma: private, include "heapwise/report.h"
#include "heapwise/report.h"

#include <cstdio>
#include <string>
#include <string_view>

namespace heapwise {
namespace detail {

inline std::string padded(std::uint64_t value, std::size_t width) {
  std::string text = std::to_string(value);
  return text.size() < width ? std::string(width - text.size(), ' ') + text
                             : text;
}

inline void append_text(std::string &out, const report_node &node,
                        std::size_t depth) {
  out += padded(node.total.usable, 12) + padded(node.total.blocks, 10) + "  " +
         std::string(2 * depth, ' ') +
         (node.name.empty() ? node.type : node.name);
  if (!node.name.empty() && !node.type.empty())
    out += "  " + node.type;
  if (node.objects > 1)
    out += " x" + std::to_string(node.objects);
  if (node.padding_bytes)
    out += ", padding " + std::to_string(node.padding_bytes);
  if (node.recursive)
    out += ", with those further down";
  out += '\n';
  for (const report_node &c : node.children)
    if (c.total.blocks || c.padding_bytes)
      append_text(out, c, depth + 1);
}

inline void append_notes(std::string &out, const char *title,
                         const std::vector<report_note> &notes) {
  if (notes.empty())
    return;
  out += title;
  out += '\n';
  for (const report_note &n : notes) {
    out += "  " + (n.path.empty() ? std::string("(the object)") : n.path);
    if (!n.type.empty())
      out += "  " + n.type;
    out += ": " + n.reason;
    if (n.bytes)
      out += ", " + std::to_string(n.bytes) + " bytes";
    if (n.count > 1)
      out += ", x" + std::to_string(n.count);
    out += '\n';
  }
}

inline std::string json_string(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", c);
      out += escape;
    } else {
      out += c;
    }
  }
  return out + '"';
}

inline std::string json_figures(const heap_figures &f) {
  return "{\"requested\":" + std::to_string(f.requested) +
         ",\"usable\":" + std::to_string(f.usable) +
         ",\"chunk\":" + std::to_string(f.chunk) +
         ",\"blocks\":" + std::to_string(f.blocks) +
         ",\"estimated_blocks\":" + std::to_string(f.estimated_blocks) + "}";
}

inline void append_json(std::string &out, const report_node &n) {
  out += "{\"name\":" + json_string(n.name) +
         ",\"type\":" + json_string(n.type) +
         ",\"objects\":" + std::to_string(n.objects) +
         ",\"object_bytes\":" + std::to_string(n.object_bytes) +
         ",\"padding_bytes\":" + std::to_string(n.padding_bytes) +
         ",\"recursive\":" + (n.recursive ? "true" : "false") +
         ",\"heap\":" + json_figures(n.heap) +
         ",\"total\":" + json_figures(n.total) + ",\"children\":[";
  for (std::size_t i = 0; i < n.children.size(); ++i) {
    if (i)
      out += ',';
    append_json(out, n.children[i]);
  }
  out += "]}";
}

inline void append_json(std::string &out, const char *name,
                        const std::vector<report_note> &notes) {
  out += ",\"" + std::string(name) + "\":[";
  for (std::size_t i = 0; i < notes.size(); ++i) {
    const report_note &n = notes[i];
    out += std::string(i ? "," : "") + "{\"path\":" + json_string(n.path) +
           ",\"type\":" + json_string(n.type) +
           ",\"reason\":" + json_string(n.reason) +
           ",\"bytes\":" + std::to_string(n.bytes) +
           ",\"count\":" + std::to_string(n.count) + "}";
  }
  out += ']';
}

inline const char *name_of(sharing mode) {
  switch (mode) {
  case sharing::once:
    return "once";
  case sharing::exclusive:
    return "exclusive";
  case sharing::fair_share:
    return "fair_share";
  }
  return "";
}

} // namespace detail

inline std::string report::text() const {
  std::string out = std::to_string(total()) +
                    " bytes: " + std::to_string(shallow_bytes) + " shallow, " +
                    std::to_string(heap.usable) + " in " +
                    std::to_string(heap.blocks) + " heap blocks (requested " +
                    std::to_string(heap.requested) + ", chunks " +
                    std::to_string(heap.chunk) + "), padding " +
                    std::to_string(padding_bytes) +
                    "; shared blocks: " + detail::name_of(mode) + "\n";
  out += "  heap bytes    blocks  member\n";
  detail::append_text(out, root, 0);
  detail::append_notes(out, "opaque (not followed):", opaque);
  detail::append_notes(out, "foreign (not malloc's, not counted):", foreign);
  detail::append_notes(out, "ignored:", ignored);
  detail::append_notes(out,
                       "raw pointers (taken as not owning):", raw_pointers);
  return out;
}

inline std::string report::json() const {
  std::string out = "{\"sharing\":\"";
  out += detail::name_of(mode);
  out += "\",\"total\":" + std::to_string(total()) +
         ",\"shallow_bytes\":" + std::to_string(shallow_bytes) +
         ",\"heap\":" + detail::json_figures(heap) +
         ",\"padding_bytes\":" + std::to_string(padding_bytes) +
         ",\"complete\":" + (complete() ? "true" : "false") + ",\"root\":";
  detail::append_json(out, root);
  detail::append_json(out, "opaque", opaque);
  detail::append_json(out, "foreign", foreign);
  detail::append_json(out, "ignored", ignored);
  detail::append_json(out, "raw_pointers", raw_pointers);
  return out + "}";
}

} // namespace heapwise

#endif // HEAPWISE_DETAIL_REPORT_TEXT_H
