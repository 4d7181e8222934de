//===-- Effects.cpp - What a function changes -----------------------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Effects.h"

#include "Unit.h"
#include "Uses.h"

#include "../facts/LibraryModel.h"
#include "../facts/TypeModel.h"

#include "clang/AST/Attr.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace clang;
using llvm::StringRef;

namespace heapwise::access {

namespace {

/// A summary with more is not worth following: it counts as unknown code.
constexpr size_t MaxEffects = 64;

bool isCallable(QualType T) {
  T = T.getNonReferenceType();
  return T->isFunctionPointerType() ||
         isLibraryClass(recordOf(T),
                        {"function", "move_only_function", "copyable_function",
                         "function_ref", "packaged_task"});
}

/// Library functions during which other threads get their turn.
bool waits(const FunctionDecl &F) {
  if (!F.getIdentifier())
    return false;
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  if (Method && F.getName() == "get" &&
      isLibraryClass(Method->getParent(), {"future", "shared_future"}))
    return true;
  static constexpr StringRef Names[] = {"wait",
                                        "wait_for",
                                        "wait_until",
                                        "join",
                                        "sleep_for",
                                        "sleep_until",
                                        "unlock",
                                        "lock",
                                        "try_lock",
                                        "lock_shared",
                                        "unlock_shared",
                                        "yield",
                                        "arrive_and_wait",
                                        "acquire"};
  return llvm::is_contained(Names, F.getName());
}

/// A smart pointer through which an object can be changed.
bool isHandleToChange(QualType T) {
  const CXXRecordDecl *R = recordOf(T);
  if (!isSharedPointer(R) && !isUniquePointer(R))
    return false;
  const QualType Pointee = templateArgument(R, 0);
  return !Pointee.isNull() && !Pointee.isConstQualified();
}

/// True for a lambda, also in a std::function.
bool isLambda(const Expr *E) {
  E = E->IgnoreImplicit();
  while (const auto *Construct = dyn_cast<CXXConstructExpr>(E)) {
    if (Construct->getNumArgs() != 1)
      return false;
    E = Construct->getArg(0)->IgnoreImplicit();
  }
  const CXXRecordDecl *R = recordOf(E->getType());
  return R && R->isLambda();
}

/// A guard of the standard library: other threads change what it guards.
bool isLockType(const CXXRecordDecl *R) {
  return isLibraryClass(R, {"lock_guard", "unique_lock", "scoped_lock",
                            "shared_lock", "upgrade_lock"});
}

/// True if the member function \p F of a container or handle destroys what was
/// in it.
bool endsElements(const FunctionDecl &F) {
  if (F.getOverloadedOperator() == OO_Equal)
    return true;
  if (!F.getIdentifier())
    return false;
  const facts::ContainerMethod Kind = facts::containerMethod(F.getName());
  return Kind == facts::ContainerMethod::Erase ||
         Kind == facts::ContainerMethod::Clear || F.getName() == "reset" ||
         F.getName() == "resize";
}

/// Library functions that call what they are given with the rest of what they
/// are given.
bool handsOn(const FunctionDecl &F) {
  if (F.getIdentifier())
    return F.isInStdNamespace() &&
           (F.getName() == "invoke" || F.getName() == "invoke_r" ||
            F.getName() == "apply" || F.getName() == "visit");
  // What std::mem_fn returns.
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  return Method && Method->getOverloadedOperator() == OO_Call &&
         isLibraryClass(Method->getParent(),
                        {"_Mem_fn", "_Mem_fn_base", "__mem_fn"});
}

class Collector {
public:
  Collector(Unit &U, const BodyIndex &Index) : U(U), Index(Index) {}

