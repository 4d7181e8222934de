//===-- WeakMember.cpp - Fix-its for owning members -----------------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "WeakMember.h"
#include "MemberUses.h"
#include "WeakForm.h"

#include "clang-tidy/utils/LexerUtils.h"
#include "clang/AST/ParentMap.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/FoldingSet.h"
#include "llvm/ADT/StringSet.h"

#include <memory>

using namespace clang;

namespace heapwise::fixes {

//===----------------------------------------------------------------------===//
// The declaration
//===----------------------------------------------------------------------===//

namespace {
/// Finds the places of a written type that say shared_ptr, by whatever name.
class HandleTypes : public RecursiveASTVisitor<HandleTypes> {
  using Base = RecursiveASTVisitor<HandleTypes>;

public:
  explicit HandleTypes(TypeLoc T) { TraverseTypeLoc(T); }

  bool TraverseTypeLoc(TypeLoc T, bool = true) {
    if (T.isNull())
      return true;
    T = T.getUnqualifiedLoc();
    if (!T.getType()->isDependentType() && !T.getType()->isReferenceType() &&
        WeakForm::of(T.getType())) {
      Found.push_back(T);
      return true;
    }
    return Base::TraverseTypeLoc(T);
  }

  std::vector<TypeLoc> Found;
};
} // namespace

/// Rewrites one written shared pointer type to its weak form. What qualifies
/// the name stays when it is the namespace that has the weak form too.
static void retype(TypeLoc T, const ASTContext &Context, Edits &Change) {
  const std::optional<WeakForm> Form = WeakForm::of(T.getType());
  const auto Spelled = T.getAsAdjusted<TemplateSpecializationTypeLoc>();
  const SourceLocation Name =
      Spelled ? Spelled.getTemplateNameLoc() : SourceLocation();
  if (!Spelled || sourceText(CharSourceRange::getTokenRange(Name), Context) !=
                      Form->strongName()) {
    Change.replace(CharSourceRange::getTokenRange(T.getSourceRange()),
                   Form->typeName(Context));
    return;
  }
  const StringRef Qualifier =
      sourceText(CharSourceRange::getCharRange(T.getBeginLoc(), Name), Context);
  StringRef Scope = Qualifier;
  Scope.consume_front("::");
  if (Scope == Form->scope() + "::")
    Change.replace(CharSourceRange::getTokenRange(Name), Form->weakName());
  else
    Change.replace(CharSourceRange::getTokenRange(T.getBeginLoc(), Name),
                   Form->qualifiedName());
}

//===----------------------------------------------------------------------===//
// The uses in one function
//===----------------------------------------------------------------------===//

namespace {

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
  const Expr *Place = nullptr;
  Reading Kind = Reading::Same;
  const Expr *Whole = nullptr; ///< the test, comparison or assignment
  bool TrueIfSet = true;       ///< Test, Null
  llvm::FoldingSetNodeID Key;  ///< equal for the same place
  bool Done = false;
};

/// How a dereference is known to be of a live object.
struct Guard {
  enum { None, Condition, Before, Refused } Kind = None;
  const Use *Test = nullptr;
  const Stmt *At =
      nullptr;       ///< the if or while, or the statement to lock before
  bool Rest = false; ///< what follows At is guarded as well
};

class FunctionRewrite {
public:
  FunctionRewrite(const FunctionDecl &Function, const FieldDecl &Field,
                  const MemberUses &Uses, const WeakForm &Form,
                  ASTContext &Context, Edits &Change)
      : Function(Function), Field(Field), Uses(Uses), Form(Form),
        Context(Context), SM(Context.getSourceManager()), Change(Change),
        Parents(Function.getBody()) {
    if (const auto *C = dyn_cast<CXXConstructorDecl>(&Function))
      for (const CXXCtorInitializer *I : C->inits())
        if (I->isWritten())
          Parents.addStmt(I->getInit());
  }

  void run(ArrayRef<const MemberExpr *> Members);
  /// Refuses if \p Stored has no owner but the member; \p Store is the whole
  /// expression that stores it.
  void checkOwner(const Expr *Stored, const Stmt *Store);

private:
  const Stmt *parent(const Stmt *S) const { return Parents.getParent(S); }
  void refuse(const Twine &What, const Stmt &At) {
    Change.refuse(What + " at " + lineOf(At.getBeginLoc(), Context));
  }

  void addContainer(const Expr *Container);
  void addContainerCall(const CXXMemberCallExpr &Call);
  void addLoop(const CXXForRangeStmt &Loop);
  void addPlace(const Expr *Place);
  bool classifyStep(Use &U, const Expr *Child, const Stmt *Up);
  void classifyCall(Use &U, const CallExpr &Call, unsigned Arg);
  void classifyReference(Use &U, const VarDecl &Var);

  void rewriteDerefs();
  void rewriteGuarded(Use &U, const Guard &G);
  void rewriteStatement(Use &U);
  void rewriteRest(Use &U);
  void rewriteAssign(const Use &U);

  Guard findGuard(const Use &U);
  Guard lockBefore(const Use &Deref, const Use &Test, const Stmt *S, bool Rest);
  const Use *testIn(const Expr *Condition, const Use &U, bool When) const;
  bool isEvaluatedFirst(const Stmt *S, const Use &Test) const;

