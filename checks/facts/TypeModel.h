//===-- TypeModel.h - How a C++ type holds what it refers to ----*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_FACTS_TYPEMODEL_H
#define HEAPWISE_CHECKS_FACTS_TYPEMODEL_H

#include "Facts.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringSet.h"

namespace heapwise::facts {

/// Names of smart pointer and callable types, qualified, without template
/// arguments. They add to the standard library's and to what is recognised by
/// shape.
struct TypeNames {
  std::vector<std::string> Strong, Weak, Callback;
};

/// What a type is, as far as ownership goes.
enum class TypeClass {
  Plain,       ///< arithmetic, enum, string: can hold no object that matters
  Pointer,     ///< T *, T &, reference_wrapper
  Weak,        ///< weak_ptr
  Unique,      ///< unique_ptr
  Strong,      ///< shared_ptr, intrusive pointer
  Callback,    ///< std::function, std::thread, std::future
  Container,   ///< standard containers, arrays, pair, tuple
  Transparent, ///< optional, variant, any, atomic: stands for what is in it
  Record,      ///< any other class
};

class TypeModel {
public:
  TypeModel(clang::ASTContext &Context, const TypeNames &Extra);

  TypeClass classify(clang::QualType T);

  /// The kind of the edge from a holder to the object in a place of type \p T.
  EdgeKind edgeKind(clang::QualType T);

  /// False for types that can lead to no object that matters.
  bool carries(clang::QualType T) { return classify(T) != TypeClass::Plain; }

  /// The element type of a container or array, the mapped type of a map, or
  /// null.
  clang::QualType elementType(clang::QualType T);

  /// True for a container that maps keys to its elements.
  bool isMap(clang::QualType T);

  /// True for a tuple or pair with references in it, which it does not own.
  bool holdsReferences(clang::QualType T);

  /// The type that a handle of type \p T leads to, or null.
  clang::QualType pointeeType(clang::QualType T);

  bool isHandle(clang::QualType T) {
    TypeClass C = classify(T);
    return C == TypeClass::Pointer || C == TypeClass::Weak ||
           C == TypeClass::Unique || C == TypeClass::Strong;
  }

private:
  TypeClass classifyUncached(clang::QualType T);
  TypeClass classifyRecord(const clang::CXXRecordDecl *R);
  /// True for a class that counts references to the object behind its pointer
  /// member: it can be copied and dereferenced, and its destructor gives a
  /// reference back instead of just deleting.
  bool isIntrusiveByShape(const clang::CXXRecordDecl *R);

  clang::ASTContext &Context;
  llvm::StringMap<TypeClass> ByName;
  llvm::DenseMap<const clang::Type *, TypeClass> Cache;
};

/// True if \p D is not the user's own code: declared in a system header, or in
/// namespace std or boost wherever their headers are.
bool isLibraryCode(const clang::Decl *D);

/// The type that the alias \p Name of the complete class \p R itself stands
/// for; null if there is none.
clang::QualType memberType(const clang::CXXRecordDecl &R, llvm::StringRef Name);

} // namespace heapwise::facts

#endif // HEAPWISE_CHECKS_FACTS_TYPEMODEL_H
