//===-- detail/aggregate.h - Members of aggregates --------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Reaches the members of an aggregate by structured bindings, as Boost.PFR
/// does. The number of members is the number of `{}` that initialise it: one
/// for every member, arrays included. Where that count could be wrong (a member
/// that `{}` does not initialise, a base class, more than 24 members) the
/// aggregate is not walked.
///
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_DETAIL_AGGREGATE_H
#define HEAPWISE_DETAIL_AGGREGATE_H

#include <cstddef>
#include <type_traits>
#include <utility>

namespace heapwise::detail {

/// Converts to every value type.
struct any_value {
  template <class U> operator U() const;
};
/// Converts to every lvalue reference.
struct any_reference {
  template <class U> operator U &() const;
};
/// Converts to every base class of T.
template <class T> struct any_base {
  template <class U, class = std::enable_if_t<std::is_base_of_v<U, T> &&
                                              !std::is_same_v<U, T>>>
  operator U() const;
};

template <class T, std::size_t N, class = void>
struct takes_braces : std::false_type {};
template <class T, std::size_t N, class Last, class = void>
struct takes_one_more : std::false_type {};
template <class T>
struct takes_braces<T, 0, std::void_t<decltype(T{})>> : std::true_type {};
template <class T, class Last>
struct takes_one_more<T, 0, Last,
                      std::void_t<decltype(T{std::declval<Last>()})>>
    : std::true_type {};
template <class T>
struct takes_braces<T, 1, std::void_t<decltype(T{{}})>> : std::true_type {};
template <class T, class Last>
struct takes_one_more<T, 1, Last,
                      std::void_t<decltype(T{{}, std::declval<Last>()})>>
    : std::true_type {};
template <class T>
struct takes_braces<T, 2, std::void_t<decltype(T{{}, {}})>> : std::true_type {};
template <class T, class Last>
struct takes_one_more<T, 2, Last,
                      std::void_t<decltype(T{{}, {}, std::declval<Last>()})>>
    : std::true_type {};
template <class T>
struct takes_braces<T, 3, std::void_t<decltype(T{{}, {}, {}})>>
    : std::true_type {};
template <class T, class Last>
struct takes_one_more<
    T, 3, Last, std::void_t<decltype(T{{}, {}, {}, std::declval<Last>()})>>
    : std::true_type {};
template <class T>
struct takes_braces<T, 4, std::void_t<decltype(T{{}, {}, {}, {}})>>
    : std::true_type {};
template <class T, class Last>
struct takes_one_more<
    T, 4, Last, std::void_t<decltype(T{{}, {}, {}, {}, std::declval<Last>()})>>
    : std::true_type {};
template <class T>
struct takes_braces<T, 5, std::void_t<decltype(T{{}, {}, {}, {}, {}})>>
    : std::true_type {};
template <class T, class Last>
struct takes_one_more<
    T, 5, Last,
    std::void_t<decltype(T{{}, {}, {}, {}, {}, std::declval<Last>()})>>
    : std::true_type {};
template <class T>
struct takes_braces<T, 6, std::void_t<decltype(T{{}, {}, {}, {}, {}, {}})>>
    : std::true_type {};
template <class T, class Last>
struct takes_one_more<
    T, 6, Last,
    std::void_t<decltype(T{{}, {}, {}, {}, {}, {}, std::declval<Last>()})>>
    : std::true_type {};
template <class T>
struct takes_braces<T, 7, std::void_t<decltype(T{{}, {}, {}, {}, {}, {}, {}})>>
    : std::true_type {};
template <class T, class Last>
struct takes_one_more<
    T, 7, Last,
    std::void_t<decltype(T{{}, {}, {}, {}, {}, {}, {}, std::declval<Last>()})>>
    : std::true_type {};
template <class T>
struct takes_braces<T, 8,
                    std::void_t<decltype(T{{}, {}, {}, {}, {}, {}, {}, {}})>>
    : std::true_type {};
template <class T, class Last>
struct takes_one_more<
    T, 8, Last,
    std::void_t<decltype(T{
        {}, {}, {}, {}, {}, {}, {}, {}, std::declval<Last>()})>>
    : std::true_type {};
template <class T>
struct takes_braces<
    T, 9, std::void_t<decltype(T{{}, {}, {}, {}, {}, {}, {}, {}, {}})>>
    : std::true_type {};
template <class T, class Last>
struct takes_one_more<
    T, 9, Last,
    std::void_t<decltype(T{
        {}, {}, {}, {}, {}, {}, {}, {}, {}, std::declval<Last>()})>>
    : std::true_type {};
template <class T>
struct takes_braces<
    T, 10, std::void_t<decltype(T{{}, {}, {}, {}, {}, {}, {}, {}, {}, {}})>>
    : std::true_type {};
template <class T, class Last>
struct takes_one_more<
    T, 10, Last,
    std::void_t<decltype(T{
        {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, std::declval<Last>()})>>
    : std::true_type {};
template <class T>
struct takes_braces<
    T, 11, std::void_t<decltype(T{{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}})>>
    : std::true_type {};
template <class T, class Last>
struct takes_one_more<
    T, 11, Last,
    std::void_t<decltype(T{
        {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, std::declval<Last>()})>>
    : std::true_type {};
template <class T>
struct takes_braces<
    T, 12,
    std::void_t<decltype(T{{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}})>>
    : std::true_type {};
template <class T, class Last>
struct takes_one_more<
    T, 12, Last,
    std::void_t<decltype(T{
        {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, std::declval<Last>()})>>
    : std::true_type {};
template <class T>
struct takes_braces<T, 13,
                    std::void_t<decltype(T{
                        {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}})>>
    : std::true_type {};
template <class T, class Last>
struct takes_one_more<T, 13, Last,
                      std::void_t<decltype(T{{},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             std::declval<Last>()})>>
    : std::true_type {};
template <class T>
struct takes_braces<
    T, 14,
    std::void_t<decltype(T{
        {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}})>>
    : std::true_type {};
template <class T, class Last>
struct takes_one_more<T, 14, Last,
                      std::void_t<decltype(T{{},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             std::declval<Last>()})>>
    : std::true_type {};
template <class T>
struct takes_braces<
    T, 15,
    std::void_t<decltype(T{
        {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}})>>
    : std::true_type {};
template <class T, class Last>
struct takes_one_more<T, 15, Last,
                      std::void_t<decltype(T{{},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             std::declval<Last>()})>>
    : std::true_type {};
template <class T>
struct takes_braces<
    T, 16,
    std::void_t<decltype(T{
        {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}})>>
    : std::true_type {};
template <class T, class Last>
struct takes_one_more<T, 16, Last,
                      std::void_t<decltype(T{{},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             std::declval<Last>()})>>
    : std::true_type {};
template <class T>
struct takes_braces<
    T, 17,
    std::void_t<decltype(T{
        {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}})>>
    : std::true_type {};
template <class T, class Last>
struct takes_one_more<T, 17, Last,
                      std::void_t<decltype(T{{},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             std::declval<Last>()})>>
    : std::true_type {};
template <class T>
struct takes_braces<T, 18,
                    std::void_t<decltype(T{{},
                                           {},
                                           {},
                                           {},
                                           {},
                                           {},
                                           {},
                                           {},
                                           {},
                                           {},
                                           {},
                                           {},
                                           {},
                                           {},
                                           {},
                                           {},
                                           {},
                                           {}})>> : std::true_type {};
template <class T, class Last>
struct takes_one_more<T, 18, Last,
                      std::void_t<decltype(T{{},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             std::declval<Last>()})>>
    : std::true_type {};
template <class T>
struct takes_braces<T, 19,
                    std::void_t<decltype(T{{},
                                           {},
                                           {},
                                           {},
                                           {},
                                           {},
                                           {},
                                           {},
                                           {},
                                           {},
                                           {},
                                           {},
                                           {},
                                           {},
                                           {},
                                           {},
                                           {},
                                           {},
                                           {}})>> : std::true_type {};
template <class T, class Last>
struct takes_one_more<
    T, 19, Last,
    std::void_t<decltype(T{
        {}, {}, {}, {}, {}, {}, {}, {}, {}, {},
        {}, {}, {}, {}, {}, {}, {}, {}, {}, std::declval<Last>()})>>
    : std::true_type {};
template <class T>
struct takes_braces<
    T, 20, std::void_t<decltype(T{{}, {}, {}, {}, {}, {}, {}, {}, {}, {},
                                  {}, {}, {}, {}, {}, {}, {}, {}, {}, {}})>>
    : std::true_type {};
template <class T, class Last>
struct takes_one_more<
    T, 20, Last,
    std::void_t<decltype(T{{}, {}, {}, {}, {}, {}, {},
                           {}, {}, {}, {}, {}, {}, {},
                           {}, {}, {}, {}, {}, {}, std::declval<Last>()})>>
    : std::true_type {};
template <class T>
struct takes_braces<
    T, 21, std::void_t<decltype(T{{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {},
                                  {}, {}, {}, {}, {}, {}, {}, {}, {}, {}})>>
    : std::true_type {};
template <class T, class Last>
struct takes_one_more<
    T, 21, Last,
    std::void_t<decltype(T{
        {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {},
        {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, std::declval<Last>()})>>
    : std::true_type {};
template <class T>
struct takes_braces<
    T, 22, std::void_t<decltype(T{{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {},
                                  {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}})>>
    : std::true_type {};
template <class T, class Last>
struct takes_one_more<T, 22, Last,
                      std::void_t<decltype(T{{},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             {},
                                             std::declval<Last>()})>>
    : std::true_type {};
template <class T>
struct takes_braces<
    T, 23,
    std::void_t<decltype(T{{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {},
                           {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}})>>
    : std::true_type {};
template <class T, class Last>
struct takes_one_more<
    T, 23, Last,
    std::void_t<decltype(T{{}, {}, {}, {}, {}, {}, {}, {},
                           {}, {}, {}, {}, {}, {}, {}, {},
                           {}, {}, {}, {}, {}, {}, {}, std::declval<Last>()})>>
    : std::true_type {};
template <class T>
struct takes_braces<
    T, 24,
    std::void_t<decltype(T{{}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {},
                           {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}})>>
    : std::true_type {};
template <class T, class Last>
struct takes_one_more<
    T, 24, Last, std::void_t<decltype(T{{}, {}, {}, {}, {},
                                        {}, {}, {}, {}, {},
                                        {}, {}, {}, {}, {},
                                        {}, {}, {}, {}, {},
                                        {}, {}, {}, {}, std::declval<Last>()})>>
    : std::true_type {};

inline constexpr std::size_t max_aggregate_members = 24;

template <class T, std::size_t N = max_aggregate_members>
constexpr std::size_t brace_count() {
  if constexpr (takes_braces<T, N>::value || N == 0)
    return N;
  else
    return brace_count<T, N - 1>();
}

#if defined(__clang__) && defined(__has_builtin)
#if __has_builtin(__builtin_structured_binding_size)
#define HEAPWISE_BINDING_SIZE 1
template <class T, class = void>
struct binding_size : std::integral_constant<std::size_t, 0> {};
template <class T>
struct binding_size<T, std::void_t<char[__builtin_structured_binding_size(T)]>>
    : std::integral_constant<std::size_t,
                             __builtin_structured_binding_size(T)> {};
#endif
#endif

/// Whether T's members can be reached by structured bindings. g++ has no way to
/// ask for anonymous unions, which make structured bindings ill-formed:
/// aggregates with one need a description, a hook or HEAPWISE_IGNORE there.
template <class T> constexpr bool is_countable_aggregate() {
#if defined(__clang__)
#if HEAPWISE_BINDING_SIZE
  if constexpr (!std::is_aggregate_v<T> || std::is_union_v<T> ||
                std::is_polymorphic_v<T> || std::is_empty_v<T>) {
    return false;
  } else {
    constexpr std::size_t n = brace_count<T>();
    return n > 0 && n < max_aggregate_members && n == binding_size<T>::value &&
           !takes_one_more<T, 0, any_base<T>>::value;
  }
#else
  return false;
#endif
#else
  if constexpr (!std::is_aggregate_v<T> || std::is_union_v<T> ||
                std::is_polymorphic_v<T> || std::is_empty_v<T>) {
    return false;
  } else {
    constexpr std::size_t n = brace_count<T>();
    return n > 0 && n < max_aggregate_members &&
           !takes_one_more<T, n, any_value>::value &&
           !takes_one_more<T, n, any_reference>::value &&
           !takes_one_more<T, 0, any_base<T>>::value;
  }
#endif
}

template <class F, class... Members>
void visit_each(F &f, const Members &...members) {
  (f(members), ...);
}

/// Calls \p f with every member of a countable aggregate.
template <class T, class F> void for_each_member(const T &value, F &&f) {
  constexpr std::size_t n = brace_count<T>();
  if constexpr (n == 1) {
    const auto &[m1] = value;
    visit_each(f, m1);
  } else if constexpr (n == 2) {
    const auto &[m1, m2] = value;
    visit_each(f, m1, m2);
  } else if constexpr (n == 3) {
    const auto &[m1, m2, m3] = value;
    visit_each(f, m1, m2, m3);
  } else if constexpr (n == 4) {
    const auto &[m1, m2, m3, m4] = value;
    visit_each(f, m1, m2, m3, m4);
  } else if constexpr (n == 5) {
    const auto &[m1, m2, m3, m4, m5] = value;
    visit_each(f, m1, m2, m3, m4, m5);
  } else if constexpr (n == 6) {
    const auto &[m1, m2, m3, m4, m5, m6] = value;
    visit_each(f, m1, m2, m3, m4, m5, m6);
  } else if constexpr (n == 7) {
    const auto &[m1, m2, m3, m4, m5, m6, m7] = value;
    visit_each(f, m1, m2, m3, m4, m5, m6, m7);
  } else if constexpr (n == 8) {
    const auto &[m1, m2, m3, m4, m5, m6, m7, m8] = value;
    visit_each(f, m1, m2, m3, m4, m5, m6, m7, m8);
  } else if constexpr (n == 9) {
    const auto &[m1, m2, m3, m4, m5, m6, m7, m8, m9] = value;
    visit_each(f, m1, m2, m3, m4, m5, m6, m7, m8, m9);
  } else if constexpr (n == 10) {
    const auto &[m1, m2, m3, m4, m5, m6, m7, m8, m9, m10] = value;
    visit_each(f, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10);
  } else if constexpr (n == 11) {
    const auto &[m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11] = value;
    visit_each(f, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11);
  } else if constexpr (n == 12) {
    const auto &[m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12] = value;
    visit_each(f, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12);
  } else if constexpr (n == 13) {
    const auto &[m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12, m13] =
        value;
    visit_each(f, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12, m13);
  } else if constexpr (n == 14) {
    const auto &[m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12, m13, m14] =
        value;
    visit_each(f, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12, m13, m14);
  } else if constexpr (n == 15) {
    const auto &[m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12, m13, m14,
                 m15] = value;
    visit_each(f, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12, m13, m14,
               m15);
  } else if constexpr (n == 16) {
    const auto &[m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12, m13, m14,
                 m15, m16] = value;
    visit_each(f, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12, m13, m14,
               m15, m16);
  } else if constexpr (n == 17) {
    const auto &[m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12, m13, m14,
                 m15, m16, m17] = value;
    visit_each(f, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12, m13, m14,
               m15, m16, m17);
  } else if constexpr (n == 18) {
    const auto &[m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12, m13, m14,
                 m15, m16, m17, m18] = value;
    visit_each(f, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12, m13, m14,
               m15, m16, m17, m18);
  } else if constexpr (n == 19) {
    const auto &[m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12, m13, m14,
                 m15, m16, m17, m18, m19] = value;
    visit_each(f, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12, m13, m14,
               m15, m16, m17, m18, m19);
  } else if constexpr (n == 20) {
    const auto &[m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12, m13, m14,
                 m15, m16, m17, m18, m19, m20] = value;
    visit_each(f, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12, m13, m14,
               m15, m16, m17, m18, m19, m20);
  } else if constexpr (n == 21) {
    const auto &[m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12, m13, m14,
                 m15, m16, m17, m18, m19, m20, m21] = value;
    visit_each(f, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12, m13, m14,
               m15, m16, m17, m18, m19, m20, m21);
  } else if constexpr (n == 22) {
    const auto &[m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12, m13, m14,
                 m15, m16, m17, m18, m19, m20, m21, m22] = value;
    visit_each(f, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12, m13, m14,
               m15, m16, m17, m18, m19, m20, m21, m22);
  } else if constexpr (n == 23) {
    const auto &[m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12, m13, m14,
                 m15, m16, m17, m18, m19, m20, m21, m22, m23] = value;
    visit_each(f, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12, m13, m14,
               m15, m16, m17, m18, m19, m20, m21, m22, m23);
  }
}

} // namespace heapwise::detail

#endif // HEAPWISE_DETAIL_AGGREGATE_H
