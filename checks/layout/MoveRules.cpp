//===-- MoveRules.cpp - What an order of members has to keep --------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ReorderHazards.h"

#include "facts/TypeModel.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace heapwise::layout {

unsigned fieldIndex(const CXXCtorInitializer *Init) {
  if (const IndirectFieldDecl *I = Init->getIndirectMember())
    return cast<FieldDecl>(I->chain().front())->getFieldIndex();
  return Init->getMember()->getFieldIndex();
}

//===----------------------------------------------------------------------===//
// Whether construction and destruction can be observed
//===----------------------------------------------------------------------===//

/// Past this depth of members and template arguments a type counts as one that
/// runs unknown code.
constexpr unsigned MaxDepth = 5;

static bool isQuiet(QualType T, unsigned Depth = 0);

static bool areArgumentsQuiet(const TemplateArgumentList &Args,
                              unsigned Depth) {
  return llvm::all_of(Args.asArray(), [Depth](const TemplateArgument &A) {
    if (A.getKind() == TemplateArgument::Pack)
      return llvm::all_of(A.pack_elements(),
                          [Depth](const TemplateArgument &P) {
                            return P.getKind() != TemplateArgument::Type ||
                                   isQuiet(P.getAsType(), Depth);
                          });
    return A.getKind() != TemplateArgument::Type ||
           isQuiet(A.getAsType(), Depth);
  });
}

/// True if making an object of type \p T from nothing and destroying it runs no
/// code with effects elsewhere.
static bool isQuiet(QualType T, unsigned Depth) {
  if (T.isNull() || Depth > MaxDepth)
    return false;
  T = T.getCanonicalType();
  while (const auto *A = dyn_cast<ArrayType>(T.getTypePtr()))
    T = A->getElementType();
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  if (!R)
    return true;
  R = R->getDefinition();
  if (!R || R->isInvalidDecl())
    return false;
  if (facts::isLibraryCode(R)) {
    const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(R);
    if (R->hasTrivialDestructor() && !S)
      return true;
    // std::function may hold anything; threads, locks and files act.
    return S && R->isInStdNamespace() && R->getName() != "function" &&
           !R->getName().contains("lock") && !R->getName().contains("thread") &&
           !R->getName().contains("future") &&
           !R->getName().contains("stream") &&
           areArgumentsQuiet(S->getTemplateArgs(), Depth + 1);
  }
  if (const CXXDestructorDecl *D = R->getDestructor(); D && D->isUserProvided())
    return false;
  for (const CXXConstructorDecl *C : R->ctors())
    if (C->isDefaultConstructor() && C->isUserProvided() && !C->isConstexpr()) {
      const Stmt *Body = C->getBody();
      if (!Body || Body->child_begin() != Body->child_end())
        return false;
    }
  return llvm::all_of(R->bases(),
                      [Depth](const CXXBaseSpecifier &B) {
                        return isQuiet(B.getType(), Depth + 1);
                      }) &&
         llvm::all_of(R->fields(), [Depth](const FieldDecl *F) {
           return isQuiet(F->getType(), Depth + 1);
         });
}

//===----------------------------------------------------------------------===//
// What initialisers depend on
//===----------------------------------------------------------------------===//

namespace {
/// What the initialiser of one member reads and does.
struct InitialiserUse : RecursiveASTVisitor<InitialiserUse> {
  llvm::SmallPtrSet<const FieldDecl *, 4> Fields;
  llvm::SmallPtrSet<const VarDecl *, 4> Parameters;
  bool WholeObject = false; ///< `this` goes somewhere
  bool Effects = false;
  bool Outside = false; ///< reads a variable that others may change

  bool shouldVisitImplicitCode() const { return true; }

  bool TraverseMemberExpr(MemberExpr *M) {
    const auto *F = dyn_cast<FieldDecl>(M->getMemberDecl());
    if (F && isa<CXXThisExpr>(M->getBase()->IgnoreParenImpCasts())) {
      Fields.insert(F);
      return true;
    }
    return RecursiveASTVisitor::TraverseMemberExpr(M);
  }
  bool VisitCXXThisExpr(CXXThisExpr *) {
    WholeObject = true;
    return true;
  }
  bool VisitDeclRefExpr(DeclRefExpr *Ref) {
    if (const auto *P = dyn_cast<ParmVarDecl>(Ref->getDecl()))
      Parameters.insert(P);
    else if (const auto *V = dyn_cast<VarDecl>(Ref->getDecl()))
      Outside |= V->hasGlobalStorage() && !V->getType().isConstQualified();
    return true;
  }
  bool VisitCXXDefaultInitExpr(CXXDefaultInitExpr *E) {
    return TraverseStmt(E->getExpr());
  }
};

class RuleBuilder {
public:
  RuleBuilder(const CXXRecordDecl *R, const ASTContext &Context)
      : R(R), Context(Context) {}

