//===-- detail/observer.h - What a walk tells -------------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_DETAIL_OBSERVER_H
#define HEAPWISE_DETAIL_OBSERVER_H

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace heapwise {

struct type_record;

namespace detail {

struct control_block;

enum class step_kind : std::uint8_t {
  member,  // a named member or base
  element, // an element of a container, by index
  slot,    // a member of a tuple or aggregate, by index
  pointee, // what a pointer points to
  target,  // the target of a std::function
};

struct step {
  step_kind kind;
  const char *name;  // of members
  std::size_t index; // of elements
};

/// Receives what a walk finds. A walk without an observer only counts.
class observer {
public:
  virtual ~observer() = default;

  /// \name The path from the root to what is being walked
  /// @{
  virtual void enter(const step &s, const void *object,
                     const type_record *record) = 0;
  virtual void leave() = 0;
  /// A value that seek() takes to come back to the present path later.
  virtual std::uint32_t cursor() = 0;
  virtual void seek(std::uint32_t cursor) = 0;
  /// @}

  /// An owned block. \p requested is 0 if it is not known.
  virtual void block(const void *start, std::size_t requested,
                     std::size_t usable) = 0;
  /// An owned piece of memory that did not come from malloc.
  virtual void foreign(const void *start, std::size_t requested,
                       std::string_view where) = 0;
  virtual void opaque(std::string_view type, std::size_t bytes,
                      std::string_view reason) = 0;
  virtual void ignored(std::string_view type, std::size_t bytes,
                       std::string_view reason) = 0;
  /// A non-null raw pointer member, which is taken as not owning.
  virtual void raw_pointer(std::string_view type) = 0;
  /// The object that the pointer being walked points to.
  virtual void pointee(const type_record &record, const void *object) = 0;
  /// Padding bytes of the record being walked.
  virtual void padding(std::size_t bytes) = 0;

  /// A strong reference to the object that \p control manages. \p object and
  /// \p record are null if it or its type is not known; \p first tells the
  /// first reference of the walk. If true is returned, the walk goes on with
  /// the object and calls leave_strong() when the path is back here.
  virtual bool enter_strong(const control_block &control, const void *object,
                            const type_record *record, bool first) = 0;
  virtual void leave_strong() = 0;
  /// \p place is where the weak_ptr keeps the address of the control block.
  virtual void weak(const control_block &control, const void *place) = 0;
  /// A reference to an object that \p count counted pointers of the program's
  /// own keep alive. \p record is null if the type is not known; \p type names
  /// it then. If false is returned, it is walked like any owned object.
  virtual bool counted(const void * /*object*/, const type_record * /*record*/,
                       std::string_view /*type*/, long /*count*/) {
    return false;
  }
};

} // namespace detail
} // namespace heapwise

#endif // HEAPWISE_DETAIL_OBSERVER_H
