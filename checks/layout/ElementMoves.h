//===-- ElementMoves.h - Whether objects may change their place -*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A container that keeps its elements side by side moves them as it grows.
/// Objects that cannot be moved, or that tell others where they are, need a
/// node or a block of their own.
///
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_LAYOUT_ELEMENTMOVES_H
#define HEAPWISE_CHECKS_LAYOUT_ELEMENTMOVES_H

#include "clang/AST/ASTContext.h"

namespace heapwise::layout {

/// True if objects of \p T can be moved, and nothing in the translation unit
/// says that somebody knows where they are: no member function hands `this` or
/// the address of a member on, no member refers to another one.
bool mayMove(clang::QualType T, const clang::ASTContext &Context);

} // namespace heapwise::layout

#endif // HEAPWISE_CHECKS_LAYOUT_ELEMENTMOVES_H
