//===-- Unit.h - A translation unit, as the copy checks see it --*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_ACCESS_UNIT_H
#define HEAPWISE_CHECKS_ACCESS_UNIT_H

#include "BodyIndex.h"
#include "CopyCost.h"
#include "Effects.h"

#include "clang/AST/ASTContext.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallVector.h"

#include <memory>
#include <vector>

namespace heapwise::access {

/// The user's functions of one translation unit, and what is known about each,
/// computed when it is asked for and once.
class Unit {
public:
  Unit(clang::ASTContext &Context, unsigned LargeBytes)
      : Context(Context), Costs(Context, LargeBytes) {}

  clang::ASTContext &context() const { return Context; }
  CostModel &costs() { return Costs; }

  /// The user's functions that have a body here and are no template (and made
  /// from none), in the order of the source.
  const std::vector<const clang::FunctionDecl *> &functions();

  const BodyIndex &index(const clang::FunctionDecl &F);

  /// What \p F does to the world, or null if its body is not in view, or what
  /// it calls goes too deep.
  const Summary *summary(const clang::FunctionDecl *F);

  /// What it does to destroy an object of class \p R, or null if it is nothing.
  const Summary *destruction(const clang::CXXRecordDecl *R);

  /// The effects of the function of \p Index, which this unit made.
  const std::vector<Effect> &effects(const BodyIndex &Index);

  /// True if \p F only reads what its parameter number \p Index refers to, and
  /// its body, which is in view, shows that.
  bool onlyReads(const clang::FunctionDecl *F, unsigned Index);

  /// True if \p F is named other than to call it, so that its type is not free
  /// to change.
  bool isAddressTaken(const clang::FunctionDecl *F);

  /// True if \p Method may be called other than by the member accesses
  /// \p Known: in a template, an initialiser outside of functions, a decltype.
  bool isNamedElsewhere(const clang::CXXMethodDecl *Method,
                        const llvm::DenseSet<const clang::Expr *> &Known);

private:
  void collect();

  clang::ASTContext &Context;
  CostModel Costs;
  bool Collected = false;
  std::vector<const clang::FunctionDecl *> Functions;
  llvm::DenseSet<const clang::FunctionDecl *> Taken;
  llvm::DenseMap<const clang::Decl *,
                 llvm::SmallVector<const clang::MemberExpr *, 4>>
      Accesses;
  /// Names of members of objects whose type a template does not know.
  llvm::DenseSet<clang::DeclarationName> DependentMembers;
  llvm::DenseMap<const clang::FunctionDecl *, std::unique_ptr<BodyIndex>>
      Indexes;
  llvm::DenseMap<const clang::FunctionDecl *,
                 std::unique_ptr<std::vector<Effect>>>
      Effects;
  llvm::DenseMap<const clang::FunctionDecl *, std::unique_ptr<Summary>>
      Summaries;
  llvm::DenseMap<const clang::CXXRecordDecl *, std::unique_ptr<Summary>>
      Destructions;
  llvm::DenseMap<std::pair<const clang::FunctionDecl *, unsigned>, bool>
      ReadOnly;
  unsigned Depth = 0;
};

/// The definition of \p F if its body can be read here: not skipped, not
/// dependent.
const clang::FunctionDecl *definitionInView(const clang::FunctionDecl *F);

} // namespace heapwise::access

#endif // HEAPWISE_CHECKS_ACCESS_UNIT_H
