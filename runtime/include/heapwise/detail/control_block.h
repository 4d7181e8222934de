//===-- detail/control_block.h - Control blocks of shared_ptr ---*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Reads the control blocks of std::shared_ptr: how many references there are,
/// what is managed and where it lies. The layouts are those of libstdc++
/// (bits/shared_ptr_base.h) and libc++ (__memory/shared_ptr.h,
/// __memory/shared_count.h); both are frozen by the libraries' ABI. What a
/// control block manages is read from its dynamic type: the type_info before
/// the virtual table (Itanium C++ ABI, 2.5.2).
///
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_DETAIL_CONTROL_BLOCK_H
#define HEAPWISE_DETAIL_CONTROL_BLOCK_H

#include "heapwise/detail/config.h"
#include "heapwise/detail/registry.h"
#include "heapwise/detail/traits.h"
#include "heapwise/detail/type_name.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <typeinfo>
#include <unordered_map>
#include <vector>

namespace heapwise::detail {

/// Reads a value of type T at a byte offset, as raw memory.
template <class T>
HEAPWISE_NO_ASAN inline T read_at(const void *base, std::ptrdiff_t offset) {
  return *reinterpret_cast<const volatile T *>(static_cast<const char *>(base) +
                                               offset);
}

#if HEAPWISE_LIBSTDCXX
inline constexpr std::size_t control_header = 16; // vtable, two ints
#else
inline constexpr std::size_t control_header = 24; // vtable, two longs
#endif

/// What the type of a control block says.
struct control_type {
  enum kind_type : std::uint8_t {
    in_place,      // make_shared
    deleted,       // shared_ptr(new T), also from a unique_ptr
    deleted_array, // shared_ptr<T[]>(new T[n])
    in_place_array,
    custom, // a deleter of the user's
    unknown // not a control block that this library knows
  };
  kind_type kind = unknown;
  bool from_malloc = false; // the allocator is std::allocator
  bool from_pmr = false;    // the allocator is a polymorphic_allocator
  std::string managed;      // name of the managed type
  std::string deleter;      // name of the deleter's type
  std::string allocator;    // name of the allocator's type
  const type_record *record = nullptr; // of the managed type, once known
};

/// The arguments of a demangled template specialisation.
inline std::vector<std::string> template_arguments(std::string_view name) {
  std::vector<std::string> arguments;
  std::size_t open = name.find('<');
  if (open == std::string_view::npos)
    return arguments;
  int depth = 0;
  std::string current;
  for (std::size_t i = open + 1; i < name.size(); ++i) {
    char c = name[i];
    // operator< and the like inside the name of a local class
    if (name.substr(i, 8) == "operator" && i + 8 < name.size()) {
      std::size_t end = name.find('(', i);
      if (end != std::string_view::npos &&
          name.substr(i + 8, end - i - 8).find_first_not_of("<>=-!") ==
              std::string_view::npos) {
        current += name.substr(i, end - i);
        i = end - 1;
        continue;
      }
    }
    if (c == '<' || c == '(' || c == '{' || c == '[')
      ++depth;
    else if (c == ')' || c == '}' || c == ']')
      --depth;
    else if (c == '>') {
      if (depth == 0)
        break;
      --depth;
    } else if (c == ',' && depth == 0) {
      arguments.push_back(std::move(current));
      current.clear();
      continue;
    }
    if (c != ' ' || !current.empty())
      current += c;
  }
  while (!current.empty() && current.back() == ' ')
    current.pop_back();
  arguments.push_back(std::move(current));
  return arguments;
}

inline void strip_suffix(std::string &text, std::string_view suffix) {
  if (text.size() >= suffix.size() &&
      std::string_view(text).substr(text.size() - suffix.size()) == suffix)
    text.resize(text.size() - suffix.size());
}

/// Interprets the demangled name of a control block's type.
inline control_type parse_control_type(const std::string &name) {
  auto contains = [](std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
  };
  control_type result;
  const std::string_view head =
      std::string_view(name).substr(0, name.find('<'));
  std::vector<std::string> arguments = template_arguments(name);
  std::size_t allocator_index = 0;
  if (arguments.empty())
    return result;
  if (contains(head, "_Sp_counted_ptr_inplace") ||
      contains(head, "__shared_ptr_emplace")) {
    result.kind = control_type::in_place;
    result.managed = arguments[0];
    if (!result.managed.empty() && result.managed.back() == ']')
      result.kind = control_type::in_place_array;
    allocator_index = 1;
  } else if (contains(head, "_Sp_counted_array") ||
             contains(head, "bounded_array_control_block")) {
    result.kind = control_type::in_place_array;
    result.managed = arguments[0];
  } else if (contains(head, "_Sp_counted_deleter") ||
             contains(head, "__shared_ptr_pointer")) {
    if (arguments.size() < 3)
      return result;
    result.managed = arguments[0];
    result.deleter = arguments[1];
    allocator_index = 2;
    const std::string_view deleter = arguments[1];
    if (contains(deleter, "__sp_array_delete") ||
        (contains(deleter, "__shared_ptr_default_delete<") &&
         contains(deleter, "[]")) ||
        (contains(deleter.substr(0, 30), "default_delete<") &&
         contains(deleter, "[]")))
      result.kind = control_type::deleted_array;
    else if (contains(deleter, "__shared_ptr_default_delete<") ||
             deleter.substr(0, 20) == "std::default_delete<" ||
             deleter.substr(0, 25) == "std::__1::default_delete<")
      result.kind = control_type::deleted;
    else
      result.kind = control_type::custom;
  } else if (contains(head, "_Sp_counted_ptr")) {
    result.kind = control_type::deleted;
    result.managed = arguments[0];
  } else {
    return result;
  }
  strip_suffix(result.managed, "*");
  strip_suffix(result.managed, " const");
  if (allocator_index == 0) {
    result.from_malloc = true;
  } else if (allocator_index < arguments.size()) {
    result.allocator = arguments[allocator_index];
    result.from_malloc =
        result.allocator.substr(0, 15) == "std::allocator<" ||
        result.allocator.substr(0, 20) == "std::__1::allocator<";
    result.from_pmr = contains(result.allocator, "polymorphic_allocator<");
  }
  return result;
}

/// A control block.
struct control_block {
  const void *address;
  control_type *type;

