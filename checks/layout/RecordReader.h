//===-- RecordReader.h - From a class to the layout model -------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_LAYOUT_RECORDREADER_H
#define HEAPWISE_CHECKS_LAYOUT_RECORDREADER_H

#include "RecordModel.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/DenseMap.h"

#include <string>

namespace heapwise::layout {

/// True if the size of \p R is known: a complete, valid, non-dependent record.
bool hasLayout(const clang::RecordDecl *R);

/// Describes classes to the layout model. Members have the indices of
/// `RecordDecl::fields()`.
class RecordReader {
public:
  explicit RecordReader(const clang::ASTContext &Context) : Context(Context) {}

  /// \p R must have a layout.
  RecordSpec read(const clang::RecordDecl *R);

  /// The part that a member of type \p T is. \p T must be complete.
  Part part(clang::QualType T);

  /// What \p L, the model's layout of \p R, has other than Clang's, or "".
  std::string difference(const clang::RecordDecl *R, const RecordLayout &L);

private:
  /// Of a base class, its own virtual bases are laid out with those of the
  /// record around it.
  const std::vector<EmptySubobject> &empties(const clang::CXXRecordDecl *R,
                                             bool AsBase = false);
  void addEmpties(clang::QualType T, std::uint64_t Offset,
                  std::vector<EmptySubobject> &Out);
  BaseSpec base(const clang::CXXRecordDecl *B);
  MemberSpec member(const clang::FieldDecl *F, bool RecordPacked);
  void readBases(const clang::CXXRecordDecl *R, RecordSpec &Spec);

  const clang::ASTContext &Context;
  llvm::DenseMap<const clang::CXXRecordDecl *, std::vector<EmptySubobject>>
      Empties, EmptiesAsBase;
  llvm::DenseMap<const clang::CXXRecordDecl *, unsigned> Classes;
};

} // namespace heapwise::layout

#endif // HEAPWISE_CHECKS_LAYOUT_RECORDREADER_H
