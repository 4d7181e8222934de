//===-- FunctionExtractor.cpp - A function body as instructions -----------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Walks a body in source order with an environment that maps variables to the
/// objects they stand for. Control flow is structured: the arms of a branch
/// start from the same environment and meet in Phi instructions; what a loop
/// assigns is unknown at its head. The body of a lambda is read in place, as
/// an arm that may run later, so that a captured variable and its original are
/// the same object.
///
//===----------------------------------------------------------------------===//

#include "FactsBuilder.h"
#include "LibraryModel.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/FoldingSet.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/ErrorHandling.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace clang;

namespace heapwise::facts {

namespace {

/// Generated code can be arbitrarily large; what it does past this is unknown.
constexpr std::size_t MaxInstructions = 20000;

/// They bound the work per index expression and per call of a lambda.
constexpr std::size_t MaxElementNumbers = 64;
constexpr unsigned MaxLambdaDepth = 3;

/// Something that can be assigned to.
struct Place {
  enum Kind { None, Variable, Member, Global } K = None;
  const ValueDecl *Var = nullptr; ///< Variable, Global
  Value Base = 0;                 ///< Member
  Symbol Field = 0;               ///< Member: field or pseudo field
  std::uint32_t Element = 0;      ///< Member: see Instr::Index

  static Place member(Value Base, Symbol Field, std::uint32_t Element = 0) {
    return {Member, nullptr, Base, Field, Element};
  }
  static Place element(Value Container, std::uint32_t Element = 0) {
    return member(Container, Facts::ElementField, Element);
  }
};

/// What a variable stands for; a reference to a handle also names the place.
struct Binding {
  Value V = 0;
  Place Referent;
};

using Environment = llvm::DenseMap<const ValueDecl *, Binding>;

/// Collects the variables that a statement may give another value.
struct Assignments : RecursiveASTVisitor<Assignments> {
  llvm::SmallVector<const ValueDecl *, 8> Assigned;

  void note(const Expr *E) {
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts()))
      Assigned.push_back(Ref->getDecl());
  }
  bool VisitBinaryOperator(BinaryOperator *Op) {
    if (Op->isAssignmentOp())
      note(Op->getLHS());
    return true;
  }
  bool VisitUnaryOperator(UnaryOperator *Op) {
    if (Op->isIncrementDecrementOp())
      note(Op->getSubExpr());
    return true;
  }
  bool VisitCXXOperatorCallExpr(CXXOperatorCallExpr *Call) {
    if (Call->isAssignmentOp() || Call->getOperator() == OO_PlusPlus ||
        Call->getOperator() == OO_MinusMinus)
      note(Call->getArg(0));
    return true;
  }
  bool VisitCXXMemberCallExpr(CXXMemberCallExpr *Call) {
    const CXXMethodDecl *M = Call->getMethodDecl();
    if (M && M->getIdentifier() &&
        (M->getName() == "reset" || M->getName() == "swap"))
      note(Call->getImplicitObjectArgument());
    return true;
  }
  bool VisitCallExpr(CallExpr *Call) {
    const FunctionDecl *F = Call->getDirectCallee();
    if (F && F->getIdentifier() &&
        (F->getName() == "swap" || F->getName() == "exchange"))
      for (const Expr *Arg : Call->arguments())
        note(Arg);
    return true;
  }
};

class FunctionExtractor {
public:
  FunctionExtractor(FactsBuilder &Builder, const FunctionDecl *F)
      : Builder(Builder), Types(Builder.Types), F(F) {}

  void run();

private:
  // Emission.
  Value emit(Instr I, SourceLocation Loc);
  Value emit(Op Opcode, SourceLocation Loc, Symbol Label = 0);
  void store(Place To, Value V, EdgeKind Kind, SourceLocation Loc,
             Symbol Label = 0);
  void reset(Place P, ResetKind How, SourceLocation Loc, Value Moved = 0);
  Value load(Place P, EdgeKind Kind, SourceLocation Loc);
  Value load(Place P, QualType T, SourceLocation Loc);
  Value element(Value Container, QualType T, SourceLocation Loc,
                std::uint32_t Element = 0) {
    return load(Place::element(Container, Element), T, Loc);
  }
  /// Another element of the container that \p Iterator leads into, or 0 if it
  /// is not known to be an iterator.
  Value nextElement(const ValueDecl *Iterator, SourceLocation Loc);
  /// The number of the element that \p Index selects: equal for equal
  /// expressions as long as nothing changes in between, 0 if not known.
  std::uint32_t elementNumber(const Expr *Index);
  std::uint32_t elementNumber(StringRef Method);
  std::uint32_t elementNumber(const llvm::FoldingSetNodeID &Position);
  void forgetElements() { ElementNumbers.clear(); }
  Value copy(Value Source, SourceLocation Loc);
  Symbol label(const NamedDecl *D);

  // Statements.
  void visit(const Stmt *S);
  void visitBranches(ArrayRef<const Stmt *> Arms,
                     PathKind Kind = PathKind::Branch);
  void visitSwitch(const SwitchStmt *Switch);
  void visitLoop(const Stmt *Loop, llvm::function_ref<void()> Body);
  void visitRangeFor(const CXXForRangeStmt *Loop);
  void visitVariable(const VarDecl *Var);
  /// The destructors of the guards that live in a block.
  void destroyLocals(const CompoundStmt *Block);
  void visitDecomposition(const DecompositionDecl *D, Value Whole);
  void bindConstructor(const CXXConstructorDecl *Constructor);
  Environment join(const Environment &A, const Environment &B);

  // Expressions.
  Value eval(const Expr *E);
  void evalChildren(const Expr *E);
  Place evalPlace(const Expr *E);
  /// The place of the object that a member function is called on.
  Place evalObjectPlace(const Expr *Object);
  Place evalReferencePlace(const CallExpr *Call);
  Place memberPlace(Value Base, const FieldDecl *Field, SourceLocation Loc);
  /// The place of a handle as an object, of which the content is the CellField:
  /// what a reference or pointer to the handle is. 0 if it is not known.
  Value reference(Place P, SourceLocation Loc);
  /// The same for any expression \p E, of which \p P is the place: for a
  /// temporary or a variable, a place of its own with the same content.
  Value cell(const Expr *E, Place P);
  void swap(Place A, Value InA, Place B, Value InB, QualType T,
            SourceLocation Loc);
  Value evalInitializer(const FieldDecl *Field, const Expr *Init);
  Value assign(Place To, QualType ToType, const Expr *From, SourceLocation Loc);
  Value evalVariable(const ValueDecl *Var, SourceLocation Loc);
  Value evalMember(const MemberExpr *Member);
  Value evalCall(const CallExpr *Call);
  Value evalMemberCall(const CXXMemberCallExpr *Call);
  Value evalOperatorCall(const CXXOperatorCallExpr *Call);
  Value evalLibraryFunction(const CallExpr *Call, LibraryFunction Function);
  Value evalHandleMethod(const Expr *Object, const CXXMethodDecl *Method,
                         ArrayRef<const Expr *> Args, SourceLocation Loc);
  Value evalContainerMethod(const Expr *Object, const CXXMethodDecl *Method,
                            ArrayRef<const Expr *> Args, SourceLocation Loc);
  Value evalContainerChange(ContainerMethod Kind, StringRef Name,
                            Value Container, QualType ElementType,
                            ArrayRef<const Expr *> Args, bool Carries,
                            SourceLocation Loc);
  Value evalUserCall(const FunctionDecl *Callee, Value Receiver,
                     ArrayRef<const Expr *> Args, bool Virtual,
                     SourceLocation Loc);
  /// The handle that \p Arg gives \p Param access to, or null.
  const Expr *referredBy(const ParmVarDecl *Param, const Expr *Arg);
  /// True for the call operator of a lambda of this very function that is given
  /// something that matters: its body is read once more, for these arguments.
  bool isLocalLambda(const CXXMethodDecl *Operator);
  Value evalLocalLambda(const CXXMethodDecl *Operator,
                        ArrayRef<const Expr *> Args, SourceLocation Loc);
  Value evalConstruct(const CXXConstructExpr *Construct);
  Value construct(QualType T, ArrayRef<const Expr *> Args, SourceLocation Loc);
  Value evalInitList(const InitListExpr *List);
  Value evalLambda(const LambdaExpr *Lambda);
  Value makeClosure(ArrayRef<const Expr *> Captured, SourceLocation Loc);
  void storeElements(Value Container, QualType ElementType,
                     ArrayRef<const Expr *> Args, SourceLocation Loc);
  bool isNull(const Expr *E);
  /// True for a record with nothing but empty members: `T{}`, `T()`.
  bool isEmptyRecord(const Expr *E);
  void resetMembers(Value Object, const CXXRecordDecl *R, SourceLocation Loc,
                    unsigned Depth = 0);

  /// True for a reference or pointer to a handle, through which the handle can
  /// be emptied or filled.
  bool isSlotType(QualType T) {
    if (!(T->isLValueReferenceType() || T->isPointerType()) ||
        T->getPointeeType().isConstQualified())
      return false;
    switch (Types.classify(T->getPointeeType())) {
    case TypeClass::Weak:
    case TypeClass::Unique:
    case TypeClass::Strong:
    case TypeClass::Callback:
    case TypeClass::Transparent:
      return true;
    default:
      return false;
    }
  }

  std::uint32_t newPath(std::uint32_t Branch, std::uint32_t Arm,
                        PathKind Kind = PathKind::Branch) {
    Out.Paths.push_back({CurrentPath, Branch, Arm, Kind});
    return static_cast<std::uint32_t>(Out.Paths.size() - 1);
  }

  FactsBuilder &Builder;
  TypeModel &Types;
  const FunctionDecl *F;
  Function Out;
  Environment Env;
  Value ThisValue = 0;
  std::uint32_t CurrentPath = 0;
  std::uint32_t Branches = 0;
  std::uint32_t Statement = 0;
  bool InLambda = false;
  unsigned LambdaDepth = 0;
  /// The statements that follow are not reached on this path.
  bool Ended = false;
  llvm::DenseMap<std::pair<Value, const Decl *>, Value> PairMembers;
  /// By the closure's class: what its init-captures stand for.
  llvm::DenseMap<const CXXRecordDecl *, Environment> InitCaptures;
  llvm::SmallVector<std::pair<llvm::FoldingSetNodeID, std::uint32_t>, 8>
      ElementNumbers;
  std::uint32_t LastElement = 0;
};

} // namespace

