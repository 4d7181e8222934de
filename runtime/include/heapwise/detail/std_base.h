//===-- detail/std_base.h - Classes derived from standard ones --*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_DETAIL_STD_BASE_H
#define HEAPWISE_DETAIL_STD_BASE_H

#include <deque>
#include <forward_list>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <type_traits>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

namespace heapwise::detail {

template <class... A>
std::vector<A...> find_std_base(const std::vector<A...> *);
template <class... A> std::deque<A...> find_std_base(const std::deque<A...> *);
template <class... A> std::list<A...> find_std_base(const std::list<A...> *);
template <class... A>
std::forward_list<A...> find_std_base(const std::forward_list<A...> *);
template <class... A> std::map<A...> find_std_base(const std::map<A...> *);
template <class... A>
std::multimap<A...> find_std_base(const std::multimap<A...> *);
template <class... A> std::set<A...> find_std_base(const std::set<A...> *);
template <class... A>
std::multiset<A...> find_std_base(const std::multiset<A...> *);
template <class... A>
std::unordered_map<A...> find_std_base(const std::unordered_map<A...> *);
template <class... A>
std::unordered_multimap<A...>
find_std_base(const std::unordered_multimap<A...> *);
template <class... A>
std::unordered_set<A...> find_std_base(const std::unordered_set<A...> *);
template <class... A>
std::unordered_multiset<A...>
find_std_base(const std::unordered_multiset<A...> *);
template <class... A>
std::basic_string<A...> find_std_base(const std::basic_string<A...> *);
template <class... A> std::tuple<A...> find_std_base(const std::tuple<A...> *);
template <class... A>
std::variant<A...> find_std_base(const std::variant<A...> *);
template <class... A>
std::shared_ptr<A...> find_std_base(const std::shared_ptr<A...> *);
template <class... A>
std::weak_ptr<A...> find_std_base(const std::weak_ptr<A...> *);
template <class... A>
std::unique_ptr<A...> find_std_base(const std::unique_ptr<A...> *);
template <class... A> std::pair<A...> find_std_base(const std::pair<A...> *);
template <class S> std::function<S> find_std_base(const std::function<S> *);

template <class T, class = void> struct std_base_of {
  using type = void;
};
template <class T>
struct std_base_of<
    T, std::void_t<decltype(find_std_base(static_cast<const T *>(nullptr)))>> {
  using type = decltype(find_std_base(static_cast<const T *>(nullptr)));
};

/// The public standard container, handle or the like that T derives from; void
/// if there is none, or more than one.
template <class T> using std_base = typename std_base_of<T>::type;

} // namespace heapwise::detail

#endif // HEAPWISE_DETAIL_STD_BASE_H
