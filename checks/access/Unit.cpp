//===-- Unit.cpp - A translation unit, as the copy checks see it ----------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Unit.h"

#include "Uses.h"

#include "../fixes/UserCodeVisitor.h"

#include "llvm/Support/SaveAndRestore.h"

using namespace clang;

namespace heapwise::access {

/// Callees of callees are followed this far.
static constexpr unsigned MaxDepth = 4;

const FunctionDecl *definitionInView(const FunctionDecl *F) {
  if (!F)
    return nullptr;
  const FunctionDecl *Definition = nullptr;
  if (!F->hasBody(Definition) || !Definition->getBody() ||
      Definition->isDependentContext() || Definition->isInvalidDecl() ||
      Definition->hasSkippedBody())
    return nullptr;
  return Definition;
}

namespace {

class Collector : public fixes::UserCodeVisitor<Collector> {
public:
  using AccessMap =
      llvm::DenseMap<const Decl *, llvm::SmallVector<const MemberExpr *, 4>>;

  Collector(std::vector<const FunctionDecl *> &Functions,
            llvm::DenseSet<const FunctionDecl *> &Taken, AccessMap &Accesses,
            llvm::DenseSet<DeclarationName> &DependentMembers)
      : Functions(Functions), Taken(Taken), Accesses(Accesses),
        DependentMembers(DependentMembers) {}

  // An instantiation is written nowhere: what is wrong in it may be right for
  // the next argument of the template.
  bool shouldVisitTemplateInstantiations() const { return false; }

  bool VisitFunctionDecl(FunctionDecl *F) {
    if (F->isThisDeclarationADefinition() && definitionInView(F) == F &&
        !F->isTemplateInstantiation() && !F->isDefaulted() && !isLambda(F))
      Functions.push_back(F);
    return true;
  }

  bool TraverseCallExpr(CallExpr *Call) {
    noteCallee(Call);
    return UserCodeVisitor::TraverseCallExpr(Call);
  }
  bool TraverseCXXOperatorCallExpr(CXXOperatorCallExpr *Call) {
    noteCallee(Call);
    return UserCodeVisitor::TraverseCXXOperatorCallExpr(Call);
  }

  bool VisitDeclRefExpr(DeclRefExpr *Ref) {
    if (const auto *F = dyn_cast<FunctionDecl>(Ref->getDecl()))
      if (!Callees.contains(Ref))
        Taken.insert(F->getCanonicalDecl());
    return true;
  }

  bool VisitMemberExpr(MemberExpr *Member) {
    if (isa<CXXMethodDecl>(Member->getMemberDecl()))
      Accesses[Member->getMemberDecl()->getCanonicalDecl()].push_back(Member);
    return true;
  }
  bool VisitCXXDependentScopeMemberExpr(CXXDependentScopeMemberExpr *Member) {
    DependentMembers.insert(Member->getMember());
    return true;
  }
  bool VisitUnresolvedMemberExpr(UnresolvedMemberExpr *Member) {
    DependentMembers.insert(Member->getMemberName());
    return true;
  }

private:
  /// Lambdas are part of the function that they are in.
  static bool isLambda(const FunctionDecl *F) {
    const auto *R = dyn_cast<CXXRecordDecl>(F->getParent());
    return R && R->isLambda();
  }

  void noteCallee(const CallExpr *Call) {
    Callees.insert(Call->getCallee()->IgnoreParenImpCasts());
  }

  std::vector<const FunctionDecl *> &Functions;
  llvm::DenseSet<const FunctionDecl *> &Taken;
  AccessMap &Accesses;
  llvm::DenseSet<DeclarationName> &DependentMembers;
  llvm::DenseSet<const Expr *> Callees;
};

} // namespace

void Unit::collect() {
  if (std::exchange(Collected, true))
    return;
  Collector C(Functions, Taken, Accesses, DependentMembers);
  for (Decl *D : Context.getTraversalScope())
    C.TraverseDecl(D);
}

const std::vector<const FunctionDecl *> &Unit::functions() {
  collect();
  return Functions;
}

bool Unit::isAddressTaken(const FunctionDecl *F) {
  collect();
  return Taken.contains(F->getCanonicalDecl());
}

bool Unit::isNamedElsewhere(const CXXMethodDecl *Method,
                            const llvm::DenseSet<const Expr *> &Known) {
  collect();
  if (DependentMembers.contains(Method->getDeclName()))
    return true;
  const auto It = Accesses.find(Method->getCanonicalDecl());
  return It != Accesses.end() &&
         llvm::any_of(It->second, [&](const MemberExpr *Member) {
           return !Known.contains(Member);
         });
}

const BodyIndex &Unit::index(const FunctionDecl &F) {
  std::unique_ptr<BodyIndex> &Slot = Indexes[&F];
  if (!Slot)
    Slot = std::make_unique<BodyIndex>(F);
  return *Slot;
}

const std::vector<Effect> &Unit::effects(const BodyIndex &Index) {
  const FunctionDecl *F = &Index.function();
  if (const auto It = Effects.find(F); It != Effects.end())
    return *It->second;
  auto Found = std::make_unique<std::vector<Effect>>(effectsOf(*this, Index));
  return *(Effects[F] = std::move(Found));
}

const Summary *Unit::summary(const FunctionDecl *F) {
  const FunctionDecl *Definition = definitionInView(F);
  if (!Definition || Depth >= MaxDepth)
    return nullptr;
  const auto [It, IsNew] = Summaries.try_emplace(Definition, nullptr);
  if (!IsNew)
    return It->second.get(); // null while it is computed: recursion
  const llvm::SaveAndRestore Deeper(Depth, Depth + 1);
  auto S = std::make_unique<Summary>(summarise(*this, *Definition));
  return (Summaries[Definition] = std::move(S)).get();
}

const Summary *Unit::destruction(const CXXRecordDecl *R) {
  if (!R || !R->hasDefinition())
    return nullptr;
  R = R->getDefinition();
  if (R->isInvalidDecl() || R->isDependentContext() ||
      R->hasTrivialDestructor())
    return nullptr;
  const auto [It, IsNew] = Destructions.try_emplace(R, nullptr);
  if (!IsNew)
    return It->second.get(); // null while it is computed: a tree of itself
  auto S = std::make_unique<Summary>(destructionOf(*this, *R));
  if (S->Effects.empty())
    return nullptr;
  return (Destructions[R] = std::move(S)).get();
}

bool Unit::onlyReads(const FunctionDecl *F, unsigned Index) {
  const FunctionDecl *Definition = definitionInView(F);
  if (!Definition || Depth >= MaxDepth || Index >= Definition->getNumParams())
    return false;
  const auto [It, IsNew] = ReadOnly.try_emplace({Definition, Index}, false);
  if (!IsNew)
    return It->second;
  const llvm::SaveAndRestore Deeper(Depth, Depth + 1);
  const bool Result =
      !usesOf(*this, index(*Definition), Definition->getParamDecl(Index))
           .Mutated;
  return ReadOnly[{Definition, Index}] = Result;
}

} // namespace heapwise::access