  std::string separator(SourceLocation Loc, StringRef Step) const;
  bool wouldTakeElse(const Stmt *S) const;
  bool isWithin(const Stmt *Region, const Use &U) const;
  void useLocal(ArrayRef<const Stmt *> Regions, const Use &Like,
                StringRef Name);
  std::string localName(const Use &U);
  std::string lock(const Use &U) const {
    return sourceText(*U.Place, Context).str() + ".lock()";
  }

  const FunctionDecl &Function;
  const FieldDecl &Field;
  const MemberUses &Uses;
  const WeakForm &Form;
  ASTContext &Context;
  const SourceManager &SM;
  Edits &Change;
  ParentMap Parents;
  std::vector<Use> All;
  std::vector<std::pair<llvm::FoldingSetNodeID, std::string>> Names;
  struct Local {
    const Stmt *Block;
    llvm::FoldingSetNodeID Key;
    std::string Name;
  };
  std::vector<Local> Locals;
};

} // namespace

static bool isTransparent(const Stmt *S) {
  if (const auto *Cast = dyn_cast<ImplicitCastExpr>(S))
    return Cast->getCastKind() != CK_UserDefinedConversion;
  return isa<ParenExpr, MaterializeTemporaryExpr, CXXBindTemporaryExpr,
             ExprWithCleanups, ConstantExpr>(S);
}

//===----------------------------------------------------------------------===//
// What kind of use it is
//===----------------------------------------------------------------------===//

void FunctionRewrite::addPlace(const Expr *Place) {
  if (Place->getBeginLoc().isMacroID()) {
    refuse("a macro uses it", *Place);
    return;
  }
  Use U;
  U.Place = Place;
  Place->Profile(U.Key, Context, /*Canonical=*/true);
  const Expr *Child = Place;
  for (const Stmt *Up = parent(Place);; Up = parent(Up)) {
    if (Up && isTransparent(Up)) {
      Child = cast<Expr>(Up);
      continue;
    }
    if (!classifyStep(U, Child, Up))
      refuse("'" + sourceText(*Place, Context) +
                 "' is used in a way that a weak pointer does not allow",
             *Place);
    break;
  }
  All.push_back(std::move(U));
}

/// Decides the kind of \p U by the first node \p Up around it that does
/// something with the handle. False if it is not known.
bool FunctionRewrite::classifyStep(Use &U, const Expr *Child, const Stmt *Up) {
  U.Whole = Child;
  if (!Up || isa<CompoundStmt>(Up))
    return true; // a value that nobody uses
  if (const auto *Method = dyn_cast<MemberExpr>(Up)) {
    const auto *Call = dyn_cast_or_null<CXXMemberCallExpr>(parent(Up));
    if (!Call)
      return false;
    U.Whole = Call;
    if (isa<CXXConversionDecl>(Method->getMemberDecl())) {
      U.Kind = Reading::Test;
      return true;
    }
    const StringRef Name = Method->getMemberDecl()->getName();
    if (Name == "get" || Name == "lock") {
      U.Kind = Reading::Copy;
      return true;
    }
    if (Name == "reset" && Call->getNumArgs() > 0)
      refuse("it would own nothing that reset() gives it", *Call);
    return Name == "reset" || Name == "use_count";
  }
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(Up)) {
    U.Whole = Operator;
    const bool First = Operator->getArg(0) == Child;
    switch (Operator->getOperator()) {
    case OO_Arrow:
    case OO_Star:
      U.Kind = Reading::Deref;
      return First;
    case OO_Equal:
      U.Kind = First ? Reading::Assign : Reading::Copy;
      return true;
    case OO_EqualEqual:
    case OO_ExclaimEqual: {
      U.Kind = Reading::Copy;
      const Expr *Other = Operator->getArg(First ? 1 : 0);
      if (!isNullHandle(Other))
        return true;
      U.Kind = Reading::Null;
      U.TrueIfSet = Operator->getOperator() == OO_ExclaimEqual;
      // C++20 spells != as a negated ==.
      const Stmt *Not = parent(Up);
      if (Not && isa<UnaryOperator>(Not))
        if (const auto *Rewritten =
                dyn_cast_or_null<CXXRewrittenBinaryOperator>(parent(Not))) {
          U.Whole = Rewritten;
          U.TrueIfSet = true;
          return true;
        }
      if (const auto *Rewritten =
              dyn_cast_or_null<CXXRewrittenBinaryOperator>(Not))
        U.Whole = Rewritten;
      return true;
    }
    case OO_Call:
      classifyCall(U, *Operator, 0);
      return true;
    default:
      refuse("it is ordered or printed", *Operator);
      return true;
    }
  }
  if (const auto *Made = dyn_cast<CXXConstructExpr>(Up)) {
    U.Kind = Reading::Copy;
    const CXXConstructorDecl *C = Made->getConstructor();
    for (unsigned I = 0; I < Made->getNumArgs() && I < C->getNumParams(); ++I)
      if (Made->getArg(I) == Child) {
        const QualType T = C->getParamDecl(I)->getType();
        if (T->isLValueReferenceType() &&
            !T->getPointeeType().isConstQualified())
          refuse("a reference to it escapes", *Child);
      }
    return true;
  }
  if (const auto *Call = dyn_cast<CallExpr>(Up)) {
    for (unsigned I = 0; I < Call->getNumArgs(); ++I)
      if (Call->getArg(I) == Child)
        classifyCall(U, *Call, I);
    return true;
  }
  if (isa<ReturnStmt>(Up)) {
    U.Kind = Reading::Copy;
    if (!U.Place->isPRValue())
      refuse("it is returned by reference", *Up);
    return true;
  }
  if (const auto *Operator = dyn_cast<UnaryOperator>(Up);
      Operator && Operator->getOpcode() == UO_AddrOf) {
    refuse("its address is taken", *Up);
    return true;
  }
  if (const auto *Declaration = dyn_cast<DeclStmt>(Up))
    if (const auto *Var = dyn_cast_or_null<VarDecl>(
            Declaration->isSingleDecl() ? Declaration->getSingleDecl()
                                        : nullptr)) {
      classifyReference(U, *Var);
      return true;
    }
  if (const auto *Choice = dyn_cast<ConditionalOperator>(Up);
      Choice && Choice->getCond() != Child) {
    U.Kind = Reading::Copy;
    return true;
  }
  return false;
}