//===----------------------------------------------------------------------===//
// Emission
//===----------------------------------------------------------------------===//

Value FunctionExtractor::emit(Instr I, SourceLocation Loc) {
  if (Out.Body.size() >= MaxInstructions)
    return 0;
  I.Path = CurrentPath;
  I.Statement = Statement;
  if (Loc.isValid())
    I.Loc = Builder.location(Loc);
  Out.Body.push_back(std::move(I));
  return static_cast<Value>(Out.Body.size() - 1);
}

Value FunctionExtractor::emit(Op Opcode, SourceLocation Loc, Symbol Label) {
  Instr I;
  I.Opcode = Opcode;
  I.Label = Label;
  return emit(std::move(I), Loc);
}

Symbol FunctionExtractor::label(const NamedDecl *D) {
  return D->getIdentifier() ? Builder.intern(D->getName()) : 0;
}

void FunctionExtractor::store(Place To, Value V, EdgeKind Kind,
                              SourceLocation Loc, Symbol Label) {
  if (Kind == EdgeKind::None || V == 0 || To.Base == 0)
    return;
  Instr I;
  I.Opcode = Op::Store;
  I.Kind = Kind;
  I.A = To.Base;
  I.Sym = To.Field;
  I.B = V;
  I.Label = Label;
  I.Index = To.Element;
  emit(std::move(I), Loc);
}

void FunctionExtractor::reset(Place P, ResetKind How, SourceLocation Loc,
                              Value Moved) {
  Instr I;
  I.Opcode = Op::Reset;
  I.How = How;
  I.B = Moved;
  if (P.K == Place::Member) {
    if (!P.Base)
      return;
    I.A = P.Base;
    I.Sym = P.Field;
  } else if (P.K == Place::Global) {
    Instr G;
    G.Opcode = Op::Global;
    G.Sym = Builder.usr(P.Var);
    G.Label = label(P.Var);
    I.A = emit(std::move(G), Loc);
    I.Sym = Facts::CellField;
  } else {
    return;
  }
  emit(std::move(I), Loc);
}

Value FunctionExtractor::load(Place P, EdgeKind Kind, SourceLocation Loc) {
  if (P.K != Place::Member || !P.Base || !P.Field)
    return 0;
  Instr I;
  I.Opcode = Op::Load;
  I.Kind = Kind;
  I.A = P.Base;
  I.Sym = P.Field;
  I.Index = P.Element;
  return emit(std::move(I), Loc);
}

Value FunctionExtractor::load(Place P, QualType T, SourceLocation Loc) {
  // A member says itself how it holds its object: a reference does not own.
  if (P.K == Place::Member && P.Field && !Facts::isPseudoField(P.Field))
    if (const Field *Member = Builder.Result.field(P.Field))
      return load(P, Member->Kind, Loc);
  return load(
      P, T.isNull() ? EdgeKind::Value : Types.edgeKind(T.getNonReferenceType()),
      Loc);
}

Value FunctionExtractor::nextElement(const ValueDecl *Iterator,
                                     SourceLocation Loc) {
  auto It = Env.find(Iterator);
  const CXXRecordDecl *R =
      Iterator->getType().getNonReferenceType()->getAsCXXRecordDecl();
  if (It == Env.end() || !R || !isLibraryCode(R) ||
      Types.classify(Iterator->getType().getNonReferenceType()) !=
          TypeClass::Pointer)
    return 0;
  const Instr &Current = Out.Body[It->second.V];
  if (Current.Opcode != Op::Load || Current.Sym != Facts::ElementField)
    return 0;
  return load(Place::element(Current.A), Current.Kind, Loc);
}

std::uint32_t
FunctionExtractor::elementNumber(const llvm::FoldingSetNodeID &Position) {
  for (const auto &[Known, Number] : ElementNumbers)
    if (Known == Position)
      return Number;
  if (ElementNumbers.size() >= MaxElementNumbers)
    forgetElements();
  ElementNumbers.push_back({Position, ++LastElement});
  return LastElement;
}

std::uint32_t FunctionExtractor::elementNumber(StringRef Method) {
  llvm::FoldingSetNodeID Id;
  Id.AddString(Method);
  return elementNumber(Id);
}

/// True for an expression whose value only depends on local variables.
static bool isLocalIndex(const Expr *E) {
  E = E->IgnoreParenImpCasts();
  if (isa<IntegerLiteral, StringLiteral, CharacterLiteral>(E))
    return true;
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    if (isa<EnumConstantDecl>(Ref->getDecl()))
      return true;
    const auto *Var = dyn_cast<VarDecl>(Ref->getDecl());
    QualType T = Ref->getType();
    return Var && Var->hasLocalStorage() &&
           (T->isScalarType() || T.isConstQualified());
  }
  if (const auto *Binary = dyn_cast<BinaryOperator>(E))
    return (Binary->isAdditiveOp() || Binary->isMultiplicativeOp()) &&
           isLocalIndex(Binary->getLHS()) && isLocalIndex(Binary->getRHS());
  return false;
}

std::uint32_t FunctionExtractor::elementNumber(const Expr *Index) {
  Index = Index->IgnoreParenImpCasts();
  if (!isLocalIndex(Index))
    return 0;
  llvm::FoldingSetNodeID Id;
  Index->Profile(Id, Builder.Context, /*Canonical=*/true);
  return elementNumber(Id);
}

Value FunctionExtractor::copy(Value Source, SourceLocation Loc) {
  if (!Source)
    return 0;
  Instr I;
  I.Opcode = Op::Copy;
  I.A = Source;
  return emit(std::move(I), Loc);
}

//===----------------------------------------------------------------------===//
// Functions and statements
//===----------------------------------------------------------------------===//

void FunctionExtractor::run() {
  Out.Usr = Builder.usr(F);
  if (!Out.Usr)
    return;
  Out.Name = Builder.intern(F->getNameAsString());
  Out.Loc = Builder.location(F->getLocation());
  Out.Constructor = isa<CXXConstructorDecl>(F);
  Out.Destructor = isa<CXXDestructorDecl>(F);
  Out.Paths.push_back({});
  emit(Op::Unknown, {});

  if (const auto *Method = dyn_cast<CXXMethodDecl>(F)) {
    Out.Record = Builder.record(Method->getParent());
    for (const CXXMethodDecl *Overridden : Method->overridden_methods())
      Out.Overrides.push_back(Builder.usr(Overridden));
    if (Method->isInstance()) {
      ThisValue = emit(Op::This, F->getLocation());
      Out.Body[ThisValue].Sym = Out.Record;
    }
  }
  for (const auto &[Index, Param] : llvm::enumerate(F->parameters())) {
    if (!Types.carries(Param->getType()))
      continue;
    Value V = emit(Op::Param, Param->getLocation(), label(Param));
    Out.Body[V].Index = static_cast<std::uint32_t>(Index);
    Binding &B = Env[Param];
    B.V = V;
    if (Param->getType()->isReferenceType() && isSlotType(Param->getType()))
      B.Referent = Place::member(V, Facts::CellField);
  }
  const std::size_t Preamble = Out.Body.size();

  if (const auto *Constructor = dyn_cast<CXXConstructorDecl>(F))
    bindConstructor(Constructor);
  visit(F->getBody());

  // A body that does nothing to any object still tells that it exists.
  if (llvm::none_of(Out.Body, [](const Instr &I) {
        return I.Opcode == Op::Store || I.Opcode == Op::Reset ||
               I.Opcode == Op::Call || I.Opcode == Op::Return ||
               I.Opcode == Op::Delete;
      }))
    Out.Body.resize(Preamble);
  Builder.Result.add(std::move(Out));
}

void FunctionExtractor::bindConstructor(const CXXConstructorDecl *Constructor) {
  for (const CXXCtorInitializer *Init : Constructor->inits()) {
    ++Statement;
    const Expr *E = Init->getInit();
    if (!E)
      continue;
    if (const auto *Default = dyn_cast<CXXDefaultInitExpr>(E))
      E = Default->getExpr();
    if (const FieldDecl *Member = Init->getAnyMember()) {
      EdgeKind Kind = Types.edgeKind(Member->getType());
      if (Kind == EdgeKind::None) {
        eval(E);
        continue;
      }
      // Emptiness is how a member starts, it is not a reset.
      if (!isNull(E))
        store(Place::member(ThisValue, Builder.field(Member)),
              evalInitializer(Member, E), Kind,
              Init->isWritten() ? Init->getSourceLocation()
                                : Member->getLocation());
      continue;
    }
    // A base or delegate constructor works on this very object.
    if (const auto *Construct = dyn_cast<CXXConstructExpr>(E->IgnoreImplicit()))
      evalUserCall(
          Construct->getConstructor(), ThisValue,
          llvm::ArrayRef(Construct->getArgs(), Construct->getNumArgs()),
          /*Virtual=*/false, Init->getSourceLocation());
    else
      eval(E);
  }
}