  std::vector<Effect> run() {
    for (const Stmt *S : Index.statements())
      visit(S);
    for (const ParmVarDecl *P : Index.function().parameters())
      endOfLife(*P);
    return std::move(Effects);
  }

private:
  void add(Effect::EffectKind Kind, const Stmt *At, AccessPath Path = {}) {
    Effects.push_back({Kind, At, std::move(Path), AtEnd});
  }
  void write(const Stmt *At, const AccessPaths &Paths) {
    for (const AccessPath &P : Paths)
      add(Effect::Write, At, P);
  }
  bool isAssigned(const VarDecl &V) const {
    return llvm::any_of(Index.references(&V), [&](const DeclRefExpr *Ref) {
      const auto *Call =
          dyn_cast_or_null<CXXOperatorCallExpr>(Index.parent(Ref));
      return Call && Call->getOperator() == OO_Equal;
    });
  }
  /// \p Callee is called, a function that somebody else chose; the caller, if
  /// it is a parameter.
  void addCallback(const Stmt *At, const Expr *Callee) {
    AccessPath P;
    if (const auto *Ref =
            dyn_cast<DeclRefExpr>(Callee->IgnoreParenImpCasts())) {
      P.Variable = dyn_cast<ParmVarDecl>(Ref->getDecl());
      const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
      if (V && V->hasLocalStorage() && V->getInit() && !isAssigned(*V) &&
          isLambda(V->getInit()))
        return;
    }
    add(Effect::Callback, At, std::move(P));
  }
  void visit(const Stmt *S);
  void visitCall(const CallExpr *Call);
  void visitConstruct(const CXXConstructExpr *Construct);
  void visitDefault(const CXXDefaultArgExpr &Default);
  void libraryCall(const CallExpr *Call, const FunctionDecl &F,
                   const Expr *Object, ArrayRef<const Expr *> Arguments);
  void userCall(const Expr *Call, const FunctionDecl &F, const Expr *Object,
                ArrayRef<const Expr *> Arguments);
  void import(const Stmt *Call, const Summary &S, const AccessPaths &Object,
              ArrayRef<const Expr *> Arguments);
  void destroy(const Stmt *At, QualType T, const AccessPaths &Objects);
  void endOfLife(const VarDecl &V);
  void endOfTemporary(const CXXBindTemporaryExpr &Temporary);
  void writeArguments(const Expr *Call, const FunctionDecl &F,
                      ArrayRef<const Expr *> Arguments);
  AccessPaths objectPaths(const Expr *Object) {
    return Object->getType()->isPointerType() ? pathsBehind(U, Index, Object)
                                              : pathsOf(U, Index, Object);
  }

