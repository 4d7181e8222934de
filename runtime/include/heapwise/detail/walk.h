//===-- detail/walk.h - How objects of each type are walked -----*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_DETAIL_WALK_H
#define HEAPWISE_DETAIL_WALK_H

// IWYU pragma: private, include "heapwise/walker.h"
#include "heapwise/walker.h"

#include <cstring>
#include <memory_resource>
#include <scoped_allocator>

namespace heapwise {

template <class T> struct uses_malloc<std::allocator<T>> : std::true_type {};
template <class Outer, class... Inner>
struct uses_malloc<std::scoped_allocator_adaptor<Outer, Inner...>>
    : uses_malloc<Outer> {};
template <class T>
struct deletes_object<std::default_delete<T>> : std::true_type {};

namespace detail {

/// The parts of walker that walk_traits needs.
struct walker_access {
  using scope = walker::scope;

  static bool observed(const walker &w) { return w.observer_; }
  static observer *get_observer(walker &w) { return w.observer_; }
  static void set_observer(walker &w, observer &o) { w.observer_ = &o; }
  static std::uint64_t usable(const walker &w) { return w.usable_; }
  static std::uint64_t blocks(const walker &w) { return w.blocks_; }
  static bool root_reached(const walker &w) { return w.root_reached_; }

  static void unique_block(walker &w, const void *p, std::size_t requested) {
    w.unique_block(p, requested);
  }
  static bool shared_block(walker &w, const void *p, std::size_t requested) {
    return w.shared_block(p, requested);
  }
  static void foreign(walker &w, const void *p, std::size_t requested,
                      std::string_view where) {
    w.foreign_block(p, requested, where);
  }
  static void opaque(walker &w, std::string_view type, std::size_t bytes,
                     std::string_view reason) {
    w.add_opaque(type, bytes, reason);
  }
  static void ignored(walker &w, std::string_view type, std::size_t bytes,
                      std::string_view reason) {
    w.add_ignored(type, bytes, reason);
  }
  template <class T> static void owned(walker &w, const T *p) {
    w.owned_object(p, /*unique=*/true);
  }
  template <class T>
  static void shared(walker &w, const void *control, const T *element) {
    w.shared_reference(control, element);
  }
  template <class T> static void array(walker &w, const T *first) {
    w.array_block(first);
  }
  static void weak(walker &w, const void *place) { w.weak_reference(place); }
  static void follow(walker &w, const type_record &record, const void *object) {
    w.follow_record(record, object);
  }

  /// Whether the walk has to go on later because the call stack is deep; if so,
  /// it has been queued.
  template <class T> static bool postpone(walker &w, const T &value) {
    if (w.depth_ < walker::max_inline_depth)
      return false;
    w.work_.push_back(
        {&visit_untyped<T>, &value, w.observer_ ? w.observer_->cursor() : 0});
    return true;
  }
  static unsigned &depth(walker &w) { return w.depth_; }

  /// Guards against walking the root a second time when it owns itself.
  template <class T> static bool is_root(walker &w, const T &value) {
    if (HEAPWISE_UNLIKELY(static_cast<const void *>(std::addressof(value)) ==
                          w.root_) &&
        w.root_record_ == record_of<T>()) {
      w.root_reached_ = true;
      return true;
    }
    return false;
  }