void FunctionExtractor::visit(const Stmt *S) {
  if (!S || Out.Body.size() >= MaxInstructions)
    return;
  ++Statement;
  if (const auto *E = dyn_cast<Expr>(S)) {
    eval(E);
    return;
  }
  switch (S->getStmtClass()) {
  case Stmt::CompoundStmtClass:
    for (const Stmt *Child : cast<CompoundStmt>(S)->body()) {
      if (Ended)
        break;
      visit(Child);
    }
    destroyLocals(cast<CompoundStmt>(S));
    return;
  case Stmt::DeclStmtClass:
    for (const Decl *D : cast<DeclStmt>(S)->decls())
      if (const auto *Var = dyn_cast<VarDecl>(D))
        visitVariable(Var);
    return;
  case Stmt::IfStmtClass: {
    const auto *If = cast<IfStmt>(S);
    visit(If->getInit());
    if (const VarDecl *Var = If->getConditionVariable())
      visitVariable(Var);
    if (std::optional<const Stmt *> Taken =
            If->getNondiscardedCase(Builder.Context)) {
      visit(*Taken);
      return;
    }
    eval(If->getCond());
    visitBranches({If->getThen(), If->getElse()});
    return;
  }
  case Stmt::SwitchStmtClass:
    visitSwitch(cast<SwitchStmt>(S));
    return;
  case Stmt::WhileStmtClass: {
    const auto *While = cast<WhileStmt>(S);
    visitLoop(S, [&] {
      if (const VarDecl *Var = While->getConditionVariable())
        visitVariable(Var);
      visit(While->getCond());
      visit(While->getBody());
    });
    return;
  }
  case Stmt::DoStmtClass:
    visitLoop(S, [&] {
      visit(cast<DoStmt>(S)->getBody());
      visit(cast<DoStmt>(S)->getCond());
    });
    return;
  case Stmt::ForStmtClass: {
    const auto *For = cast<ForStmt>(S);
    visit(For->getInit());
    visitLoop(S, [&] {
      visit(For->getCond());
      visit(For->getBody());
      visit(For->getInc());
    });
    return;
  }
  case Stmt::CXXForRangeStmtClass:
    visitRangeFor(cast<CXXForRangeStmt>(S));
    return;
  case Stmt::ReturnStmtClass: {
    const Expr *Result = cast<ReturnStmt>(S)->getRetValue();
    Value V = 0;
    if (Result && !InLambda && isSlotType(F->getReturnType()))
      V = cell(Result, evalPlace(Result));
    else if (Result)
      V = eval(Result);
    // What is not known is not one of the other results.
    if (!V && Result && Types.carries(Result->getType()))
      V = emit(Op::Unknown, S->getBeginLoc());
    if (V && !InLambda) {
      Instr I;
      I.Opcode = Op::Return;
      I.A = V;
      emit(std::move(I), S->getBeginLoc());
    }
    Ended = true;
    return;
  }
  case Stmt::BreakStmtClass:
  case Stmt::ContinueStmtClass:
  case Stmt::GotoStmtClass:
    Ended = true;
    return;
  case Stmt::CXXTryStmtClass: {
    const auto *Try = cast<CXXTryStmt>(S);
    visit(Try->getTryBlock());
    for (unsigned I = 0, E = Try->getNumHandlers(); I != E; ++I)
      visitBranches({Try->getHandler(I)->getHandlerBlock(), nullptr},
                    PathKind::Handler);
    return;
  }
  default:
    for (const Stmt *Child : S->children())
      visit(Child);
    return;
  }
}

Environment FunctionExtractor::join(const Environment &A,
                                    const Environment &B) {
  Environment Result;
  for (const auto &[Var, In] : A) {
    auto Other = B.find(Var);
    if (Other == B.end())
      continue;
    Binding Joined = In;
    if (In.V != Other->second.V) {
      Instr Phi;
      Phi.Opcode = Op::Phi;
      Phi.Args = {In.V, Other->second.V};
      Phi.Label = label(Var);
      Joined.V = emit(std::move(Phi), Var->getLocation());
    }
    Result[Var] = Joined;
  }
  return Result;
}

void FunctionExtractor::visitBranches(ArrayRef<const Stmt *> Arms,
                                      PathKind Kind) {
  const std::uint32_t Outer = CurrentPath, Branch = ++Branches;
  const Environment Before = Env;
  std::optional<Environment> After;
  unsigned Reached = 0;
  std::uint32_t LastReached = Outer;
  for (const auto &[Index, Arm] : llvm::enumerate(Arms)) {
    CurrentPath = Outer;
    CurrentPath = newPath(Branch, static_cast<std::uint32_t>(Index),
                          Arm ? Kind : PathKind::Branch);
    const std::uint32_t ArmPath = CurrentPath;
    Env = Before;
    Ended = false;
    visit(Arm);
    if (Ended)
      continue;
    ++Reached;
    LastReached = ArmPath;
    CurrentPath = Outer;
    After = After ? join(*After, Env) : Env;
  }
  Ended = Reached == 0;
  forgetElements();
  Env = After ? std::move(*After) : Before;
  // What follows an arm that leaves the function or the loop belongs to the
  // other arm.
  CurrentPath = Reached == 1 ? LastReached : Outer;
}

void FunctionExtractor::visitSwitch(const SwitchStmt *Switch) {
  visit(Switch->getInit());
  if (const VarDecl *Var = Switch->getConditionVariable())
    visitVariable(Var);
  eval(Switch->getCond());
  const auto *Body = dyn_cast<CompoundStmt>(Switch->getBody());
  if (!Body)
    return visit(Switch->getBody());
  const std::uint32_t Outer = CurrentPath, Branch = ++Branches;
  const Environment Before = Env;
  Environment After = Env;
  std::uint32_t Arm = 0;
  Ended = true;
  for (const Stmt *Child : Body->body()) {
    const Stmt *Inner = Child;
    if (isa<SwitchCase>(Child)) {
      if (Ended) {
        CurrentPath = Outer;
        CurrentPath = newPath(Branch, Arm++);
        Env = Before;
      }
      Ended = false;
      while (const auto *Case = dyn_cast<SwitchCase>(Inner))
        Inner = Case->getSubStmt();
    }
    if (Ended)
      continue;
    visit(Inner);
    if (Ended) {
      const std::uint32_t Inside = CurrentPath;
      CurrentPath = Outer;
      After = join(After, Env);
      CurrentPath = Inside;
    }
  }
  CurrentPath = Outer;
  Env = Ended ? std::move(After) : join(After, Env);
  Ended = false;
}

void FunctionExtractor::visitLoop(const Stmt *Loop,
                                  llvm::function_ref<void()> Body) {
  Assignments Changed;
  Changed.TraverseStmt(const_cast<Stmt *>(Loop));
  forgetElements();
  for (const ValueDecl *Var : Changed.Assigned) {
    auto It = Env.find(Var);
    if (It == Env.end())
      continue;
    // Each round is at another element.
    if (Value Next = nextElement(Var, Loop->getBeginLoc())) {
      Env[Var].V = Next;
      continue;
    }
    Instr Phi;
    Phi.Opcode = Op::Phi;
    Phi.Args = {It->second.V};
    Phi.Label = label(Var);
    It->second.V = emit(std::move(Phi), Loop->getBeginLoc());
  }
  const Environment Head = Env;
  const std::uint32_t Outer = CurrentPath;
  CurrentPath = newPath(++Branches, 0);
  Body();
  CurrentPath = Outer;
  Env = Ended ? Head : join(Head, Env);
  Ended = false;
  forgetElements();
}

void FunctionExtractor::visitRangeFor(const CXXForRangeStmt *Loop) {
  visit(Loop->getInit());
  const Expr *Range = Loop->getRangeInit();
  Value Container = eval(Range);
  const VarDecl *Var = Loop->getLoopVariable();
  visitLoop(Loop->getBody(), [&] {
    if (Types.carries(Var->getType())) {
      Value V = element(Container, Var->getType(), Var->getLocation());
      Env[Var] = {V, {}};
      if (Var->getType()->isReferenceType())
        Env[Var].Referent = Place::element(Container);
      if (const auto *D = dyn_cast<DecompositionDecl>(Var))
        visitDecomposition(D, V);
    }
    visit(Loop->getBody());
  });
}

void FunctionExtractor::destroyLocals(const CompoundStmt *Block) {
  for (const Stmt *Child : llvm::reverse(Block->body())) {
    const auto *Declared = dyn_cast<DeclStmt>(Child);
    if (!Declared)
      continue;
    for (const Decl *D : Declared->decls()) {
      const auto *Var = dyn_cast<VarDecl>(D);
      auto It = Var ? Env.find(Var) : Env.end();
      if (It == Env.end() || Var->getType()->isReferenceType())
        continue;
      const CXXRecordDecl *R = Var->getType()->getAsCXXRecordDecl();
      const CXXDestructorDecl *Destructor =
          R && Types.classify(Var->getType()) == TypeClass::Record &&
                  R->hasDefinition()
              ? R->getDestructor()
              : nullptr;
      if (Destructor && Destructor->isUserProvided())
        evalUserCall(Destructor, It->second.V, {}, /*Virtual=*/false,
                     Var->getLocation());
    }
  }
}

void FunctionExtractor::visitDecomposition(const DecompositionDecl *D,
                                           Value Whole) {
  for (const BindingDecl *B : D->bindings()) {
    if (!Types.carries(B->getType()))
      continue;
    const auto *Member = dyn_cast_or_null<MemberExpr>(
        B->getBinding() ? B->getBinding()->IgnoreParenImpCasts() : nullptr);
    const auto *Field =
        Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
    if (Field && !isLibraryCode(Field)) {
      Place P = Place::member(Whole, Builder.field(Field));
      Env[B] = {load(P, B->getType(), B->getLocation()), P};
    } else {
      Env[B] = {element(Whole, B->getType(), B->getLocation()),
                Place::element(Whole)};
    }
  }
}

void FunctionExtractor::visitVariable(const VarDecl *Var) {
  const Expr *Init = Var->getInit();
  if (!Types.carries(Var->getType())) {
    if (Init)
      eval(Init);
    return;
  }
  if (Var->isStaticLocal()) {
    if (Init)
      eval(Init);
    return;
  }
  Binding B;
  if (Init && Var->getType()->isReferenceType()) {
    B.Referent = evalPlace(Init);
    if (B.Referent.K == Place::Variable) {
      auto It = Env.find(B.Referent.Var);
      B.V = It == Env.end() ? 0 : It->second.V;
    } else if (B.Referent.K == Place::Member) {
      B.V = load(B.Referent, Var->getType(), Init->getBeginLoc());
    }
    if (!B.V)
      B.V = eval(Init);
  } else if (Init) {
    B.V = isNull(Init) && Types.isHandle(Var->getType())
              ? emit(Op::Null, Init->getBeginLoc())
              : eval(Init);
  }
  if (!B.V)
    B.V = emit(Op::Unknown, Var->getLocation(), label(Var));
  Env[Var] = B;
  if (const auto *D = dyn_cast<DecompositionDecl>(Var))
    visitDecomposition(D, B.V);
}

//===----------------------------------------------------------------------===//
// Places
//===----------------------------------------------------------------------===//

Value FunctionExtractor::reference(Place P, SourceLocation Loc) {
  if (P.K != Place::Member || !P.Base)
    return 0;
  if (P.Field == Facts::CellField)
    return P.Base;
  Instr Slot;
  Slot.Opcode = Op::Slot;
  Slot.A = P.Base;
  Slot.Sym = P.Field;
  Slot.Index = P.Element;
  // Whatever element it is, it is the same one in each use.
  if (P.Field == Facts::ElementField && !P.Element)
    Slot.Index = ++LastElement;
  return emit(std::move(Slot), Loc);
}

Value FunctionExtractor::cell(const Expr *E, Place P) {
  if (Value V = reference(P, E->getBeginLoc()))
    return V;
  Value V = emit(Op::New, E->getBeginLoc());
  store(Place::member(V, Facts::CellField), eval(E),
        Types.edgeKind(E->getType()), E->getBeginLoc());
  return V;
}