  /// Strong references.
  long use_count() const {
#if HEAPWISE_LIBSTDCXX
    return read_at<int>(address, 8);
#else
    return read_at<long>(address, 8) + 1;
#endif
  }

  /// weak_ptr references, without the one that all strong references hold.
  long weak_count() const {
    const long strong = use_count() > 0 ? 1 : 0;
#if HEAPWISE_LIBSTDCXX
    return read_at<int>(address, 12) - strong;
#else
    return read_at<long>(address, 16) + 1 - strong;
#endif
  }

  /// Where the managed object lies; null if the layout does not tell.
  /// \p alignment is that of the managed type.
  const void *object(std::size_t alignment) const {
    switch (type->kind) {
    case control_type::in_place:
      if (type->from_malloc || type->from_pmr)
        return static_cast<const char *>(address) +
               round_up(control_header + (type->from_pmr ? 8 : 0), alignment);
      return nullptr;
    case control_type::deleted:
    case control_type::deleted_array:
      if (type->from_malloc)
        return read_at<const void *>(address, control_header);
      return nullptr;
    default:
      return nullptr;
    }
  }

  /// The size with which the block was requested; 0 if it is not known.
  std::size_t requested_size() const {
    if (type->kind == control_type::in_place && type->from_malloc) {
      if (!type->record)
        return 0;
      const std::size_t alignment = type->record->alignment;
      return round_up(round_up(control_header, alignment) + type->record->size,
                      max_size(8, alignment));
    }
    if (type->kind == control_type::deleted ||
        type->kind == control_type::deleted_array)
      return control_header + 8;
    return 0;
  }
};

/// Reads control blocks; remembers what their types say.
class control_block_reader {
public:
  control_block read(const void *address) {
    const void *table = read_at<const void *>(address, 0);
    if (table != last_table_) {
      auto [it, inserted] = types_.try_emplace(table);
      if (inserted)
        it->second = parse_control_type(
            demangle(*read_at<const std::type_info *>(table, -8)));
      last_table_ = table;
      last_type_ = &it->second;
    }
    return {address, last_type_};
  }

private:
  std::unordered_map<const void *, control_type> types_;
  const void *last_table_ = nullptr;
  control_type *last_type_ = nullptr;
};

/// The dynamic type of an object whose first word is a virtual table, and where
/// the most derived object starts (Itanium C++ ABI, 2.5.2: offset to top and
/// type_info lie before the table).
struct dynamic_object {
  const std::type_info *type;
  const void *top;
};

inline dynamic_object dynamic_type_of(const void *object) {
  const void *table = read_at<const void *>(object, 0);
  return {read_at<const std::type_info *>(table, -8),
          static_cast<const char *>(object) +
              read_at<std::ptrdiff_t>(table, -16)};
}

/// What a control block manages.
struct managed_object {
  const void *top = nullptr;   // the most derived object; null if unknown
  const void *known = nullptr; // where its part of type `record` starts
  const type_record *record = nullptr; // the best registered type
  std::size_t size = 0; // of the most derived object; 0 if unknown
};

inline managed_object find_managed(const control_block &control) {
  control_type &type = *control.type;
  if (!type.record)
    type.record = registry::find(std::string_view(type.managed));
  managed_object result;
  result.record = type.record;
  result.top = result.known = control.object(
      type.record ? type.record->alignment : alignof(std::max_align_t));
  result.size = type.record ? type.record->size : 0;
  if (!type.record || !result.top || !type.record->polymorphic ||
      control.use_count() == 0)
    return result;
  // The pointer may be one to a base of what was created.
  const dynamic_object dynamic = dynamic_type_of(result.top);
  result.top = dynamic.top;
  if (const type_record *derived = registry::find(*dynamic.type)) {
    result.record = derived;
    result.known = dynamic.top;
    result.size = derived->size;
  } else if (demangle(*dynamic.type) != type.managed) {
    result.size = 0;
  }
  return result;
}

} // namespace heapwise::detail

#endif // HEAPWISE_DETAIL_CONTROL_BLOCK_H
