//===-- walker.h - Walks what an object owns --------------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// The walk that deep_size, audit and find_cycles share, and the interface for
/// user hooks:
///
///     void heapwise_walk(heapwise::walker &w, const Arena &arena) {
///       w.member("name", arena.name);
///       w.owned_block("memory", arena.memory, arena.capacity);
///     }
///
/// A walk asks the allocator for the size of every block, it does not model the
/// allocator. It reads the objects and changes nothing. Objects that another
/// thread changes, that are corrupt, moved-from into an invalid state or in the
/// middle of their construction or destruction are out of scope.
///
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_WALKER_H
#define HEAPWISE_WALKER_H

#include "heapwise/describe.h"
#include "heapwise/detail/config.h"
#include "heapwise/detail/control_block.h"
#include "heapwise/detail/observer.h"
#include "heapwise/detail/pointer_map.h"
#include "heapwise/detail/registry.h"
#include "heapwise/detail/traits.h"
#include "heapwise/detail/type_name.h"
#include "heapwise/usable_size.h"

#include <cstdint>
#include <memory>
#include <string_view>
#include <typeinfo>
#include <vector>

namespace heapwise {

namespace detail {
template <class T, class = void> struct walk_traits;
template <class T> constexpr bool is_flat();
template <class T> void visit(walker &w, const T &value);
struct walker_access;
} // namespace detail

/// Follows what objects own. User hooks receive one and call the functions of
/// the first group; the others are for the library.
class walker {
public:
  walker() = default;
  walker(const walker &) = delete;
  walker &operator=(const walker &) = delete;

  /// \name For hooks
  /// @{

  /// Follows a member (or a base class subobject).
  template <class T> void member(const char *name, const T &value) {
    scope step(*this, {detail::step_kind::member, name, 0}, &value,
               detail::record_of<T>());
    detail::visit(*this, value);
  }

  /// A single object that this one frees with `delete`; may be null. Several
  /// owners of one object, also around a ring, are followed once.
  template <class T> void owned(const char *name, const T *object) {
    if (!object)
      return;
    scope step(*this, {detail::step_kind::member, name, 0});
    owned_object(object, /*unique=*/false);
  }

  /// For a counted pointer of the program's own: the object that it and others,
  /// \p count in all, keep alive, and that the last of them frees with
  /// `delete`; may be null. Like owned(), and a reference for find_cycles(),
  /// which takes objects with an unknown count (0) as held.
  template <class T> void counted(const T *object, long count = 0) {
    if (!object)
      return;
    if (HEAPWISE_UNLIKELY(observer_)) {
      detail::auto_register<T>();
      const target t = resolve(object);
      if (observer_->counted(t.object, t.record, t.dynamic_name, count))
        return;
    }
    owned_object(object, /*unique=*/false);
  }

  /// \p count objects that this one frees with `delete[]`; may be null.
  template <class T>
  void owned_array(const char *name, const T *first, std::size_t count) {
    if (!first)
      return;
    scope step(*this, {detail::step_kind::member, name, 0});
    const std::size_t cookie =
        std::is_trivially_destructible_v<T>
            ? 0
            : detail::max_size(sizeof(std::size_t), alignof(T));
    const void *start = reinterpret_cast<const char *>(first) - cookie;
    if (!shared_block(start, cookie + count * sizeof(T)))
      return;
    elements_of(first, count);
  }

  /// A block from malloc or operator new that this object frees; may be null.
  /// \p requested is its size in bytes, 0 if that is not known. What lies in
  /// the block is not followed: use elements().
  void owned_block(const char *name, const void *start,
                   std::size_t requested = 0) {
    if (!start)
      return;
    scope step(*this, {detail::step_kind::member, name, 0});
    shared_block(start, requested);
  }

  /// \p count live objects in storage that owned_block() has named.
  template <class T>
  void elements(const char *name, const T *first, std::size_t count) {
    scope step(*this, {detail::step_kind::member, name, 0});
    elements_of(first, count);
  }

  /// Says that \p bytes of memory, 0 if their number is not known, are not
  /// followed, and why.
  void opaque(const char *name, std::string_view type, std::size_t bytes,
              std::string_view reason) {
    scope step(*this, {detail::step_kind::member, name, 0});
    add_opaque(type, bytes, reason);
  }

  /// Says that a member is left out on purpose, and why.
  template <class T>
  void ignore(const char *name, const T &, std::string_view reason) {
    scope step(*this, {detail::step_kind::member, name, 0});
    add_ignored(detail::type_name<T>, sizeof(T), reason);
  }
  /// @}

private:
  friend struct detail::walker_access;

  static constexpr unsigned max_inline_depth = 32;

  struct work_item {
    detail::walk_function walk;
    const void *object;
    std::uint32_t cursor;
  };

  /// One step of the path, for as long as it lives.
  class scope {
  public:
    scope(walker &w, detail::step s, const void *object = nullptr,
          const type_record *record = nullptr)
        : w_(w) {
      if (HEAPWISE_UNLIKELY(w_.observer_))
        w_.observer_->enter(s, object, record);
    }
    ~scope() {
      if (HEAPWISE_UNLIKELY(w_.observer_))
        w_.observer_->leave();
    }
    scope(const scope &) = delete;
    scope &operator=(const scope &) = delete;

  private:
    walker &w_;
  };

  // A block with one owner.
  void unique_block(const void *start, std::size_t requested) {
    std::size_t usable = usable_size(start);
    if (HEAPWISE_UNLIKELY(observer_)) {
      observer_->block(start, requested, usable);
      return;
    }
    usable_ += usable;
    ++blocks_;
  }

