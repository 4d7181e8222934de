//===-- BulkSharing.cpp - One walk for all checks of layouts --------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BulkSharing.h"

#include "clang/AST/ASTContext.h"

using namespace clang;

namespace heapwise::layout {

std::shared_ptr<const BulkContexts> bulkContextsOf(ASTContext &Context) {
  // An editor runs translation units side by side, each on one thread.
  thread_local const ASTContext *Of = nullptr;
  thread_local std::weak_ptr<const BulkContexts> Known;
  if (Of == &Context)
    if (std::shared_ptr<const BulkContexts> Same = Known.lock())
      return Same;
  auto New = std::make_shared<const BulkContexts>(Context);
  Of = &Context;
  Known = New;
  return New;
}

} // namespace heapwise::layout
