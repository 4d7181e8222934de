//===-- detail/traits.h - Compile-time questions about types ----*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_DETAIL_TRAITS_H
#define HEAPWISE_DETAIL_TRAITS_H

#include <cstddef>
#include <type_traits>
#include <utility>

namespace heapwise::detail {

template <template <class...> class Template, class T>
struct is_specialization : std::false_type {};
template <template <class...> class Template, class... Args>
struct is_specialization<Template, Template<Args...>> : std::true_type {};

/// Whether T is complete where this is first asked (in a translation unit).
template <class T, class = void> struct is_complete : std::false_type {};
template <class T>
struct is_complete<T, std::void_t<decltype(sizeof(T))>> : std::true_type {};

/// Whether `new T` calls an operator new of T's own.
template <class T, class = void> struct has_class_new : std::false_type {};
template <class T>
struct has_class_new<T, std::void_t<decltype(T::operator new(std::size_t()))>>
    : std::true_type {};

template <class T, class = void>
struct has_class_array_new : std::false_type {};
template <class T>
struct has_class_array_new<
    T, std::void_t<decltype(T::operator new[](std::size_t()))>>
    : std::true_type {};

constexpr std::size_t round_up(std::size_t value, std::size_t alignment) {
  return (value + alignment - 1) / alignment * alignment;
}

constexpr std::size_t max_size(std::size_t a, std::size_t b) {
  return a > b ? a : b;
}

/// The size of `struct { Header; T; }` where the header has \p header bytes and
/// pointer alignment and leaves no tail padding to reuse.
template <class T> constexpr std::size_t size_after_header(std::size_t header) {
  return round_up(round_up(header, alignof(T)) + sizeof(T),
                  max_size(alignof(void *), alignof(T)));
}

} // namespace heapwise::detail

#endif // HEAPWISE_DETAIL_TRAITS_H
