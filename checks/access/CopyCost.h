//===-- CopyCost.h - What it costs to copy an object ------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_ACCESS_COPYCOST_H
#define HEAPWISE_CHECKS_ACCESS_COPYCOST_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/DenseMap.h"

#include <string>

namespace heapwise::access {

enum class CopyCost {
  Cheap,   ///< few bytes, or a class of which nobody can tell
  Counted, ///< a handle that counts its owners: an atomic increment
  Bytes,   ///< trivially copyable, but large
  Heap,    ///< allocates and copies elements
};

/// Judges types by what they hold. A class with a copy constructor of its own
/// that is not the standard library's is cheap: it may share its state
/// (QString, cv::Mat), which a name does not tell.
class CostModel {
public:
  static constexpr unsigned DefaultLargeBytes = 512;

  /// Trivially copyable types below \p LargeBytes bytes are cheap.
  CostModel(clang::ASTContext &Context, unsigned LargeBytes)
      : Context(Context), LargeBytes(LargeBytes) {}

  CopyCost cost(clang::QualType T);
  bool isExpensive(clang::QualType T) {
    const CopyCost C = cost(T);
    return C == CopyCost::Bytes || C == CopyCost::Heap;
  }

  /// "24 bytes and its elements", "4096 bytes".
  std::string describe(clang::QualType T);

private:
  CopyCost compute(clang::QualType T);
  CopyCost ofRecord(const clang::CXXRecordDecl &R);

  clang::ASTContext &Context;
  const unsigned LargeBytes;
  llvm::DenseMap<const clang::Type *, CopyCost> Known;
};

/// The class that \p T, or what it refers to, is; null if it is none.
const clang::CXXRecordDecl *recordOf(clang::QualType T);

/// True for a class of the standard library, or of a library that follows its
/// names, with one of \p Names.
bool isLibraryClass(const clang::CXXRecordDecl *R,
                    llvm::ArrayRef<llvm::StringRef> Names);

/// A container of the standard library that owns its elements.
bool isContainer(const clang::CXXRecordDecl *R);
/// vector, deque, string: push_back(), and all of one kind of element.
bool isSequence(const clang::CXXRecordDecl *R);
bool isSharedPointer(const clang::CXXRecordDecl *R);
bool isUniquePointer(const clang::CXXRecordDecl *R);
/// A view that a range adaptor makes: std::ranges::filter_view.
bool isRangeView(const clang::CXXRecordDecl *R);
/// A pointer, an iterator, a view or a pair of those: an object that leads to
/// others and does not own them.
bool isCursor(clang::QualType T);
/// What a vector<bool> hands out for one of its elements.
bool isBitReference(clang::QualType T);
/// A cursor through which nothing can be changed.
bool isConstCursor(clang::QualType T);

/// What the pointer, iterator or container type \p T leads to; \p T if that is
/// not known.
clang::QualType pointedTo(clang::QualType T);

/// True if an object of type \p Outer may hold one of type \p Inner, itself or
/// in its elements, \p Depth members or arguments deep.
bool mayHold(clang::QualType Outer, clang::QualType Inner, unsigned Depth);

/// What an object of a type may keep of an object that it is given.
enum class Hold {
  Nothing,
  ToRead,   ///< a string_view, a pointer or reference to const
  ToChange, ///< a pointer, iterator or reference; who knows what
};
/// What \p T may keep of an object of type \p Of, or of any if that is null. If
/// \p Opaque, a pointer to a class of which not everything is known (it is only
/// declared, or others are derived from it) may lead to anything.
Hold holds(clang::QualType T, clang::QualType Of = {}, bool Opaque = false);
/// The type argument number \p Index of a class template's specialisation, or a
/// null type.
clang::QualType templateArgument(const clang::CXXRecordDecl *R, unsigned Index);

} // namespace heapwise::access

#endif // HEAPWISE_CHECKS_ACCESS_COPYCOST_H
