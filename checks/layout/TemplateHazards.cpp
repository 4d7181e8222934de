//===-- TemplateHazards.cpp - Members by position in templates ------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ReorderHazards.h"

#include "facts/TypeModel.h"
#include "fixes/FixPlan.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ExprConcepts.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace clang;
using heapwise::fixes::lineOf;

namespace heapwise::layout {

namespace {
/// Templates may initialise aggregates by position without that anybody
/// instantiates them here, and a concept asks whether it can be done. Types are
/// not known in there: a list in braces blocks all aggregates that the template
/// names, and in a concept, which is about any type, all there are.
class TemplateWalk : public RecursiveASTVisitor<TemplateWalk> {
  using Base = RecursiveASTVisitor<TemplateWalk>;

public:
  TemplateWalk(const ASTContext &Context, HazardMap &Out)
      : Context(Context), Out(Out) {}

  bool TraverseDecl(Decl *D) {
    if (!D)
      return true;
    if (!isa<TranslationUnitDecl, NamespaceDecl>(D) && facts::isLibraryCode(D))
      return true;
    const auto *Own = dyn_cast<DeclContext>(D);
    const bool IsTemplate =
        isa<ConceptDecl, VarTemplateDecl>(D) ||
        (isa<FunctionDecl, CXXRecordDecl>(D) && Own->isDependentContext());
    if (!IsTemplate || InTemplate)
      return Base::TraverseDecl(D);
    llvm::SaveAndRestore<bool> In(InConcept, isa<ConceptDecl>(D));
    return asTemplate([&] { return Base::TraverseDecl(D); });
  }
  bool TraverseLambdaExpr(LambdaExpr *Lambda) {
    if (InTemplate || !Lambda->isGenericLambda())
      return Base::TraverseLambdaExpr(Lambda);
    return asTemplate([&] { return Base::TraverseLambdaExpr(Lambda); });
  }
  bool TraverseRequiresExpr(RequiresExpr *E) {
    llvm::SaveAndRestore<bool> In(InConcept, true);
    return Base::TraverseRequiresExpr(E);
  }

  bool VisitInitListExpr(InitListExpr *List) {
    const QualType T = List->getType();
    const bool Known = !T.isNull() && !T->isVoidType() && !T->isDependentType();
    if (List->getNumInits() > 0 && (!Known || isWanted(T)))
      found(List->getBeginLoc());
    return true;
  }
  bool VisitCXXUnresolvedConstructExpr(CXXUnresolvedConstructExpr *Made) {
    if (Made->getNumArgs() > 1)
      found(Made->getBeginLoc());
    return true;
  }
  bool VisitParenListExpr(ParenListExpr *List) {
    if (List->getNumExprs() > 1)
      found(List->getBeginLoc());
    return true;
  }
  bool VisitDecompositionDecl(DecompositionDecl *D) {
    found(D->getLocation());
    return true;
  }
  /// `all.emplace_back(a, b)`, `std::make_unique<T>(a, b)`.
  bool VisitCallExpr(CallExpr *Call) {
    const llvm::StringRef Name = nameOfCallee(Call);
    if (Call->getNumArgs() > 1 && Call->isTypeDependent() &&
        (Name.contains("emplace") || Name.starts_with("make_") ||
         Name.starts_with("allocate_") || Name == "construct_at"))
      found(Call->getBeginLoc());
    return true;
  }