void FunctionRewrite::classifyReference(Use &U, const VarDecl &Var) {
  U.Kind = Reading::Copy;
  const QualType T = Var.getType();
  if (!T->isReferenceType())
    return;
  if (!T->getPointeeType().isConstQualified())
    refuse("'" + Var.getName() + "' refers to it", *U.Place);
}

/// The parameter \p Arg of \p Callee as its template declares it.
static QualType writtenParameter(const FunctionDecl *Callee, unsigned Arg) {
  if (const FunctionTemplateDecl *Template = Callee->getPrimaryTemplate())
    Callee = Template->getTemplatedDecl();
  return Arg < Callee->getNumParams() ? Callee->getParamDecl(Arg)->getType()
                                      : QualType();
}

void FunctionRewrite::classifyCall(Use &U, const CallExpr &Call, unsigned Arg) {
  U.Kind = Reading::Copy;
  U.Whole = &Call;
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (Call.isCallToStdMove() ||
      (Callee && Callee->getIdentifier() &&
       (Callee->getName() == "swap" || Callee->getName() == "exchange"))) {
    refuse("the handle is moved out of it", Call);
    return;
  }
  if (!Callee) {
    refuse("it is passed to a function that is not known", Call);
    return;
  }
  if (isa<CXXOperatorCallExpr>(Call) && isa<CXXMethodDecl>(Callee)) {
    if (Arg == 0)
      return;
    --Arg;
  }
  const QualType T = writtenParameter(Callee, Arg);
  if (!T.isNull() && T->isLValueReferenceType() &&
      !T->getPointeeType().isConstQualified())
    refuse("a reference to it is passed on", Call);
}

//===----------------------------------------------------------------------===//
// Containers of handles
//===----------------------------------------------------------------------===//

void FunctionRewrite::addContainer(const Expr *Container) {
  const Expr *Child = Container;
  const Stmt *Up = parent(Container);
  for (; Up && isTransparent(Up); Up = parent(Up))
    Child = cast<Expr>(Up);
  if (const auto *Element = dyn_cast_or_null<ArraySubscriptExpr>(Up))
    return addPlace(Element);
  if (const auto *Operator = dyn_cast_or_null<CXXOperatorCallExpr>(Up);
      Operator && Operator->getArg(0) == Child) {
    const OverloadedOperatorKind Kind = Operator->getOperator();
    if ((Kind == OO_Subscript || Kind == OO_Star) &&
        WeakForm::of(Operator->getType()))
      return addPlace(Operator);
    if (Kind == OO_Equal) {
      const Expr *Stored = Operator->getArg(1);
      if (isNullHandle(Stored))
        return;
      if (WeakForm::of(stripHandle(Stored)->getType()))
        return checkOwner(Stored, Operator);
    }
  }
  if (const auto *Method = dyn_cast_or_null<MemberExpr>(Up))
    if (const auto *Call = dyn_cast_or_null<CXXMemberCallExpr>(parent(Method)))
      return addContainerCall(*Call);
  if (Up && isa<DeclStmt>(Up))
    if (const auto *Loop = dyn_cast_or_null<CXXForRangeStmt>(parent(Up));
        Loop && Loop->getRangeStmt() == Up)
      return addLoop(*Loop);
  refuse("the container is used as a whole", *Container);
}

void FunctionRewrite::addContainerCall(const CXXMemberCallExpr &Call) {
  const CXXMethodDecl *Method = Call.getMethodDecl();
  if (!Method)
    return refuse("the container is used as a whole", Call);
  if (isa<CXXConversionDecl>(Method)) {
    if (WeakForm::of(Call.getType())) // atomic
      return refuse("it is read by conversion", Call);
    return;
  }
  const StringRef Name =
      Method->getIdentifier() ? Method->getName() : StringRef();
  if (llvm::is_contained({"empty", "size", "clear", "reserve", "pop_back",
                          "pop_front", "shrink_to_fit", "has_value", "capacity",
                          "reset"},
                         Name))
    return;
  if (llvm::is_contained({"at", "front", "back", "value", "load"}, Name) &&
      WeakForm::of(Call.getType()))
    return addPlace(&Call);
  if (llvm::is_contained({"push_back", "push_front", "emplace_back",
                          "emplace_front", "store", "emplace"},
                         Name)) {
    if (Call.getNumArgs() >= 1 && isNullHandle(Call.getArg(0)))
      return refuse("it stores a null pointer", Call);
    if (Call.getNumArgs() >= 1 &&
        WeakForm::of(stripHandle(Call.getArg(0))->getType()))
      return checkOwner(Call.getArg(0), &Call);
  }
  refuse("'" + Name + "' is called on the container", Call);
}

