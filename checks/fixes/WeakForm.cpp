//===-- WeakForm.cpp - The weak counterpart of a handle -------------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "WeakForm.h"
#include "FixPlan.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ParentMap.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace heapwise::fixes {

std::optional<WeakForm> WeakForm::of(QualType T) {
  if (T.isNull())
    return std::nullopt;
  const auto *Strong = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      T.getNonReferenceType()->getAsCXXRecordDecl());
  if (!Strong || !Strong->getIdentifier())
    return std::nullopt;
  const StringRef Name = Strong->getName();
  const StringRef WeakName = Name == "shared_ptr"       ? "weak_ptr"
                             : Name == "QSharedPointer" ? "QWeakPointer"
                                                        : "";
  if (WeakName.empty())
    return std::nullopt;
  ASTContext &Context = Strong->getASTContext();
  for (NamedDecl *Found : Strong->getDeclContext()->getRedeclContext()->lookup(
           &Context.Idents.get(WeakName)))
    if (const auto *Weak = dyn_cast<ClassTemplateDecl>(Found))
      return WeakForm(Strong, Weak);
  return std::nullopt;
}

std::string WeakForm::scope() const {
  std::string Scope;
  for (const DeclContext *DC = Weak->getDeclContext(); DC; DC = DC->getParent())
    if (const auto *N = dyn_cast<NamespaceDecl>(DC);
        N && !N->isInline() && !N->isAnonymousNamespace())
      Scope = N->getName().str() + (Scope.empty() ? "" : "::" + Scope);
  return Scope;
}

std::string WeakForm::qualifiedName() const {
  const std::string Scope = scope();
  return (Scope.empty() ? "" : Scope + "::") + weakName().str();
}

std::string WeakForm::typeName(const ASTContext &Context) const {
  const TemplateArgumentList &Args = Strong->getTemplateArgs();
  return qualifiedName() + "<" + writtenType(Args[0].getAsType(), Context) +
         ">";
}

bool WeakForm::has(StringRef Method) const {
  const CXXRecordDecl *R = Weak->getTemplatedDecl();
  IdentifierInfo &Name = Weak->getASTContext().Idents.get(Method);
  llvm::SmallVector<const CXXRecordDecl *, 4> Todo = {R};
  while (!Todo.empty()) {
    R = Todo.pop_back_val();
    if (!R->hasDefinition())
      continue;
    R = R->getDefinition();
    if (!R->lookup(&Name).empty())
      return true;
    for (const CXXBaseSpecifier &Base : R->bases()) {
      if (const CXXRecordDecl *B = Base.getType()->getAsCXXRecordDecl())
        Todo.push_back(B);
      else if (const auto *T =
                   Base.getType()->getAs<TemplateSpecializationType>())
        if (const auto *Template = dyn_cast_or_null<ClassTemplateDecl>(
                T->getTemplateName().getAsTemplateDecl()))
          Todo.push_back(Template->getTemplatedDecl());
    }
  }
  return false;
}

std::string writtenType(QualType T, const ASTContext &Context) {
  PrintingPolicy Policy = Context.getPrintingPolicy();
  Policy.SuppressUnwrittenScope = true;
  Policy.SuppressTagKeyword = true;
  return T.getAsString(Policy);
}

bool isFresh(const Expr *E) {
  E = stripHandle(E);
  if (isa_and_nonnull<CXXNewExpr>(E))
    return true;
  const auto *Call = dyn_cast_or_null<CallExpr>(E);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  return Callee && Callee->getIdentifier() &&
         llvm::is_contained({"make_shared", "allocate_shared",
                             "make_local_shared", "make_intrusive"},
                            Callee->getName());
}

bool isNullHandle(const Expr *E) {
  E = stripHandle(E);
  if (!E)
    return false;
  if (isa<CXXNullPtrLiteralExpr, GNUNullExpr, ImplicitValueInitExpr,
          CXXScalarValueInitExpr>(E))
    return true;
  if (const auto *List = dyn_cast<InitListExpr>(E))
    return List->getNumInits() == 0;
  const auto *Made = dyn_cast<CXXConstructExpr>(E);
  return Made && Made->getNumArgs() == 0;
}

const ValueDecl *namedVariable(const Expr *E) {
  E = stripHandle(E);
  if (const auto *Call = dyn_cast_or_null<CallExpr>(E);
      Call && Call->isCallToStdMove())
    E = stripHandle(Call->getArg(0));
  const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E);
  return Ref ? Ref->getDecl() : nullptr;
}

namespace {
/// The places that name one variable.
class References {
public:
  References(const ValueDecl *V, const Stmt *Body, const Stmt *Except)
      : V(V), Except(Except) {
    walk(Body);
  }
  llvm::SmallVector<const DeclRefExpr *, 8> Found;

private:
  void walk(const Stmt *S) {
    if (!S || S == Except)
      return;
    if (const auto *Ref = dyn_cast<DeclRefExpr>(S); Ref && Ref->getDecl() == V)
      Found.push_back(Ref);
    for (const Stmt *Child : S->children())
      walk(Child);
  }
  const ValueDecl *V;
  const Stmt *Except;
};
} // namespace

/// True if the parents of \p Ref only look at the object that it leads to.
static bool onlyLooks(const DeclRefExpr *Ref, ParentMap &Parents) {
  const Stmt *Child = Ref;
  for (const Stmt *Up = Parents.getParent(Ref); Up;
       Child = Up, Up = Parents.getParent(Up)) {
    if (isa<ImplicitCastExpr, ParenExpr, MaterializeTemporaryExpr>(Up))
      continue;
    if (isa<MemberExpr>(Up)) // .get(), operator bool
      return true;
    const auto *Operator = dyn_cast<CXXOperatorCallExpr>(Up);
    return Operator && Operator->getNumArgs() >= 1 &&
           Operator->getArg(0) == Child;
  }
  return false;
}

bool isOnlyKept(const ValueDecl *V, const Stmt *Body, const Stmt *Except) {
  const auto *Var = dyn_cast_or_null<VarDecl>(V);
  if (!V || !Body || isa<ParmVarDecl>(V) || (Var && !Var->isLocalVarDecl()))
    return false;
  if (Var && Var->isStaticLocal())
    return false;
  if (Var && Var->hasInit() && !isFresh(Var->getInit())) {
    const Expr *Init = stripHandle(Var->getInit());
    // lock(), shared_from_this() and copies of handles leave an owner behind.
    const auto *Call = dyn_cast_or_null<CallExpr>(Init);
    const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
    const bool Copies = !Call || isa<CXXOperatorCallExpr>(Call) || !Callee ||
                        (Callee->getIdentifier() &&
                         (Callee->getName() == "lock" ||
                          Callee->getName().starts_with("shared_from"))) ||
                        Callee->getReturnType()->isReferenceType();
    if (Copies && !isNullHandle(Var->getInit()))
      return false;
  }
  ParentMap Parents(const_cast<Stmt *>(Body));
  return llvm::all_of(
      References(V, Body, Except).Found,
      [&](const DeclRefExpr *Ref) { return onlyLooks(Ref, Parents); });
}

} // namespace heapwise::fixes
