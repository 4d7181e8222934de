//===-- detail/type_name.h - Names of types ---------------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_DETAIL_TYPE_NAME_H
#define HEAPWISE_DETAIL_TYPE_NAME_H

#include <cstdlib>
#include <cxxabi.h>
#include <string>
#include <string_view>
#include <typeinfo>

namespace heapwise::detail {

template <class T> struct type_name_of {
  static constexpr auto get() {
    std::string_view text = __PRETTY_FUNCTION__;
    text.remove_prefix(text.find("T = ") + 4);
    text.remove_suffix(1);
    return text;
  }
};

/// The name of T as the compiler spells it; works for incomplete types.
template <class T>
inline constexpr std::string_view type_name = type_name_of<T>::get();

/// True for types of the standard library (at compile time).
template <class T>
inline constexpr bool is_in_std = type_name<T>.substr(0, 5) == "std::";

/// The readable form of a mangled type name; the name itself if it is none.
inline std::string demangle(const char *mangled) {
  if (*mangled == '*') // the address, not the text, identifies the type
    ++mangled;
  int status = 0;
  char *text = abi::__cxa_demangle(mangled, nullptr, nullptr, &status);
  std::string result = status == 0 ? text : mangled;
  std::free(text);
  return result;
}

inline std::string demangle(const std::type_info &type) {
  return demangle(type.name());
}

} // namespace heapwise::detail

#endif // HEAPWISE_DETAIL_TYPE_NAME_H
