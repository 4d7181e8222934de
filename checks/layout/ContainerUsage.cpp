//===-- ContainerUsage.cpp - What a program does with containers ----------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ContainerUsage.h"

#include "facts/LibraryModel.h"
#include "fixes/UserCodeVisitor.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;

namespace heapwise::layout {

bool ContainerFacts::calls(llvm::StringRef Method) const {
  return llvm::any_of(
      Calls, [Method](const ContainerCall *C) { return C->Method == Method; });
}

bool ContainerFacts::callsOnly(llvm::ArrayRef<llvm::StringRef> Methods) const {
  return llvm::all_of(Calls, [Methods](const ContainerCall *C) {
    return llvm::is_contained(Methods, C->Method);
  });
}

/// A number to count up from: neither negative nor far from zero.
static bool isSmall(const Expr *E, const ASTContext &Context) {
  constexpr std::int64_t MostBefore = 1024;
  Expr::EvalResult Value;
  if (!E || E->isValueDependent() || !E->getType()->isIntegerType() ||
      !E->EvaluateAsInt(Value, Context) ||
      !Value.Val.getInt().isRepresentableByInt64())
    return isa_and_nonnull<ImplicitValueInitExpr>(E);
  const std::int64_t N = Value.Val.getInt().getExtValue();
  return N >= 0 && N <= MostBefore;
}

static QualType plain(QualType T) {
  return T.getNonReferenceType().getCanonicalType().getUnqualifiedType();
}

/// The object that a call of a container's member function is made on.
static const Expr *objectOf(const Expr *Call) {
  if (const auto *M = dyn_cast<CXXMemberCallExpr>(Call))
    return M->getImplicitObjectArgument()->IgnoreParenImpCasts();
  if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(Call))
    return Op->getNumArgs() ? Op->getArg(0)->IgnoreParenImpCasts() : nullptr;
  return nullptr;
}

class ContainerWalk : public fixes::UserCodeVisitor<ContainerWalk> {
public:
  ContainerWalk(ContainerUsage &Out, llvm::SmallPtrSetImpl<const Expr *> &Known,
                const ASTContext &Context)
      : Out(Out), Known(Known), Context(Context) {}

  bool skips(const FunctionDecl &F) const { return F.isDependentContext(); }

