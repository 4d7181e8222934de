//===-- WeakForm.h - The weak counterpart of a handle -----------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_FIXES_WEAKFORM_H
#define HEAPWISE_CHECKS_FIXES_WEAKFORM_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"

#include <optional>
#include <string>

namespace heapwise::fixes {

/// The weak_ptr template that belongs to a shared_ptr type, in its namespace.
class WeakForm {
public:
  /// For a shared pointer of the standard library, Boost, Qt or the like that
  /// has a weak counterpart.
  static std::optional<WeakForm> of(clang::QualType Strong);

  llvm::StringRef strongName() const { return Strong->getName(); }
  llvm::StringRef weakName() const { return Weak->getName(); }
  /// "std", without inline namespaces.
  std::string scope() const;
  /// "std::weak_ptr".
  std::string qualifiedName() const;
  /// "std::weak_ptr<Node>".
  std::string typeName(const clang::ASTContext &Context) const;

  bool isStd() const { return Weak->isInStdNamespace(); }
  bool has(llvm::StringRef Method) const;

private:
  WeakForm(const clang::ClassTemplateSpecializationDecl *Strong,
           const clang::ClassTemplateDecl *Weak)
      : Strong(Strong), Weak(Weak) {}

  const clang::ClassTemplateSpecializationDecl *Strong;
  const clang::ClassTemplateDecl *Weak;
};

/// A type as user code can write it.
std::string writtenType(clang::QualType T, const clang::ASTContext &Context);

/// True if \p E yields a new object: make_shared(), new.
bool isFresh(const clang::Expr *E);

/// True if \p E is an empty handle: nullptr, a default-constructed one.
bool isNullHandle(const clang::Expr *E);

/// The variable that \p E names, std::move() aside.
const clang::ValueDecl *namedVariable(const clang::Expr *E);

/// True if \p V is a local variable that may hold the first handle to a new
/// object, and nothing in \p Body but \p Except takes another: a weak handle in
/// \p Except would leave nobody who owns the object.
bool isOnlyKept(const clang::ValueDecl *V, const clang::Stmt *Body,
                const clang::Stmt *Except);

} // namespace heapwise::fixes

#endif // HEAPWISE_CHECKS_FIXES_WEAKFORM_H