namespace {
/// The expressions that name one variable.
class VariableUses : public RecursiveASTVisitor<VariableUses> {
public:
  explicit VariableUses(const VarDecl *V) : V(V) {}
  bool VisitDeclRefExpr(DeclRefExpr *E) {
    if (E->getDecl() == V)
      Found.push_back(E);
    return true;
  }
  std::vector<const DeclRefExpr *> Found;

private:
  const VarDecl *V;
};
} // namespace

/// `for (auto &p : container)`: the variable is a handle in weak form.
void FunctionRewrite::addLoop(const CXXForRangeStmt &Loop) {
  const VarDecl *Var = Loop.getLoopVariable();
  if (!WeakForm::of(Var->getType()))
    return refuse("a loop takes the elements apart", Loop);
  if (!Var->getType()->getContainedAutoType())
    for (TypeLoc T : HandleTypes(Var->getTypeSourceInfo()->getTypeLoc()).Found)
      retype(T, Context, Change);
  VariableUses Elements(Var);
  Elements.TraverseStmt(const_cast<Stmt *>(Loop.getBody()));
  for (const DeclRefExpr *Element : Elements.Found)
    addPlace(Element);
}

//===----------------------------------------------------------------------===//
// Owners
//===----------------------------------------------------------------------===//

void FunctionRewrite::checkOwner(const Expr *Stored, const Stmt *Store) {
  const auto Only = [&](const Stmt &At) {
    refuse("'" + Field.getName() + "' is the only owner of what is stored", At);
  };
  const Expr *Handle = stripHandle(Stored);
  if (isFresh(Handle))
    return Only(*Store);
  const ValueDecl *V = namedVariable(Handle);
  if (!V)
    return;
  const auto *Param = dyn_cast<ParmVarDecl>(V);
  if (!Param) {
    if (isOnlyKept(V, Function.getBody(), Store))
      Only(*Store);
    return;
  }
  const auto Sites = Uses.Calls.find(Function.getCanonicalDecl());
  if (Sites == Uses.Calls.end())
    return;
  for (const CallSite &Site : Sites->second) {
    const unsigned Index = Param->getFunctionScopeIndex();
    if (Index >= Site.Args.size())
      continue;
    const Expr *Passed = Site.Args[Index];
    if (isFresh(Passed) ||
        (Site.Caller && Site.Caller->hasBody() &&
         isOnlyKept(namedVariable(Passed), Site.Caller->getBody(), Site.Call)))
      return Only(*Site.Call);
  }
}

//===----------------------------------------------------------------------===//
// Guards
//===----------------------------------------------------------------------===//

/// The test of the place of \p U that \p Condition makes, if the place is known
/// to be set where the condition is \p When.
const Use *FunctionRewrite::testIn(const Expr *Condition, const Use &U,
                                   bool When) const {
  if (!Condition)
    return nullptr;
  const Expr *E = Condition->IgnoreParenImpCasts();
  if (const auto *Cleanups = dyn_cast<ExprWithCleanups>(E))
    return testIn(Cleanups->getSubExpr(), U, When);
  if (const auto *Not = dyn_cast<UnaryOperator>(E);
      Not && Not->getOpcode() == UO_LNot)
    return testIn(Not->getSubExpr(), U, !When);
  if (const auto *Both = dyn_cast<BinaryOperator>(E);
      Both && Both->getOpcode() == (When ? BO_LAnd : BO_LOr)) {
    const Use *Left = testIn(Both->getLHS(), U, When);
    return Left ? Left : testIn(Both->getRHS(), U, When);
  }
  for (const Use &T : All)
    if ((T.Kind == Reading::Test || T.Kind == Reading::Null) &&
        T.TrueIfSet == When && T.Key == U.Key &&
        T.Whole->IgnoreParenImpCasts() == E)
      return &T;
  return nullptr;
}

/// True if control never gets past \p S.
static bool leaves(const Stmt *S) {
  if (const auto *Block = dyn_cast_or_null<CompoundStmt>(S))
    return !Block->body_empty() && leaves(Block->body_back());
  if (const auto *Cleanups = dyn_cast_or_null<ExprWithCleanups>(S))
    return leaves(Cleanups->getSubExpr());
  return isa_and_nonnull<ReturnStmt, ContinueStmt, BreakStmt, CXXThrowExpr>(S);
}