  // A block that may have several owners. Returns false the second time.
  bool shared_block(const void *start, std::size_t requested) {
    if (!seen_.insert(start, 0).second)
      return false;
    unique_block(start, requested);
    return true;
  }

  void foreign_block(const void *start, std::size_t requested,
                     std::string_view where) {
    if (HEAPWISE_UNLIKELY(observer_))
      observer_->foreign(start, requested, where);
  }

  void add_opaque(std::string_view type, std::size_t bytes,
                  std::string_view reason) {
    if (HEAPWISE_UNLIKELY(observer_))
      observer_->opaque(type, bytes, reason);
  }

  void add_ignored(std::string_view type, std::size_t bytes,
                   std::string_view reason) {
    if (HEAPWISE_UNLIKELY(observer_))
      observer_->ignored(type, bytes, reason);
  }

  // Walks now, or later if the call stack is deep already.
  void descend(detail::walk_function walk, const void *object) {
    if (depth_ < max_inline_depth) {
      ++depth_;
      walk(*this, object);
      --depth_;
    } else {
      work_.push_back({walk, object, observer_ ? observer_->cursor() : 0});
    }
  }

  void drain() {
    while (!work_.empty()) {
      work_item item = work_.back();
      work_.pop_back();
      if (HEAPWISE_UNLIKELY(observer_))
        observer_->seek(item.cursor);
      depth_ = 0;
      item.walk(*this, item.object);
    }
  }

  template <class T> void elements_of(const T *first, std::size_t count) {
    if constexpr (!detail::is_flat<T>())
      for (std::size_t i = 0; i < count; ++i) {
        scope step(*this, {detail::step_kind::element, nullptr, i}, first + i,
                   detail::record_of<T>());
        detail::visit(*this, first[i]);
      }
  }

  /// What an object is, beyond the static type of the pointer to it.
  struct target {
    const void *object;        // the most derived object
    const type_record *record; // its type; null if it is not known
    std::string dynamic_name;  // set if the type is not known
  };

  template <class T> target resolve(const T *object) {
    if constexpr (!detail::is_complete<T>::value) {
      // Incomplete here: complete where the program registers it.
      const type_record *record = detail::registry::find(detail::type_name<T>);
      return {object, record, std::string(detail::type_name<T>)};
    } else if constexpr (std::is_polymorphic_v<T>) {
      const std::type_info &type = typeid(*object);
      if (type == typeid(T))
        return {object, detail::record_of<T>(), {}};
      const void *top = dynamic_cast<const void *>(object);
      if (const type_record *record = detail::registry::find(type))
        return {top, record, {}};
      return {top, nullptr, detail::demangle(type)};
    } else {
      return {object, detail::record_of<T>(), {}};
    }
  }

  // Walks an object of a resolved type; `object` is the pointer at hand.
  // `bytes` is the size of its block, 0 if that is not known.
  template <class T>
  void follow(const target &t, const T *object, std::size_t bytes) {
    if (t.record) {
      follow_record(*t.record, t.object);
      return;
    }
    if constexpr (detail::is_complete<T>::value) {
      add_opaque(t.dynamic_name, bytes ? bytes - sizeof(T) : 0,
                 "derived type that is not registered: only its base part is "
                 "followed");
      follow_record(*detail::record_of<T>(), object);
    } else {
      add_opaque(t.dynamic_name, bytes,
                 "incomplete type that is not registered");
    }
  }

  void follow_record(const type_record &record, const void *object) {
    if (HEAPWISE_UNLIKELY(observer_))
      observer_->pointee(record, object);
    if (!record.flat)
      descend(record.walk, object);
  }

  template <class T> void owned_object(const T *object, bool unique) {
    if constexpr (std::is_void_v<T>) {
      shared_block(object, 0);
      add_opaque("void", 0, "the type of what a void pointer owns is unknown");
    } else {
      detail::auto_register<T>();
      target t = resolve(object);
      const std::size_t requested = t.record ? t.record->size : 0;
      std::size_t bytes = 0;
      if constexpr (detail::has_class_new<T>::value) {
        if (!unique && !seen_.insert(t.object, 0).second)
          return;
        foreign_block(t.object, requested, "operator new of the class");
      } else {
        if (unique)
          unique_block(t.object, requested);
        else if (!shared_block(t.object, requested))
          return;
        if (!t.record)
          bytes = usable_size(t.object);
      }
      scope step(*this, {detail::step_kind::pointee, nullptr, 0}, nullptr,
                 nullptr);
      follow(t, object, bytes);
    }
  }

  template <class T>
  void shared_reference(const void *control, const T *element);
  void weak_reference(const void *place);
  template <class T> void array_block(const T *first);

  struct root_candidate {
    const void *object = nullptr;
    const type_record *record = nullptr;
  };

  detail::observer *observer_ = nullptr;
  std::uint64_t usable_ = 0, blocks_ = 0;
  root_candidate next_root_;
  const void *root_ = nullptr;
  const type_record *root_record_ = nullptr;
  bool root_reached_ = false;
  unsigned depth_ = 0;
  std::vector<work_item> work_;
  detail::pointer_map seen_;
  detail::control_block_reader controls_;
};

/// Makes T known by its dynamic type and by its name. Thread-safe; cheap when T
/// is known already. See HEAPWISE_REGISTER.
template <class T> void register_type() {
  detail::registry::add(typeid(T), detail::record_of<T>());
}

} // namespace heapwise

#include "heapwise/detail/walk.h"

#endif // HEAPWISE_WALKER_H
