//===-- ContainerProposals.h - Cheaper containers ---------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_LAYOUT_CONTAINERPROPOSALS_H
#define HEAPWISE_CHECKS_LAYOUT_CONTAINERPROPOSALS_H

#include "Allocator.h"
#include "BulkContexts.h"

#include <string>
#include <vector>

namespace heapwise::layout {

struct ContainerProposal {
  clang::SourceLocation Loc;
  std::string Message;
  std::vector<std::pair<clang::SourceLocation, std::string>> Notes;
};

/// Proposes cheaper containers where a program has many elements, or many
/// containers, and nothing that it does with them needs what the container
/// spends memory on. In source order.
std::vector<ContainerProposal> proposeContainers(clang::ASTContext &Context,
                                                 const BulkContexts &Bulk,
                                                 const Allocator &Heap,
                                                 std::uint64_t MinSavedBytes);

} // namespace heapwise::layout

#endif // HEAPWISE_CHECKS_LAYOUT_CONTAINERPROPOSALS_H
