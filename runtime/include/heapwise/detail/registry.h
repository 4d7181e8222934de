//===-- detail/registry.h - Types known by their dynamic type ---*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_DETAIL_REGISTRY_H
#define HEAPWISE_DETAIL_REGISTRY_H

#include "heapwise/detail/traits.h"
#include "heapwise/detail/type_name.h"

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <typeindex>
#include <typeinfo>
#include <unordered_map>

namespace heapwise {

class walker;

namespace detail {

using walk_function = void (*)(walker &, const void *);

} // namespace detail

/// What the library knows of a type.
struct type_record {
  std::string_view name; ///< as the compiler spells it
  std::size_t size;      ///< in bytes
  std::size_t alignment; ///< in bytes
  bool flat;             ///< objects of it own no memory
  bool polymorphic;
  detail::walk_function walk;
};

namespace detail {

template <class T> constexpr bool is_flat();
template <class T> void visit_untyped(walker &w, const void *object);

template <class T> struct record_holder {
  static inline const type_record value = {type_name<T>,
                                           sizeof(T),
                                           alignof(T),
                                           is_flat<T>(),
                                           std::is_polymorphic_v<T>,
                                           &visit_untyped<T>};
};

/// The record of T without its const; null for incomplete types.
template <class T> const type_record *record_of() {
  using plain = std::remove_cv_t<T>;
  if constexpr (is_complete<plain>::value)
    return &record_holder<plain>::value;
  else
    return nullptr;
}

/// The types that the program has registered. Thread-safe. Entries are never
/// removed.
class registry {
public:
  static void add(const std::type_info &type, const type_record *record) {
    registry &r = instance();
    std::lock_guard<std::mutex> lock(r.mutex_);
    if (r.by_type_.emplace(type, record).second)
      r.by_name_.emplace(demangle(type), record);
  }

  static const type_record *find(const std::type_info &type) {
    registry &r = instance();
    std::lock_guard<std::mutex> lock(r.mutex_);
    auto it = r.by_type_.find(type);
    return it == r.by_type_.end() ? nullptr : it->second;
  }

  /// By the demangled name.
  static const type_record *find(std::string_view name) {
    registry &r = instance();
    std::lock_guard<std::mutex> lock(r.mutex_);
    auto it = r.by_name_.find(std::string(name));
    return it == r.by_name_.end() ? nullptr : it->second;
  }

private:
  static registry &instance() {
    static registry *r = new registry; // usable in destructors of statics
    return *r;
  }

  std::mutex mutex_;
  std::unordered_map<std::type_index, const type_record *> by_type_;
  std::unordered_map<std::string, const type_record *> by_name_;
};

/// Registers T before main() in every program that instantiates it.
template <class T> struct registration {
  struct registrar {
    registrar() { registry::add(typeid(T), record_of<T>()); }
    void touch() const {}
  };
  static inline const registrar at_start{};
  // Instantiated with the class, so that the explicit instantiation of
  // HEAPWISE_REGISTER registers.
  static void touch() { at_start.touch(); }
};

/// Registers what a smart pointer points to, so that find_cycles() can name and
/// follow it without being told.
template <class T> void auto_register() {
  using plain = std::remove_cv_t<T>;
  if constexpr (is_complete<plain>::value && std::is_class_v<plain>)
    registration<plain>::touch();
}

} // namespace detail
} // namespace heapwise

#endif // HEAPWISE_DETAIL_REGISTRY_H