  bool VisitCXXForRangeStmt(CXXForRangeStmt *Loop) {
    if (!Loop->getRangeInit())
      return true;
    const Expr *Range = Loop->getRangeInit()->IgnoreParenImpCasts();
    if (ContainerFacts *Facts = find(rootOf(Range))) {
      Known.insert(Range);
      Facts->Iterated = true;
    }
    return true;
  }
  bool VisitMemberExpr(MemberExpr *M) {
    mention(M, M->getMemberDecl());
    return true;
  }
  bool VisitDeclRefExpr(DeclRefExpr *Ref) {
    mention(Ref, Ref->getDecl());
    return true;
  }
  bool VisitUnaryOperator(UnaryOperator *Op) {
    if (Op->isIncrementDecrementOp())
      if (const ValueDecl *D = rootOf(Op->getSubExpr()))
        (Op->isIncrementOp() ? Out.Incremented : Out.Jumping).insert(D);
    if (Op->getOpcode() == UO_AddrOf && !Compared.contains(Op))
      Out.Addressed.insert(plain(Op->getSubExpr()->getType()));
    return true;
  }
  bool VisitBinaryOperator(BinaryOperator *Op) {
    // `this != &other` keeps nothing.
    if (Op->isComparisonOp()) {
      Compared.insert(Op->getLHS()->IgnoreParenImpCasts());
      Compared.insert(Op->getRHS()->IgnoreParenImpCasts());
    }
    if (Op->isAssignmentOp() &&
        !(Op->getOpcode() == BO_Assign && isSmall(Op->getRHS(), Context)))
      if (const ValueDecl *D = rootOf(Op->getLHS()))
        Out.Jumping.insert(D);
    return true;
  }
  bool TraverseConstructorInitializer(CXXCtorInitializer *Init) {
    if (Init->isMemberInitializer() && Init->isWritten() &&
        Init->getMember()->getType()->isIntegerType())
      (isSmall(Init->getInit(), Context) ? Out.Started : Out.Jumping)
          .insert(Init->getMember());
    return RecursiveASTVisitor::TraverseConstructorInitializer(Init);
  }
  bool VisitArraySubscriptExpr(ArraySubscriptExpr *E) {
    noteIndex(E->getIdx());
    return true;
  }
  bool VisitCXXOperatorCallExpr(CXXOperatorCallExpr *Call) {
    // `p == nullptr`, `p = nullptr`
    if (Call->getNumArgs() == 2)
      for (unsigned I = 0; I != 2; ++I)
        if (Call->getArg(1 - I)->getType()->isNullPtrType())
          noteNull(plain(Call->getArg(I)->getType()));
    if (Call->getOperator() != OO_Subscript || Call->getNumArgs() != 2)
      return true;
    const auto Shape = containerShape(Call->getArg(0)->getType(), Context);
    if ((Shape && Shape->Kind == ContainerKind::Array) ||
        stdName(plain(Call->getArg(0)->getType())->getAsCXXRecordDecl()) ==
            "array")
      noteIndex(Call->getArg(1));
    return true;
  }
  bool VisitCXXMemberCallExpr(CXXMemberCallExpr *Call) {
    const CXXMethodDecl *M = Call->getMethodDecl();
    const QualType T = plain(Call->getImplicitObjectArgument()->getType());
    const llvm::StringRef Class = stdName(T->getAsCXXRecordDecl());
    if (Class.ends_with("_ptr") &&
        (isa_and_nonnull<CXXConversionDecl>(M) ||
         (M && M->getIdentifier() && M->getName() == "reset")))
      noteNull(T);
    if (!M || !M->getIdentifier())
      return true;
    if (Class.ends_with("_ptr") &&
        (M->getName() == "get" || M->getName() == "release"))
      share(typeArgument(T, 0));
    return true;
  }
  /// `other.push_back(p)`: the library copies what it is given by reference.
  bool VisitCallExpr(CallExpr *Call) {
    const bool OnObject = isa<CXXOperatorCallExpr>(Call);
    for (const Expr *Arg : llvm::drop_begin(Call->arguments(), OnObject)) {
      const QualType T = plain(Arg->getType());
      if (Arg->isLValue() && stdName(T->getAsCXXRecordDecl()) == "shared_ptr")
        share(typeArgument(T, 0));
    }
    if (facts::libraryFunction(Call->getDirectCallee()) ==
        facts::LibraryFunction::Move)
      noteMove(Call->getArg(0));
    return true;
  }
  bool VisitCXXConstructExpr(CXXConstructExpr *E) {
    const QualType T = plain(E->getType());
    const llvm::StringRef Class = stdName(T->getAsCXXRecordDecl());
    if (Class == "weak_ptr" ||
        (Class == "shared_ptr" && E->getConstructor()->isCopyConstructor()))
      share(typeArgument(T, 0));
    return true;
  }
  bool VisitFieldDecl(FieldDecl *F) {
    keep(F->getType());
    return true;
  }
  bool VisitFunctionDecl(FunctionDecl *F) {
    const QualType T = F->getReturnType();
    keep(T);
    // `T &operator=(const T &)` returns the object that the caller has.
    const auto *M = dyn_cast<CXXMethodDecl>(F);
    if (M && M->isOverloadedOperator() && T->isReferenceType() &&
        plain(T) == plain(M->getFunctionObjectParameterType()))
      return true;
    if (T->isReferenceType() || T->isPointerType())
      Out.Addressed.insert(plain(T->getPointeeType()));
    return true;
  }
  bool VisitCXXRecordDecl(CXXRecordDecl *R) {
    if (R->isThisDeclarationADefinition())
      for (const CXXBaseSpecifier &B : R->bases())
        if (const CXXRecordDecl *Class = B.getType()->getAsCXXRecordDecl())
          Out.Bases.insert(Class->getCanonicalDecl());
    return true;
  }

private:
  ContainerFacts *find(const ValueDecl *D) {
    auto It = Out.Facts.find(dyn_cast_or_null<DeclaratorDecl>(D));
    return It == Out.Facts.end() ? nullptr : &It->second;
  }
  void mention(const Expr *E, const ValueDecl *D) {
    if (ContainerFacts *Facts = find(D); Facts && !Known.contains(E))
      Facts->Escapes = true;
  }
  /// Not `a[i - first]`: there i itself may be anything.
  void noteIndex(const Expr *Index) {
    if (const ValueDecl *D = rootOf(Index->IgnoreParenCasts()))
      Out.Indices.insert(D);
  }
  /// `std::move(all.front())`: a handle leaves, unless it was a local variable
  /// on its way in.
  void noteMove(const Expr *From) {
    const auto *Ref = dyn_cast<DeclRefExpr>(From->IgnoreParenImpCasts());
    const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    if (V && V->isLocalVarDecl() && !V->getType()->isReferenceType() &&
        makesObject(handedOn(V->getInit())))
      return;
    const QualType T = plain(From->getType());
    if (stdName(T->getAsCXXRecordDecl()).ends_with("_ptr"))
      Out.Leaving.insert(plain(typeArgument(T, 0)));
  }
  void noteNull(QualType Handle) {
    const QualType T = typeArgument(Handle, 0);
    if (!T.isNull() && stdName(Handle->getAsCXXRecordDecl()).ends_with("_ptr"))
      Out.Nullable.insert(plain(T));
  }
  void share(QualType T) {
    if (!T.isNull())
      Out.Shared.insert(plain(T));
  }
  /// A place that outlives a call: what has its type is kept.
  void keep(QualType T) {
    if (T.isNull() || T->isDependentType())
      return;
    Out.Kept.insert(plain(T));
    if (const auto Shape = containerShape(T, Context)) {
      Out.Kept.insert(plain(Shape->Value));
      if (Shape->isMap())
        Out.Kept.insert(plain(Shape->Mapped));
    }
    if (T->isPointerType())
      Out.Addressed.insert(plain(T->getPointeeType()));
  }

