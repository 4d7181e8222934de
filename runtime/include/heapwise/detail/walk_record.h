//===-- detail/walk_record.h - Members of classes ---------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// How a class that the library does not know is walked, in this order: a
/// HEAPWISE_IGNORE; a user hook heapwise_walk(); a description; the compiler's
/// member walk (clang); structured bindings (aggregates, g++). What is left is
/// opaque and named so.
///
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_DETAIL_WALK_RECORD_H
#define HEAPWISE_DETAIL_WALK_RECORD_H

// IWYU pragma: private, include "heapwise/walker.h"
#include "heapwise/detail/aggregate.h"
#include "heapwise/detail/std_base.h"
#include "heapwise/detail/walk.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <vector>

namespace heapwise::detail {

/// \name User hooks
/// @{

/// Converts to exactly T: finds the hooks of T, not those of its bases.
template <class T> struct exactly {
  template <class U, class = std::enable_if_t<std::is_same_v<U, T>>>
  operator const U &() const;
};

template <class T, class = void> struct has_hook : std::false_type {};
template <class T>
struct has_hook<T, std::void_t<decltype(heapwise_walk(
                       std::declval<walker &>(), std::declval<const T &>()))>>
    : std::true_type {};

template <class T, class = void> struct has_exact_hook : std::false_type {};
template <class T>
struct has_exact_hook<T, std::void_t<decltype(heapwise_walk(
                             std::declval<walker &>(), exactly<T>()))>>
    : std::true_type {};

template <class T> struct is_template : std::false_type {};
template <template <class...> class Template, class... Args>
struct is_template<Template<Args...>> : std::true_type {};
/// @}

/// \name Where members lie
/// @{

struct member_range {
  std::ptrdiff_t offset; // in bytes, from the start of the record
  std::size_t size;
};

template <class T, class M>
member_range range_of(const T &record, const M &member) {
  return {reinterpret_cast<const char *>(std::addressof(member)) -
              reinterpret_cast<const char *>(std::addressof(record)),
          sizeof(M)};
}

/// The bytes of a record that no range covers.
struct coverage {
  std::size_t gaps = 0;        // all uncovered bytes
  std::size_t unexplained = 0; // those in gaps too large for padding
};

inline coverage uncovered(std::vector<member_range> ranges, std::size_t size,
                          std::size_t alignment) {
  std::sort(ranges.begin(), ranges.end(),
            [](const member_range &a, const member_range &b) {
              return a.offset < b.offset;
            });
  ranges.push_back({static_cast<std::ptrdiff_t>(size), 0});
  coverage result;
  std::size_t end = 0;
  for (const member_range &r : ranges) {
    const std::size_t begin = static_cast<std::size_t>(r.offset);
    if (begin > end) {
      result.gaps += begin - end;
      if (begin - end >= max_size(sizeof(void *), alignment))
        result.unexplained += begin - end;
    }
    end = std::max(end, begin + r.size);
  }
  return result;
}
/// @}

/// \name Descriptions
/// @{

template <class Bases, class Members> struct description_types;
template <class... Bases, class... Members>
struct description_types<base_list<Bases...>, std::tuple<Members...>> {
  template <class M> struct member_type;
  template <class M, class C> struct member_type<M C::*> {
    using type = std::remove_cv_t<M>;
  };
  static constexpr bool flat() {
    return (is_flat<Bases>() && ...) &&
           (is_flat<typename member_type<Members>::type>() && ...);
  }
  template <class T>
  static void add_ranges(const T &value, std::vector<member_range> &ranges) {
    // A C-style cast reaches inaccessible bases ([expr.cast]/4). Empty bases
    // take no room of their own.
    ((std::is_empty_v<Bases>
          ? void()
          : ranges.push_back(range_of(value, (const Bases &)value))),
     ...);
  }
  template <class T> static void walk_bases(walker &w, const T &value) {
    (w.member("<base>", (const Bases &)value), ...);
  }
};

template <class T>
using description_of = decltype(heapwise_members(members_of<T>()));

template <class T>
using description_types_of =
    description_types<typename description_of<T>::bases,
                      decltype(description_of<T>::members)>;

template <class T> void walk_described(walker &w, const T &value) {
  constexpr auto description = heapwise_members(members_of<T>());
  description_types_of<T>::walk_bases(w, value);
  std::apply(
      [&](auto... pointers) {
        [[maybe_unused]] std::size_t i = 0;
        (w.member(descriptor<T>::names[i++], value.*pointers), ...);
      },
      description.members);
  if (!access::observed(w))
    return;
  std::vector<member_range> ranges;
  description_types_of<T>::add_ranges(value, ranges);
  std::apply(
      [&](auto... pointers) {
        (ranges.push_back(range_of(value, value.*pointers)), ...);
      },
      description.members);
  if (std::is_polymorphic_v<T>)
    ranges.push_back({0, sizeof(void *)});
  const coverage rest = uncovered(std::move(ranges), sizeof(T), alignof(T));
  // The writer of a description may leave members out on purpose only by
  // saying how many bytes they cover.
  const std::size_t known = descriptor<T>::undescribed_bytes;
  if (rest.unexplained > known)
    w.opaque("<undescribed>", type_name<T>, rest.unexplained - known,
             "members that the description leaves out");
  access::get_observer(w)->padding(
      rest.gaps - std::max(rest.unexplained, std::min(known, rest.gaps)));
}
/// @}

#if HEAPWISE_MEMBER_WALK
/// \name clang's member walk
/// __builtin_dump_struct(&object, f) calls f with a printf format and its
/// arguments for every line of a dump (clang's language extensions, "Dumping
/// the members of a record"). A member of class, array or other unprintable
/// type comes as its address with "*%p"; others come as lvalues.
/// @{

template <std::size_t FormatSize, class Argument> struct dump_argument {
  using plain = std::remove_reference_t<Argument>;
  // Lines end with "%s%s %s = *%p\n" for members given by their address.
  static constexpr bool by_address = FormatSize == sizeof("%s%s %s = *%p\n") &&
                                     std::is_pointer_v<plain> &&
                                     !std::is_lvalue_reference_v<Argument>;
  static constexpr bool raw_pointer =
      !by_address && std::is_lvalue_reference_v<Argument> &&
      std::is_pointer_v<plain> &&
      !std::is_function_v<std::remove_pointer_t<plain>>;
  static constexpr bool flat() {
    if constexpr (by_address)
      return is_flat<std::remove_cv_t<std::remove_pointer_t<plain>>>();
    else
      return true;
  }
};

struct flat_probe {
  template <std::size_t N, class... A>
  void operator()(const char (&)[N], A &&...) const
      noexcept((dump_argument<N, A>::flat() && ...)) {}
};

struct raw_pointer_probe {
  template <std::size_t N, class... A>
  void operator()(const char (&)[N], A &&...) const
      noexcept((!dump_argument<N, A>::raw_pointer && ...)) {}
};

template <class T> constexpr bool members_are_flat() {
  return noexcept(
      __builtin_dump_struct(static_cast<const T *>(nullptr), flat_probe()));
}

/// A class with a destructor of its own and raw pointers but no member that
/// owns anything: what would the destructor be for? Not asked of polymorphic
/// classes, whose destructors are virtual for another reason.
template <class T> constexpr bool frees_raw_pointers() {
  return !std::is_trivially_destructible_v<T> && !std::is_polymorphic_v<T> &&
         !noexcept(__builtin_dump_struct(static_cast<const T *>(nullptr),
                                         raw_pointer_probe()));
}

enum class member_action : std::uint8_t {
  walk,
  skip,         // walked as part of a base that the library knows
  union_member, // shares its storage with another member
  foreign_base  // inside of a standard class that the library does not know
};

/// What to do with the members of a record, in the order of the dump.
struct record_plan {
  std::vector<member_action> actions;
  /// Names of the record's own members by their offset.
  std::vector<std::pair<std::ptrdiff_t, const char *>> names;
  std::size_t padding = 0; // in bytes
  bool plain = true;       // every action is `walk`
};

enum class dump_scope : std::uint8_t { record, base, std_base, named, union_ };

struct dump_scopes {
  std::array<dump_scope, 32> kinds{};
  std::size_t depth = 0;
  dump_scope pending = dump_scope::record;

