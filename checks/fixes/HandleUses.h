//===-- HandleUses.h - The uses of a handle in one function -----*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_FIXES_HANDLEUSES_H
#define HEAPWISE_CHECKS_FIXES_HANDLEUSES_H

#include "FixPlan.h"
#include "MemberUses.h"
#include "WeakForm.h"

#include "clang/AST/ParentMap.h"
#include "llvm/ADT/FoldingSet.h"

namespace heapwise::fixes {

enum class Reading {
  Test,   ///< is it set?
  Null,   ///< comparison with nullptr
  Deref,  ///< p->x, *p
  Copy,   ///< a shared_ptr is made of it, or expected
  Same,   ///< works on a weak pointer as it does on a shared one
  Assign, ///< p = q
};

/// One use of the handle, or of an element of a container of handles.
struct Use {
  const clang::Expr *Place = nullptr;
  Reading Kind = Reading::Same;
  const clang::Expr *Whole = nullptr; ///< the test, comparison or assignment
  bool TrueIfSet = true;              ///< Test, Null
  llvm::FoldingSetNodeID Key;         ///< equal for the same place
  bool Done = false;
};

/// How a dereference is known to be of a live object.
struct Guard {
  enum { None, Condition, Before, Refused } Kind = None;
  const Use *Test = nullptr;
  const clang::Stmt *At =
      nullptr;       ///< the if or while, or the statement to lock before
  bool Rest = false; ///< what follows At is guarded as well
};

/// Rewrites the uses of a member, as a shared pointer or a container of them,
/// to what they are when it is weak. Classified in HandleUses.cpp, guarded in
/// HandleGuards.cpp, edited in HandleRewrite.cpp.
class FunctionRewrite {
public:
  FunctionRewrite(const clang::FunctionDecl &Function,
                  const clang::FieldDecl &Field, const MemberUses &Uses,
                  const WeakForm &Form, clang::ASTContext &Context,
                  Edits &Change)
      : Function(Function), Field(Field), Uses(Uses), Form(Form),
        Context(Context), SM(Context.getSourceManager()), Change(Change),
        Parents(Function.getBody()) {
    if (const auto *C = llvm::dyn_cast<clang::CXXConstructorDecl>(&Function))
      for (const clang::CXXCtorInitializer *I : C->inits())
        if (I->isWritten())
          Parents.addStmt(I->getInit());
  }

  void run(llvm::ArrayRef<const clang::MemberExpr *> Members);
  /// Refuses if \p Stored has no owner but the member; \p Store is the whole
  /// expression that stores it.
  void checkOwner(const clang::Expr *Stored, const clang::Stmt *Store);

private:
  const clang::Stmt *parent(const clang::Stmt *S) const {
    return Parents.getParent(S);
  }
  void refuse(const llvm::Twine &What, const clang::Stmt &At) {
    Change.refuse(What + " at " + lineOf(At.getBeginLoc(), Context));
  }

  void addContainer(const clang::Expr *Container);
  void addContainerCall(const clang::CXXMemberCallExpr &Call);
  void addLoop(const clang::CXXForRangeStmt &Loop);
  void addPlace(const clang::Expr *Place);
  bool classifyStep(Use &U, const clang::Expr *Child, const clang::Stmt *Up);
  void classifyCall(Use &U, const clang::CallExpr &Call, unsigned Arg);
  void classifyReference(Use &U, const clang::VarDecl &Var);

  void rewriteDerefs();
  void rewriteGuarded(Use &U, const Guard &G);
  void rewriteStatement(Use &U);
  void rewriteRest(Use &U);
  void rewriteAssign(const Use &U);

  Guard findGuard(const Use &U);
  Guard lockBefore(const Use &Deref, const Use &Test, const clang::Stmt *S,
                   bool Rest);
  const Use *testIn(const clang::Expr *Condition, const Use &U,
                    bool When) const;
  bool isEvaluatedFirst(const clang::Stmt *S, const Use &Test) const;

  std::string separator(clang::SourceLocation Loc, llvm::StringRef Step) const;
  bool wouldTakeElse(const clang::Stmt *S) const;
  bool isWithin(const clang::Stmt *Region, const Use &U) const;
  void useLocal(llvm::ArrayRef<const clang::Stmt *> Regions, const Use &Like,
                llvm::StringRef Name);
  std::string localName(const Use &U);
  std::string lock(const Use &U) const {
    return sourceText(*U.Place, Context).str() + ".lock()";
  }

  const clang::FunctionDecl &Function;
  const clang::FieldDecl &Field;
  const MemberUses &Uses;
  const WeakForm &Form;
  clang::ASTContext &Context;
  const clang::SourceManager &SM;
  Edits &Change;
  clang::ParentMap Parents;
  std::vector<Use> All;
  std::vector<std::pair<llvm::FoldingSetNodeID, std::string>> Names;
  struct Local {
    const clang::Stmt *Block;
    llvm::FoldingSetNodeID Key;
    std::string Name;
  };
  std::vector<Local> Locals;
};

/// True for what the compiler puts around an expression without changing what
/// it says.
bool isTransparent(const clang::Stmt *S);

} // namespace heapwise::fixes

#endif // HEAPWISE_CHECKS_FIXES_HANDLEUSES_H