Value FunctionExtractor::evalInitializer(const FieldDecl *Field,
                                         const Expr *Init) {
  if (Field->getType()->isReferenceType() && isSlotType(Field->getType()))
    return reference(evalPlace(Init), Init->getBeginLoc());
  return eval(Init);
}

Place FunctionExtractor::memberPlace(Value Base, const FieldDecl *Field,
                                     SourceLocation Loc) {
  if (isLibraryCode(Field))
    return Place::element(Base);
  Place P = Place::member(Base, Builder.field(Field));
  if (Field->getType()->isReferenceType() && isSlotType(Field->getType()))
    return Place::member(load(P, EdgeKind::Raw, Loc), Facts::CellField);
  return P;
}

Place FunctionExtractor::evalObjectPlace(const Expr *Object) {
  if (Object->getType()->isPointerType())
    return Place::member(eval(Object), Facts::CellField);
  return evalPlace(Object);
}

Place FunctionExtractor::evalPlace(const Expr *E) {
  E = E->IgnoreParenImpCasts();
  if (const auto *Cleanups = dyn_cast<ExprWithCleanups>(E))
    return evalPlace(Cleanups->getSubExpr());
  if (const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(E))
    return evalPlace(Temporary->getSubExpr());
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
    const ValueDecl *Var = Ref->getDecl();
    auto It = Env.find(Var);
    if (It != Env.end() && It->second.Referent.K != Place::None)
      return It->second.Referent;
    if (const auto *Variable = dyn_cast<VarDecl>(Var))
      if (Variable->hasGlobalStorage())
        return {Place::Global, Var, 0, 0};
    return {Place::Variable, Var, 0, 0};
  }
  if (const auto *Member = dyn_cast<MemberExpr>(E)) {
    const auto *Field = dyn_cast<FieldDecl>(Member->getMemberDecl());
    if (!Field) {
      if (const auto *Static = dyn_cast<VarDecl>(Member->getMemberDecl()))
        return {Place::Global, Static, 0, 0};
      return {};
    }
    return memberPlace(eval(Member->getBase()), Field, E->getBeginLoc());
  }
  if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(E)) {
    eval(Subscript->getIdx());
    return Place::element(eval(Subscript->getBase()),
                          elementNumber(Subscript->getIdx()));
  }
  if (const auto *Deref = dyn_cast<UnaryOperator>(E))
    if (Deref->getOpcode() == UO_Deref &&
        Types.classify(E->getType()) != TypeClass::Record)
      return Place::member(eval(Deref->getSubExpr()), Facts::CellField);
  if (const auto *Call = dyn_cast<CXXOperatorCallExpr>(E)) {
    const Expr *Object = Call->getArg(0)->IgnoreParenImpCasts();
    const FunctionDecl *Callee = Call->getDirectCallee();
    if (Call->getOperator() == OO_Subscript && Callee &&
        (isLibraryCode(Callee) ||
         Types.classify(Object->getType()) == TypeClass::Container)) {
      eval(Call->getArg(1));
      return Place::element(eval(Object), elementNumber(Call->getArg(1)));
    }
    if (Call->getOperator() == OO_Star && Types.isHandle(Object->getType()) &&
        Types.classify(E->getType()) != TypeClass::Record)
      return Place::member(eval(Object), Facts::CellField);
    return evalReferencePlace(Call);
  }
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E)) {
    const CXXMethodDecl *M = Call->getMethodDecl();
    if (M && M->getIdentifier() && isLibraryCode(M) &&
        Call->getType().getNonReferenceType() == Call->getType() &&
        E->isLValue() && yieldsElement(M->getName())) {
      Value Container = eval(Call->getImplicitObjectArgument());
      if (Call->getNumArgs() == 1)
        return Place::element(Container, elementNumber(Call->getArg(0)));
      return Place::element(Container, elementNumber(M->getName()));
    }
    return evalReferencePlace(Call);
  }
  if (const auto *Call = dyn_cast<CallExpr>(E)) {
    if (libraryFunction(Call->getDirectCallee()) == LibraryFunction::Identity &&
        Call->getNumArgs() == 1)
      return evalPlace(Call->getArg(0));
    return evalReferencePlace(Call);
  }
  if (const auto *Cast = dyn_cast<ExplicitCastExpr>(E))
    return evalPlace(Cast->getSubExpr());
  return {};
}

/// The handle that a function of the user returns by reference.
Place FunctionExtractor::evalReferencePlace(const CallExpr *Call) {
  const FunctionDecl *Callee = Call->getDirectCallee();
  if (!Callee || !isSlotType(Callee->getReturnType()))
    return {};
  const Instr &Read = Out.Body[eval(Call)];
  if (Read.Opcode != Op::Load)
    return {};
  return Place::member(Read.A, Read.Sym, Read.Index);
}

bool FunctionExtractor::isNull(const Expr *E) {
  E = E->IgnoreUnlessSpelledInSource();
  if (const auto *Default = dyn_cast<CXXDefaultArgExpr>(E))
    return isNull(Default->getExpr());
  if (isa<CXXNullPtrLiteralExpr, GNUNullExpr, CXXScalarValueInitExpr,
          ImplicitValueInitExpr>(E))
    return true;
  if (const auto *Zero = dyn_cast<IntegerLiteral>(E))
    return Zero->getValue() == 0;
  if (const auto *List = dyn_cast<InitListExpr>(E))
    return List->getNumInits() == 0;
  if (const auto *List = dyn_cast<CXXStdInitializerListExpr>(E))
    return isNull(List->getSubExpr());
  if (const auto *Cast = dyn_cast<CXXFunctionalCastExpr>(E))
    return isNull(Cast->getSubExpr());
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(E)) {
    switch (Types.classify(Construct->getType())) {
    case TypeClass::Record:
    case TypeClass::Plain:
      return false;
    default:
      break;
    }
    return Construct->getNumArgs() == 0 ||
           isa<CXXDefaultArgExpr>(Construct->getArg(0)) ||
           isNull(Construct->getArg(0));
  }
  if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
    if (Ref->getDecl()->getIdentifier() &&
        (Ref->getDecl()->getName() == "nullopt"))
      return true;
  return false;
}

bool FunctionExtractor::isEmptyRecord(const Expr *E) {
  E = E->IgnoreUnlessSpelledInSource();
  if (const auto *Cast = dyn_cast<CXXFunctionalCastExpr>(E))
    return isEmptyRecord(Cast->getSubExpr());
  if (const auto *List = dyn_cast<InitListExpr>(E))
    return llvm::all_of(List->inits(), [&](const Expr *Init) {
      return isa<CXXDefaultInitExpr>(Init) || isNull(Init) ||
             isEmptyRecord(Init);
    });
  if (isa<CXXScalarValueInitExpr, ImplicitValueInitExpr>(E))
    return true;
  const auto *Construct = dyn_cast<CXXConstructExpr>(E);
  if (!Construct)
    return false;
  if (Construct->getNumArgs() == 1 &&
      Construct->getConstructor()->isCopyOrMoveConstructor())
    return isEmptyRecord(Construct->getArg(0));
  return Construct->getConstructor()->isDefaultConstructor();
}

void FunctionExtractor::resetMembers(Value Object, const CXXRecordDecl *R,
                                     SourceLocation Loc, unsigned Depth) {
  if (!Object || !R || !R->hasDefinition() || Depth > 3)
    return;
  R = R->getDefinition();
  for (const CXXBaseSpecifier &Base : R->bases())
    resetMembers(Object, Base.getType()->getAsCXXRecordDecl(), Loc, Depth + 1);
  for (const FieldDecl *Member : R->fields()) {
    if (!isOwning(Types.edgeKind(Member->getType())))
      continue;
    Place P = Place::member(Object, Builder.field(Member));
    if (Types.classify(Member->getType()) == TypeClass::Record)
      resetMembers(load(P, EdgeKind::Value, Loc),
                   Member->getType()->getAsCXXRecordDecl(), Loc, Depth + 1);
    else
      reset(P, ResetKind::Clear, Loc);
  }
}

Value FunctionExtractor::assign(Place To, QualType ToType, const Expr *From,
                                SourceLocation Loc) {
  EdgeKind Kind = Types.edgeKind(ToType.getNonReferenceType());
  if (isNull(From)) {
    Value Null = emit(Op::Null, Loc);
    if (To.K == Place::Variable)
      Env[To.Var] = {Null, {}};
    else
      reset(To, ResetKind::Null, Loc);
    return Null;
  }
  Value V = eval(From);
  if (To.K == Place::Variable) {
    if (!V && Env.count(To.Var))
      V = emit(Op::Unknown, Loc, label(To.Var));
    if (V)
      Env[To.Var].V = V;
  } else if (To.K == Place::Member) {
    store(To, V, Kind, Loc);
  }
  return V;
}

Value FunctionExtractor::evalVariable(const ValueDecl *Var,
                                      SourceLocation Loc) {
  auto It = Env.find(Var);
  if (It != Env.end()) {
    const Place &P = It->second.Referent;
    // The content of a place passed by reference is read when it is used.
    if (P.K == Place::Member && P.Field != Facts::ElementField)
      return load(P, Var->getType(), Loc);
    return It->second.V;
  }
  const auto *Variable = dyn_cast<VarDecl>(Var);
  if (!Variable || !Types.carries(Var->getType()))
    return 0;
  if (!Variable->hasGlobalStorage()) {
    Value V = emit(Op::Unknown, Loc, label(Var));
    Env[Var] = {V, {}};
    return V;
  }
  Instr I;
  I.Opcode = Op::Global;
  I.Sym = Builder.usr(Variable);
  I.Label = label(Variable);
  return emit(std::move(I), Loc);
}

Value FunctionExtractor::evalMember(const MemberExpr *Member) {
  const ValueDecl *D = Member->getMemberDecl();
  if (const auto *Static = dyn_cast<VarDecl>(D))
    return evalVariable(Static, Member->getMemberLoc());
  const auto *Field = dyn_cast<FieldDecl>(D);
  if (!Field) {
    eval(Member->getBase());
    return 0;
  }
  Value Base = eval(Member->getBase());
  if (!Base || !Types.carries(Field->getType()))
    return 0;
  if (isLibraryCode(Field)) {
    // The members of a pair: each an element of its own.
    Value &V = PairMembers[{Base, Field}];
    const EdgeKind Kind = Types.edgeKind(Field->getType());
    if (!V)
      V = load(Place::element(Base), Kind, Member->getMemberLoc());
    return V;
  }
  return load(memberPlace(Base, Field, Member->getMemberLoc()),
              Field->getType(), Member->getMemberLoc());
}

