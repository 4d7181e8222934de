//===-- KeptCapacity.cpp - Containers that are emptied and keep their memory
//===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Capacity.h"

#include "../access/CopyCost.h"
#include "../copies/Copies.h"
#include "../facts/LibraryModel.h"
#include "../facts/TypeModel.h"
#include "../fixes/FixPlan.h"

#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace heapwise::access;
using llvm::StringRef;

namespace heapwise::capacity {

namespace {

/// A member function of a library container, by name.
struct ContainerCall {
  const Expr *Object = nullptr;
  StringRef Name;
};

ContainerCall containerCall(const Stmt *S) {
  const auto *E = dyn_cast<Expr>(S);
  const auto *Call =
      E ? dyn_cast<CXXMemberCallExpr>(E->IgnoreImplicit()) : nullptr;
  const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
  if (!Method || !Method->getIdentifier() ||
      !isContainer(recordOf(Call->getObjectType())))
    return {};
  return {Call->getImplicitObjectArgument(), Method->getName()};
}

/// True for `Container.begin()` and the like, of the same container.
bool isCallOf(const Expr *E, StringRef Method, const Expr *Container,
              const ASTContext &Context) {
  ContainerCall Call = containerCall(E->IgnoreUnlessSpelledInSource());
  Call.Name.consume_front("c");
  return Call.Name == Method && fixes::sourceText(*Call.Object, Context) ==
                                    fixes::sourceText(*Container, Context);
}

/// std::string::erase() without arguments, erase(begin, end).
bool isErasingAll(const CXXMemberCallExpr &Call, const ASTContext &Context) {
  const Expr *Container = Call.getImplicitObjectArgument();
  return llvm::all_of(
             Call.arguments(),
             [](const Expr *A) { return isa<CXXDefaultArgExpr>(A); }) ||
         (Call.getNumArgs() == 2 &&
          isCallOf(Call.getArg(0), "begin", Container, Context) &&
          isCallOf(Call.getArg(1), "end", Container, Context));
}

/// The container that the statement \p S empties without giving its memory
/// back: clear(), resize(0), erase(begin, end), v = {}.
const Expr *emptied(const Stmt *S, const ASTContext &Context) {
  const auto *E = dyn_cast<Expr>(S);
  if (!E)
    return nullptr;
  if (const auto *Assign = dyn_cast<CXXOperatorCallExpr>(E->IgnoreImplicit())) {
    // For most containers `= {}` chooses the assignment of an empty
    // initializer_list, not of a new container.
    const FunctionDecl *F = Assign->getDirectCallee();
    if (Assign->getOperator() != OO_Equal || !F || F->getNumParams() != 1 ||
        !isContainer(recordOf(Assign->getArg(0)->getType())))
      return nullptr;
    const bool FromList = isLibraryClass(
        recordOf(F->getParamDecl(0)->getType()), {"initializer_list"});
    const auto *Literal =
        dyn_cast<StringLiteral>(Assign->getArg(1)->IgnoreParenImpCasts());
    return FromList || (Literal && Literal->getLength() == 0)
               ? Assign->getArg(0)
               : nullptr;
  }
  const ContainerCall C = containerCall(S);
  if (!C.Object)
    return nullptr;
  if (C.Name == "clear")
    return C.Object;
  const auto *Call = cast<CXXMemberCallExpr>(E->IgnoreImplicit());
  Expr::EvalResult Size;
  if (C.Name == "resize" && Call->getNumArgs() >= 1 &&
      Call->getArg(0)->EvaluateAsInt(Size, Context) && Size.Val.getInt() == 0)
    return C.Object;
  if (C.Name == "assign" && Call->getNumArgs() == 2 &&
      Call->getArg(0)->EvaluateAsInt(Size, Context) && Size.Val.getInt() == 0)
    return C.Object;
  return C.Name == "erase" && isErasingAll(*Call, Context) ? C.Object : nullptr;
}

/// What a loop removes one by one, while it waits for the capacity to fall.
const Expr *removedOneByOne(const Stmt *S) {
  const ContainerCall C = containerCall(S);
  return C.Name == "pop_back" || C.Name == "pop_front" ? C.Object : nullptr;
}

/// A statement and the function that it is in.
struct Part {
  const BodyIndex *Index;
  const Stmt *S;
};
using PartList = llvm::SmallVector<Part, 4>;

class CapacityFinder {
public:
  CapacityFinder(Unit &U, const BodyIndex &Index,
                 std::vector<LocalFinding> &Found)
      : U(U), Index(Index), Found(Found) {}