  MoveRules run() {
    addUnitsAndZones();
    Rules.KeepRunsApart = true;
    bool AnyConstructor = false;
    for (const CXXConstructorDecl *C : R->ctors()) {
      const FunctionDecl *Definition = nullptr;
      if (C->isCopyOrMoveConstructor() && !C->isUserProvided())
        continue;
      if (!C->hasBody(Definition))
        continue;
      AnyConstructor = true;
      addConstructor(cast<CXXConstructorDecl>(Definition));
    }
    if (!AnyConstructor)
      addConstructor(nullptr);
    return std::move(Rules);
  }

private:
  void addUnitsAndZones() {
    unsigned Unit = 0, Zone = 0;
    SourceLocation Last;
    // Access specifiers are declarations between the members.
    for (const Decl *D : R->decls()) {
      if (isa<AccessSpecDecl>(D)) {
        ++Zone;
        continue;
      }
      const auto *F = dyn_cast<FieldDecl>(D);
      if (!F)
        continue;
      if (F->getBeginLoc() != Last)
        ++Unit;
      Last = F->getBeginLoc();
      Rules.Unit.push_back(Unit);
      Rules.Zone.push_back(Zone);
    }
  }

  void keepOrder(unsigned A, unsigned B) {
    if (A != B)
      Rules.Before.push_back({std::min(A, B), std::max(A, B)});
  }

  /// What happens when a member is made in constructor \p C, or by default.
  InitialiserUse useOf(const FieldDecl *F, const CXXConstructorDecl *C) const {
    const Expr *Init = nullptr;
    if (C)
      for (const CXXCtorInitializer *I : C->inits())
        if (I->isAnyMemberInitializer() && fieldIndex(I) == F->getFieldIndex())
          Init = I->getInit();
    if (!Init)
      Init = F->getInClassInitializer();
    InitialiserUse Use;
    Use.Effects = !isQuiet(F->getType());
    if (!Init)
      return Use;
    Use.TraverseStmt(const_cast<Expr *>(Init));
    const Expr *Plain = Init;
    if (const auto *Default = dyn_cast<CXXDefaultInitExpr>(Plain))
      Plain = Default->getExpr();
    // Making a quiet object from nothing is quiet; arguments may act.
    const auto *Made = dyn_cast<CXXConstructExpr>(Plain->IgnoreImplicit());
    if (!(Made && Made->getNumArgs() == 0))
      Use.Effects |= Plain->HasSideEffects(Context);
    return Use;
  }

  void addConstructor(const CXXConstructorDecl *C) {
    std::vector<InitialiserUse> Uses;
    for (const FieldDecl *F : R->fields())
      Uses.push_back(useOf(F, C));
    const unsigned N = static_cast<unsigned>(Uses.size());
    for (unsigned B = 0; B < N; ++B) {
      for (const FieldDecl *F : Uses[B].Fields)
        if (F->getParent()->getCanonicalDecl() == R->getCanonicalDecl())
          keepOrder(F->getFieldIndex(), B);
      for (unsigned A = 0; A < N; ++A)
        if (A != B && Uses[B].WholeObject)
          keepOrder(A, B);
      for (unsigned A = 0; A < B; ++A) {
        // Destructors and constructors that act, in their order.
        if (Uses[A].Effects && Uses[B].Effects)
          keepOrder(A, B);
        // What one changes the other may read.
        if ((Uses[A].Effects && Uses[B].Outside) ||
            (Uses[B].Effects && Uses[A].Outside))
          keepOrder(A, B);
        // A parameter that one of the two may move from.
        if ((Uses[A].Effects || Uses[B].Effects) &&
            llvm::any_of(Uses[A].Parameters, [&](const VarDecl *P) {
              return Uses[B].Parameters.contains(P);
            }))
          keepOrder(A, B);
      }
    }
  }

  const CXXRecordDecl *R;
  const ASTContext &Context;
  MoveRules Rules;
};
} // namespace

MoveRules moveRules(const CXXRecordDecl *R, const ASTContext &Context) {
  return RuleBuilder(R, Context).run();
}

} // namespace heapwise::layout