//===----------------------------------------------------------------------===//
// Expressions
//===----------------------------------------------------------------------===//

void FunctionExtractor::evalChildren(const Expr *E) {
  for (const Stmt *Child : E->children())
    if (const auto *Sub = dyn_cast_or_null<Expr>(Child))
      eval(Sub);
}

Value FunctionExtractor::eval(const Expr *E) {
  if (!E)
    return 0;
  if (const auto *Paren = dyn_cast<ParenExpr>(E))
    return eval(Paren->getSubExpr());
  if (const auto *Full = dyn_cast<FullExpr>(E))
    return eval(Full->getSubExpr());
  if (const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(E))
    return eval(Temporary->getSubExpr());
  if (const auto *Temporary = dyn_cast<CXXBindTemporaryExpr>(E))
    return eval(Temporary->getSubExpr());
  if (const auto *Subst = dyn_cast<SubstNonTypeTemplateParmExpr>(E))
    return eval(Subst->getReplacement());
  if (const auto *Default = dyn_cast<CXXDefaultArgExpr>(E))
    return eval(Default->getExpr());
  if (const auto *Default = dyn_cast<CXXDefaultInitExpr>(E))
    return eval(Default->getExpr());
  if (const auto *Opaque = dyn_cast<OpaqueValueExpr>(E))
    return eval(Opaque->getSourceExpr());
  if (const auto *Cast = dyn_cast<CastExpr>(E)) {
    if (Cast->getCastKind() == CK_NullToPointer)
      return emit(Op::Null, E->getBeginLoc());
    return eval(Cast->getSubExpr());
  }

  switch (E->getStmtClass()) {
  case Stmt::CXXThisExprClass:
    return ThisValue;
  case Stmt::CXXNullPtrLiteralExprClass:
    return emit(Op::Null, E->getBeginLoc());
  case Stmt::DeclRefExprClass:
    return evalVariable(cast<DeclRefExpr>(E)->getDecl(), E->getBeginLoc());
  case Stmt::MemberExprClass:
    return evalMember(cast<MemberExpr>(E));
  case Stmt::ArraySubscriptExprClass: {
    const auto *Subscript = cast<ArraySubscriptExpr>(E);
    eval(Subscript->getIdx());
    Value Base = eval(Subscript->getBase());
    return Types.carries(E->getType())
               ? element(Base, E->getType(), E->getBeginLoc(),
                         elementNumber(Subscript->getIdx()))
               : 0;
  }
  case Stmt::UnaryOperatorClass: {
    const auto *Unary = cast<UnaryOperator>(E);
    if (Unary->getOpcode() == UO_Deref && Types.isHandle(E->getType()))
      return load(evalPlace(E), E->getType(), E->getBeginLoc());
    if (Unary->isIncrementDecrementOp())
      forgetElements();
    if (Unary->getOpcode() == UO_AddrOf && isSlotType(E->getType()))
      if (Value V = reference(evalPlace(Unary->getSubExpr()), E->getBeginLoc()))
        return V;
    Value V = eval(Unary->getSubExpr());
    return Unary->getOpcode() == UO_Deref || Unary->getOpcode() == UO_AddrOf
               ? V
               : 0;
  }
  case Stmt::CompoundAssignOperatorClass:
    forgetElements();
    evalChildren(E);
    return 0;
  case Stmt::BinaryOperatorClass: {
    const auto *Binary = cast<BinaryOperator>(E);
    if (Binary->getOpcode() == BO_Assign) {
      if (!Types.carries(Binary->getLHS()->getType())) {
        evalChildren(E);
        forgetElements();
        return 0;
      }
      Place To = evalPlace(Binary->getLHS());
      return assign(To, Binary->getLHS()->getType(), Binary->getRHS(),
                    Binary->getLHS()->getBeginLoc());
    }
    Value Left = eval(Binary->getLHS());
    Value Right = eval(Binary->getRHS());
    if (Binary->getOpcode() == BO_Comma)
      return Right;
    return Binary->isAdditiveOp() ? Left : 0;
  }
  case Stmt::ConditionalOperatorClass: {
    const auto *Conditional = cast<ConditionalOperator>(E);
    eval(Conditional->getCond());
    const std::uint32_t Outer = CurrentPath, Branch = ++Branches;
    CurrentPath = newPath(Branch, 0);
    Value A = eval(Conditional->getTrueExpr());
    CurrentPath = Outer;
    CurrentPath = newPath(Branch, 1);
    Value B = eval(Conditional->getFalseExpr());
    CurrentPath = Outer;
    if (A == B || !Types.carries(E->getType()))
      return A;
    Instr Phi;
    Phi.Opcode = Op::Phi;
    Phi.Args = {A, B};
    return emit(std::move(Phi), E->getBeginLoc());
  }
  case Stmt::CXXMemberCallExprClass:
    return evalMemberCall(cast<CXXMemberCallExpr>(E));
  case Stmt::CXXOperatorCallExprClass:
    return evalOperatorCall(cast<CXXOperatorCallExpr>(E));
  case Stmt::CallExprClass:
    return evalCall(cast<CallExpr>(E));
  case Stmt::CXXConstructExprClass:
  case Stmt::CXXTemporaryObjectExprClass:
    return evalConstruct(cast<CXXConstructExpr>(E));
  case Stmt::CXXNewExprClass: {
    const auto *New = cast<CXXNewExpr>(E);
    if (const Expr *Init = New->getInitializer())
      if (!isa<ParenListExpr>(Init))
        if (Value V = eval(Init))
          return V;
    return construct(New->getAllocatedType(), {}, E->getBeginLoc());
  }
  case Stmt::CXXDeleteExprClass: {
    Instr I;
    I.Opcode = Op::Delete;
    I.A = eval(cast<CXXDeleteExpr>(E)->getArgument());
    if (I.A)
      emit(std::move(I), E->getBeginLoc());
    return 0;
  }
  case Stmt::InitListExprClass:
    return evalInitList(cast<InitListExpr>(E));
  case Stmt::CXXParenListInitExprClass:
    evalChildren(E);
    return construct(E->getType(), {}, E->getBeginLoc());
  case Stmt::CXXStdInitializerListExprClass:
    return eval(cast<CXXStdInitializerListExpr>(E)->getSubExpr());
  case Stmt::LambdaExprClass:
    return evalLambda(cast<LambdaExpr>(E));
  case Stmt::CXXScalarValueInitExprClass:
  case Stmt::ImplicitValueInitExprClass:
    return Types.carries(E->getType()) ? emit(Op::Null, E->getBeginLoc()) : 0;
  case Stmt::UnaryExprOrTypeTraitExprClass:
  case Stmt::CXXNoexceptExprClass:
  case Stmt::CXXTypeidExprClass:
    return 0;
  default:
    evalChildren(E);
    return 0;
  }
}

Value FunctionExtractor::evalInitList(const InitListExpr *List) {
  if (const InitListExpr *Semantic = List->getSemanticForm())
    List = Semantic;
  QualType T = List->getType();
  if (!Types.carries(T)) {
    for (const Expr *Init : List->inits())
      eval(Init);
    return 0;
  }
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  if (!R || Types.classify(T) != TypeClass::Record) {
    if (List->getNumInits() == 1 && Types.isHandle(T))
      return eval(List->getInit(0));
    Value V = emit(Op::New, List->getBeginLoc());
    for (const Expr *Init : List->inits())
      store(Place::element(V), eval(Init), Types.edgeKind(Init->getType()),
            Init->getBeginLoc());
    return V;
  }
  Value V = emit(Op::New, List->getBeginLoc());
  Out.Body[V].Sym = Builder.record(R);
  Out.Body[V].Label = label(R);
  unsigned Index = R->getNumBases();
  for (const FieldDecl *Field : R->fields()) {
    if (Field->isUnnamedBitField() || Index >= List->getNumInits())
      continue;
    const Expr *Init = List->getInit(Index++);
    if (!isNull(Init))
      store(Place::member(V, Builder.field(Field)),
            evalInitializer(Field, Init), Types.edgeKind(Field->getType()),
            Init->getBeginLoc());
  }
  return V;
}

/// The argument that a copy or move constructor call copies, or null.
static const Expr *copiedFrom(const CXXConstructExpr *Construct) {
  return Construct->getNumArgs() >= 1 &&
                 Construct->getConstructor()->isCopyOrMoveConstructor()
             ? Construct->getArg(0)
             : nullptr;
}

Value FunctionExtractor::evalConstruct(const CXXConstructExpr *Construct) {
  QualType T = Construct->getType();
  SourceLocation Loc = Construct->getBeginLoc();
  ArrayRef<const Expr *> Args(Construct->getArgs(), Construct->getNumArgs());
  TypeClass Class = Types.classify(T);
  const Expr *Source = copiedFrom(Construct);
  switch (Class) {
  case TypeClass::Plain:
    for (const Expr *Arg : Args)
      eval(Arg);
    return 0;
  case TypeClass::Pointer:
  case TypeClass::Weak:
  case TypeClass::Unique:
  case TypeClass::Strong: {
    if (isNull(Construct))
      return emit(Op::Null, Loc);
    Value V = 0;
    for (const Expr *Arg : Args)
      if (Value A = eval(Arg); A && !V)
        V = A;
    return V;
  }
  case TypeClass::Callback:
  case TypeClass::Transparent: {
    if (Args.empty() || isNull(Construct))
      return emit(Op::Null, Loc);
    // thread(f, args...) and async keep their arguments next to the callable.
    const FunctionDecl *Constructor = Construct->getConstructor();
    if (Class == TypeClass::Callback && Args.size() > 1 && !Source &&
        isLibraryCode(Constructor) && !isa<CXXDefaultArgExpr>(Args[1]))
      return makeClosure(Args, Loc);
    return eval(Args[0]);
  }
  case TypeClass::Container: {
    if (Source) {
      Value V = eval(Source);
      return Source->isLValue() ? copy(V, Loc) : V;
    }
    if (!Args.empty() &&
        isa<CXXStdInitializerListExpr>(Args[0]->IgnoreUnlessSpelledInSource()))
      return eval(Args[0]);
    Value V = emit(Op::New, Loc);
    storeElements(V, {}, Args, Loc);
    return V;
  }
  case TypeClass::Record:
    break;
  }
  if (Source) {
    Value V = eval(Source);
    return Source->isLValue() ? copy(V, Loc) : V;
  }
  Value V = emit(Op::New, Loc);
  if (const CXXRecordDecl *R = T->getAsCXXRecordDecl()) {
    Out.Body[V].Sym = Builder.record(R);
    Out.Body[V].Label = label(R);
  }
  evalUserCall(Construct->getConstructor(), V, Args, /*Virtual=*/false, Loc);
  return V;
}

