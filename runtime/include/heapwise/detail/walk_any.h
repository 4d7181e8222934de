//===-- detail/walk_any.h - The value of a std::any -------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_DETAIL_WALK_ANY_H
#define HEAPWISE_DETAIL_WALK_ANY_H

// IWYU pragma: private, include "heapwise/walker.h"
#include "heapwise/detail/walk_std.h"

namespace heapwise::detail {

/// A std::any tells its value only to who knows the type. Its handler function,
/// a private member in both libraries, gives the address.
#if HEAPWISE_LIBSTDCXX
template struct member_access<members_of<std::any>, base_list<>,
                              &std::any::_M_manager>;

// libstdc++'s any: _S_manage(_Op, const any *, _Arg *), _Op_access is 0.
template <class Operation, class Argument>
const void *any_value_address(const std::any &a,
                              void (*manage)(Operation, const std::any *,
                                             Argument *)) {
  void *object = nullptr; // _Arg is a union whose first member is void *
  manage(Operation(0), &a, reinterpret_cast<Argument *>(&object));
  return object;
}
#else
template struct member_access<members_of<std::any>, base_list<>,
                              &std::any::__h_>;

// libc++'s any: handle(_Action, any const *, any *, const type_info *,
// const void *fallback), _Action::_Get is 3.
template <class Action>
const void *
any_value_address(const std::any &a,
                  void *(*handle)(Action, const std::any *, std::any *,
                                  const std::type_info *, const void *)) {
  return handle(Action(3), &a, nullptr, &a.type(), nullptr);
}
#endif

inline void walk_traits<std::any>::walk(walker &w, const std::any &a) {
  if (!a.has_value())
    return;
  constexpr auto description = heapwise_members(members_of<std::any>());
  const void *value = any_value_address(a, a.*std::get<0>(description.members));
  const type_record *record = registry::find(a.type());
  visit_erased(w, a.type(), value, is_inside(value, a) ? nullptr : value,
               record ? record->size : 0,
               "value of a std::any whose type is not registered");
}

} // namespace heapwise::detail

#endif // HEAPWISE_DETAIL_WALK_ANY_H