  void open() {
    if (depth < kinds.size())
      kinds[depth] = pending;
    ++depth;
    pending = dump_scope::record;
  }
  dump_scope close() {
    --depth;
    return depth < kinds.size() ? kinds[depth] : dump_scope::record;
  }
  bool inside(dump_scope kind) const {
    for (std::size_t i = 0; i < std::min(depth, kinds.size()); ++i)
      if (kinds[i] == kind)
        return true;
    return false;
  }
};

template <std::size_t N>
bool starts_with(const char *text, const char (&s)[N]) {
  return std::strncmp(text, s, N - 1) == 0;
}

/// First pass over one object: finds unions, virtual bases that the dump shows
/// more than once, and padding.
class record_planner {
public:
  record_planner(const void *object, std::size_t size, member_range known_base)
      : begin_(static_cast<const char *>(object)), size_(size),
        known_base_(known_base) {}

  template <std::size_t N> void operator()(const char (&format)[N]) {
    if (format[0] == ' ')
      scopes_.open();
    else if (scopes_.depth)
      scopes_.close();
  }
  template <std::size_t N>
  void operator()(const char (&format)[N], const char *) {
    if (format[2] == '}')
      scopes_.close();
  }
  template <std::size_t N>
  void operator()(const char (&)[N], const char *, const char *type) {
    scopes_.pending = starts_with(type, "std::") &&
                              !starts_with(type, "std::enable_shared_from_this")
                          ? dump_scope::std_base
                          : dump_scope::base;
  }
  template <std::size_t N>
  void operator()(const char (&)[N], const char *, const char *type,
                  const char *name) {
    // An aggregate: its members follow in place of its address.
    if (scopes_.depth == 1)
      pending_name_ = name;
    scopes_.pending =
        starts_with(type, "union ") ? dump_scope::union_ : dump_scope::named;
  }
  template <std::size_t N, class A>
  void operator()(const char (&)[N], const char *, const char *,
                  const char *name, A &&value) {
    using argument = dump_argument<N, A>;
    if constexpr (argument::by_address) {
      using member = std::remove_pointer_t<typename argument::plain>;
      if constexpr (is_complete<member>::value && !std::is_function_v<member>)
        add(name, value, sizeof(member), std::is_empty_v<member>);
      else
        add(name, value, 1, true);
    } else {
      add(name, std::addressof(value), sizeof(value), false);
    }
  }
  // A bit-field.
  template <std::size_t N, class A>
  void operator()(const char (&)[N], const char *, const char *, const char *,
                  std::size_t width, A &&) {
    fields_.push_back({nullptr, {-1, 0}, false, false, false});
    bits_ += width;
  }