/// How well \p Arg initialises a parameter of type \p Param; negative if it
/// does not. Ranks the constructors that make_shared may call, which the AST
/// names only deep inside the library.
static int matchQuality(TypeModel &Types, QualType Param, const Expr *Arg) {
  Param = Param.getNonReferenceType().getCanonicalType().getUnqualifiedType();
  QualType Given = Arg->getType()
                       .getNonReferenceType()
                       .getCanonicalType()
                       .getUnqualifiedType();
  if (Param == Given)
    return 4;
  if (Types.isHandle(Param) && Types.isHandle(Given)) {
    const CXXRecordDecl *P =
        Types.pointeeType(Param).isNull()
            ? nullptr
            : Types.pointeeType(Param)->getAsCXXRecordDecl();
    const CXXRecordDecl *G =
        Types.pointeeType(Given).isNull()
            ? nullptr
            : Types.pointeeType(Given)->getAsCXXRecordDecl();
    if (P && G && P->hasDefinition() && G->hasDefinition() &&
        G->getDefinition()->isDerivedFrom(P->getDefinition()))
      return 3;
    return P && G && P->getCanonicalDecl() == G->getCanonicalDecl() ? 3 : -1;
  }
  if (Param->isArithmeticType() && Given->isArithmeticType())
    return 2;
  if (Given->isNullPtrType())
    return Types.isHandle(Param) || Param->isPointerType() ? 2 : -1;
  if (Param->isRecordType() && Given->isRecordType()) {
    const CXXRecordDecl *P = Param->getAsCXXRecordDecl();
    const CXXRecordDecl *G = Given->getAsCXXRecordDecl();
    if (P && G && P->hasDefinition() && G->hasDefinition() &&
        G->getDefinition()->isDerivedFrom(P->getDefinition()))
      return 3;
    return 0;
  }
  if (Param->isRecordType() != Given->isRecordType())
    return Param->isRecordType() ? 0 : -1;
  return 1;
}

static const CXXConstructorDecl *findConstructor(TypeModel &Types,
                                                 const CXXRecordDecl *R,
                                                 ArrayRef<const Expr *> Args) {
  const CXXConstructorDecl *Best = nullptr;
  int BestQuality = -1;
  auto Consider = [&](const CXXConstructorDecl *C) {
    if (C->isDeleted() || C->getNumParams() < Args.size() ||
        C->getMinRequiredArguments() > Args.size() || C->isDependentContext())
      return;
    int Quality = 0;
    for (const auto &[Param, Arg] : llvm::zip(C->parameters(), Args)) {
      int Q = matchQuality(Types, Param->getType(), Arg);
      if (Q < 0)
        return;
      Quality += Q;
    }
    if (Quality > BestQuality) {
      Best = C;
      BestQuality = Quality;
    }
  };
  for (const Decl *D : R->decls()) {
    if (const auto *Shadow = dyn_cast<ConstructorUsingShadowDecl>(D))
      D = Shadow->getTargetDecl();
    if (const auto *C = dyn_cast<CXXConstructorDecl>(D))
      Consider(C);
    else if (const auto *Template = dyn_cast<FunctionTemplateDecl>(D))
      for (const FunctionDecl *S : Template->specializations())
        if (const auto *C = dyn_cast<CXXConstructorDecl>(S))
          Consider(C);
  }
  return Best;
}

Value FunctionExtractor::construct(QualType T, ArrayRef<const Expr *> Args,
                                   SourceLocation Loc) {
  T = T.getNonReferenceType();
  switch (Types.classify(T)) {
  case TypeClass::Plain:
    for (const Expr *Arg : Args)
      eval(Arg);
    // A shared int is still an object that a handle can lead to.
    return emit(Op::New, Loc);
  case TypeClass::Record:
    break;
  case TypeClass::Callback: {
    // make_shared<function<...>>(closure) is a cell with a closure in it.
    Value Cell = emit(Op::New, Loc);
    if (!Args.empty() && !isNull(Args[0]))
      store(Place::member(Cell, Facts::CellField),
            Args.size() > 1 ? makeClosure(Args, Loc) : eval(Args[0]),
            EdgeKind::Callback, Loc);
    return Cell;
  }
  default: {
    Value Cell = emit(Op::New, Loc);
    storeElements(Cell, {}, Args, Loc);
    return Cell;
  }
  }
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  Value V = emit(Op::New, Loc);
  if (!R)
    return V;
  Out.Body[V].Sym = Builder.record(R);
  Out.Body[V].Label = label(R);
  if (!R->hasDefinition())
    return V;
  R = R->getDefinition();
  if (Args.size() == 1) {
    const CXXRecordDecl *From = Args[0]->getType()->getAsCXXRecordDecl();
    if (From && From->getCanonicalDecl() == R->getCanonicalDecl()) {
      Value Source = eval(Args[0]);
      return Args[0]->isLValue() ? copy(Source, Loc) : Source;
    }
  }
  if (const CXXConstructorDecl *C = findConstructor(Types, R, Args)) {
    evalUserCall(C, V, Args, /*Virtual=*/false, Loc);
    return V;
  }
  for (const Expr *Arg : Args)
    eval(Arg);
  return V;
}

void FunctionExtractor::storeElements(Value Container, QualType ElementType,
                                      ArrayRef<const Expr *> Args,
                                      SourceLocation Loc) {
  for (const Expr *Arg : Args) {
    Value V = eval(Arg);
    if (!V || isNull(Arg))
      continue;
    QualType T = ElementType.isNull() ? Arg->getType() : ElementType;
    EdgeKind Kind = Types.edgeKind(T.getNonReferenceType());
    if (Kind == EdgeKind::Value && Arg->isLValue())
      V = copy(V, Loc);
    // An iterator or a key beside the element itself.
    if (Kind == EdgeKind::None)
      Kind = Types.edgeKind(Arg->getType().getNonReferenceType());
    store(Place::element(Container), V, Kind, Loc);
  }
}

Value FunctionExtractor::makeClosure(ArrayRef<const Expr *> Captured,
                                     SourceLocation Loc) {
  Value Closure = emit(Op::Closure, Loc, Builder.intern("bind"));
  for (const Expr *Arg : Captured) {
    Value V = eval(Arg);
    // bind() decays and copies; std::ref() and pointers do not own.
    QualType T = Arg->getType().getNonReferenceType();
    if (T->isArrayType())
      continue;
    EdgeKind Kind = Types.edgeKind(T);
    const auto *Ref = dyn_cast<DeclRefExpr>(Arg->IgnoreUnlessSpelledInSource());
    Symbol Name = Ref ? label(Ref->getDecl()) : 0;
    if (isOwning(Kind))
      store(Place::member(Closure, Facts::CaptureField), V, Kind, Loc, Name);
  }
  return Closure;
}

Value FunctionExtractor::evalLambda(const LambdaExpr *Lambda) {
  Value Closure =
      emit(Op::Closure, Lambda->getBeginLoc(), Builder.intern("lambda"));
  Environment Inner = Env;
  for (const auto &[Capture, Init] :
       llvm::zip(Lambda->captures(), Lambda->capture_inits())) {
    if (Capture.capturesThis()) {
      if (Capture.getCaptureKind() == LCK_StarThis)
        store(Place::member(Closure, Facts::CaptureField),
              copy(ThisValue, Capture.getLocation()), EdgeKind::Value,
              Capture.getLocation(), Builder.intern("*this"));
      continue;
    }
    if (!Capture.capturesVariable())
      continue;
    const ValueDecl *Var = Capture.getCapturedVar();
    const bool IsInit = Lambda->isInitCapture(&Capture);
    const auto *Variable = dyn_cast<VarDecl>(Var);
    if (IsInit && Variable) {
      Value V = isNull(Variable->getInit()) ? 0 : eval(Variable->getInit());
      Inner[Var] = {V, {}};
      InitCaptures[Lambda->getLambdaClass()][Var] = {V, {}};
      if (Variable->getType()->isReferenceType())
        continue;
      store(Place::member(Closure, Facts::CaptureField), V,
            Types.edgeKind(Variable->getType()), Capture.getLocation(),
            label(Var));
      continue;
    }
    if (Capture.getCaptureKind() != LCK_ByCopy)
      continue;
    QualType T = Var->getType().getNonReferenceType();
    EdgeKind Kind = Types.edgeKind(T);
    if (!isOwning(Kind))
      continue;
    Value V = evalVariable(Var, Capture.getLocation());
    TypeClass Class = Types.classify(T);
    if (Class == TypeClass::Record || Class == TypeClass::Container)
      V = copy(V, Capture.getLocation());
    store(Place::member(Closure, Facts::CaptureField), V, Kind,
          Capture.getLocation(), label(Var));
  }

  // The body runs later, if at all, on the same objects.
  llvm::SaveAndRestore<std::uint32_t> Path(CurrentPath), Outer(Statement);
  llvm::SaveAndRestore<bool> Nested(InLambda, true), NotEnded(Ended, false);
  Environment Saved = std::move(Env);
  Env = std::move(Inner);
  CurrentPath = newPath(++Branches, 0, PathKind::Deferred);
  const CXXMethodDecl *Operator = Lambda->getCallOperator();
  if (const FunctionTemplateDecl *Generic =
          Operator->getDescribedFunctionTemplate())
    for (const FunctionDecl *S : Generic->specializations())
      if (S->hasBody()) {
        Operator = cast<CXXMethodDecl>(S);
        break;
      }
  for (const ParmVarDecl *Param : Operator->parameters())
    if (Types.carries(Param->getType()))
      Env[Param] = {emit(Op::Unknown, Param->getLocation(), label(Param)), {}};
  visit(Operator->getBody());
  Env = std::move(Saved);
  return Closure;
}

//===----------------------------------------------------------------------===//
// Calls
//===----------------------------------------------------------------------===//

static bool isMutableReference(QualType T) {
  return (T->isLValueReferenceType() || T->isPointerType()) &&
         !T->getPointeeType().isConstQualified();
}

