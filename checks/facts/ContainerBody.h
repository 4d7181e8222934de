//===-- ContainerBody.h - What a function does to containers ----*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Walks a body in source order with the stack of conditions that hold. The
/// body of a lambda is read in place, as a part of the function that writes it.
///
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_FACTS_CONTAINERBODY_H
#define HEAPWISE_CHECKS_FACTS_CONTAINERBODY_H

#include "ContainerRefs.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

namespace heapwise::facts {

/// The member or variable of static storage that \p E names, or null.
const clang::ValueDecl *numberOf(const clang::Expr *E);

/// What one function does to containers.
class BodyWalk {
public:
  BodyWalk(ContainerUnit &Unit, const clang::FunctionDecl *F)
      : Unit(Unit), F(F), Refs(Unit, F) {}

  void runFunction();
  void runInit(const clang::ValueDecl *D);

private:
  // Statements.
  void visit(const clang::Stmt *S);
  void visitBlock(const clang::CompoundStmt *Block);
  void visitIf(const clang::IfStmt *If);
  void visitLoop(const clang::Expr *Cond,
                 llvm::ArrayRef<const clang::Stmt *> Parts, bool Open);
  void visitSwitch(const clang::SwitchStmt *Switch);
  void visitRangeFor(const clang::CXXForRangeStmt *Loop);
  void visitVariable(const clang::VarDecl *V);
  void visitReturn(const clang::ReturnStmt *Return);
  void visitInitializer(const clang::FieldDecl *Field, const clang::Expr *Value,
                        clang::SourceLocation Loc);
  void visitInitializers(const clang::CXXConstructorDecl *C);

  // Expressions. Used: something looks at the value.
  void visitExpr(const clang::Expr *E, bool Used);
  void visitChildren(const clang::Expr *E);
  void visitMethod(const clang::CXXMemberCallExpr *Call, bool Used);
  void visitContainerMethod(const clang::CXXMemberCallExpr *Call,
                            const Resolved &R, bool Used);
  void visitGrowth(const clang::CXXMemberCallExpr *Call, const Resolved &R,
                   bool Used);
  void visitReplace(const Resolved &R, clang::QualType T,
                    clang::SourceLocation Loc);
  void visitReset(const Resolved &R, llvm::StringRef How,
                  clang::SourceLocation Loc);
  void visitOperator(const clang::CXXOperatorCallExpr *Call, bool Used);
  /// The event of it, or null.
  ContainerEvent *visitSubscript(const clang::CXXOperatorCallExpr *Call,
                                 bool Read, bool Update);
  void visitAssignment(const clang::Expr *To, const clang::Expr *From,
                       clang::SourceLocation Loc);
  void visitCall(const clang::CallExpr *Call);
  void visitLibraryCall(const clang::CallExpr *Call,
                        const clang::FunctionDecl *Callee);
  void visitRangesCall(const clang::CXXOperatorCallExpr *Call);
  void visitMake(const clang::CallExpr *Call);
  void visitLambda(const clang::LambdaExpr *Lambda);
  void visitBuild(const clang::CXXConstructExpr *Made, PlaceRef At);
  void userCall(const clang::FunctionDecl *Callee, const Resolved &Receiver,
                llvm::ArrayRef<const clang::Expr *> Args,
                clang::SourceLocation Loc,
                ContainerEvent::Action Kind = ContainerEvent::Action::Call);

  ContainerEvent *emit(ContainerEvent::Action Kind, const Resolved &R,
                       llvm::StringRef What, clang::SourceLocation Loc);
  /// Puts what \p E asks on the stack; how many parts it has.
  unsigned enter(const clang::Expr *E, bool Negated);
  unsigned enterOneOf(const clang::Expr *E);
  void leave(unsigned Count) { Under.resize(Under.size() - Count); }
  bool isParameter(const clang::Expr *E) const;
  /// Notes that the number \p D gets the value of \p From, or any value if it
  /// is null.
  void noteLimit(const clang::ValueDecl *D, const clang::Expr *From,
                 clang::SourceLocation Loc);
  void noteChange(const clang::Expr *To);
  void noteLoopOwner(const clang::Expr *Object);

  ContainerUnit &Unit;
  const clang::FunctionDecl *F;
  ContainerRefs Refs;
  ContainerFunction Fact;
  std::vector<std::uint32_t> Under;
  llvm::DenseMap<const clang::VarDecl *, unsigned> DeclaredAt;
  llvm::DenseSet<const clang::FunctionDecl *> PlainCallees;
  unsigned OpenLoops = 0;
  unsigned EndlessLoops = 0; ///< that nothing leaves
  unsigned Loops = 0;
  unsigned Lambdas = 0;
};

} // namespace heapwise::facts

#endif // HEAPWISE_CHECKS_FACTS_CONTAINERBODY_H
