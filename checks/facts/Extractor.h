//===-- Extractor.h - From the AST to facts ---------------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_FACTS_EXTRACTOR_H
#define HEAPWISE_CHECKS_FACTS_EXTRACTOR_H

#include "Facts.h"
#include "TypeModel.h"

#include "clang/AST/ASTContext.h"

namespace heapwise::facts {

/// Takes the ownership facts of a translation unit: every function that user
/// code defines, and the records and fields that those functions touch. Walks
/// the declarations of `ASTContext::getTraversalScope()` and, from there, the
/// callees that have a body, so that it sees the same where a host shows only
/// the main file's declarations. System headers are not entered; the standard
/// library's handles, containers and callables are understood by name.
///
/// Never fails: what it does not understand yields Op::Unknown.
Facts extractFacts(clang::ASTContext &Context, const TypeNames &Names = {});

/// Takes only the container facts (ContainerFacts.h), in the same way.
Facts extractContainerFacts(clang::ASTContext &Context);

/// Takes both, for a run over the whole program.
Facts extractAllFacts(clang::ASTContext &Context, const TypeNames &Names = {});

} // namespace heapwise::facts

#endif // HEAPWISE_CHECKS_FACTS_EXTRACTOR_H
