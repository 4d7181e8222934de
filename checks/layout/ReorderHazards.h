//===-- ReorderHazards.h - Why members should stay where they are *- C++
//-*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_LAYOUT_REORDERHAZARDS_H
#define HEAPWISE_CHECKS_LAYOUT_REORDERHAZARDS_H

#include "ReorderSearch.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"

#include <string>

namespace heapwise::layout {

/// What the program does with a record that another order of its members would
/// break.
struct ReorderHazards {
  /// Why no fix-it may reorder the members, or "".
  std::string Reason;
  /// The bytes of the record mean something outside of the program's C++ code,
  /// so that its members are not to be changed either.
  bool BytesMatter = false;
  /// The author has pinned size and offsets by static_assert: there is nothing
  /// to report.
  bool Pinned = false;
  /// What an order has to keep that changes nothing but the layout: access
  /// runs, declarations, and the order of initialisation and destruction where
  /// it can be observed.
  MoveRules Rules;
};

using HazardMap = llvm::DenseMap<const clang::CXXRecordDecl *, ReorderHazards>;

/// Looks at the records and at everything the translation unit does with them.
HazardMap
findReorderHazards(llvm::ArrayRef<const clang::CXXRecordDecl *> Records,
                   clang::ASTContext &Context);

/// Adds what templates and concepts may do with aggregates by the position of
/// their members, whether or not anybody instantiates them.
void addTemplateHazards(HazardMap &Hazards, clang::ASTContext &Context);

/// True if other binaries know the layout of \p R.
bool isExported(const clang::RecordDecl *R);

/// Why the declaration of \p R itself forbids another order, or "": packed,
/// templates, macros, #if, exported and so on.
std::string declarationHazard(const clang::CXXRecordDecl *R,
                              const clang::ASTContext &Context);

/// The rules that the declaration and the constructors of \p R make for an
/// order of its members.
MoveRules moveRules(const clang::CXXRecordDecl *R,
                    const clang::ASTContext &Context);

/// The place of the member that \p Init initialises in
/// `RecordDecl::fields()`; that of the anonymous union for a member of one.
unsigned fieldIndex(const clang::CXXCtorInitializer *Init);

} // namespace heapwise::layout

#endif // HEAPWISE_CHECKS_LAYOUT_REORDERHAZARDS_H