  ContainerUsage &Out;
  llvm::SmallPtrSetImpl<const Expr *> &Known;
  llvm::SmallPtrSet<const Expr *, 8> Compared;
  const ASTContext &Context;
};

ContainerUsage::ContainerUsage(const BulkContexts &Bulk, ASTContext &Context)
    : Context(Context), Holds(Bulk, Context) {
  for (const DeclaratorDecl *D : Bulk.containers())
    Facts.try_emplace(D);
  llvm::SmallPtrSet<const Expr *, 16> Known;
  for (const ContainerCall &C : Bulk.calls()) {
    auto It = Facts.find(dyn_cast_or_null<DeclaratorDecl>(C.Root));
    if (It == Facts.end())
      continue;
    // An inserter passes the container on, but only to append to it.
    if (const Expr *Object = objectOf(C.Call))
      Known.insert(Object);
    It->second.Calls.push_back(&C);
  }
  ContainerWalk Walk(*this, Known, Context);
  for (Decl *D : Context.getTraversalScope())
    Walk.TraverseDecl(D);
}

const ContainerFacts &ContainerUsage::of(const DeclaratorDecl *D) const {
  static const ContainerFacts None;
  auto It = Facts.find(D);
  return It == Facts.end() ? None : It->second;
}

bool ContainerUsage::needsStability(const DeclaratorDecl *D,
                                    const ContainerShape &Shape) const {
  if (Holds.isHeldWhileGrowing(D))
    return true;
  const QualType Element = plain(Shape.isMap() ? Shape.Mapped : Shape.Value);
  if (Addressed.contains(Element) || Addressed.contains(plain(Shape.Value)))
    return true;
  const CXXRecordDecl *R = plain(D->getType())->getAsCXXRecordDecl();
  if (!R)
    return true;
  for (const Decl *Member : R->decls())
    if (const auto *Alias = dyn_cast<TypedefNameDecl>(Member))
      if (Alias->getName().ends_with("iterator") &&
          Kept.contains(plain(Alias->getUnderlyingType())))
        return true;
  return false;
}

/// True if \p D starts at a small number and only grows by one.
bool ContainerUsage::countsUp(const ValueDecl *D) const {
  if (!Incremented.contains(D) || Jumping.contains(D))
    return false;
  if (const auto *V = dyn_cast<VarDecl>(D))
    return V->getInit() ? isSmall(V->getInit(), Context) : !isa<ParmVarDecl>(V);
  const auto *F = dyn_cast<FieldDecl>(D);
  return F && (F->hasInClassInitializer()
                   ? isSmall(F->getInClassInitializer(), Context)
                   : Started.contains(F));
}

