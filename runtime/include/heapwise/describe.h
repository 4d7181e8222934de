//===-- describe.h - Saying what a class owns -------------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What a program can say about its own types, from outside of them:
///
///     HEAPWISE_DESCRIBE(Widget, name_, children_);    // private members too
///     HEAPWISE_DESCRIBE_WITH_BASES(Button, (Widget), label_);
///     HEAPWISE_IGNORE(Logger, "one static instance, measured on its own");
///     HEAPWISE_REGISTER(DerivedOnlySeenThroughItsBase);
///
/// or a function found by argument-dependent lookup, which sees what no
/// description can express (unions, owned raw pointers):
///
///     void heapwise_walk(heapwise::walker &w, const Arena &arena) {
///       w.owned_block("memory", arena.memory, arena.capacity);
///     }
///
/// clang needs none of these for ordinary classes. All macros are used at
/// global namespace scope.
///
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_DESCRIBE_H
#define HEAPWISE_DESCRIBE_H

#include "heapwise/detail/config.h"

#include <cstddef>
#include <tuple>
#include <type_traits>

namespace heapwise {

class walker;

/// What is known of T's members. Specialised by HEAPWISE_DESCRIBE and by the
/// headers that `heapwise describe` writes; no specialisation, no description.
template <class T> struct descriptor {
  static constexpr bool exists = false;
};

/// Says that objects of type T are not to be followed, and why. Specialised by
/// HEAPWISE_IGNORE.
template <class T> struct ignored {
  static constexpr bool exists = false;
};

/// Whether allocator A draws its blocks from malloc or the global operator new
/// and hands out their start, so that the size of a block may be asked.
/// Specialise it for allocators that do; blocks of others are reported as
/// foreign, with the size that was requested.
template <class A> struct uses_malloc : std::false_type {};

/// Whether deleter D frees a single object with `delete` or `free`. Specialise
/// it for deleters that do; what others guard is reported as opaque.
template <class D> struct deletes_object : std::false_type {};

namespace detail {

template <class... Bases> struct base_list {};

template <class Bases, class Members> struct member_list {
  using bases = Bases;
  Members members;
};

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wnon-template-friend"
#endif
/// Names the function that knows T's members. Its definition is the friend
/// function in member_access, reached only by argument-dependent lookup.
template <class T> struct members_of {
  friend constexpr auto heapwise_members(members_of<T>);
};
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

/// An explicit instantiation may name private members ([temp.spec]/6: "the
/// usual access checking rules do not apply"), which is how a class is
/// described without changing it.
template <class Tag, class Bases, auto... Members> struct member_access {
  friend constexpr auto heapwise_members(Tag) {
    auto members = std::make_tuple(Members...);
    return member_list<Bases, decltype(members)>{members};
  }
};

} // namespace detail
} // namespace heapwise

// NOLINTBEGIN(bugprone-macro-parentheses): the arguments are types and names.
#define HEAPWISE_DETAIL_EXPAND(...) __VA_ARGS__
#define HEAPWISE_DETAIL_COUNT(...)                                             \
  HEAPWISE_DETAIL_COUNT_(__VA_ARGS__, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23,  \
                         22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10,   \
                         9, 8, 7, 6, 5, 4, 3, 2, 1, 0)
#define HEAPWISE_DETAIL_COUNT_(a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11,   \
                               a12, a13, a14, a15, a16, a17, a18, a19, a20,    \
                               a21, a22, a23, a24, a25, a26, a27, a28, a29,    \
                               a30, a31, a32, n, ...)                          \
  n
#define HEAPWISE_DETAIL_CAT(a, b) HEAPWISE_DETAIL_CAT_(a, b)
#define HEAPWISE_DETAIL_CAT_(a, b) a##b
#define HEAPWISE_DETAIL_MAP1(m, t, a) m(t, a)
#define HEAPWISE_DETAIL_MAP2(m, t, a, ...)                                     \
  m(t, a), HEAPWISE_DETAIL_MAP1(m, t, __VA_ARGS__)
#define HEAPWISE_DETAIL_MAP3(m, t, a, ...)                                     \
  m(t, a), HEAPWISE_DETAIL_MAP2(m, t, __VA_ARGS__)
#define HEAPWISE_DETAIL_MAP4(m, t, a, ...)                                     \
  m(t, a), HEAPWISE_DETAIL_MAP3(m, t, __VA_ARGS__)