  record_plan finish(bool polymorphic) {
    record_plan plan;
    plan.names = std::move(names_);
    plan.actions.resize(fields_.size(), member_action::walk);
    std::vector<member_range> ranges;
    if (polymorphic)
      ranges.push_back({0, sizeof(void *)});
    if (known_base_.size)
      ranges.push_back(known_base_);
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      const field &f = fields_[i];
      if (f.range.offset < 0)
        continue;
      ranges.push_back(f.range);
      if (f.range.offset >= known_base_.offset &&
          f.range.offset + static_cast<std::ptrdiff_t>(f.range.size) <=
              known_base_.offset +
                  static_cast<std::ptrdiff_t>(known_base_.size))
        plan.actions[i] = member_action::skip;
      else if (f.std_base)
        plan.actions[i] = member_action::foreign_base;
      else if (f.in_union)
        plan.actions[i] = member_action::union_member;
      if (f.empty)
        continue;
      for (std::size_t j = 0; j < fields_.size(); ++j) {
        const field &g = fields_[j];
        if (i == j || g.range.offset < 0 || g.empty || !overlap(f, g))
          continue;
        if (f.range.offset == g.range.offset && f.range.size == g.range.size &&
            std::strcmp(f.name, g.name) == 0) {
          if (j < i) // a virtual base, seen a second time
            plan.actions[i] = member_action::skip;
        } else if (plan.actions[i] == member_action::walk) {
          plan.actions[i] = member_action::union_member;
        }
      }
    }
    for (member_action a : plan.actions)
      plan.plain &= a == member_action::walk;
    const std::size_t gaps = uncovered(std::move(ranges), size_, 1).gaps;
    const std::size_t hidden = (bits_ + 7) / 8;
    plan.padding = gaps > hidden ? gaps - hidden : 0;
    return plan;
  }

private:
  struct field {
    const char *name;
    member_range range;
    bool empty, in_union, std_base;
  };

  static bool overlap(const field &f, const field &g) {
    return f.range.offset <
               g.range.offset + static_cast<std::ptrdiff_t>(g.range.size) &&
           g.range.offset <
               f.range.offset + static_cast<std::ptrdiff_t>(f.range.size);
  }

  void add(const char *name, const volatile void *member, std::size_t size,
           bool empty) {
    std::ptrdiff_t offset = static_cast<const volatile char *>(member) - begin_;
    if (offset < 0 || offset >= static_cast<std::ptrdiff_t>(size_)) {
      bits_ += 8 * sizeof(void *); // a reference
      offset = -1;
    } else if (scopes_.depth == 1 || pending_name_) {
      names_.push_back({offset, scopes_.depth == 1 ? name : pending_name_});
      pending_name_ = nullptr;
    }
    fields_.push_back({name,
                       {offset, size},
                       empty,
                       scopes_.inside(dump_scope::union_),
                       scopes_.inside(dump_scope::std_base)});
  }

