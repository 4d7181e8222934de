//===-- SubscriptRead.h - Look without adding -------------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_FIXES_SUBSCRIPTREAD_H
#define HEAPWISE_CHECKS_FIXES_SUBSCRIPTREAD_H

#include "FixPlan.h"

namespace heapwise::fixes {

/// Replaces operator[] of the map that is named at \p Loc, whose value is only
/// read, by a look that adds no element and yields the same value:
///
///     if (map[key])        if ((map.contains(key) && map.at(key)))
///     x = map[key]         x = (map.contains(key) ? map.at(key) : 0)
///
/// with count() before C++20. Refuses where that would evaluate something with
/// an effect twice, where the value is no number or pointer, and in macros and
/// templates.
FixPlan planSubscriptRead(clang::SourceLocation Loc,
                          clang::ASTContext &Context);

} // namespace heapwise::fixes

#endif // HEAPWISE_CHECKS_FIXES_SUBSCRIPTREAD_H