#define HEAPWISE_DETAIL_MAP5(m, t, a, ...)                                     \
  m(t, a), HEAPWISE_DETAIL_MAP4(m, t, __VA_ARGS__)
#define HEAPWISE_DETAIL_MAP6(m, t, a, ...)                                     \
  m(t, a), HEAPWISE_DETAIL_MAP5(m, t, __VA_ARGS__)
#define HEAPWISE_DETAIL_MAP7(m, t, a, ...)                                     \
  m(t, a), HEAPWISE_DETAIL_MAP6(m, t, __VA_ARGS__)
#define HEAPWISE_DETAIL_MAP8(m, t, a, ...)                                     \
  m(t, a), HEAPWISE_DETAIL_MAP7(m, t, __VA_ARGS__)
#define HEAPWISE_DETAIL_MAP9(m, t, a, ...)                                     \
  m(t, a), HEAPWISE_DETAIL_MAP8(m, t, __VA_ARGS__)
#define HEAPWISE_DETAIL_MAP10(m, t, a, ...)                                    \
  m(t, a), HEAPWISE_DETAIL_MAP9(m, t, __VA_ARGS__)
#define HEAPWISE_DETAIL_MAP11(m, t, a, ...)                                    \
  m(t, a), HEAPWISE_DETAIL_MAP10(m, t, __VA_ARGS__)
#define HEAPWISE_DETAIL_MAP12(m, t, a, ...)                                    \
  m(t, a), HEAPWISE_DETAIL_MAP11(m, t, __VA_ARGS__)
#define HEAPWISE_DETAIL_MAP13(m, t, a, ...)                                    \
  m(t, a), HEAPWISE_DETAIL_MAP12(m, t, __VA_ARGS__)
#define HEAPWISE_DETAIL_MAP14(m, t, a, ...)                                    \
  m(t, a), HEAPWISE_DETAIL_MAP13(m, t, __VA_ARGS__)
#define HEAPWISE_DETAIL_MAP15(m, t, a, ...)                                    \
  m(t, a), HEAPWISE_DETAIL_MAP14(m, t, __VA_ARGS__)
#define HEAPWISE_DETAIL_MAP16(m, t, a, ...)                                    \
  m(t, a), HEAPWISE_DETAIL_MAP15(m, t, __VA_ARGS__)
#define HEAPWISE_DETAIL_MAP17(m, t, a, ...)                                    \
  m(t, a), HEAPWISE_DETAIL_MAP16(m, t, __VA_ARGS__)
#define HEAPWISE_DETAIL_MAP18(m, t, a, ...)                                    \
  m(t, a), HEAPWISE_DETAIL_MAP17(m, t, __VA_ARGS__)
#define HEAPWISE_DETAIL_MAP19(m, t, a, ...)                                    \
  m(t, a), HEAPWISE_DETAIL_MAP18(m, t, __VA_ARGS__)
#define HEAPWISE_DETAIL_MAP20(m, t, a, ...)                                    \
  m(t, a), HEAPWISE_DETAIL_MAP19(m, t, __VA_ARGS__)
#define HEAPWISE_DETAIL_MAP21(m, t, a, ...)                                    \
  m(t, a), HEAPWISE_DETAIL_MAP20(m, t, __VA_ARGS__)
#define HEAPWISE_DETAIL_MAP22(m, t, a, ...)                                    \
  m(t, a), HEAPWISE_DETAIL_MAP21(m, t, __VA_ARGS__)
#define HEAPWISE_DETAIL_MAP23(m, t, a, ...)                                    \
  m(t, a), HEAPWISE_DETAIL_MAP22(m, t, __VA_ARGS__)
#define HEAPWISE_DETAIL_MAP24(m, t, a, ...)                                    \
  m(t, a), HEAPWISE_DETAIL_MAP23(m, t, __VA_ARGS__)
#define HEAPWISE_DETAIL_MAP25(m, t, a, ...)                                    \
  m(t, a), HEAPWISE_DETAIL_MAP24(m, t, __VA_ARGS__)
#define HEAPWISE_DETAIL_MAP26(m, t, a, ...)                                    \
  m(t, a), HEAPWISE_DETAIL_MAP25(m, t, __VA_ARGS__)