  /// Walks everything that an object owns.
  static void run(walker &w, const type_record &record, const void *object) {
    w.root_ = nullptr;
    if (!record.flat) {
      w.next_root_ = {object, &record};
      record.walk(w, object);
    }
    w.drain();
  }
  static void start_root(walker &w) {
    if (HEAPWISE_UNLIKELY(w.next_root_.record)) {
      w.root_ = w.next_root_.object;
      w.root_record_ = w.next_root_.record;
      w.next_root_ = {};
    }
  }
};

using access = walker_access;

template <class T> struct never_flat {
  static constexpr bool flat = false;
};

/// Whether objects of type T own no memory and contain no pointer that this
/// library would follow, so that a container of them is walked in O(1).
template <class T> constexpr bool is_flat() {
  using plain = std::remove_cv_t<T>;
  if constexpr (std::is_reference_v<T>)
    return true;
  else if constexpr (std::is_array_v<plain>)
    return is_flat<std::remove_all_extents_t<plain>>();
  else if constexpr (!std::is_class_v<plain> && !std::is_union_v<plain>)
    return true;
  else if constexpr (!is_complete<plain>::value)
    return false;
  else
    return walk_traits<plain>::flat;
}

/// Whether walking a T never leads to another T: no recursion to guard.
template <class T, class = void> struct is_leaf : std::false_type {};

template <class T> void visit(walker &w, const T &value) {
  using plain = std::remove_cv_t<T>;
  if constexpr (is_flat<plain>()) {
    return;
  } else if constexpr (std::is_array_v<plain>) {
    std::size_t i = 0;
    for (const auto &element : value) {
      access::scope step(w, {step_kind::element, nullptr, i++}, &element,
                         record_of<std::remove_extent_t<plain>>());
      visit(w, element);
    }
  } else if constexpr (std::is_volatile_v<T>) {
    visit(w, const_cast<const plain &>(value));
  } else if (!access::is_root(w, value)) {
    access::start_root(w);
    walk_traits<plain>::walk(w, value);
  }
}

template <class T> void visit_untyped(walker &w, const void *object) {
  visit(w, *static_cast<const T *>(object));
}

/// Walks a range of elements.
template <class Range> void visit_elements(walker &w, const Range &range) {
  using value_type = typename Range::value_type;
  if constexpr (!is_flat<value_type>()) {
    if constexpr (!is_leaf<value_type>::value)
      ++access::depth(w);
    std::size_t i = 0;
    for (const auto &element : range) {
      access::scope step(w, {step_kind::element, nullptr, i++}, &element,
                         record_of<value_type>());
      visit(w, element);
    }
    if constexpr (!is_leaf<value_type>::value)
      --access::depth(w);
  }
}

/// A block that came from an allocator.
template <class A>
void allocated(walker &w, const A &, const void *p, std::size_t requested) {
  if constexpr (uses_malloc<A>::value)
    access::unique_block(w, p, requested);
  else
    access::foreign(w, p, requested, type_name<A>);
}

template <class T>
void allocated(walker &w, const std::pmr::polymorphic_allocator<T> &a,
               const void *p, std::size_t requested) {
  if (a.resource() == std::pmr::new_delete_resource())
    access::unique_block(w, p, requested);
  else
    access::foreign(w, p, requested,
                    "a memory resource (std::pmr::polymorphic_allocator)");
}

/// Whether a pointer points into the object itself.
template <class T> bool is_inside(const void *p, const T &object) {
  const char *begin = reinterpret_cast<const char *>(std::addressof(object));
  const char *q = static_cast<const char *>(p);
  return q >= begin && q < begin + sizeof(T);
}

} // namespace detail

template <class T>
void walker::shared_reference(const void *control, const T *element) {
  using namespace detail;
  using element_type = std::remove_cv_t<T>;
  if (!control)
    return;
  auto_register<element_type>();
  const control_block block = controls_.read(control);
  control_type &type = *block.type;
  if (!type.record) {
    if constexpr (is_complete<element_type>::value)
      if (demangle(typeid(element_type)) == type.managed)
        type.record = record_of<element_type>();
  }
  const managed_object managed = find_managed(block);
  const type_record *record = managed.record;
  const void *object = managed.top, *known = managed.known;
  const std::size_t object_size = managed.size;
  const bool first = seen_.insert(control, 0).second;
  if (HEAPWISE_UNLIKELY(observer_)) {
    if (!observer_->enter_strong(block, known, record, first))
      return;
  } else if (!first) {
    return;
  }
  // The control block.
  const std::size_t control_size = block.requested_size();
  if (type.from_malloc ||
      (type.from_pmr && type.kind == control_type::in_place &&
       read_at<const void *>(control, control_header) ==
           std::pmr::new_delete_resource()))
    unique_block(control, type.from_pmr ? 0 : control_size);
  else
    foreign_block(control, control_size,
                  type.kind == control_type::unknown
                      ? "an unknown control block"
                      : type.allocator);
  // The object.
  if (type.kind == control_type::deleted && object)
    unique_block(object, object_size);
  if (type.kind == control_type::deleted_array && object) {
    if constexpr (is_complete<element_type>::value) {
      if (demangle(typeid(element_type)) == type.managed)
        array_block(static_cast<const T *>(object));
      else
        add_opaque(type.managed, 0, "array seen through another type");
    } else {
      add_opaque(type.managed, 0, "array of an incomplete type");
    }
  } else if (type.kind == control_type::in_place_array) {
    if constexpr (!is_flat<element_type>())
      add_opaque(type.managed, 0, "elements of a make_shared array");
  } else if (type.kind == control_type::custom) {
    if (element)
      add_opaque(type.managed, 0,
                 "shared_ptr with a deleter of its own: " + type.deleter);
  } else if (record && object) {
    if (type.kind == control_type::deleted && object_size == 0)
      add_opaque(demangle(*dynamic_type_of(object).type),
                 usable_size(object) - record->size,
                 "derived type that is not registered: only its base part is "
                 "followed");
    follow_record(*record, known);
  } else if constexpr (is_complete<element_type>::value) {
    // Managed as a type that nobody registered, or with an allocator of the
    // user's. What the pointer points to may be a part of it.
    if (type.managed != demangle(typeid(element_type)))
      add_opaque(type.managed, 0,
                 "managed type that is not registered: only the part that the "
                 "shared_ptr points to is followed");
    const char *begin = static_cast<const char *>(control);
    const char *p = reinterpret_cast<const char *>(element);
    const bool part =
        type.from_malloc && p >= begin && p < begin + usable_size(control);
    if (element && (part || p == object || !type.from_malloc))
      follow_record(*record_of<element_type>(), element);
  } else {
    add_opaque(type.managed, 0, "managed type that is not registered");
  }
  if (HEAPWISE_UNLIKELY(observer_))
    observer_->leave_strong();
}

inline void walker::weak_reference(const void *place) {
  const auto *control = detail::read_at<const void *>(place, 0);
  if (!control)
    return;
  const detail::control_block block = controls_.read(control);
  if (HEAPWISE_UNLIKELY(observer_))
    observer_->weak(block, place);
  // While there are owners, the blocks are theirs.
  if (block.use_count() == 0 && seen_.insert(control, 0).second) {
    if (block.type->from_malloc)
      unique_block(control, block.requested_size());
    else
      foreign_block(control, 0, block.type->allocator);
  }
}

/// A block from new T[n], elements included.
template <class T> void walker::array_block(const T *first) {
  using namespace detail;
  if constexpr (std::is_trivially_destructible_v<T>) {
    unique_block(first, 0);
  } else {
    // Itanium C++ ABI, 2.7: the number of elements lies before the first one.
    const char *start = reinterpret_cast<const char *>(first) -
                        max_size(sizeof(std::size_t), alignof(T));
    const std::size_t count = read_at<std::size_t>(first, -8);
    unique_block(start,
                 max_size(sizeof(std::size_t), alignof(T)) + count * sizeof(T));
    elements_of(first, count);
  }
}

} // namespace heapwise

#include "heapwise/detail/walk_record.h"
#include "heapwise/detail/walk_std.h"

#endif // HEAPWISE_DETAIL_WALK_H