Guard FunctionRewrite::findGuard(const Use &U) {
  const Stmt *Child = U.Place;
  for (const Stmt *Up = parent(Child); Up; Child = Up, Up = parent(Up)) {
    // What a lambda's creator tested says nothing about when it runs.
    if (isa<LambdaExpr>(Up))
      return {};
    if (const auto *Both = dyn_cast<BinaryOperator>(Up);
        Both && Both->isLogicalOp() && Both->getRHS() == Child)
      if (const Use *T =
              testIn(Both->getLHS(), U, Both->getOpcode() == BO_LAnd))
        return lockBefore(U, *T, Up, false);
    if (const auto *Choice = dyn_cast<ConditionalOperator>(Up);
        Choice && Choice->getCond() != Child)
      if (const Use *T =
              testIn(Choice->getCond(), U, Choice->getTrueExpr() == Child))
        return lockBefore(U, *T, Up, false);
    if (const auto *If = dyn_cast<IfStmt>(Up);
        If && (If->getThen() == Child || If->getElse() == Child))
      if (const Use *T = testIn(If->getCond(), U, If->getThen() == Child)) {
        if (If->getThen() == Child && !If->hasInitStorage() &&
            T->Whole->IgnoreParenImpCasts() ==
                If->getCond()->IgnoreParenImpCasts())
          return {Guard::Condition, T, If};
        return lockBefore(U, *T, Up, false);
      }
    if (const auto *While = dyn_cast<WhileStmt>(Up);
        While && While->getBody() == Child)
      if (const Use *T = testIn(While->getCond(), U, true)) {
        if (T->Whole->IgnoreParenImpCasts() ==
            While->getCond()->IgnoreParenImpCasts())
          return {Guard::Condition, T, While};
        return {Guard::Refused, T, While};
      }
    if (const auto *Block = dyn_cast<CompoundStmt>(Up))
      for (const Stmt *Before : Block->body()) {
        if (Before == Child)
          break;
        const auto *If = dyn_cast<IfStmt>(Before);
        if (!If || If->getElse() || !leaves(If->getThen()))
          continue;
        if (const Use *T = testIn(If->getCond(), U, false))
          return lockBefore(U, *T, If, true);
      }
  }
  return {};
}

/// True if the place of \p Test is the first thing that \p S reads, so that
/// reading it before \p S is no different.
bool FunctionRewrite::isEvaluatedFirst(const Stmt *S, const Use &Test) const {
  while (S) {
    if (S == Test.Whole || S == Test.Place)
      return true;
    if (const auto *If = dyn_cast<IfStmt>(S))
      S = If->hasInitStorage() || If->hasVarStorage() ? nullptr : If->getCond();
    else if (const auto *Return = dyn_cast<ReturnStmt>(S))
      S = Return->getRetValue();
    else if (const auto *Both = dyn_cast<BinaryOperator>(S);
             Both && Both->isLogicalOp())
      S = Both->getLHS();
    else if (const auto *Choice = dyn_cast<ConditionalOperator>(S))
      S = Choice->getCond();
    else if (const auto *Not = dyn_cast<UnaryOperator>(S))
      S = Not->getSubExpr();
    else if (const auto *Declaration = dyn_cast<DeclStmt>(S);
             Declaration && Declaration->isSingleDecl() &&
             isa<VarDecl>(Declaration->getSingleDecl()))
      S = cast<VarDecl>(Declaration->getSingleDecl())->getInit();
    else if (const auto *E = dyn_cast<Expr>(S); E && stripHandle(E) != E)
      S = stripHandle(E);
    else
      return false;
  }
  return false;
}

Guard FunctionRewrite::lockBefore(const Use &Deref, const Use &Test,
                                  const Stmt *S, bool Rest) {
  const Stmt *Up = parent(S);
  while (Up && isa<Expr>(S)) {
    if (!isa<Expr, DeclStmt, ReturnStmt, IfStmt>(Up))
      break;
    if (isa<LambdaExpr>(Up))
      break;
    if (const auto *If = dyn_cast<IfStmt>(Up); If && If->getCond() != S)
      break;
    S = Up;
    Up = parent(S);
  }
  // In the condition of a loop it would have to be locked each time.
  if (!Up || isa<LambdaExpr>(Up) ||
      (!isa<CompoundStmt>(Up) && (isa<Expr>(S) && !isa<IfStmt>(Up))))
    return {Guard::Refused, &Test, S};
  const auto *Member = dyn_cast<MemberExpr>(Deref.Place);
  const bool Safe =
      isa<DeclRefExpr>(Deref.Place) ||
      (Member && isa<CXXThisExpr>(Member->getBase()->IgnoreParenImpCasts())) ||
      isEvaluatedFirst(S, Test);
  if (!Safe || (isa<DeclStmt>(S) && !isa<CompoundStmt>(Up)))
    return {Guard::Refused, &Test, S};
  return {Guard::Before, &Test, S, Rest};
}

//===----------------------------------------------------------------------===//
// The edits
//===----------------------------------------------------------------------===//

bool FunctionRewrite::isWithin(const Stmt *Region, const Use &U) const {
  for (const Stmt *S = U.Place; S; S = parent(S)) {
    if (S == Region)
      return true;
    if (isa<LambdaExpr>(S))
      return false;
  }
  return false;
}

/// Reads the local variable \p Name in place of what \p Like reads.
void FunctionRewrite::useLocal(ArrayRef<const Stmt *> Regions, const Use &Like,
                               StringRef Name) {
  for (Use &U : All) {
    if (U.Done || U.Key != Like.Key ||
        llvm::none_of(Regions, [&](const Stmt *R) { return isWithin(R, U); }))
      continue;
    if (U.Kind == Reading::Assign || U.Kind == Reading::Same) {
      refuse("it is changed while it is in use", *U.Place);
      continue;
    }
    Change.replace(*U.Place, Name);
    U.Done = true;
  }
}

