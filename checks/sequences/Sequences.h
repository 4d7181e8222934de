//===-- Sequences.h - Sequences that are built to be read once --*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_SEQUENCES_SEQUENCES_H
#define HEAPWISE_CHECKS_SEQUENCES_SEQUENCES_H

#include "../LocalFinding.h"
#include "../access/Unit.h"

#include <vector>

namespace heapwise::sequences {

/// Each appends what it finds in one function to \p Found, and is linear in the
/// size of the function times the number of its containers.
using Finder = void(access::Unit &U, const access::BodyIndex &Index,
                    std::vector<LocalFinding> &Found);

/// Containers that one loop fills and one loop or algorithm reads.
Finder findBuiltOnce;
/// Copies that are only made smaller and turned round before they are read.
Finder findNarrowedCopies;
/// Parts of strings and vectors that are copied although a view would do.
Finder findSlices;

} // namespace heapwise::sequences

#endif // HEAPWISE_CHECKS_SEQUENCES_SEQUENCES_H