  Unit &U;
  const BodyIndex &Index;
  std::vector<Effect> Effects;
  bool AtEnd = false;
};

void Collector::visit(const Stmt *S) {
  if (const auto *Op = dyn_cast<BinaryOperator>(S)) {
    if (Op->isAssignmentOp())
      write(Op, pathsOf(U, Index, Op->getLHS()));
  } else if (const auto *Op = dyn_cast<UnaryOperator>(S)) {
    if (Op->isIncrementDecrementOp())
      write(Op, pathsOf(U, Index, Op->getSubExpr()));
  } else if (const auto *Default = dyn_cast<CXXDefaultArgExpr>(S)) {
    visitDefault(*Default);
  } else if (const auto *Delete = dyn_cast<CXXDeleteExpr>(S)) {
    write(Delete, pathsBehind(U, Index, Delete->getArgument()));
    add(Effect::Callback, Delete);
  } else if (const auto *Construct = dyn_cast<CXXConstructExpr>(S)) {
    visitConstruct(Construct);
  } else if (const auto *Call = dyn_cast<CallExpr>(S)) {
    visitCall(Call);
  } else if (const auto *Declaration = dyn_cast<DeclStmt>(S)) {
    for (const Decl *D : Declaration->decls())
      if (const auto *V = dyn_cast<VarDecl>(D))
        endOfLife(*V);
  } else if (const auto *Temporary = dyn_cast<CXXBindTemporaryExpr>(S)) {
    endOfTemporary(*Temporary);
  }
}

void Collector::destroy(const Stmt *At, QualType T,
                        const AccessPaths &Objects) {
  const QualType Element = U.context().getBaseElementType(T);
  if (const Summary *S = U.destruction(Element->getAsCXXRecordDecl()))
    import(At, *S, Objects, {});
}

/// What the destructor of \p V does where its block ends.
void Collector::endOfLife(const VarDecl &V) {
  if (!V.hasLocalStorage() || V.isInvalidDecl())
    return;
  QualType T = V.getType();
  if (T->isReferenceType()) {
    // A reference may keep a temporary.
    const auto *Init = dyn_cast_or_null<FullExpr>(V.getInit());
    const auto *Temporary = dyn_cast_or_null<MaterializeTemporaryExpr>(
        Init ? Init->getSubExpr() : V.getInit());
    if (!Temporary)
      return;
    T = Temporary->getType();
  }
  AccessPath P;
  P.Start = Root::Local;
  P.Variable = &V;
  P.StartType = T;
  const llvm::SaveAndRestore Later(AtEnd, true);
  destroy(Index.scope(&V), T, {P});
}

void Collector::endOfTemporary(const CXXBindTemporaryExpr &Temporary) {
  // What initialises a variable becomes that variable.
  const Expr *E = &Temporary;
  while (const auto *Parent = dyn_cast_or_null<Expr>(Index.parent(E))) {
    if (Index.initialised(E) ||
        !isa<FullExpr, CastExpr, CXXConstructExpr, MaterializeTemporaryExpr>(
            Parent))
      break;
    E = Parent;
  }
  // What is returned is the caller's.
  if (Index.initialised(E) || isa_and_nonnull<ReturnStmt>(Index.parent(E)))
    return;
  AccessPath P;
  P.Start = Root::Temporary;
  P.StartType = Temporary.getType();
  const llvm::SaveAndRestore Later(AtEnd, true);
  destroy(Index.fullExpression(&Temporary), Temporary.getType(), {P});
}

void Collector::visitConstruct(const CXXConstructExpr *Construct) {
  const CXXConstructorDecl &C = *Construct->getConstructor();
  if (Construct->getNumArgs() && isLockType(C.getParent()))
    add(Effect::Wait, Construct);
  if (C.isImplicit() || C.isDefaulted() || facts::isLibraryCode(&C))
    return;
  const llvm::SmallVector<const Expr *> Arguments(
      llvm::make_range(Construct->arg_begin(), Construct->arg_end()));
  userCall(Construct, C, nullptr, Arguments);
}

/// A default argument is not part of the body, but what it calls runs here.
void Collector::visitDefault(const CXXDefaultArgExpr &Default) {
  const Expr *Value = Default.getExpr();
  const auto *Call =
      Value ? dyn_cast<CallExpr>(Value->IgnoreUnlessSpelledInSource())
            : nullptr;
  const FunctionDecl *F = Call ? Call->getDirectCallee() : nullptr;
  if (!Call || (F && facts::isLibraryCode(F)))
    return;
  if (const Summary *S = F ? U.summary(F) : nullptr)
    import(&Default, *S, {}, {});
  else
    add(Effect::Unknown, &Default);
}

void Collector::visitCall(const CallExpr *Call) {
  const FunctionDecl *F = Call->getDirectCallee();
  if (!F) {
    // In a generic lambda, what is called is not known before it is called.
    if (Call->getCallee()->isTypeDependent() || Call->isTypeDependent())
      add(Effect::Unknown, Call);
    else if (!isa<CXXPseudoDestructorExpr>(Call->getCallee()->IgnoreParens()))
      addCallback(Call, Call->getCallee());
    return;
  }
  const auto *Method = dyn_cast<CXXMethodDecl>(F);
  // The bodies of the lambdas of this function are read where they are written.
  if (Method && Method->getParent()->isLambda())
    return;
  llvm::SmallVector<const Expr *> Arguments(
      llvm::make_range(Call->arg_begin(), Call->arg_end()));
  const Expr *Object = nullptr;
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(Call)) {
    Object = Member->getImplicitObjectArgument();
  } else if (Method && isa<CXXOperatorCallExpr>(Call) && !Method->isStatic()) {
    Object = Arguments.front();
    Arguments.erase(Arguments.begin());
  }
  // `this->~T();`, before a new one is made there.
  if (Object && isa<CXXDestructorDecl>(F))
    write(Call, objectPaths(Object));
  if (facts::isLibraryCode(F))
    libraryCall(Call, *F, Object, Arguments);
  else
    userCall(Call, *F, Object, Arguments);
}

void Collector::libraryCall(const CallExpr *Call, const FunctionDecl &F,
                            const Expr *Object,
                            ArrayRef<const Expr *> Arguments) {
  if (waits(F))
    add(Effect::Wait, Call);
  const auto IsCallable = [](const Expr *E) {
    return isCallable(E->getType());
  };
  if (Object && isCallable(Object->getType()) &&
      F.getOverloadedOperator() == OO_Call)
    addCallback(Call, Object);
  else if (!Object && llvm::any_of(Arguments, IsCallable))
    add(Effect::Callback, Call);
  if (Object && endsElements(F))
    destroy(Call, Object->getType().getNonReferenceType(), objectPaths(Object));
  if (const auto *Method = dyn_cast<CXXMethodDecl>(&F);
      Method && Object && !Method->isConst() && !hasConstTwin(*Method) &&
      // `++it` moves an iterator; `p->clear()` is not about the pointer.
      (Object->getType()->isPointerType() || !isCursor(Object->getType())))
    write(Call, objectPaths(Object));
  // `v[0] = true`, `*it = true`, of a vector<bool>.
  if (Object && isBitReference(Object->getType()) && !isa<CXXConversionDecl>(F))
    write(Call, pathsBehind(U, Index, Object));
  if (isReadingAlgorithm(&F))
    return;
  if (facts::libraryFunction(&F) == facts::LibraryFunction::Move)
    return write(Call, pathsOf(U, Index, Arguments.front()));
  if (handsOn(F) && !callsReadingLambdas(Call))
    for (const Expr *Argument : Arguments)
      if (Argument->isLValue() && !Argument->getType().isConstQualified() &&
          !Argument->getType()->isFunctionType())
        write(Call, pathsOf(U, Index, Argument));
  writeArguments(Call, F, Arguments);
  // insert(p, first, last) reads what its iterators lead to, in.read(p, n) does
  // not. Operators compare and move iterators; in >> p is one that writes.
  const auto *Operator = dyn_cast<CXXOperatorCallExpr>(Call);
  if (Operator && Operator->getOperator() != OO_GreaterGreater &&
      !isRangeFunction(F))
    return;
  if (Object && readsThroughCursors(*cast<CXXMethodDecl>(&F)))
    return;
  for (const Expr *Argument : Arguments)
    if (isCursor(Argument->getType()) && !isConstCursor(Argument->getType()))
      write(Call, pathsBehind(U, Index, Argument));
}

/// What the parameters of \p F let it change.
void Collector::writeArguments(const Expr *Call, const FunctionDecl &F,
                               ArrayRef<const Expr *> Arguments) {
  const bool IsLibrary = facts::isLibraryCode(&F);
  for (unsigned I = 0; I != Arguments.size() && I != F.getNumParams(); ++I) {
    const QualType T = F.getParamDecl(I)->getType();
    if (T->isLValueReferenceType() && !T->getPointeeType().isConstQualified()) {
      const facts::LibraryFunction Kind = facts::libraryFunction(&F);
      // get<0>(x), make_pair(x, y), emplace_back(x) only read an lvalue.
      const QualType Pattern = patternOfParameter(F, I);
      const bool Reads = IsLibrary && !Pattern.isNull() &&
                         !isRangeFunction(F) &&
                         Kind != facts::LibraryFunction::Swap &&
                         Kind != facts::LibraryFunction::Exchange &&
                         (Kind == facts::LibraryFunction::Element ||
                          Kind == facts::LibraryFunction::Identity ||
                          !Pattern->isLValueReferenceType());
      if (!Reads)
        write(Call, pathsOf(U, Index, Arguments[I]));
    } else if (!IsLibrary && ((isCursor(T) && !isConstCursor(T) &&
                               !T->isFunctionPointerType()) ||
                              isHandleToChange(T))) {
      write(Call, pathsBehind(U, Index, Arguments[I]));
    }
  }
}

void Collector::userCall(const Expr *Call, const FunctionDecl &F,
                         const Expr *Object, ArrayRef<const Expr *> Arguments) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  const bool IsVirtual =
      Method && Method->isVirtual() && !Method->hasAttr<FinalAttr>();
  if (!IsVirtual)
    if (const Summary *S = U.summary(&F))
      return import(Call, *S, Object ? objectPaths(Object) : AccessPaths(),
                    Arguments);
  const auto IsCallable = [](const Expr *E) {
    return isCallable(E->getType());
  };
  const bool IsConst = Method && Method->isConst();
  add((IsVirtual && !IsConst) || llvm::any_of(Arguments, IsCallable)
          ? Effect::Callback
          : Effect::Unknown,
      Call);
  if (Object && Method && !IsConst && !Method->isStatic() &&
      !hasConstTwin(*Method))
    write(Call, objectPaths(Object));
  writeArguments(Call, F, Arguments);
}

