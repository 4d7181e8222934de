//===-- ContainerExtractor.h - From the AST to container facts --*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_FACTS_CONTAINEREXTRACTOR_H
#define HEAPWISE_CHECKS_FACTS_CONTAINEREXTRACTOR_H

#include "FactsBuilder.h"

namespace heapwise::facts {

/// Adds the container facts of the translation unit to \p Builder's result:
/// every container with more than automatic storage that user code grows, what
/// else happens to it, and who holds its class.
void extractContainers(FactsBuilder &Builder);

} // namespace heapwise::facts

#endif // HEAPWISE_CHECKS_FACTS_CONTAINEREXTRACTOR_H
