//===-- ElementMoves.cpp - Whether objects may change their place ---------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ElementMoves.h"
#include "ContainerShape.h"

#include "facts/TypeModel.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace heapwise::layout {

/// Implicitly deleted constructors are not declared before somebody asks for
/// them.
/// True if the class cleans up after itself in a way that a copy of its members
/// would do once more: a destructor, and no word on what a copy is.
static bool isCleanedUpTwice(const CXXRecordDecl *R) {
  const CXXDestructorDecl *D = R->getDestructor();
  if (!D || !D->isUserProvided() || R->hasUserDeclaredCopyConstructor() ||
      R->hasUserDeclaredMoveConstructor())
    return false;
  const FunctionDecl *Definition = nullptr;
  const auto *Body = D->hasBody(Definition)
                         ? dyn_cast<CompoundStmt>(Definition->getBody())
                         : nullptr;
  return !Body || !Body->body_empty();
}

static bool isMovable(const CXXRecordDecl *R) {
  if (isCleanedUpTwice(R) && !facts::isLibraryCode(R))
    return false;
  return R->hasSimpleMoveConstructor() || R->hasSimpleCopyConstructor() ||
         llvm::any_of(R->ctors(), [](const CXXConstructorDecl *C) {
           return C->isCopyOrMoveConstructor() && !C->isDeleted() &&
                  (C->isUserProvided() || C->isExplicitlyDefaulted());
         });
}

namespace {
/// Looks for code of a class by which an object's address gets to others or
/// into the object itself. What only looks through the pointer is left out:
/// members of `this`, comparisons, and what functions of the library get.
class AddressSearch : public RecursiveASTVisitor<AddressSearch> {
  using Base = RecursiveASTVisitor<AddressSearch>;

public:
  bool Found = false;

  bool TraverseMemberExpr(MemberExpr *M) {
    return isThis(M->getBase()) || Base::TraverseMemberExpr(M);
  }
  bool TraverseUnaryOperator(UnaryOperator *Op) {
    // `return *this`, `*this = other`: the object, not where it is.
    if (Op->getOpcode() == UO_Deref && isThis(Op->getSubExpr()))
      return true;
    if (Op->getOpcode() == UO_AddrOf && ownMember(Op->getSubExpr()))
      Found = true;
    return Base::TraverseUnaryOperator(Op);
  }
  bool TraverseBinaryOperator(BinaryOperator *Op) {
    return Op->isComparisonOp() || Base::TraverseBinaryOperator(Op);
  }
  bool TraverseCXXMemberCallExpr(CXXMemberCallExpr *Call) {
    return TraverseCallExpr(Call);
  }
  bool TraverseCallExpr(CallExpr *Call) {
    return TraverseStmt(Call->getCallee()) && traverseArguments(Call);
  }
  bool VisitCXXConstructExpr(CXXConstructExpr *Made) {
    const CXXConstructorDecl *C = Made->getConstructor();
    for (unsigned I = 0; I < std::min(Made->getNumArgs(), C->getNumParams());
         ++I)
      noteReference(C->getParamDecl(I)->getType(), Made->getArg(I));
    return true;
  }
  /// `r(v)` for a member `int &r`, `f(*this)` for a parameter `T &`.
  void noteReference(QualType To, const Expr *Value) {
    if (!To->isLValueReferenceType() || To->getPointeeType().isConstQualified())
      return;
    Value = Value->IgnoreParenImpCasts();
    const auto *Deref = dyn_cast<UnaryOperator>(Value);
    Found |= ownMember(Value) || (Deref && Deref->getOpcode() == UO_Deref &&
                                  isThis(Deref->getSubExpr()));
  }
  bool VisitCXXThisExpr(CXXThisExpr *) {
    Found = true;
    return false;
  }
  bool TraverseLambdaExpr(LambdaExpr *Lambda) {
    for (const LambdaCapture &C : Lambda->captures())
      Found |= C.getCaptureKind() == LCK_This;
    return !Found && Base::TraverseLambdaExpr(Lambda);
  }

private:
  static bool isThis(const Expr *E) {
    return E && isa<CXXThisExpr>(E->IgnoreParenImpCasts());
  }
  static bool ownMember(const Expr *E) {
    const auto *M = dyn_cast<MemberExpr>(E->IgnoreParenImpCasts());
    return M && isa<FieldDecl>(M->getMemberDecl()) &&
           (isThis(M->getBase()) || ownMember(M->getBase()));
  }
  bool traverseArguments(CallExpr *Call) {
    const FunctionDecl *F = Call->getDirectCallee();
    // `memcpy(&x, ...)`, `sort(...)`; but containers and threads keep what they
    // are given.
    if (F && facts::isLibraryCode(F) && !isa<CXXMethodDecl>(F))
      return true;
    for (unsigned I = 0; I < Call->getNumArgs(); ++I) {
      if (!TraverseStmt(Call->getArg(I)))
        return false;
      if (F && !facts::isLibraryCode(F) && !isa<CXXOperatorCallExpr>(Call) &&
          I < F->getNumParams())
        noteReference(F->getParamDecl(I)->getType(), Call->getArg(I));
    }
    return true;
  }
};
} // namespace