/// True if the callback \p E of a callee is a lambda that is written here: what
/// it does is known.
bool isLambdaOfThisFunction(const Effect &E, ArrayRef<const Expr *> Arguments) {
  const auto *P = dyn_cast_or_null<ParmVarDecl>(E.Path.Variable);
  return P && P->getFunctionScopeIndex() < Arguments.size() &&
         isLambda(Arguments[P->getFunctionScopeIndex()]);
}

/// \p Object is empty for a constructor, which makes its own.
void Collector::import(const Stmt *Call, const Summary &S,
                       const AccessPaths &Object,
                       ArrayRef<const Expr *> Arguments) {
  for (const Effect &E : S.Effects) {
    if (E.Kind != Effect::Write) {
      if (!isLambdaOfThisFunction(E, Arguments))
        add(E.Kind, Call);
      continue;
    }
    AccessPaths Bases;
    if (E.Path.Start == Root::This) {
      Bases = Object;
    } else if (const auto *P = dyn_cast_or_null<ParmVarDecl>(E.Path.Variable)) {
      if (P->getFunctionScopeIndex() >= Arguments.size())
        continue;
      const Expr *Argument = Arguments[P->getFunctionScopeIndex()];
      if (E.Path.Start == Root::Parameter) {
        Bases = pathsOf(U, Index, Argument);
      } else {
        // A pointer or handle by value: the first step leads behind it.
        Bases = pathsBehind(U, Index, Argument);
        for (AccessPath &Base : Bases)
          llvm::append_range(Base.Steps,
                             llvm::ArrayRef(E.Path.Steps).drop_front());
        write(Call, Bases);
        continue;
      }
    } else {
      add(Effect::Write, Call, E.Path);
      continue;
    }
    for (AccessPath &Base : Bases)
      llvm::append_range(Base.Steps, E.Path.Steps);
    write(Call, Bases);
  }
}

} // namespace