const Expr *FunctionExtractor::referredBy(const ParmVarDecl *Param,
                                          const Expr *Arg) {
  if (!isSlotType(Param->getType()))
    return nullptr;
  if (Param->getType()->isReferenceType())
    return Arg;
  const auto *Address = dyn_cast<UnaryOperator>(Arg->IgnoreParenImpCasts());
  return Address && Address->getOpcode() == UO_AddrOf ? Address->getSubExpr()
                                                      : nullptr;
}

Value FunctionExtractor::evalUserCall(const FunctionDecl *Callee,
                                      Value Receiver,
                                      ArrayRef<const Expr *> Args, bool Virtual,
                                      SourceLocation Loc) {
  Instr I;
  I.Opcode = Op::Call;
  I.A = Receiver;
  I.Virtual = Virtual;
  bool Interesting = Receiver != 0, MayGrow = false;
  // A variable passed by reference is a place of its own for the callee.
  llvm::SmallVector<std::pair<const ValueDecl *, Value>, 2> Slots;
  for (const auto &[Index, Arg] : llvm::enumerate(Args)) {
    Value V = 0;
    const ParmVarDecl *Param =
        Index < Callee->getNumParams() ? Callee->getParamDecl(Index) : nullptr;
    if (const Expr *Referred = Param ? referredBy(Param, Arg) : nullptr) {
      Place P = evalPlace(Referred);
      V = cell(Referred, P);
      if (P.K == Place::Variable)
        Slots.push_back({P.Var, V});
    } else {
      V = eval(Arg);
      // A record that is passed by value is another object.
      if (Param && Arg->isLValue() &&
          Types.edgeKind(Param->getType()) == EdgeKind::Value)
        V = copy(V, Loc);
    }
    Interesting |= V != 0;
    MayGrow |= Param && isMutableReference(Param->getType()) &&
               Types.edgeKind(Arg->getType()) == EdgeKind::Value;
    I.Args.push_back(V);
  }
  // A container that the callee can reach may have other elements now.
  if (MayGrow || (Receiver && Receiver == ThisValue))
    forgetElements();
  if (isLibraryCode(Callee) ||
      (!Interesting && !Types.carries(Callee->getReturnType())))
    return Types.carries(Callee->getReturnType()) ? emit(Op::Unknown, Loc) : 0;
  Builder.enqueue(Callee);
  I.Sym = Builder.usr(Callee);
  if (!I.Sym)
    return 0;
  Value Result = emit(std::move(I), Loc);
  for (const auto &[Var, Slot] : Slots)
    Env[Var].V =
        load(Place::member(Slot, Facts::CellField), Var->getType(), Loc);
  if (isSlotType(Callee->getReturnType()) &&
      Callee->getReturnType()->isReferenceType())
    return load(Place::member(Result, Facts::CellField),
                Callee->getReturnType(), Loc);
  return Result;
}

bool FunctionExtractor::isLocalLambda(const CXXMethodDecl *Operator) {
  if (!Operator->getParent()->isLambda() || !Operator->hasBody() ||
      LambdaDepth >= MaxLambdaDepth)
    return false;
  const DeclContext *Scope = Operator->getParent();
  while (Scope && Scope != F)
    Scope = Scope->getParent();
  return Scope && llvm::any_of(Operator->parameters(), [&](const auto *Param) {
           return Types.carries(Param->getType());
         });
}

Value FunctionExtractor::evalLocalLambda(const CXXMethodDecl *Operator,
                                         ArrayRef<const Expr *> Args,
                                         SourceLocation Loc) {
  llvm::SaveAndRestore<unsigned> Depth(LambdaDepth, LambdaDepth + 1);
  llvm::SaveAndRestore<bool> Nested(InLambda, true), NotEnded(Ended, false);
  if (auto It = InitCaptures.find(Operator->getParent());
      It != InitCaptures.end())
    for (const auto &[Var, Captured] : It->second)
      Env[Var] = Captured;
  for (const auto &[Param, Arg] : llvm::zip(Operator->parameters(), Args)) {
    Binding B = {eval(Arg), {}};
    if (Param->getType()->isReferenceType() && isSlotType(Param->getType()))
      B.Referent = evalPlace(Arg);
    Env[Param] = B;
  }
  const std::uint32_t Outer = CurrentPath;
  visit(Operator->getBody());
  CurrentPath = Outer;
  return Types.carries(Operator->getReturnType()) ? emit(Op::Unknown, Loc) : 0;
}

Value FunctionExtractor::evalCall(const CallExpr *Call) {
  const FunctionDecl *Callee = Call->getDirectCallee();
  ArrayRef<const Expr *> Args(Call->getArgs(), Call->getNumArgs());
  if (!Callee) {
    eval(Call->getCallee());
    for (const Expr *Arg : Args)
      eval(Arg);
    return Types.carries(Call->getType())
               ? emit(Op::Unknown, Call->getBeginLoc())
               : 0;
  }
  if (LibraryFunction Function = libraryFunction(Callee);
      Function != LibraryFunction::None)
    return evalLibraryFunction(Call, Function);
  return evalUserCall(Callee, 0, Args, /*Virtual=*/false, Call->getBeginLoc());
}

void FunctionExtractor::swap(Place A, Value InA, Place B, Value InB, QualType T,
                             SourceLocation Loc) {
  const std::pair<Place, Value> Emptied[] = {{A, InA}, {B, InB}};
  for (const auto &[P, Content] : Emptied)
    if (P.K == Place::Member)
      reset(P, ResetKind::MoveOut, Loc, Content);
  const std::pair<Place, Value> Filled[] = {{A, InB}, {B, InA}};
  for (const auto &[P, Content] : Filled) {
    if (P.K == Place::Variable && Env.count(P.Var))
      Env[P.Var].V = Content;
    else if (P.K == Place::Member && Types.classify(T) != TypeClass::Container)
      store(P, Content, Types.edgeKind(T), Loc);
  }
  forgetElements();
}

Value FunctionExtractor::evalLibraryFunction(const CallExpr *Call,
                                             LibraryFunction Function) {
  SourceLocation Loc = Call->getBeginLoc();
  ArrayRef<const Expr *> Args(Call->getArgs(), Call->getNumArgs());
  switch (Function) {
  case LibraryFunction::None:
    break;
  case LibraryFunction::Identity: {
    Value V = 0;
    if (!Args.empty())
      V = eval(Args[0]);
    for (const Expr *Arg : Args.drop_front(Args.empty() ? 0 : 1))
      eval(Arg);
    return V;
  }
  case LibraryFunction::Move: {
    Value V = eval(Args[0]);
    Place P = evalPlace(Args[0]);
    if (P.K == Place::Member && V)
      reset(P, ResetKind::MoveOut, Loc, V);
    return V;
  }
  case LibraryFunction::Make:
    return construct(Types.pointeeType(Call->getType()), Args, Loc);
  case LibraryFunction::MakeWithAllocator:
    return construct(Types.pointeeType(Call->getType()), Args.drop_front(),
                     Loc);
  case LibraryFunction::Bind:
    return makeClosure(Args, Loc);
  case LibraryFunction::Pack: {
    Value V = emit(Op::New, Loc);
    storeElements(V, {}, Args, Loc);
    return V;
  }
  case LibraryFunction::Exchange: {
    Place P = evalPlace(Args[0]);
    Value Old = eval(Args[0]);
    // What is replaced by something else is not emptied.
    if (P.K == Place::Member && isNull(Args[1]))
      reset(P, ResetKind::MoveOut, Loc, Old);
    else
      assign(P, Args[0]->getType(), Args[1], Loc);
    return Old;
  }
  case LibraryFunction::Swap: {
    Place A = evalPlace(Args[0]), B = evalPlace(Args[1]);
    swap(A, eval(Args[0]), B, eval(Args[1]), Args[0]->getType(), Loc);
    return 0;
  }
  case LibraryFunction::Element: {
    const Expr *Last = Args.back();
    for (const Expr *Arg : Args.drop_back())
      eval(Arg);
    Value V = eval(Last);
    if (!Types.carries(Call->getType()))
      return 0;
    QualType Whole = Last->getType().getNonReferenceType();
    if (Types.classify(Whole) == TypeClass::Transparent)
      return V;
    if (Types.holdsReferences(Whole))
      return load(Place::element(V), EdgeKind::Raw, Loc);
    return element(V, Types.elementType(Whole), Loc);
  }
  case LibraryFunction::Erase: {
    Value Container = eval(Args[0]);
    eval(Args[1]);
    if (Container)
      reset(Place::element(Container), ResetKind::Erase, Loc);
    forgetElements();
    return 0;
  }
  case LibraryFunction::Other: {
    for (const Expr *Arg : Args)
      eval(Arg);
    return Types.carries(Call->getType()) ? emit(Op::Unknown, Loc) : 0;
  }
  }
  return 0;
}

Value FunctionExtractor::evalMemberCall(const CXXMemberCallExpr *Call) {
  const CXXMethodDecl *Method = Call->getMethodDecl();
  // Without the cast to the base that declares the method: shared_ptr's reset()
  // is __shared_ptr's.
  const Expr *Object = Call->getImplicitObjectArgument()->IgnoreParenImpCasts();
  ArrayRef<const Expr *> Args(Call->getArgs(), Call->getNumArgs());
  SourceLocation Loc = Call->getBeginLoc();
  if (!Method) {
    evalChildren(Call);
    return 0;
  }
  QualType ObjectType = Object->getType();
  // `p->f()` on a raw pointer is a call on the object itself.
  if (ObjectType->isPointerType())
    ObjectType = ObjectType->getPointeeType();
  if (isSharedFromThis(Method))
    return eval(Object);
  switch (Types.classify(ObjectType)) {
  case TypeClass::Plain:
    for (const Expr *Arg : Args)
      eval(Arg);
    eval(Object);
    return Types.carries(Call->getType()) ? emit(Op::Unknown, Loc) : 0;
  case TypeClass::Pointer:
  case TypeClass::Weak:
  case TypeClass::Unique:
  case TypeClass::Strong:
  case TypeClass::Transparent:
    return evalHandleMethod(Object, Method, Args, Loc);
  case TypeClass::Callback:
    if (isLibraryCode(Method))
      return evalHandleMethod(Object, Method, Args, Loc);
    break;
  case TypeClass::Container:
  case TypeClass::Record:
    if (isLibraryCode(Method))
      return evalContainerMethod(Object, Method, Args, Loc);
    break;
  }
  const auto *Callee = dyn_cast<MemberExpr>(Call->getCallee()->IgnoreParens());
  const bool Virtual =
      Method->isVirtual() && !(Callee && Callee->hasQualifier());
  return evalUserCall(Method, eval(Object), Args, Virtual, Loc);
}

