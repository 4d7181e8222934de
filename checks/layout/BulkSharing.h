//===-- BulkSharing.h - One walk for all checks of layouts ------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_LAYOUT_BULKSHARING_H
#define HEAPWISE_CHECKS_LAYOUT_BULKSHARING_H

#include "BulkContexts.h"

#include <memory>

namespace heapwise::layout {

/// What BulkContexts knows of \p Context. The check that asks first has the
/// translation unit walked, the others get the same, as long as one of them
/// keeps it; they have to let go of it at the end of the translation unit.
std::shared_ptr<const BulkContexts> bulkContextsOf(clang::ASTContext &Context);

} // namespace heapwise::layout

#endif // HEAPWISE_CHECKS_LAYOUT_BULKSHARING_H