/// A name for the locked handle that the function does not use.
std::string FunctionRewrite::localName(const Use &U) {
  for (const auto &[Key, Name] : Names)
    if (Key == U.Key)
      return Name;
  StringRef Base = Field.getName();
  if (const auto *Element = dyn_cast<DeclRefExpr>(U.Place))
    Base = Element->getDecl()->getName();
  Base = Base.trim('_');
  if (Base.size() > 2 && Base.starts_with("m_"))
    Base = Base.drop_front(2);
  const StringRef Text = sourceText(
      CharSourceRange::getTokenRange(Function.getSourceRange()), Context);
  const auto Taken = [&](StringRef Name) {
    return mentions(Text, Name) ||
           llvm::any_of(Names, [&](auto &N) { return N.second == Name; });
  };
  std::string Name = Base.str();
  if (Name.empty() || Taken(Name) || Name == Field.getName())
    Name = "locked" + Base.take_front().upper() + Base.drop_front().str();
  const std::string Stem = Name;
  for (unsigned I = 2; Taken(Name); ++I)
    Name = Stem + std::to_string(I);
  Names.push_back({U.Key, Name});
  return Name;
}

void FunctionRewrite::rewriteGuarded(Use &U, const Guard &G) {
  const std::string Name = localName(U);
  if (G.Kind == Guard::Condition) {
    const auto *If = dyn_cast<IfStmt>(G.At);
    const Expr *Condition =
        If ? If->getCond() : cast<WhileStmt>(G.At)->getCond();
    const Stmt *Body = If ? If->getThen() : cast<WhileStmt>(G.At)->getBody();
    Change.replace(*Condition, "auto " + Name + " = " + lock(U));
    for (Use &T : All)
      if (&T == G.Test)
        T.Done = true;
    useLocal(Body, U, Name);
    return;
  }
  const Stmt *Block = parent(G.At);
  std::vector<const Stmt *> Regions = {G.At};
  if (G.Rest) {
    bool After = false;
    for (const Stmt *S : Block->children()) {
      if (After)
        Regions.push_back(S);
      After |= S == G.At;
    }
  }
  const bool Reuse = llvm::any_of(Locals, [&](const Local &L) {
    return L.Block == Block && L.Key == U.Key;
  });
  if (Reuse && llvm::any_of(All, [](const Use &Other) {
        return Other.Kind == Reading::Assign;
      }))
    return refuse("it is changed between two uses", *U.Place);
  const std::string Line = "auto " + Name + " = " + lock(U) + ";";
  if (isa<CompoundStmt>(Block)) {
    if (!Reuse)
      Change.insertBefore(G.At->getBeginLoc(),
                          Line + separator(G.At->getBeginLoc(), ""));
    Locals.push_back({Block, U.Key, Name});
  } else {
    const SourceLocation End =
        tidy::utils::lexer::getUnifiedEndLoc(*G.At, SM, Context.getLangOpts());
    Change.insertBefore(G.At->getBeginLoc(), "{ " + Line + " ");
    Change.insertAfter(End, " }");
  }
  useLocal(Regions, U, Name);
}

/// What goes between an inserted line and the statement at \p Loc: a new line,
/// unless the statement itself shares its line with what is before it.
std::string FunctionRewrite::separator(SourceLocation Loc,
                                       StringRef Step) const {
  const auto Column = static_cast<int>(SM.getSpellingColumnNumber(Loc));
  const StringRef Before = sourceText(
      CharSourceRange::getCharRange(Loc.getLocWithOffset(1 - Column), Loc),
      Context);
  return Before.trim().empty() ? ("\n" + Before + Step).str() : " ";
}

/// True if an if without an else, put in place of \p S, would take the else of
/// another.
bool FunctionRewrite::wouldTakeElse(const Stmt *S) const {
  for (const Stmt *Up = parent(S); Up && !isa<CompoundStmt, Expr>(Up);
       S = Up, Up = parent(Up))
    if (const auto *If = dyn_cast<IfStmt>(Up); If && If->getElse())
      return If->getThen() == S;
  return false;
}

/// A dereference that nothing guards: the whole statement is done only if the
/// object is alive.
void FunctionRewrite::rewriteStatement(Use &U) {
  const Stmt *S = U.Place;
  const Stmt *Up = parent(S);
  bool Conditional = false;
  for (; Up && isa<Expr>(Up) && !isa<LambdaExpr>(Up); S = Up, Up = parent(Up)) {
    const auto *Both = dyn_cast<BinaryOperator>(Up);
    Conditional |=
        isa<ConditionalOperator>(Up) || (Both && Both->isLogicalOp());
  }
  bool IsStatement = Up && isa<CompoundStmt, SwitchCase, LabelStmt>(Up);
  if (const auto *If = dyn_cast_or_null<IfStmt>(Up))
    IsStatement = If->getThen() == S || If->getElse() == S;
  else if (const auto *While = dyn_cast_or_null<WhileStmt>(Up))
    IsStatement = While->getBody() == S;
  else if (const auto *For = dyn_cast_or_null<ForStmt>(Up))
    IsStatement = For->getBody() == S;
  else if (const auto *Range = dyn_cast_or_null<CXXForRangeStmt>(Up))
    IsStatement = Range->getBody() == S;
  if (!IsStatement || Conditional)
    return refuse("'" + sourceText(*U.Place, Context) +
                      "' is dereferenced without a test for null and the "
                      "value is needed",
                  *U.Place);
  const std::string Name = localName(U);
  const std::string If = "if (auto " + Name + " = " + lock(U) + ")";
  const SourceLocation Begin = S->getBeginLoc();
  if (wouldTakeElse(S)) {
    Change.insertBefore(Begin, "{ " + If + " ");
    Change.insertAfter(
        tidy::utils::lexer::getUnifiedEndLoc(*S, SM, Context.getLangOpts()),
        " }");
  } else {
    Change.insertBefore(Begin, If + separator(Begin, "  "));
  }
  useLocal(S, U, Name);
}