Value FunctionExtractor::evalHandleMethod(const Expr *Object,
                                          const CXXMethodDecl *Method,
                                          ArrayRef<const Expr *> Args,
                                          SourceLocation Loc) {
  StringRef Name = Method->getIdentifier() ? Method->getName() : "";
  if (Name == "reset" || Name == "clear" || Name == "store" ||
      Name == "emplace" || Name == "assign") {
    Place P = evalObjectPlace(Object);
    if (Args.empty() || isNull(Args[0])) {
      if (P.K == Place::Variable)
        Env[P.Var] = {emit(Op::Null, Loc), {}};
      else
        reset(P, ResetKind::Null, Loc);
      return 0;
    }
    assign(P, Object->getType(), Args[0], Loc);
    return 0;
  }
  if (Name == "swap" && Args.size() == 1) {
    Place A = evalObjectPlace(Object), B = evalPlace(Args[0]);
    QualType T = Args[0]->IgnoreParenImpCasts()->getType();
    swap(A, Object->getType()->isPointerType() ? load(A, T, Loc) : eval(Object),
         B, eval(Args[0]), T, Loc);
    return 0;
  }
  if (Name == "exchange" && !Args.empty()) {
    Place P = evalObjectPlace(Object);
    Value Old = eval(Object);
    reset(P, ResetKind::MoveOut, Loc);
    assign(P, Object->getType(), Args[0], Loc);
    return Old;
  }
  Value V = eval(Object);
  if (Name == "release" || Name == "detach" || Name == "take" ||
      Name == "join") {
    reset(evalObjectPlace(Object), ResetKind::MoveOut, Loc);
    return V;
  }
  for (const Expr *Arg : Args)
    eval(Arg);
  // get, lock, value, load, data, operator T*: the same object.
  return Types.carries(Method->getReturnType()) ||
                 Method->getReturnType()->isUndeducedType()
             ? V
             : 0;
}

Value FunctionExtractor::evalContainerMethod(const Expr *Object,
                                             const CXXMethodDecl *Method,
                                             ArrayRef<const Expr *> Args,
                                             SourceLocation Loc) {
  StringRef Name = Method->getIdentifier() ? Method->getName() : "";
  Value Container = eval(Object);
  QualType ObjectType = Object->getType();
  if (ObjectType->isPointerType())
    ObjectType = ObjectType->getPointeeType();
  QualType ElementType = Types.elementType(ObjectType);
  const bool Carries = Types.carries(Method->getReturnType());
  ContainerMethod Kind = containerMethod(Name);
  if (Name == "resize" && !Args.empty() && isNull(Args[0]))
    Kind = ContainerMethod::Clear;
  if (Kind == ContainerMethod::Other) {
    for (const Expr *Arg : Args)
      eval(Arg);
    if (!Carries || !Container)
      return 0;
    std::uint32_t Number = 0;
    if (yieldsElement(Name))
      Number = Args.size() == 1 ? elementNumber(Args[0]) : elementNumber(Name);
    return element(Container, ElementType, Loc, Number);
  }
  Value Result = evalContainerChange(Kind, Name, Container, ElementType, Args,
                                     Carries, Loc);
  forgetElements();
  return Result;
}

Value FunctionExtractor::evalContainerChange(ContainerMethod Kind,
                                             StringRef Name, Value Container,
                                             QualType ElementType,
                                             ArrayRef<const Expr *> Args,
                                             bool Carries, SourceLocation Loc) {
  switch (Kind) {
  case ContainerMethod::Insert: {
    // What is emplaced is built in place: thread, function, pair, record.
    if (Name.contains("emplace") && !ElementType.isNull()) {
      TypeClass Class = Types.classify(ElementType);
      const bool IsCopy =
          Args.size() == 1 &&
          Args[0]->getType()
                  .getNonReferenceType()
                  .getCanonicalType()
                  .getUnqualifiedType() ==
              ElementType.getCanonicalType().getUnqualifiedType();
      if (Class == TypeClass::Callback && Args.size() > 1) {
        store(Place::element(Container), makeClosure(Args, Loc),
              EdgeKind::Callback, Loc);
        return 0;
      }
      if (Class == TypeClass::Record && !IsCopy) {
        Value V = construct(ElementType, Args, Loc);
        store(Place::element(Container), V, EdgeKind::Value, Loc);
        return V;
      }
    }
    // A map's emplace takes the key too.
    const std::size_t Before = Out.Body.size();
    storeElements(Container,
                  Name.contains("emplace") && Args.size() == 1 ? ElementType
                                                               : QualType(),
                  Args, Loc);
    if (!Carries)
      return 0;
    for (std::size_t I = Out.Body.size(); I-- > Before;)
      if (Out.Body[I].Opcode == Op::Store && Out.Body[I].A == Container)
        return Out.Body[I].B;
    return element(Container, ElementType, Loc);
  }
  case ContainerMethod::Clear:
  case ContainerMethod::Erase: {
    for (const Expr *Arg : Args)
      eval(Arg);
    if (Container)
      reset(Place::element(Container),
            Kind == ContainerMethod::Clear ? ResetKind::Clear
                                           : ResetKind::Erase,
            Loc);
    return Carries ? element(Container, ElementType, Loc) : 0;
  }
  case ContainerMethod::Swap: {
    if (Container)
      reset(Place::element(Container), ResetKind::MoveOut, Loc);
    for (const Expr *Arg : Args)
      if (Value Other = eval(Arg))
        reset(Place::element(Other), ResetKind::MoveOut, Loc);
    return 0;
  }
  case ContainerMethod::Connect: {
    for (const Expr *Arg : Args)
      store(Place::element(Container), eval(Arg),
            Types.edgeKind(Arg->getType().getNonReferenceType()) ==
                    EdgeKind::Callback
                ? EdgeKind::Callback
                : EdgeKind::None,
            Loc);
    return Carries ? emit(Op::Unknown, Loc) : 0;
  }
  case ContainerMethod::Other:
    break;
  }
  llvm_unreachable("changes nothing");
}

Value FunctionExtractor::evalOperatorCall(const CXXOperatorCallExpr *Call) {
  const FunctionDecl *Callee = Call->getDirectCallee();
  ArrayRef<const Expr *> Args(Call->getArgs(), Call->getNumArgs());
  SourceLocation Loc = Call->getBeginLoc();
  if (!Callee || Args.empty()) {
    evalChildren(Call);
    return 0;
  }
  const auto *Method = dyn_cast<CXXMethodDecl>(Callee);
  // shared_ptr's operator* belongs to a base class of its own.
  QualType ObjectType =
      Args[0]->IgnoreParenImpCasts()->getType().getNonReferenceType();
  const TypeClass Class = Types.classify(ObjectType);
  const bool Library = isLibraryCode(Callee) || (Class != TypeClass::Record &&
                                                 Class != TypeClass::Callback &&
                                                 Class != TypeClass::Plain);
  switch (Call->getOperator()) {
  case OO_Equal:
    if (Library ||
        (Method && (Method->isDefaulted() || Method->isImplicit()))) {
      if (!Types.carries(ObjectType)) {
        eval(Args[1]);
        return 0;
      }
      Place To = evalPlace(Args[0]);
      if (Class == TypeClass::Record && isEmptyRecord(Args[1])) {
        Value Object = eval(Args[0]);
        resetMembers(Object, ObjectType->getAsCXXRecordDecl(), Loc);
        return Object;
      }
      // A record's copy is another object with the same contents.
      if ((Class == TypeClass::Record || Class == TypeClass::Container) &&
          Method && Method->isCopyAssignmentOperator() && !isNull(Args[1])) {
        store(To, copy(eval(Args[1]), Loc), EdgeKind::Value, Loc);
        return 0;
      }
      return assign(To, ObjectType, Args[1], Loc);
    }
    break;
  case OO_Arrow:
  case OO_Star:
    if (Library || Types.isHandle(ObjectType)) {
      if (Call->getOperator() == OO_Star && Types.isHandle(ObjectType) &&
          Types.classify(Call->getType()) == TypeClass::Callback)
        return load(evalPlace(Call), Call->getType(), Loc);
      return eval(Args[0]);
    }
    break;
  case OO_Subscript:
    if (Library) {
      Value Container = eval(Args[0]);
      eval(Args[1]);
      return Types.carries(Call->getType())
                 ? element(Container, Call->getType(), Loc,
                           elementNumber(Args[1]))
                 : 0;
    }
    break;
  case OO_PlusPlus:
  case OO_MinusMinus:
    if (Library) {
      Value Old = eval(Args[0]), New = Old;
      Place P = evalPlace(Args[0]);
      if (P.K == Place::Variable && Env.count(P.Var)) {
        New = nextElement(P.Var, Loc);
        if (!New)
          New = emit(Op::Unknown, Loc, label(P.Var));
        Env[P.Var].V = New;
      }
      forgetElements();
      const bool Postfix = Args.size() == 2;
      return Postfix ? Old : New;
    }
    break;
  case OO_Call:
    if (Method && isLocalLambda(Method)) {
      eval(Args[0]);
      return evalLocalLambda(Method, Args.drop_front(), Loc);
    }
    break;
  case OO_LessLess:
  case OO_PlusEqual:
    // QList and signals take an element this way.
    if (Library && Args.size() == 2 &&
        (Class == TypeClass::Container || Class == TypeClass::Record)) {
      Value Container = eval(Args[0]);
      if (Container)
        storeElements(Container, {}, Args.drop_front(), Loc);
      return Container;
    }
    break;
  default:
    break;
  }
  if (Library || Call->getOperator() == OO_Call) {
    evalChildren(Call);
    return Types.carries(Call->getType()) ? emit(Op::Unknown, Loc) : 0;
  }
  if (Method && Method->isInstance())
    return evalUserCall(Method, eval(Args[0]), Args.drop_front(),
                        Method->isVirtual(), Loc);
  return evalUserCall(Callee, 0, Args, /*Virtual=*/false, Loc);
}

void extractFunction(FactsBuilder &Builder, const FunctionDecl *F) {
  FunctionExtractor(Builder, F).run();
}

} // namespace heapwise::facts