static bool keepsAddress(const CXXRecordDecl *R) {
  AddressSearch Search;
  for (const FieldDecl *F : R->fields())
    if (Expr *Init = F->getInClassInitializer()) {
      Search.noteReference(F->getType(), Init);
      Search.TraverseStmt(Init);
    }
  for (const CXXMethodDecl *M : R->methods()) {
    if (!M->isUserProvided() || M->isStatic())
      continue;
    const FunctionDecl *Definition = nullptr;
    if (!M->hasBody(Definition)) {
      // A constructor that is out of sight may do anything.
      if (isa<CXXConstructorDecl>(M) && !M->isDeleted())
        return true;
      continue;
    }
    if (const auto *C = dyn_cast<CXXConstructorDecl>(Definition))
      for (const CXXCtorInitializer *Init : C->inits()) {
        if (Init->isAnyMemberInitializer())
          Search.noteReference(Init->getAnyMember()->getType(),
                               Init->getInit());
        if (Init->isWritten())
          Search.TraverseStmt(Init->getInit());
      }
    Search.TraverseStmt(Definition->getBody());
    if (Search.Found)
      return true;
  }
  return Search.Found;
}

static bool mayMove(QualType T, const ASTContext &Context,
                    llvm::SmallPtrSetImpl<const CXXRecordDecl *> &Seen) {
  const CXXRecordDecl *R =
      Context.getBaseElementType(T.getNonReferenceType())->getAsCXXRecordDecl();
  R = R ? R->getDefinition() : nullptr;
  if (!R || !Seen.insert(R).second)
    return true;
  if (!isMovable(R))
    return false;
  const llvm::StringRef Std = stdName(R);
  if (Std == "enable_shared_from_this")
    return false;
  // What the parts of a pair or of a container are is in its arguments.
  if (const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(R);
      S && (Std == "pair" || Std == "optional" || Std == "tuple" ||
            Std == "array" || Std == "variant"))
    for (const TemplateArgument &A : S->getTemplateArgs().asArray())
      if (A.getKind() == TemplateArgument::Type &&
          !mayMove(A.getAsType(), Context, Seen))
        return false;
  if (facts::isLibraryCode(R))
    return true;
  return !keepsAddress(R) &&
         llvm::all_of(R->bases(),
                      [&](const CXXBaseSpecifier &B) {
                        return mayMove(B.getType(), Context, Seen);
                      }) &&
         llvm::all_of(R->fields(), [&](const FieldDecl *F) {
           return mayMove(F->getType(), Context, Seen);
         });
}

bool mayMove(QualType T, const ASTContext &Context) {
  llvm::SmallPtrSet<const CXXRecordDecl *, 8> Seen;
  return mayMove(T, Context, Seen);
}

} // namespace heapwise::layout