void FunctionRewrite::rewriteDerefs() {
  for (Use &U : All) {
    if (U.Kind != Reading::Deref || U.Done || Change.refused())
      continue;
    if (!Form.has("lock")) {
      refuse("'" + Form.qualifiedName() + "' has no lock(), needed", *U.Place);
      return;
    }
    const Guard G = findGuard(U);
    if (G.Kind == Guard::Refused)
      refuse("the test of '" + sourceText(*U.Place, Context) +
                 "' cannot keep the object alive until it is used",
             *U.Place);
    else if (G.Kind == Guard::None)
      rewriteStatement(U);
    else
      rewriteGuarded(U, G);
  }
}

void FunctionRewrite::rewriteAssign(const Use &U) {
  const auto &Assign = *cast<CXXOperatorCallExpr>(U.Whole);
  const Stmt *Up = parent(&Assign);
  while (Up && isTransparent(Up))
    Up = parent(Up);
  if (Up && isa<Expr, ReturnStmt, DeclStmt>(Up) && !isa<LambdaExpr>(Up))
    return refuse("the result of an assignment is used", Assign);
  const Expr *Stored = Assign.getArg(1);
  if (isNullHandle(Stored)) {
    if (isa<CXXNullPtrLiteralExpr, GNUNullExpr>(stripHandle(Stored)))
      Change.replace(CharSourceRange::getTokenRange(
                         Lexer::getLocForEndOfToken(U.Place->getEndLoc(), 0, SM,
                                                    Context.getLangOpts()),
                         Assign.getEndLoc()),
                     ".reset()");
    else if (!isa<InitListExpr>(stripHandle(Stored)) &&
             sourceText(*Stored, Context) != "{}")
      Change.replace(*Stored, "{}");
    return;
  }
  const Expr *Handle = stripHandle(Stored);
  if (!WeakForm::of(Handle->getType()))
    return refuse("what is stored is no shared pointer", Assign);
  const auto *Call = dyn_cast<CXXMemberCallExpr>(Handle);
  const auto *Member = dyn_cast<MemberExpr>(U.Place);
  if (Call && Member && Call->getMethodDecl() &&
      Call->getMethodDecl()->getIdentifier() &&
      Call->getMethodDecl()->getName() == "shared_from_this" &&
      isa<CXXThisExpr>(
          Call->getImplicitObjectArgument()->IgnoreParenImpCasts()) &&
      isa<CXXThisExpr>(Member->getBase()->IgnoreParenImpCasts()))
    return refuse("the object keeps itself alive on purpose, reset '" +
                      Field.getName() + "' when that is over; set",
                  Assign);
  checkOwner(Stored, &Assign);
}

void FunctionRewrite::rewriteRest(Use &U) {
  switch (U.Kind) {
  case Reading::Test:
  case Reading::Null: {
    if (!Form.has("expired"))
      return refuse("'" + Form.qualifiedName() + "' has no expired(), needed",
                    *U.Place);
    const std::string Expired =
        sourceText(*U.Place, Context).str() + ".expired()";
    const Expr *Whole = U.Whole;
    bool Set = U.TrueIfSet;
    if (U.Kind == Reading::Test) {
      const Stmt *Up = parent(Whole);
      while (Up && isa<ImplicitCastExpr, ParenExpr>(Up))
        Up = parent(Up);
      if (const auto *Not = dyn_cast_or_null<UnaryOperator>(Up);
          Not && Not->getOpcode() == UO_LNot) {
        Whole = Not;
        Set = false;
      }
    }
    Change.replace(*Whole, (Set ? "!" : "") + Expired);
    return;
  }
  case Reading::Copy:
    if (!Form.has("lock"))
      return refuse("'" + Form.qualifiedName() + "' has no lock(), needed",
                    *U.Place);
    Change.insertAfter(U.Place->getEndLoc(), ".lock()");
    return;
  case Reading::Assign:
    return rewriteAssign(U);
  case Reading::Deref:
  case Reading::Same:
    return;
  }
}

void FunctionRewrite::run(ArrayRef<const MemberExpr *> Members) {
  const bool Single = WeakForm::of(Field.getType()).has_value();
  for (const MemberExpr *E : Members) {
    if (!E->getBase()->isTypeDependent() && Single)
      addPlace(E);
    else
      addContainer(E);
  }
  if (Change.refused())
    return;
  rewriteDerefs();
  for (Use &U : All)
    if (!U.Done && !Change.refused())
      rewriteRest(U);
}

//===----------------------------------------------------------------------===//
// The member
//===----------------------------------------------------------------------===//

/// True if the class compares its objects member by member.
static bool comparesMembers(const CXXRecordDecl &R) {
  const auto IsDefaulted = [](const FunctionDecl *F) {
    return F && F->isDefaulted() && F->getOverloadedOperator() != OO_None &&
           F->getOverloadedOperator() != OO_Equal;
  };
  for (const Decl *D : R.decls()) {
    if (const auto *Friend = dyn_cast<FriendDecl>(D))
      D = Friend->getFriendDecl();
    if (D && IsDefaulted(D->getAsFunction()))
      return true;
  }
  return false;
}

