//===-- MemberUses.cpp - Where a member is used ---------------------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "MemberUses.h"
#include "FixPlan.h"
#include "UserCodeVisitor.h"

#include "clang/AST/DeclFriend.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace heapwise::fixes {

namespace {
class UseVisitor : public UserCodeVisitor<UseVisitor> {
public:
  UseVisitor(const FieldDecl &Field, ASTContext &Context, MemberUses &Uses)
      : Field(*Field.getCanonicalDecl()), Context(Context), Uses(Uses) {}

  bool skips(const FunctionDecl &F) const { return F.isDefaulted(); }

  bool VisitMemberExpr(MemberExpr *E) {
    if (E->getMemberDecl()->getCanonicalDecl() != &Field ||
        !Seen.insert(E).second)
      return true;
    if (!Function || !Function->hasBody()) {
      obstacle("it is used outside functions", E->getBeginLoc());
      return true;
    }
    if (Function->isTemplateInstantiation() || Function->isDependentContext()) {
      obstacle("a template uses it", E->getMemberLoc());
      return true;
    }
    Uses.InFunctions[Function].push_back(E);
    return true;
  }

  bool VisitDeclRefExpr(DeclRefExpr *E) {
    if (E->getDecl()->getCanonicalDecl() == &Field)
      obstacle("a pointer to the member is taken", E->getLocation());
    return true;
  }

  bool VisitCXXConstructorDecl(CXXConstructorDecl *C) {
    for (const CXXCtorInitializer *I : C->inits())
      if (I->isWritten() && I->getMember() &&
          I->getMember()->getCanonicalDecl() == &Field) {
        if (C->isTemplateInstantiation() || C->isDependentContext())
          obstacle("a template initialises it", I->getSourceLocation());
        else
          Uses.Initialisers.push_back({C, I});
      }
    return true;
  }

  bool VisitInitListExpr(InitListExpr *E) {
    if (InitListExpr *Semantic = E->isSemanticForm() ? E : E->getSemanticForm())
      E = Semantic;
    const CXXRecordDecl *R = E->getType()->getAsCXXRecordDecl();
    if (!R || R->getCanonicalDecl() !=
                  cast<CXXRecordDecl>(Field.getParent())->getCanonicalDecl())
      return true;
    // Bases come first.
    const unsigned Index =
        Field.getFieldIndex() + (R->hasDefinition() ? R->getNumBases() : 0);
    if (Index < E->getNumInits() && Seen.insert(E->getInit(Index)).second &&
        !isa<CXXDefaultInitExpr, ImplicitValueInitExpr>(E->getInit(Index)))
      Uses.AggregateValues.push_back(E->getInit(Index));
    return true;
  }

  bool VisitCXXParenListInitExpr(CXXParenListInitExpr *E) {
    if (E->getType()->getAsCXXRecordDecl() == Field.getParent())
      obstacle("the class is initialised with parentheses", E->getBeginLoc());
    return true;
  }

  bool VisitCallExpr(CallExpr *E) {
    const FunctionDecl *Callee = E->getDirectCallee();
    if (!Callee)
      return true;
    std::vector<const Expr *> Args(E->arg_begin(), E->arg_end());
    if (isa<CXXOperatorCallExpr>(E) && isa<CXXMethodDecl>(Callee) &&
        !Args.empty())
      Args.erase(Args.begin());
    if (!facts::isLibraryCode(Callee)) {
      note(Callee, E, std::move(Args));
      return true;
    }
    // make_shared<T>(args) and the like forward to a constructor.
    const TemplateArgumentList *Written =
        Callee->getTemplateSpecializationArgs();
    if (!Written || Written->size() == 0 ||
        Written->get(0).getKind() != TemplateArgument::Type)
      return true;
    if (const CXXRecordDecl *Made =
            Written->get(0).getAsType()->getAsCXXRecordDecl();
        Made && Made->hasDefinition())
      for (const CXXConstructorDecl *C : Made->ctors())
        if (C->getNumParams() == Args.size() && !C->isImplicit())
          note(C, E, Args);
    return true;
  }

  bool VisitCXXConstructExpr(CXXConstructExpr *E) {
    note(E->getConstructor(), E, {E->arg_begin(), E->arg_end()});
    return true;
  }

private:
  void obstacle(StringRef What, SourceLocation Loc) {
    if (Uses.Obstacle.empty())
      Uses.Obstacle = What.str() + " at " + lineOf(Loc, Context);
  }
  void note(const FunctionDecl *Callee, const Stmt *Call,
            std::vector<const Expr *> Args) {
    Uses.Calls[Callee->getCanonicalDecl()].push_back(
        {Call, std::move(Args), Function});
  }

  const FieldDecl &Field;
  ASTContext &Context;
  MemberUses &Uses;
  llvm::SmallPtrSet<const Stmt *, 32> Seen;
};
} // namespace

/// True if the body of every function that may name the private members of
/// \p R is here.
static bool showsAllMembers(const CXXRecordDecl *R) {
  if (R->hasFriends())
    return false;
  for (const Decl *D : R->decls()) {
    if (isa<FunctionTemplateDecl>(D))
      return false;
    if (const auto *Nested = dyn_cast<CXXRecordDecl>(D))
      if (Nested != R && Nested->isThisDeclarationADefinition() &&
          !Nested->isImplicit() && !showsAllMembers(Nested))
        return false;
    const auto *M = dyn_cast<CXXMethodDecl>(D);
    if (!M || M->isImplicit() || M->isDefaulted() || M->isDeleted() ||
        M->isPureVirtual())
      continue;
    const FunctionDecl *Definition = nullptr;
    if (!M->hasBody(Definition) || Definition->hasSkippedBody())
      return false;
  }
  return true;
}

static bool isWithinMainFile(const FieldDecl &Field,
                             const ASTContext &Context) {
  return Context.getSourceManager().isInMainFile(Field.getLocation()) &&
         !Context.getLangOpts().IsHeaderFile;
}

MemberUses MemberUses::find(const FieldDecl &Field, ASTContext &Context) {
  MemberUses Uses;
  const auto *Record = dyn_cast<CXXRecordDecl>(Field.getParent());
  if (!Record) {
    Uses.Obstacle = "it is not a member of a class";
    return Uses;
  }
  if (Record->isDependentContext() ||
      isa<ClassTemplateSpecializationDecl>(Record)) {
    Uses.Obstacle = "it is a member of a class template";
    return Uses;
  }
  const bool InMainFile = isWithinMainFile(Field, Context);
  if (!InMainFile &&
      !(Field.getAccess() == AS_private && showsAllMembers(Record))) {
    Uses.Obstacle = "other files may use it";
    return Uses;
  }
  UseVisitor Visitor(Field, Context, Uses);
  if (InMainFile)
    for (Decl *D : Context.getTraversalScope())
      Visitor.TraverseDecl(D);
  else
    Visitor.TraverseDecl(Context.getTranslationUnitDecl());
  return Uses;
}

} // namespace heapwise::fixes
