//===-- LibraryModel.h - Library functions that move ownership --*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What the functions of the standard library (and of libraries that follow
/// its naming: Boost, Abseil, Qt) do to the objects they are given. Functions
/// of user code are never modelled by name: their bodies are read.
///
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_FACTS_LIBRARYMODEL_H
#define HEAPWISE_CHECKS_FACTS_LIBRARYMODEL_H

#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/StringRef.h"

namespace heapwise::facts {

enum class LibraryFunction {
  None,              ///< not a library function
  Identity,          ///< yields its first argument: casts, forward, ref
  Move,              ///< yields its argument and empties the place
  Make,              ///< builds an object from its arguments: make_shared
  MakeWithAllocator, ///< the same after an allocator argument
  Bind,              ///< a callable that keeps its arguments: bind, async
  Pack,              ///< make_pair, make_tuple
  Exchange,
  Swap,
  Erase,    ///< takes elements out of its first argument: erase, erase_if
  Element,  ///< yields what is inside its last argument: get, begin
  Fill,     ///< puts its last argument into a range
  Transfer, ///< puts elements of a range, or what a function makes of them,
            ///< into another: copy, transform
  Inserter, ///< an iterator that grows the container it is given
  Other,    ///< any other: has no effect on what its arguments own
};

LibraryFunction libraryFunction(const clang::FunctionDecl *F);

enum class ContainerMethod { Insert, Erase, Clear, Swap, Connect, Other };

/// What a member function of a library container of this name does.
ContainerMethod containerMethod(llvm::StringRef Name);

/// True for container methods that return a reference to an element.
bool yieldsElement(llvm::StringRef Name);

/// shared_from_this(), weak_from_this() and their likes.
bool isSharedFromThis(const clang::CXXMethodDecl *Method);

} // namespace heapwise::facts

#endif // HEAPWISE_CHECKS_FACTS_LIBRARYMODEL_H
