//===-- FunctionExtractor.h - A function body as instructions ---*- C++ -*-===//
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
/// The members are defined by what they read: Extract{Statements,Places,
/// Expressions,Objects,Calls}.cpp.
///
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_FACTS_FUNCTIONEXTRACTOR_H
#define HEAPWISE_CHECKS_FACTS_FUNCTIONEXTRACTOR_H

#include "FactsBuilder.h"
#include "LibraryModel.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/FoldingSet.h"

#include <optional>

namespace heapwise::facts {

/// Generated code can be arbitrarily large; what it does past this is unknown.
constexpr std::size_t MaxInstructions = 20000;

/// Something that can be assigned to.
struct Place {
  enum Kind { None, Variable, Member, Global } K = None;
  const clang::ValueDecl *Var = nullptr; ///< Variable, Global
  Value Base = 0;                        ///< Member
  Symbol Field = 0;                      ///< Member: field or pseudo field
  std::uint32_t Element = 0;             ///< Member: see Instr::Index

  static Place member(Value Base, Symbol Field, std::uint32_t Element = 0) {
    return {Member, nullptr, Base, Field, Element};
  }
  static Place element(Value Container, std::uint32_t Element = 0) {
    return member(Container, Facts::ElementField, Element);
  }
};

/// The element that stands for each one of a container, see Instr::Index.
constexpr std::uint32_t EveryElement = 1;

/// A call of a lambda where it is written: an algorithm's.
struct LambdaCall {
  llvm::SmallVector<Value, 2> Arguments;
  llvm::SmallVector<Value, 2> Results;
};

/// What a variable stands for; a reference to a handle also names the place.
struct Binding {
  Value V = 0;
  Place Referent;
};

using Environment = llvm::DenseMap<const clang::ValueDecl *, Binding>;

class FunctionExtractor {
public:
  FunctionExtractor(FactsBuilder &Builder, const clang::FunctionDecl *F)
      : Builder(Builder), Types(Builder.Types), F(F) {}

  void run();

private:
  bool isFull() const { return Out.Body.size() >= MaxInstructions; }

  // Emission.
  Value emit(Instr I, clang::SourceLocation Loc);
  Value emit(Op Opcode, clang::SourceLocation Loc, Symbol Label = 0);
  /// One of \p Values, nobody knows which.
  Value choice(llvm::ArrayRef<Value> Values, clang::SourceLocation Loc,
               Symbol Label = 0);
  void store(Place To, Value V, EdgeKind Kind, clang::SourceLocation Loc,
             Symbol Label = 0);
  void reset(Place P, ResetKind How, clang::SourceLocation Loc,
             Value Moved = 0);
  Value load(Place P, EdgeKind Kind, clang::SourceLocation Loc);
  Value load(Place P, clang::QualType T, clang::SourceLocation Loc);
  Value element(Value Container, clang::QualType T, clang::SourceLocation Loc,
                std::uint32_t Element = 0) {
    return load(Place::element(Container, Element), T, Loc);
  }
  /// The element that a pass over the whole container is at.
  std::uint32_t passedElement() const { return LoopDepth ? 0 : EveryElement; }
  /// Another element of the container that \p Iterator leads into, or 0 if it
  /// is not known to be an iterator.
  Value nextElement(const clang::ValueDecl *Iterator,
                    clang::SourceLocation Loc);
  /// The number of the element that \p Index selects: equal for equal
  /// expressions as long as nothing changes in between, 0 if not known.
  std::uint32_t elementNumber(const clang::Expr *Index);
  std::uint32_t elementNumber(llvm::StringRef Method);
  std::uint32_t elementNumber(const llvm::FoldingSetNodeID &Position);
  void forgetElements() { ElementNumbers.clear(); }
  Value copy(Value Source, clang::SourceLocation Loc);
  Symbol label(const clang::NamedDecl *D);

  // Statements.
  void visit(const clang::Stmt *S);
  void visitIf(const clang::IfStmt *If);
  /// True if the function may give \p Var another value after its declaration.
  bool isAssigned(const clang::VarDecl *Var);
  /// \p Branch, \p FirstArm: those of an earlier branch on the same condition.
  void visitBranches(llvm::ArrayRef<const clang::Stmt *> Arms,
                     PathKind Kind = PathKind::Branch, std::uint32_t Branch = 0,
                     std::uint32_t FirstArm = 0);
  void visitSwitch(const clang::SwitchStmt *Switch);
  void visitLoop(const clang::Stmt *Loop, llvm::function_ref<void()> Body);
  /// A loop over what is written in braces, once for each.
  bool visitEach(const clang::CXXForRangeStmt *Loop);
  void visitRangeFor(const clang::CXXForRangeStmt *Loop);
  void visitVariable(const clang::VarDecl *Var);
  /// The destructors of the guards that live in a block.
  void destroyLocals(const clang::CompoundStmt *Block);
  void visitDecomposition(const clang::DecompositionDecl *D, Value Whole);
  void bindConstructor(const clang::CXXConstructorDecl *Constructor);
  Environment join(const Environment &A, const Environment &B);