/// A set's element and a map's key have an order or a hash, a weak pointer has
/// neither.
static bool isKey(QualType Container, QualType Handle) {
  const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      Container->getAsCXXRecordDecl());
  if (!S || !S->getIdentifier())
    return false;
  const StringRef Name = S->getName();
  const TemplateArgument &First = S->getTemplateArgs()[0];
  return (Name.contains("map") || Name.contains("set") ||
          Name.contains("queue")) &&
         First.getKind() == TemplateArgument::Type &&
         First.getAsType().getCanonicalType().getUnqualifiedType() ==
             Handle.getCanonicalType().getUnqualifiedType();
}

static void rewriteDefault(const FieldDecl &Field, const ASTContext &Context,
                           Edits &Change) {
  const Expr *Init = Field.getInClassInitializer();
  if (!Init)
    return;
  const StringRef Text = sourceText(*Init, Context);
  if (Text == "{}")
    return;
  if (!isNullHandle(Init)) {
    Change.refuse("its default value is '" + Text + "'");
    return;
  }
  const Expr *Null = stripHandle(Init);
  if (Field.getInClassInitStyle() == ICIS_ListInit) {
    if (isa<CXXNullPtrLiteralExpr, GNUNullExpr>(Null))
      Change.replace(*Null, "");
    return;
  }
  const SourceLocation After = Lexer::getLocForEndOfToken(
      Field.getLocation(), 0, Context.getSourceManager(),
      Context.getLangOpts());
  if (Field.getType()->isArrayType())
    Change.refuse("its default value is '" + Text + "'");
  else
    Change.replace(CharSourceRange::getTokenRange(After, Init->getEndLoc()),
                   "");
}

/// Removes nullptr, which a weak pointer cannot be made of, from \p Init.
static bool dropNull(const Expr *Init, StringRef Instead, Edits &Change) {
  if (!isNullHandle(Init))
    return false;
  const Expr *Null = stripHandle(Init);
  if (isa<CXXNullPtrLiteralExpr, GNUNullExpr>(Null))
    Change.replace(*Null, Instead);
  return true;
}

static bool sharesItsType(const FieldDecl &Field) {
  return llvm::any_of(Field.getParent()->fields(), [&](const FieldDecl *Other) {
    return Other != &Field &&
           Other->getTypeSpecStartLoc() == Field.getTypeSpecStartLoc();
  });
}

static void rewriteDeclaration(const FieldDecl &Field,
                               const ASTContext &Context, Edits &Change) {
  const HandleTypes Written(Field.getTypeSourceInfo()->getTypeLoc());
  if (Written.Found.size() != 1)
    return Change.refuse("its type '" + writtenType(Field.getType(), Context) +
                         "' does not spell one shared pointer that has a weak "
                         "form");
  const TypeLoc Handle = Written.Found.front();
  if (isKey(Field.getType(), Handle.getType()))
    return Change.refuse("it is hashed or ordered");
  if (Field.getType()->isReferenceType())
    return Change.refuse("it is a reference");
  if (sharesItsType(Field))
    return Change.refuse("it is declared together with another member");
  if (comparesMembers(*cast<CXXRecordDecl>(Field.getParent())))
    return Change.refuse("its class compares members");
  retype(Handle, Context, Change);
  rewriteDefault(Field, Context, Change);
}

FixPlan planWeakMember(const FieldDecl &Field, ASTContext &Context) {
  const auto Refuse = [&](const Twine &Why) {
    return FixPlan::refuse("'" + Field.getName() + "' stays as it is: " + Why);
  };
  const MemberUses Uses = MemberUses::find(Field, Context);
  if (!Uses.Obstacle.empty())
    return Refuse(Uses.Obstacle);
  Edits Change(Context);
  rewriteDeclaration(Field, Context, Change);
  if (Change.refused())
    return Refuse(std::move(Change).finish().Refusal);

  const HandleTypes Written(Field.getTypeSourceInfo()->getTypeLoc());
  const WeakForm Form = *WeakForm::of(Written.Found.front().getType());
  for (const auto &[Function, Members] : Uses.InFunctions) {
    if (Function->getBody() && !Function->isDefaulted())
      FunctionRewrite(*Function, Field, Uses, Form, Context, Change)
          .run(Members);
  }
  const bool Single = WeakForm::of(Field.getType()).has_value();
  for (const auto &[Constructor, Initialiser] : Uses.Initialisers) {
    const Expr *Init = Initialiser->getInit();
    if (dropNull(Init, "", Change))
      continue;
    if (!Single || !WeakForm::of(stripHandle(Init)->getType()) ||
        !Constructor->getBody())
      Change.refuse("it is initialised at " +
                    lineOf(Initialiser->getSourceLocation(), Context) +
                    " by what is no shared pointer");
    else
      FunctionRewrite(*Constructor, Field, Uses, Form, Context, Change)
          .checkOwner(Init, Init);
  }
  for (const Expr *Value : Uses.AggregateValues) {
    if (dropNull(Value, "{}", Change))
      continue;
    if (!Single || !WeakForm::of(stripHandle(Value)->getType()) ||
        isFresh(Value))
      Change.refuse("it is initialised in braces at " +
                    lineOf(Value->getBeginLoc(), Context));
  }
  FixPlan Plan = std::move(Change).finish();
  return Plan.Refusal.empty() ? Plan : Refuse(Plan.Refusal);
}

} // namespace heapwise::fixes
