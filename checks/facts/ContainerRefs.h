//===-- ContainerRefs.h - Which container an expression means ---*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_FACTS_CONTAINERREFS_H
#define HEAPWISE_CHECKS_FACTS_CONTAINERREFS_H

#include "ContainerUnit.h"
#include "FewValues.h"

#include "clang/AST/ExprCXX.h"

namespace heapwise::facts {

/// What an expression leads to.
struct Resolved {
  PlaceRef Ref;
  bool Local = false;    ///< a container or object that this function made
  bool Iterator = false; ///< to an element of Ref
  bool Fresh = false;    ///< a pair of an iterator and whether it is new
  Symbol Key = 0;        ///< the key that was looked up, as Datum::Text

  explicit operator bool() const { return static_cast<bool>(Ref); }
  Resolved element() const {
    Resolved R = *this;
    R.Iterator = R.Fresh = false;
    ++R.Ref.Depth;
    return R;
  }
};

/// Follows the local names of one function: references, pointers, iterators.
class ContainerRefs {
public:
  ContainerRefs(ContainerUnit &Unit, const clang::FunctionDecl *F)
      : Unit(Unit), F(F) {}

  Resolved resolve(const clang::Expr *E);

  /// Where the value of \p E comes from; its text only if \p WithText.
  Datum datum(const clang::Expr *E, bool WithText = true);

  /// Makes \p V another name of what its initialiser leads to.
  void bind(const clang::ValueDecl *V, const Resolved &R) { Names[V] = R; }
  /// From here on \p V has a few values.
  void narrow(const clang::VarDecl *V) { Few.insert(V); }
  /// A closure shares what \p V points to.
  void keep(const clang::VarDecl *V) { Kept.insert(V); }

  /// How the function steps the number \p D.
  Step counted(const clang::ValueDecl *D);

  /// True if an object of type \p T can be or have a container.
  bool matters(clang::QualType T);

  ContainerUnit &Unit;
  const clang::FunctionDecl *F;

private:
  Resolved resolveVariable(const clang::VarDecl *V);
  Resolved resolveMember(const clang::MemberExpr *M);
  Resolved resolveOperator(const clang::CXXOperatorCallExpr *Call);
  Resolved resolveMethod(const clang::CXXMemberCallExpr *Call);
  Resolved resolveCall(const clang::CallExpr *Call);
  Resolved returned(const clang::FunctionDecl *Callee);
  Datum variableDatum(const clang::VarDecl *V, unsigned Depth);
  Datum datumOf(const clang::Expr *E, unsigned Depth);
  Datum callDatum(const clang::CallExpr *Call, unsigned Depth);
  Symbol text(const clang::Expr *E);

  llvm::DenseMap<const clang::ValueDecl *, Resolved> Names;
  llvm::DenseSet<const clang::VarDecl *> Few, Kept;
  std::optional<llvm::DenseMap<const clang::ValueDecl *, Step>> Steps;
  llvm::DenseMap<const clang::VarDecl *, Datum> Origins;
};

/// \p E without parentheses, casts, temporaries and std::move().
const clang::Expr *plain(const clang::Expr *E);

/// The name of a function, "" for operators and the like.
llvm::StringRef plainName(const clang::FunctionDecl *F);

/// The name of the object of the library that \p Call calls with a range:
/// std::ranges::find and its likes have operator(). "" for any other call.
llvm::StringRef rangesFunction(const clang::CXXOperatorCallExpr *Call);

} // namespace heapwise::facts

#endif // HEAPWISE_CHECKS_FACTS_CONTAINERREFS_H