  // Expressions.
  Value eval(const clang::Expr *E);
  void evalChildren(const clang::Expr *E);
  Place evalPlace(const clang::Expr *E);
  /// The place of the object that a member function is called on.
  Place evalObjectPlace(const clang::Expr *Object);
  Place evalReferencePlace(const clang::CallExpr *Call);
  Place memberPlace(Value Base, const clang::FieldDecl *Field,
                    clang::SourceLocation Loc);
  /// The place of a handle as an object, of which the content is the CellField:
  /// what a reference or pointer to the handle is. 0 if it is not known.
  Value reference(Place P, clang::SourceLocation Loc);
  /// The same for any expression \p E, of which \p P is the place: for a
  /// temporary or a variable, a place of its own with the same content.
  Value cell(const clang::Expr *E, Place P);
  /// Yields \p E, the place of which is empty after that.
  Value moveOut(const clang::Expr *E);
  void swap(Place A, Value InA, Place B, Value InB, clang::QualType T,
            clang::SourceLocation Loc);
  Value evalInitializer(const clang::FieldDecl *Field, const clang::Expr *Init);
  Value assign(Place To, clang::QualType ToType, const clang::Expr *From,
               clang::SourceLocation Loc);
  Value evalVariable(const clang::ValueDecl *Var, clang::SourceLocation Loc);
  Value evalMember(const clang::MemberExpr *Member);
  Value evalCall(const clang::CallExpr *Call);
  Value evalMemberCall(const clang::CXXMemberCallExpr *Call);
  Value evalOperatorCall(const clang::CXXOperatorCallExpr *Call);
  Value evalLibraryFunction(const clang::CallExpr *Call,
                            LibraryFunction Function);
  /// An algorithm over ranges: the lambdas among \p Args are called with the
  /// elements of the first range. Yields what they return, or the element.
  Value evalAlgorithm(llvm::ArrayRef<const clang::Expr *> Args,
                      clang::SourceLocation Loc);
  /// The container of which \p Iterator is the begin or an inserter, or null.
  const clang::Expr *iterated(const clang::Expr *Iterator);
  /// The same for the argument of an algorithm, which may be a container too.
  const clang::Expr *rangeBehind(const clang::Expr *E);
  Value evalHandleMethod(const clang::Expr *Object,
                         const clang::CXXMethodDecl *Method,
                         llvm::ArrayRef<const clang::Expr *> Args,
                         clang::SourceLocation Loc);
  Value evalContainerMethod(const clang::Expr *Object,
                            const clang::CXXMethodDecl *Method,
                            llvm::ArrayRef<const clang::Expr *> Args,
                            clang::SourceLocation Loc);
  Value evalContainerChange(ContainerMethod Kind, llvm::StringRef Name,
                            Value Container, clang::QualType ElementType,
                            llvm::ArrayRef<const clang::Expr *> Args,
                            bool Carries, clang::SourceLocation Loc);
  Value evalUserCall(const clang::FunctionDecl *Callee, Value Receiver,
                     llvm::ArrayRef<const clang::Expr *> Args, bool Virtual,
                     clang::SourceLocation Loc);
  /// The handle that \p Arg gives \p Param access to, or null.
  const clang::Expr *referredBy(const clang::ParmVarDecl *Param,
                                const clang::Expr *Arg);
  /// True for the call operator of a lambda of this very function that is given
  /// something that matters: its body is read once more, for these arguments.
  bool isLocalLambda(const clang::CXXMethodDecl *Operator);
  Value evalLocalLambda(const clang::CXXMethodDecl *Operator,
                        llvm::ArrayRef<const clang::Expr *> Args,
                        clang::SourceLocation Loc);
  Value evalConstruct(const clang::CXXConstructExpr *Construct);
  Value construct(clang::QualType T, llvm::ArrayRef<const clang::Expr *> Args,
                  clang::SourceLocation Loc);
  /// Aggregate initialisation: bases, then members.
  void storeFields(Value Object, const clang::CXXRecordDecl *R,
                   llvm::ArrayRef<const clang::Expr *> Inits);
  Value evalInitList(const clang::InitListExpr *List);
  Value evalLambda(const clang::LambdaExpr *Lambda, LambdaCall *Now = nullptr);
  Value makeClosure(llvm::ArrayRef<const clang::Expr *> Captured,
                    clang::SourceLocation Loc);
  void storeElements(Value Container, clang::QualType ElementType,
                     llvm::ArrayRef<const clang::Expr *> Args,
                     clang::SourceLocation Loc);
  bool isNull(const clang::Expr *E);
  /// True for a record with nothing but empty members: `T{}`, `T()`.
  bool isEmptyRecord(const clang::Expr *E);
  void resetMembers(Value Object, const clang::CXXRecordDecl *R,
                    clang::SourceLocation Loc, unsigned Depth = 0);

  /// True for a reference or pointer to a handle, through which the handle can
  /// be emptied or filled.
  bool isSlotType(clang::QualType T) {
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
  const clang::FunctionDecl *F;
  Function Out;
  Environment Env;
  Value ThisValue = 0;
  std::uint32_t CurrentPath = 0;
  std::uint32_t Branches = 0;
  std::uint32_t Statement = 0;
  bool InLambda = false;
  unsigned LambdaDepth = 0;
  unsigned LoopDepth = 0;
  LambdaCall *Called = nullptr; ///< by evalAlgorithm()
  /// The statements that follow are not reached on this path.
  bool Ended = false;
  llvm::DenseMap<std::pair<Value, const clang::Decl *>, Value> PairMembers;
  /// By the closure's class: what its init-captures stand for.
  llvm::DenseMap<const clang::CXXRecordDecl *, Environment> InitCaptures;
  llvm::SmallVector<std::pair<llvm::FoldingSetNodeID, std::uint32_t>, 8>
      ElementNumbers;
  std::uint32_t LastElement = EveryElement;
  /// The branches on a variable that never changes.
  llvm::DenseMap<const clang::ValueDecl *, std::uint32_t> BranchesOn;
  /// By isAssigned().
  std::optional<llvm::DenseSet<const clang::ValueDecl *>> AssignedInBody;
};

} // namespace heapwise::facts

#endif // HEAPWISE_CHECKS_FACTS_FUNCTIONEXTRACTOR_H