  bool VisitExpr(Expr *E) {
    name(E->getType());
    return true;
  }
  bool VisitValueDecl(ValueDecl *D) {
    name(D->getType());
    return true;
  }
  bool VisitTypeLoc(TypeLoc T) {
    name(T.getType());
    return true;
  }

private:
  template <typename Callable> bool asTemplate(Callable Walk) {
    InTemplate = true;
    Named.clear();
    ByPosition = {};
    const bool Continue = Walk();
    finishTemplate();
    InTemplate = false;
    return Continue;
  }
  static llvm::StringRef nameOfCallee(const CallExpr *Call) {
    const Expr *Callee = Call->getCallee()->IgnoreParenImpCasts();
    DeclarationName Name;
    if (const auto *Overloads = dyn_cast<OverloadExpr>(Callee))
      Name = Overloads->getName();
    else if (const auto *M = dyn_cast<CXXDependentScopeMemberExpr>(Callee))
      Name = M->getMember();
    else if (const auto *Known = dyn_cast<MemberExpr>(Callee))
      Name = Known->getMemberDecl()->getDeclName();
    else if (const auto *Ref = dyn_cast<DeclRefExpr>(Callee))
      Name = Ref->getDecl()->getDeclName();
    const IdentifierInfo *Id = Name.getAsIdentifierInfo();
    return Id ? Id->getName() : llvm::StringRef();
  }
  bool isWanted(QualType T) const {
    const CXXRecordDecl *R =
        Context.getBaseElementType(T)->getAsCXXRecordDecl();
    return R && R->hasDefinition() && Out.contains(R->getDefinition());
  }
  void found(SourceLocation Loc) {
    if (InTemplate && ByPosition.isInvalid())
      ByPosition = Loc;
    // A requirement outside of a template is checked at once; the other walk
    // does not see what is in there.
    if (InConcept && AnyByPosition.isInvalid())
      AnyByPosition = Loc;
  }
  void name(QualType T, unsigned Depth = 0) {
    if (!InTemplate || T.isNull() || Depth > 3)
      return;
    T = T.getNonReferenceType();
    while (T->isPointerType())
      T = T->getPointeeType();
    if (const auto *F = T->getAs<FunctionProtoType>())
      return name(F->getReturnType(), Depth + 1);
    if (const auto *S = T->getAs<TemplateSpecializationType>())
      for (const TemplateArgument &A : S->template_arguments())
        if (A.getKind() == TemplateArgument::Type)
          name(A.getAsType(), Depth + 1);
    const CXXRecordDecl *R =
        Context.getBaseElementType(T)->getAsCXXRecordDecl();
    if (!R)
      return;
    if (const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(R))
      for (const TemplateArgument &A : S->getTemplateArgs().asArray())
        if (A.getKind() == TemplateArgument::Type)
          name(A.getAsType(), Depth + 1);
    if (R->hasDefinition() && Out.contains(R->getDefinition()))
      Named.insert(R->getDefinition());
  }
  void block(const CXXRecordDecl *R, ReorderHazards &H, SourceLocation Loc,
             const llvm::Twine &Who) {
    if (R->isAggregate() && H.Reason.empty())
      H.Reason = (Who + " may initialise the members by position at " +
                  lineOf(Loc, Context))
                     .str();
  }
  void finishTemplate() {
    if (ByPosition.isInvalid())
      return;
    for (const CXXRecordDecl *R : Named)
      block(R, Out.find(R)->second, ByPosition, "a template");
  }

public:
  void finish() {
    if (AnyByPosition.isInvalid())
      return;
    for (auto &[R, H] : Out)
      block(R, H, AnyByPosition, "a concept");
  }

private:
  const ASTContext &Context;
  HazardMap &Out;
  bool InTemplate = false, InConcept = false;
  llvm::SmallPtrSet<const CXXRecordDecl *, 4> Named;
  SourceLocation ByPosition, AnyByPosition;
};
} // namespace

void addTemplateHazards(HazardMap &Hazards, ASTContext &Context) {
  // Classes with constructors are initialised by the order of parameters.
  if (llvm::none_of(Hazards, [](const auto &Entry) {
        return Entry.first->isAggregate() && Entry.second.Reason.empty();
      }))
    return;
  TemplateWalk Walk(Context, Hazards);
  for (Decl *D : Context.getTraversalScope())
    Walk.TraverseDecl(D);
  Walk.finish();
}

} // namespace heapwise::layout
