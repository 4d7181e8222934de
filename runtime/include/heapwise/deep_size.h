//===-- deep_size.h - How much memory an object owns ------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
///     std::size_t n = heapwise::deep_size(cache);
///     std::cout << heapwise::deep_report(cache).text();
///
/// deep_size is sizeof plus every heap block that is owned through the object,
/// as the allocator counts them. What the walk cannot see is *opaque*; a report
/// names each opaque part, nothing is silently 0.
///
/// Not thread-safe with respect to the object: no other thread may change it
/// during the walk. Walks of different objects may run at the same time.
///
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_DEEP_SIZE_H
#define HEAPWISE_DEEP_SIZE_H

#include "heapwise/detail/report_builder.h"
#include "heapwise/report.h"
#include "heapwise/walker.h"

#include <cmath>
#include <cstddef>
#include <memory>

namespace heapwise {

/// The bytes of the object itself: sizeof. O(1).
template <class T> constexpr std::size_t shallow_size(const T &) {
  return sizeof(T);
}

namespace detail {

/// The most derived object of \p value, with its type if that is known.
struct root_object {
  const void *object;
  const type_record *record;
  bool complete; // the record is that of the most derived type
};

template <class T> root_object root_of(const T &value) {
  const T *object = std::addressof(value);
  if constexpr (std::is_polymorphic_v<T>) {
    if (typeid(value) != typeid(T)) {
      if (const type_record *record = registry::find(typeid(value)))
        return {dynamic_cast<const void *>(object), record, true};
      return {object, record_of<T>(), false};
    }
  }
  return {object, record_of<T>(), true};
}

} // namespace detail

/// The bytes of an object and of every heap block that is owned through it, in
/// usable bytes: `deep_size(x) - shallow_size(x)` is what an interposed
/// allocator counts. An object that owns itself through a cycle is counted
/// with its own block, not once more by sizeof. A polymorphic object counts as
/// its dynamic type if that is registered.
///
/// Complexity: linear in the number of owned blocks; O(1) for each block whose
/// elements own nothing (`std::vector<double>`). The call stack does not grow
/// with the depth of the object. Allocates memory for a set of the shared
/// blocks. Throws std::bad_alloc, and what a user hook throws.
template <class T>
std::size_t deep_size(const T &value, sharing mode = sharing::once) {
  using detail::walker_access;
  static_assert(!std::is_pointer_v<T>,
                "a raw pointer owns nothing: pass the object");
  const detail::root_object root = detail::root_of(value);
  walker w;
  if (mode == sharing::once) {
    walker_access::run(w, *root.record, root.object);
    return walker_access::usable(w) +
           (walker_access::root_reached(w) ? 0 : root.record->size);
  }
  detail::segment_sizes sizes;
  walker_access::set_observer(w, sizes);
  walker_access::run(w, *root.record, root.object);
  const auto shares = mode == sharing::exclusive ? sizes.exclusive_shares()
                                                 : sizes.fair_shares();
  double bytes = walker_access::root_reached(w)
                     ? 0.0
                     : static_cast<double>(root.record->size);
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const auto &segment = sizes.segments()[i];
    bytes += shares[i].content * static_cast<double>(segment.content_bytes) +
             shares[i].control * static_cast<double>(segment.control_bytes);
  }
  return static_cast<std::size_t>(std::llround(bytes));
}

/// Like deep_size, with everything that is known: bytes by member, requested,
/// usable and chunk bytes, padding, and what is opaque, foreign or ignored.
///
/// Complexity: as deep_size with a larger constant; sharing::exclusive and
/// sharing::fair_share walk twice.
template <class T>
report deep_report(const T &value, sharing mode = sharing::once) {
  using detail::walker_access;
  const detail::root_object root = detail::root_of(value);
  std::vector<detail::segment_share> shares;
  if (mode != sharing::once) {
    walker w;
    detail::segment_sizes sizes;
    walker_access::set_observer(w, sizes);
    walker_access::run(w, *root.record, root.object);
    shares = mode == sharing::exclusive ? sizes.exclusive_shares()
                                        : sizes.fair_shares();
  }
  walker w;
  detail::report_builder builder(mode, *root.record, std::move(shares));
  walker_access::set_observer(w, builder);
  if (!root.complete)
    builder.opaque(detail::demangle(typeid(value)), 0,
                   "derived type that is not registered: only its base part is "
                   "followed");
  walker_access::run(w, *root.record, root.object);
  return builder.finish(walker_access::root_reached(w));
}

} // namespace heapwise

#endif // HEAPWISE_DEEP_SIZE_H