  const char *begin_;
  std::size_t size_;
  member_range known_base_;
  dump_scopes scopes_;
  std::vector<field> fields_;
  std::vector<std::pair<std::ptrdiff_t, const char *>> names_;
  const char *pending_name_ = nullptr;
  std::size_t bits_ = 0;
};

/// Second pass: walks.
template <class T> class member_visitor {
public:
  member_visitor(walker &w, const T &object, const record_plan &plan)
      : w_(w), begin_(reinterpret_cast<const char *>(std::addressof(object))),
        plan_(plan) {}

  template <std::size_t N> void operator()(const char (&format)[N]) {
    if (!access::observed(w_))
      return;
    if (format[0] == ' ')
      scopes_.open();
    else if (scopes_.depth)
      close();
  }
  template <std::size_t N>
  void operator()(const char (&format)[N], const char *) {
    if (format[2] == '}' && access::observed(w_))
      close();
  }
  template <std::size_t N>
  void operator()(const char (&)[N], const char *, const char *) {}
  template <std::size_t N>
  void operator()(const char (&)[N], const char *, const char *,
                  const char *name) {
    if (!access::observed(w_))
      return;
    scopes_.pending = dump_scope::named;
    access::get_observer(w_)->enter({step_kind::member, name, 0}, nullptr,
                                    nullptr);
  }
  template <std::size_t N, std::size_t TypeSize, class A>
  void operator()(const char (&)[N], const char *, const char (&type)[TypeSize],
                  const char *name, A &&value) {
    using argument = dump_argument<N, A>;
    const std::size_t index = index_++;
    if constexpr (argument::by_address) {
      using member = std::remove_pointer_t<typename argument::plain>;
      if constexpr (is_complete<member>::value && !std::is_function_v<member>) {
        if (TypeSize > 2 && type[TypeSize - 2] == '&')
          return; // a reference owns nothing
        const char *p = const_cast<const char *>(
            reinterpret_cast<const volatile char *>(value));
        if (p < begin_ || p >= begin_ + sizeof(T))
          return; // a reference, under another name
        if (HEAPWISE_UNLIKELY(!plan_.plain) && refused(index, name, value))
          return;
        w_.member(name[0] ? name : "<capture>", *value);
      }
    } else if constexpr (argument::raw_pointer) {
      if (access::observed(w_) && value && !is_reference(value_address(value)))
        note_raw_pointer(name, type);
      else if (access::observed(w_))
        note_plain(name, value);
    } else if (access::observed(w_)) {
      note_plain(name, value);
    }
  }
  template <std::size_t N, class A>
  void operator()(const char (&)[N], const char *, const char *, const char *,
                  std::size_t, A &&) {
    ++index_;
  }

private:
  template <class A> static const void *value_address(const A &value) {
    return const_cast<const void *>(
        static_cast<const volatile void *>(std::addressof(value)));
  }

  bool is_reference(const void *p) const {
    return static_cast<const char *>(p) < begin_ ||
           static_cast<const char *>(p) >= begin_ + sizeof(T);
  }

  void close() {
    if (scopes_.close() == dump_scope::named)
      access::get_observer(w_)->leave();
  }

  template <class M>
  bool refused(std::size_t index, const char *name, const M *) {
    switch (plan_.actions[index]) {
    case member_action::walk:
      return false;
    case member_action::skip:
      return true;
    case member_action::union_member:
      if constexpr (!is_flat<M>())
        w_.opaque(name, type_name<M>, sizeof(M),
                  "member of a union: which one is active is unknown");
      return true;
    case member_action::foreign_base:
      if constexpr (!is_flat<M>())
        w_.opaque(name, type_name<M>, sizeof(M),
                  "part of a standard base class without a walk");
      return true;
    }
    return true;
  }

  void note_raw_pointer(const char *name, const char *type) {
    access::scope step(w_, {step_kind::member, name, 0});
    access::get_observer(w_)->raw_pointer(type);
  }

  template <class M> void note_plain(const char *name, const M &value) {
    if (!is_reference(value_address(value)))
      access::scope step(w_, {step_kind::member, name, 0}, value_address(value),
                         nullptr);
  }

  walker &w_;
  const char *begin_;
  const record_plan &plan_;
  std::size_t index_ = 0;
  dump_scopes scopes_;
};

template <class T> const record_plan &plan_of(const T &value) {
  static const record_plan plan = [&] {
    member_range base{0, 0};
    if constexpr (!std::is_void_v<std_base<T>>)
      base = range_of(value, static_cast<const std_base<T> &>(value));
    record_planner planner(std::addressof(value), sizeof(T), base);
    __builtin_dump_struct(std::addressof(value), planner);
    return planner.finish(std::is_polymorphic_v<T>);
  }();
  return plan;
}