std::vector<Effect> effectsOf(Unit &U, const BodyIndex &Index) {
  return Collector(U, Index).run();
}

/// What a return statement of a function that returns a reference designates.
static AccessPaths returnedBy(Unit &U, const BodyIndex &Index) {
  AccessPaths All;
  for (const Stmt *S : Index.statements()) {
    const auto *Return = dyn_cast<ReturnStmt>(S);
    if (!Return || Index.enclosing<LambdaExpr>(Return))
      continue;
    if (!Return->getRetValue())
      return {};
    for (AccessPath &P : pathsOf(U, Index, Return->getRetValue())) {
      const bool IsTold = P.Start == Root::This || P.Start == Root::Global ||
                          P.Start == Root::Parameter;
      if (!IsTold)
        return {};
      All.push_back(std::move(P));
    }
  }
  return All;
}

/// Adds the effects of \p Inner, which is reached from `this` by \p Way.
static void addHeld(Summary &S, const Summary *Inner, const AccessPath &Way) {
  if (!Inner)
    return;
  for (Effect E : Inner->Effects) {
    if (E.Path.Start == Root::This) {
      AccessPath P = Way;
      llvm::append_range(P.Steps, E.Path.Steps);
      E.Path = std::move(P);
    }
    if (S.Effects.size() < MaxEffects)
      S.Effects.push_back(std::move(E));
  }
}

