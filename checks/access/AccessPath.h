//===-- AccessPath.h - Which object an expression designates ----*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_ACCESS_ACCESSPATH_H
#define HEAPWISE_CHECKS_ACCESS_ACCESSPATH_H

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/SmallVector.h"

namespace heapwise::access {

class BodyIndex;
class Unit;

/// What an access path starts from.
enum class Root {
  Local,     ///< a variable that is an object of its own
  Parameter, ///< what a parameter refers to
  This,      ///< the object of the member function
  Global,    ///< a variable with static storage
  Temporary, ///< an object that ends with its full expression
  Unknown,   ///< what a call or a cast yields
};

struct Step {
  enum StepKind {
    Field,   ///< a member
    Element, ///< any element of a container, what an optional holds
    Owned,   ///< what a unique_ptr leads to
    Deref,   ///< what a pointer or shared_ptr leads to
    Part,    ///< a part that an accessor hands out, nobody knows which
  };
  StepKind Kind;
  const clang::FieldDecl *Member = nullptr;
  /// The type of what the path so far designates.
  clang::QualType Type;
};

/// `shelf.pages[i].title` is Parameter shelf, Field pages, Element, Field
/// title. Indexes and iterators are not told apart.
struct AccessPath {
  Root Start = Root::Unknown;
  const clang::VarDecl *Variable = nullptr;
  clang::QualType StartType;
  llvm::SmallVector<Step, 4> Steps;
  /// True if something else was given a way to change the variable later.
  bool IsExposed = false;

  clang::QualType type() const {
    return Steps.empty() ? StartType : Steps.back().Type;
  }
  AccessPath then(Step::StepKind Kind, clang::QualType Type,
                  const clang::FieldDecl *Member = nullptr) const;
  /// True if a pointer that others may hold is on the way.
  bool isShared() const;
};

/// More than one for `c ? a : b` and for functions that choose.
using AccessPaths = llvm::SmallVector<AccessPath, 1>;

/// What the glvalue \p E of \p Index's function designates. References and
/// iterators are followed to where they come from, accessors into their bodies.
AccessPaths pathsOf(Unit &U, const BodyIndex &Index, const clang::Expr *E);

/// What the pointer or iterator \p E leads to.
AccessPaths pathsBehind(Unit &U, const BodyIndex &Index, const clang::Expr *E);

/// True if changing what \p Written designates may change what \p Read
/// designates: one contains the other, or both may be the same object because
/// their types say nothing else.
bool mayOverlap(const AccessPath &Written, const AccessPath &Read);

} // namespace heapwise::access

#endif // HEAPWISE_CHECKS_ACCESS_ACCESSPATH_H