template <class T> void walk_members(walker &w, const T &value) {
  const record_plan &plan = plan_of(value);
  if (access::observed(w))
    access::get_observer(w)->padding(plan.padding);
  if constexpr (!std::is_void_v<std_base<T>>)
    w.member("<base>", static_cast<const std_base<T> &>(value));
  if constexpr (is_countable_aggregate<T>()) {
    // The dump goes through members that are aggregates without telling their
    // types; structured bindings tell them, and the dump the names.
    for_each_member(value, [&](const auto &member) {
      using member_type =
          std::remove_cv_t<std::remove_reference_t<decltype(member)>>;
      const member_range range = range_of(value, member);
      if (range.offset < 0 ||
          range.offset >= static_cast<std::ptrdiff_t>(sizeof(T)))
        return; // a reference, or a copy of a bit-field
      const char *name = "<member>";
      for (const auto &[offset, text] : plan.names)
        if (offset == range.offset)
          name = text;
      if constexpr (std::is_pointer_v<member_type> &&
                    !std::is_function_v<std::remove_pointer_t<member_type>>)
        if (access::observed(w) && member) {
          access::scope step(w, {step_kind::member, name, 0});
          access::get_observer(w)->raw_pointer(type_name<member_type>);
          return;
        }
      w.member(name, member);
    });
  } else {
    member_visitor<T> visitor(w, value, plan);
    __builtin_dump_struct(std::addressof(value), visitor);
  }
}
/// @}
#endif // HEAPWISE_MEMBER_WALK

/// A class of the program, or one of the standard library that has no
/// walk_traits of its own.
template <class T, class> struct walk_traits {
  static constexpr bool is_ignored = ignored<T>::exists;
  static constexpr bool hooked = has_hook<T>::value;
  static constexpr bool described = descriptor<T>::exists;

  static constexpr bool compute_flat() {
    if constexpr (is_ignored || hooked)
      return false;
    else if constexpr (described)
      return description_types_of<T>::flat();
    else if constexpr (std::is_trivially_destructible_v<T> ||
                       std::is_empty_v<T>)
      return true;
    else if constexpr (std::is_polymorphic_v<T> && sizeof(T) == sizeof(void *))
      return true; // an interface: the word is the virtual table's
    else if constexpr (is_in_std<T> || std::is_union_v<T>)
      return false;
#if HEAPWISE_MEMBER_WALK
    else
      return members_are_flat<T>() && !frees_raw_pointers<T>();
#else
    else
      return false;
#endif
  }
  static constexpr bool flat = compute_flat();

  static void walk(walker &w, const T &value) {
    if constexpr (is_ignored) {
      access::ignored(w, type_name<T>, sizeof(T), ignored<T>::reason);
    } else if constexpr (hooked) {
      heapwise_walk(w, value);
      if constexpr (!has_exact_hook<T>::value && !is_template<T>::value)
        access::opaque(w, type_name<T>, sizeof(T),
                       "only a base class has a hook heapwise_walk");
    } else if constexpr (std::is_union_v<T>) {
      access::opaque(w, type_name<T>, sizeof(T),
                     "a union needs a hook heapwise_walk");
    } else if constexpr (is_in_std<T>) {
      access::opaque(w, type_name<T>, sizeof(T),
                     "standard class without a walk");
    } else if (!access::postpone(w, value)) {
      ++access::depth(w);
      walk_class(w, value);
      --access::depth(w);
    }
  }

private:
  static void walk_class(walker &w, const T &value) {
    if constexpr (described) {
      walk_described(w, value);
    } else {
#if HEAPWISE_MEMBER_WALK
      if constexpr (members_are_flat<T>())
        access::opaque(w, type_name<T>, sizeof(T),
                       "raw pointers and a destructor of its own: say what it "
                       "owns");
      else
        walk_members(w, value);
#else
      if constexpr (is_countable_aggregate<T>()) {
        std::size_t index = 0;
        for_each_member(value, [&](const auto &member) {
          using member_type = std::decay_t<decltype(member)>;
          access::scope step(w, {step_kind::slot, nullptr, index++},
                             std::addressof(member), record_of<member_type>());
          visit(w, member);
        });
      } else {
        access::opaque(w, type_name<T>, sizeof(T),
                       "class without a description");
      }
#endif
    }
  }
};

} // namespace heapwise::detail

#endif // HEAPWISE_DETAIL_WALK_RECORD_H