  /// \p Then runs if \p Condition is true, or if it is not.
  void guarded(const Expr &Condition, ArrayRef<const Stmt *> Then, bool IsLoop,
               bool Negated = false);

private:
  StringRef text(const Expr *E) const {
    // `p->` of a handle is an expression of its own.
    const auto *Arrow = dyn_cast<CXXOperatorCallExpr>(E->IgnoreImplicit());
    if (Arrow && Arrow->getOperator() == OO_Arrow)
      E = Arrow->getArg(0);
    return fixes::sourceText(*E->IgnoreImplicit(), U.context());
  }
  PartList partsOf(const Expr &Condition) const;
  bool mentions(const Expr &Side, const BodyIndex &In, StringRef Method) const;
  bool asksForTooMuch(const Expr &Condition, bool Negated) const;
  bool isGivenBack(StringRef Container, const Stmt &Then) const;
  bool asksForAny(const Expr &Condition) const;
  bool isUsedBesides(StringRef Container, const Expr &Condition,
                     const Stmt &Emptied) const;
  bool isFilledAgain(StringRef Container, const Stmt &Emptied,
                     const Stmt &Then) const;
  void report(const Stmt &S, const Expr &Container, StringRef Asked,
              const Expr &Condition);

  Unit &U;
  const BodyIndex &Index;
  std::vector<LocalFinding> &Found;
};

/// True if \p Container is shrunk, swapped or replaced in \p Then.
bool CapacityFinder::isGivenBack(StringRef Container, const Stmt &Then) const {
  return llvm::any_of(Index.statements(), [&](const Stmt *S) {
    const auto *Call = dyn_cast<CallExpr>(S);
    if (!Call || !Index.contains(&Then, S))
      return false;
    const FunctionDecl *F = Call->getDirectCallee();
    if (F && F->getIdentifier()) {
      const StringRef Name = F->getName();
      if (Name == "swap" || Name == "exchange" || Name == "move")
        return text(Call).contains(Container);
      if (Name == "shrink_to_fit" || Name == "rehash" || Name == "squeeze")
        return text(Call).starts_with(Container);
      return false;
    }
    const auto *Assign = dyn_cast<CXXOperatorCallExpr>(Call);
    return Assign && Assign->getOperator() == OO_Equal &&
           text(Assign->getArg(0)) == Container &&
           !emptied(Assign, U.context());
  });
}

/// True if \p Container, which \p Emptied emptied, gets new elements in
/// \p Then: it needs its memory.
bool CapacityFinder::isFilledAgain(StringRef Container, const Stmt &Emptied,
                                   const Stmt &Then) const {
  return llvm::any_of(Index.statements(), [&](const Stmt *S) {
    if (!Index.contains(&Then, S) || Index.begin(S) <= Index.end(&Emptied))
      return false;
    const ContainerCall Call = containerCall(S);
    return Call.Object && text(Call.Object) == Container &&
           facts::containerMethod(Call.Name) == facts::ContainerMethod::Insert;
  });
}

/// \p Condition, the local variables that it is kept in, and the member
/// functions in view of this class that it asks: `const bool large = ..; if
/// (large)`.
PartList CapacityFinder::partsOf(const Expr &Condition) const {
  PartList Parts = {{&Index, &Condition}};
  for (size_t I = 0; I != Parts.size() && Parts.size() < 8; ++I) {
    const Part P = Parts[I];
    for (const Stmt *S : P.Index->statements()) {
      if (!P.Index->contains(P.S, S))
        continue;
      if (const auto *Ref = dyn_cast<DeclRefExpr>(S)) {
        const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
        if (V && V->hasLocalStorage() && V->getInit() &&
            !V->getType()->isReferenceType())
          Parts.push_back({P.Index, V->getInit()});
      } else if (const auto *Call = dyn_cast<CXXMemberCallExpr>(S)) {
        const FunctionDecl *F = definitionInView(Call->getDirectCallee());
        if (F && !facts::isLibraryCode(F) && Call->getMethodDecl()->isConst() &&
            !Call->getMethodDecl()->isVirtual() &&
            isa<CXXThisExpr>(
                Call->getImplicitObjectArgument()->IgnoreParenImpCasts()))
          Parts.push_back({&U.index(*F), F->getBody()});
      }
    }
  }
  return Parts;
}

/// True if \p Side, of the function of \p In, asks for \p Method.
bool CapacityFinder::mentions(const Expr &Side, const BodyIndex &In,
                              StringRef Method) const {
  // What another function says is looked up there.
  const PartList Parts = &In == &Index ? partsOf(Side) : PartList{{&In, &Side}};
  return llvm::any_of(Parts, [&](const Part &P) {
    return llvm::any_of(P.Index->statements(), [&](const Stmt *S) {
      return P.Index->contains(P.S, S) && containerCall(S).Name == Method;
    });
  });
}

/// `4 * v.size()`
bool isMultiple(const Expr &E, const ASTContext &Context) {
  const auto *Product = dyn_cast<BinaryOperator>(E.IgnoreParenImpCasts());
  if (!Product || Product->getOpcode() != BO_Mul)
    return false;
  return llvm::any_of(Product->children(), [&](const Stmt *Side) {
    Expr::EvalResult Value;
    return cast<Expr>(Side)->EvaluateAsInt(Value, Context) &&
           Value.Val.getInt() > 1;
  });
}

/// False if a capacity is compared to find that it is small, or full: a buffer
/// that is flushed is to keep its memory.
bool CapacityFinder::asksForTooMuch(const Expr &Condition, bool Negated) const {
  for (const Part &P : partsOf(Condition)) {
    const auto IsCapacity = [&](const Expr *Side) {
      return mentions(*Side, *P.Index, "capacity") ||
             mentions(*Side, *P.Index, "bucket_count");
    };
    for (const Stmt *S : P.Index->statements()) {
      const auto *Compare = dyn_cast<BinaryOperator>(S);
      if (!Compare || !Compare->isComparisonOp() ||
          !P.Index->contains(P.S, Compare))
        continue;
      const bool Left = IsCapacity(Compare->getLHS());
      if (!Left && !IsCapacity(Compare->getRHS()))
        continue;
      const Expr *Other = Left ? Compare->getRHS() : Compare->getLHS();
      const BinaryOperatorKind Kind =
          Negated ? BinaryOperator::negateComparisonOp(Compare->getOpcode())
                  : Compare->getOpcode();
      const bool IsMore =
          Kind == (Left ? BO_GT : BO_LT) || Kind == (Left ? BO_GE : BO_LE);
      if (IsMore && isMultiple(*Other, U.context()))
        continue;
      if (mentions(*Other, *P.Index, "size") || IsCapacity(Other) ||
          !(IsMore || Kind == BO_NE))
        return false;
    }
  }
  return true;
}

/// `capacity() > 0`: whether there is any, not whether there is too much.
bool CapacityFinder::asksForAny(const Expr &Condition) const {
  return llvm::any_of(Index.statements(), [&](const Stmt *S) {
    const auto *Compare = dyn_cast<BinaryOperator>(S);
    return Compare && Compare->isComparisonOp() &&
           Index.contains(&Condition, Compare) &&
           llvm::any_of(Compare->children(), [&](const Stmt *Side) {
             Expr::EvalResult Value;
             return cast<Expr>(Side)->EvaluateAsInt(Value, U.context()) &&
                    Value.Val.getInt() == 0;
           });
  });
}

/// True if the function has more to do with \p Container than to ask for its
/// memory and to empty it.
bool CapacityFinder::isUsedBesides(StringRef Container, const Expr &Condition,
                                   const Stmt &Emptied) const {
  return llvm::any_of(Index.statements(), [&](const Stmt *S) {
    return isa<DeclRefExpr, MemberExpr, CallExpr>(S) &&
           !Index.contains(&Condition, S) && !Index.contains(&Emptied, S) &&
           text(cast<Expr>(S)) == Container;
  });
}

/// True if an object of this type is as good as a new one: its comparator,
/// hash and allocator have no state.
bool hasNoState(QualType Container) {
  const auto *S =
      dyn_cast_or_null<ClassTemplateSpecializationDecl>(recordOf(Container));
  if (!S)
    return false;
  const unsigned Kept = S->getName().contains("map") ? 2 : 1;
  return llvm::all_of(S->getTemplateArgs().asArray().drop_front(Kept),
                      [](const TemplateArgument &A) {
                        const CXXRecordDecl *R =
                            A.getKind() == TemplateArgument::Type
                                ? recordOf(A.getAsType())
                                : nullptr;
                        return A.getKind() != TemplateArgument::Type ||
                               (R && R->hasDefinition() && R->isEmpty());
                      });
}

/// if (v.capacity() > limit) v.clear();
void CapacityFinder::guarded(const Expr &Condition, ArrayRef<const Stmt *> Then,
                             bool IsLoop, bool Negated) {
  llvm::SmallVector<std::pair<StringRef, StringRef>, 2> Asked;
  for (const Part &P : partsOf(Condition))
    for (const Stmt *S : P.Index->statements())
      if (P.Index->contains(P.S, S))
        if (const ContainerCall C = containerCall(S);
            C.Object && (C.Name == "capacity" || C.Name == "bucket_count"))
          Asked.push_back({text(C.Object), C.Name});
  if (Asked.empty() || !asksForTooMuch(Condition, Negated))
    return;
  for (const Stmt *Part : Then)
    for (const Stmt *S : Index.statements()) {
      if (!isa<CallExpr>(S) || !Index.contains(Part, S) ||
          Index.enclosing<LambdaExpr>(S) != Index.enclosing<LambdaExpr>(Part))
        continue;
      const Expr *Container = emptied(S, U.context());
      if (!Container && IsLoop)
        Container = removedOneByOne(S);
      if (!Container)
        continue;
      const auto *About = llvm::find_if(
          Asked, [&](const auto &A) { return A.first == text(Container); });
      const bool IsGivenBack =
          About == Asked.end() || llvm::any_of(Then, [&](const Stmt *Other) {
            return this->isGivenBack(About->first, *Other) ||
                   (!IsLoop && isFilledAgain(About->first, *S, *Other));
          });
      if (!IsGivenBack && asksForAny(Condition) &&
          isUsedBesides(About->first, Condition, *S))
        continue;
      if (!IsGivenBack)
        report(*S, *Container, About->second, Condition);
    }
}

void CapacityFinder::report(const Stmt &S, const Expr &Container,
                            StringRef Asked, const Expr &Condition) {
  if (!copies::isPlainCode(S.getBeginLoc(), U.context()))
    return;
  const std::string Name = text(&Container).str();
  LocalFinding F;
  F.Loc = S.getBeginLoc();
  F.Message = "'" + Name + "' is emptied because of its " +
              (Asked == "capacity" ? "capacity, which it keeps"
                                   : "bucket count, which it keeps");
  F.Notes.push_back({Condition.getBeginLoc(), "its memory is asked for here"});
  // decltype of a call or a dereference is a reference.
  const Expr *Plain = Container.IgnoreParenImpCasts();
  const bool IsName = isa<DeclRefExpr, MemberExpr>(Plain) &&
                      !Container.getType()->isPointerType();
  const auto *Ref = dyn_cast<DeclRefExpr>(Plain);
  const auto *Member = dyn_cast<MemberExpr>(Plain);
  const ValueDecl *Named = Ref      ? Ref->getDecl()
                           : Member ? Member->getMemberDecl()
                                    : nullptr;
  const bool IsReference = Named && Named->getType()->isReferenceType();
  // An operand has to keep its type.
  const Stmt *Parent = Index.parent(&S);
  while (isa_and_nonnull<ExprWithCleanups>(Parent))
    Parent = Index.parent(Parent);
  const bool IsStatement = !isa_and_nonnull<Expr>(Parent);
  if (IsName && !IsReference && IsStatement && hasNoState(Container.getType()))
    F.Hints = {FixItHint::CreateReplacement(
        S.getSourceRange(), Name + " = decltype(" + Name + ")()")};
  else
    F.Notes.push_back({F.Loc, "assign a new container to give it back"});
  Found.push_back(std::move(F));
}

const Stmt &onlyStatement(const Stmt &S) {
  const auto *Block = dyn_cast<CompoundStmt>(&S);
  return Block && Block->size() == 1 ? **Block->body_begin() : S;
}

/// What follows \p S in its block: it runs unless \p S returns.
llvm::SmallVector<const Stmt *> statementsAfter(const BodyIndex &Index,
                                                const Stmt &S) {
  llvm::SmallVector<const Stmt *> After;
  if (const auto *Block = dyn_cast_or_null<CompoundStmt>(Index.parent(&S)))
    llvm::copy_if(
        Block->body(), std::back_inserter(After),
        [&](const Stmt *Other) { return Index.begin(Other) > Index.end(&S); });
  return After;
}

} // namespace

void findKeptCapacity(Unit &U, const BodyIndex &Index,
                      std::vector<LocalFinding> &Found) {
  CapacityFinder Finder(U, Index, Found);
  for (const Stmt *S : Index.statements()) {
    if (const auto *If = dyn_cast<IfStmt>(S)) {
      if (If->getCond() && isa<ReturnStmt>(onlyStatement(*If->getThen())) &&
          !If->getElse())
        Finder.guarded(*If->getCond(), statementsAfter(Index, *If),
                       /*IsLoop=*/false, /*Negated=*/true);
      else if (If->getCond() && !If->getElse())
        Finder.guarded(*If->getCond(), {If->getThen()}, /*IsLoop=*/false);
    } else if (const auto *While = dyn_cast<WhileStmt>(S)) {
      Finder.guarded(*While->getCond(), {While->getBody()}, /*IsLoop=*/true);
    } else if (const auto *Choice = dyn_cast<ConditionalOperator>(S)) {
      Finder.guarded(*Choice->getCond(), {Choice->getTrueExpr()},
                     /*IsLoop=*/false);
    }
  }
}

} // namespace heapwise::capacity