#define HEAPWISE_DETAIL_MAP27(m, t, a, ...)                                    \
  m(t, a), HEAPWISE_DETAIL_MAP26(m, t, __VA_ARGS__)
#define HEAPWISE_DETAIL_MAP28(m, t, a, ...)                                    \
  m(t, a), HEAPWISE_DETAIL_MAP27(m, t, __VA_ARGS__)
#define HEAPWISE_DETAIL_MAP29(m, t, a, ...)                                    \
  m(t, a), HEAPWISE_DETAIL_MAP28(m, t, __VA_ARGS__)
#define HEAPWISE_DETAIL_MAP30(m, t, a, ...)                                    \
  m(t, a), HEAPWISE_DETAIL_MAP29(m, t, __VA_ARGS__)
#define HEAPWISE_DETAIL_MAP31(m, t, a, ...)                                    \
  m(t, a), HEAPWISE_DETAIL_MAP30(m, t, __VA_ARGS__)
#define HEAPWISE_DETAIL_MAP32(m, t, a, ...)                                    \
  m(t, a), HEAPWISE_DETAIL_MAP31(m, t, __VA_ARGS__)
#define HEAPWISE_DETAIL_MAP(m, t, ...)                                         \
  HEAPWISE_DETAIL_CAT(HEAPWISE_DETAIL_MAP, HEAPWISE_DETAIL_COUNT(__VA_ARGS__)) \
  (m, t, __VA_ARGS__)
#define HEAPWISE_DETAIL_POINTER(type, member) &type::member
#define HEAPWISE_DETAIL_STRING(type, member) #member

/// Describes the class \p type by its data members (at most 32): private and
/// protected ones as well, no bit-fields, no references, no static members.
/// Members that are left out are named in the report when they cover a word or
/// more. Bases: HEAPWISE_DESCRIBE_WITH_BASES.
#define HEAPWISE_DESCRIBE(type, ...)                                           \
  HEAPWISE_DESCRIBE_WITH_BASES(type, (), __VA_ARGS__)

/// Like HEAPWISE_DESCRIBE, with the parenthesised list of direct bases first;
/// private bases may be listed.
#define HEAPWISE_DESCRIBE_WITH_BASES(type, bases, ...)                         \
  HEAPWISE_DESCRIBE_SKIPPING(type, bases, 0, __VA_ARGS__)

/// Like HEAPWISE_DESCRIBE_WITH_BASES for a class with members that no pointer
/// to member reaches (references, bit-fields) or that own nothing: \p bytes
/// bytes, in words, are not described on purpose.
#define HEAPWISE_DESCRIBE_SKIPPING(type, bases, bytes, ...)                    \
  template struct heapwise::detail::member_access<                             \
      heapwise::detail::members_of<type>,                                      \
      heapwise::detail::base_list<HEAPWISE_DETAIL_EXPAND bases>,               \
      HEAPWISE_DETAIL_MAP(HEAPWISE_DETAIL_POINTER, type, __VA_ARGS__)>;        \
  template <> struct heapwise::descriptor<type> {                              \
    [[maybe_unused]] static constexpr bool exists = true;                      \
    [[maybe_unused]] static constexpr std::size_t undescribed_bytes = bytes;   \
    [[maybe_unused]] static constexpr const char *names[] = {                  \
        HEAPWISE_DETAIL_MAP(HEAPWISE_DETAIL_STRING, type, __VA_ARGS__)};       \
  }

/// Says that what objects of \p type own is not to be counted; the report lists
/// it with the reason, a non-empty string literal.
#define HEAPWISE_IGNORE(type, why)                                             \
  template <> struct heapwise::ignored<type> {                                 \
    [[maybe_unused]] static constexpr bool exists = true;                      \
    [[maybe_unused]] static constexpr const char reason[] = why;               \
    static_assert(sizeof(why) > 1, "HEAPWISE_IGNORE needs a reason");          \
  }

/// Makes \p type known by its dynamic type: a class that is only seen through a
/// pointer to its base, the target of a std::function or the value of a
/// std::any. (Include heapwise/deep_size.h or heapwise/walker.h.)
#define HEAPWISE_REGISTER(...)                                                 \
  template struct heapwise::detail::registration<__VA_ARGS__>
// NOLINTEND(bugprone-macro-parentheses)

#endif // HEAPWISE_DESCRIBE_H