/// The number of elements that some container has: the next key.
static bool isSizeOfContainer(const Expr *E, const ASTContext &Context) {
  const auto *Call =
      dyn_cast_or_null<CXXMemberCallExpr>(E ? E->IgnoreParenCasts() : nullptr);
  const CXXMethodDecl *M = Call ? Call->getMethodDecl() : nullptr;
  return M && M->getIdentifier() && M->getName() == "size" &&
         containerShape(Call->getImplicitObjectArgument()->getType(), Context);
}

/// `i`, `next++`, `id` after `auto id = next++`, and `i + 1`.
bool ContainerUsage::isDenseKey(const Expr *Key) const {
  Key = Key->IgnoreParenCasts();
  if (const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(Key))
    Key = Temporary->getSubExpr()->IgnoreParenCasts();
  if (const auto *Sum = dyn_cast<BinaryOperator>(Key))
    return Sum->getOpcode() == BO_Add && isSmall(Sum->getRHS(), Context) &&
           isDenseKey(Sum->getLHS());
  auto IsStep = [this](const Expr *E) {
    if (isSizeOfContainer(E, Context))
      return true;
    const auto *Step =
        dyn_cast_or_null<UnaryOperator>(E ? E->IgnoreParenCasts() : nullptr);
    const ValueDecl *D =
        Step && Step->isIncrementOp() ? rootOf(Step->getSubExpr()) : nullptr;
    return D && countsUp(D);
  };
  if (IsStep(Key))
    return true;
  const ValueDecl *D = rootOf(Key);
  if (!D)
    return false;
  // A variable that counts tells by where it starts.
  if (countsUp(D) || (Indices.contains(D) && !Incremented.contains(D)))
    return true;
  const auto *V = dyn_cast<VarDecl>(D);
  return V && V->isLocalVarDecl() && IsStep(V->getInit());
}

/// The key in what is inserted: `{k, v}`, `std::make_pair(k, v)`, `k`.
static const Expr *keyIn(const Expr *E) {
  while (E) {
    E = E->IgnoreParenCasts()->IgnoreImplicit();
    const auto *Made = dyn_cast<CXXConstructExpr>(E);
    const auto *Call = dyn_cast<CallExpr>(E);
    const FunctionDecl *F = Call ? Call->getDirectCallee() : nullptr;
    const Expr *Inner = nullptr;
    if (Made && Made->getNumArgs() > 0 &&
        stdName(Made->getType()->getAsCXXRecordDecl()) == "pair")
      Inner = Made->getArg(0);
    else if (F && F->getIdentifier() && F->isInStdNamespace() &&
             F->getName() == "make_pair")
      Inner = Call->getArg(0);
    if (!Inner)
      break;
    E = Inner;
  }
  return E;
}

/// `find(-1)`: there is a key that is no index.
static bool asksForNegative(const ContainerCall &C, const ASTContext &Context) {
  const Expr *Key = nullptr;
  if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(C.Call))
    Key = Op->getNumArgs() == 2 ? Op->getArg(1) : nullptr;
  else if (const auto *M = dyn_cast<CXXMemberCallExpr>(C.Call))
    Key = M->getNumArgs() ? M->getArg(0) : nullptr;
  Expr::EvalResult Value;
  return Key && !Key->isValueDependent() &&
         Key->getType()->isSignedIntegerType() &&
         Key->EvaluateAsInt(Value, Context) && Value.Val.getInt().isNegative();
}

bool ContainerUsage::hasDenseKeys(const ContainerFacts &F) const {
  bool Any = false;
  for (const ContainerCall *C : F.Calls) {
    if (C->Op == ContainerCall::InsertMany || asksForNegative(*C, Context))
      return false;
    if (C->Op != ContainerCall::Insert)
      continue;
    const Expr *Key = nullptr;
    if (const auto *Op = dyn_cast<CXXOperatorCallExpr>(C->Call))
      Key = Op->getArg(1);
    else if (const auto *M = dyn_cast<CXXMemberCallExpr>(C->Call);
             M && M->getNumArgs() > 0)
      Key = keyIn(M->getArg(0));
    if (!Key || !isDenseKey(Key))
      return false;
    Any = true;
  }
  return Any;
}

bool ContainerUsage::mayBeNull(QualType T) const {
  return Nullable.contains(plain(T));
}

bool ContainerUsage::handlesLeave(QualType T) const {
  return Leaving.contains(plain(T));
}

bool ContainerUsage::isSolelyOwned(QualType T) const {
  return !Shared.contains(plain(T)) && !Addressed.contains(plain(T));
}

} // namespace heapwise::layout