/// What the user's own deleter of a unique_ptr does when it is called.
static void addDeleter(Unit &U, Summary &S, QualType Deleter) {
  const CXXRecordDecl *R = Deleter.isNull() ? nullptr : recordOf(Deleter);
  if (!R || facts::isLibraryCode(R))
    return;
  for (const CXXMethodDecl *M : R->methods())
    if (M->getOverloadedOperator() == OO_Call) {
      if (const Summary *Own = U.summary(M))
        addHeld(S, Own, {});
      else
        S.Effects.push_back({Effect::Unknown, nullptr, {}});
    }
}

Summary destructionOf(Unit &U, const CXXRecordDecl &R) {
  Summary S;
  AccessPath This;
  This.Start = Root::This;
  if (facts::isLibraryCode(&R)) {
    if (isLockType(&R))
      S.Effects.push_back({Effect::Wait, nullptr, {}});
    // The value, also behind a handle, or the key and the value; a deleter
    // is called.
    for (unsigned I = 0; I != 2; ++I)
      if (const QualType T = templateArgument(&R, I);
          !T.isNull() && !T->isReferenceType() && T->isRecordType())
        addHeld(S, U.destruction(T->getAsCXXRecordDecl()),
                This.then(Step::Element, T));
    if (isUniquePointer(&R))
      addDeleter(U, S, templateArgument(&R, 1));
    return S;
  }
  const CXXDestructorDecl *D = R.getDestructor();
  if (D && D->isUserProvided()) {
    const Summary *Own = U.summary(D);
    addHeld(S, Own, This);
    if (!Own || (D->isVirtual() && !R.isEffectivelyFinal()))
      S.Effects.push_back({Effect::Unknown, nullptr, {}});
  }
  for (const FieldDecl *Field : R.fields())
    addHeld(S,
            U.destruction(U.context()
                              .getBaseElementType(Field->getType())
                              ->getAsCXXRecordDecl()),
            This.then(Step::Field, Field->getType(), Field));
  for (const CXXBaseSpecifier &Base : R.bases())
    addHeld(S, U.destruction(recordOf(Base.getType())), This);
  return S;
}

Summary summarise(Unit &U, const FunctionDecl &F) {
  const BodyIndex &Index = U.index(F);
  Summary S;
  if (Index.isUnordered()) {
    S.Effects.push_back({Effect::Callback, F.getBody(), {}});
    return S;
  }
  if (F.getReturnType()->isReferenceType())
    S.Returned = returnedBy(U, Index);
  bool Seen[4] = {};
  for (Effect &E : effectsOf(U, Index)) {
    const bool IsOwn =
        E.Kind == Effect::Write &&
        (E.Path.Start == Root::Local || E.Path.Start == Root::Temporary) &&
        !E.Path.isShared();
    if (IsOwn || (E.Kind != Effect::Write && !E.Path.Variable &&
                  std::exchange(Seen[E.Kind], true)))
      continue;
    if (S.Effects.size() == MaxEffects) {
      S.Effects = {{Effect::Callback, F.getBody(), {}}};
      break;
    }
    S.Effects.push_back(std::move(E));
  }
  return S;
}

} // namespace heapwise::access
