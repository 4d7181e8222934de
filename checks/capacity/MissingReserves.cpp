//===-- MissingReserves.cpp - Growing loops of known length ---------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Capacity.h"

#include "../access/CopyCost.h"
#include "../access/Uses.h"
#include "../copies/Copies.h"
#include "../facts/TypeModel.h"
#include "../fixes/FixPlan.h"

#include "clang/AST/Attr.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallPtrSet.h"

#include <optional>

using namespace clang;
using namespace heapwise::access;

namespace heapwise::capacity {

namespace {

/// Fewer elements are not worth a reserve().
constexpr uint64_t FewElements = 8;

/// How often a loop runs.
struct Bound {
  /// An expression for it; empty if none can be written down.
  std::string Text;
  /// True if it cannot be negative, so that reserve() may be given it as it is.
  bool IsUnsigned = false;
};

struct Growth {
  const ValueDecl *Container;
  /// The statement that adds to it, and how many elements.
  const Stmt *At;
  uint64_t Count;
};
using GrowthList = llvm::SmallVector<Growth, 2>;

class ReserveFinder {
public:
  ReserveFinder(Unit &U, const BodyIndex &Index, bool UpstreamOverlap,
                std::vector<LocalFinding> &Found)
      : U(U), Index(Index), UpstreamOverlap(UpstreamOverlap), Found(Found) {}

  void loop(const Stmt &Loop);
  void backInserter(const CallExpr &Call);

private:
  bool isZero(const Expr *E) const {
    Expr::EvalResult Value;
    return E->EvaluateAsInt(Value, U.context()) && Value.Val.getInt() == 0;
  }
  std::optional<Bound> boundOf(const Stmt &Loop) const;
  std::optional<Bound> countedBound(const ForStmt &Loop) const;
  std::optional<Bound> countdownBound(const WhileStmt &Loop) const;
  std::optional<Bound> sizeOf(const Expr *Range) const;
  bool isChangedIn(const Expr *E, const Stmt *Body) const;
  bool runsToTheEnd(const Stmt &Body) const;
  void considerChoice(const IfStmt &If, GrowthList &Growths) const;
  const Expr *grown(const Stmt *S) const;
  uint64_t countAdded(const Stmt *S) const;
  bool changesSize(const Expr *Container) const;
  bool isElseChanged(const ValueDecl &V, const Stmt &Body,
                     const GrowthList &Growths) const;
  bool isEmptyBefore(const ValueDecl &V, const Stmt &Loop) const;
  bool isEmptyMember(const FieldDecl &F, const Stmt &Loop) const;
  bool isReportedUpstream(const ValueDecl &V, const Stmt &Loop,
                          const Stmt &Body) const;
  void report(const ValueDecl &V, SourceLocation Loc, const Stmt &Before,
              const Bound &B, uint64_t Times);

  Unit &U;
  const BodyIndex &Index;
  const bool UpstreamOverlap;
  std::vector<LocalFinding> &Found;
};

const Stmt *bodyOf(const Stmt &Loop) {
  if (const auto *Range = dyn_cast<CXXForRangeStmt>(&Loop))
    return Range->getBody();
  if (const auto *For = dyn_cast<ForStmt>(&Loop))
    return For->getBody();
  if (const auto *While = dyn_cast<WhileStmt>(&Loop))
    return While->getBody();
  return nullptr;
}

const VarDecl *variableOf(const Expr *E) {
  const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts());
  return Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
}

/// A variable or a member of this object.
const ValueDecl *containerNamed(const Expr *E) {
  if (const VarDecl *V = variableOf(E))
    return V;
  const auto *Member = dyn_cast<MemberExpr>(E->IgnoreParenImpCasts());
  return Member && isa<CXXThisExpr>(Member->getBase()->IgnoreImpCasts())
             ? dyn_cast<FieldDecl>(Member->getMemberDecl())
             : nullptr;
}

/// A name, a member, a number, the size() of a name: free to be evaluated once
/// more.
bool isPlainValue(const Expr *E) {
  E = E->IgnoreParenImpCasts();
  if (isa<DeclRefExpr, IntegerLiteral, CXXThisExpr>(E))
    return true;
  if (const auto *Member = dyn_cast<MemberExpr>(E))
    return isPlainValue(Member->getBase());
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E)) {
    const CXXMethodDecl *Method = Call->getMethodDecl();
    return Method && Method->isConst() && Call->getNumArgs() == 0 &&
           facts::isLibraryCode(Method) &&
           isPlainValue(Call->getImplicitObjectArgument());
  }
  return false;
}

std::optional<Bound> ReserveFinder::sizeOf(const Expr *Range) const {
  if (!isPlainValue(Range))
    return std::nullopt;
  const std::string Text =
      fixes::sourceText(*Range->IgnoreImplicit(), U.context()).str();
  const QualType T = Range->getType().getNonReferenceType();
  if (const auto *Array = U.context().getAsConstantArrayType(T)) {
    const uint64_t Size = Array->getSize().getZExtValue();
    return Size > FewElements ? std::optional(Bound{std::to_string(Size), true})
                              : std::nullopt;
  }
  const CXXRecordDecl *R = recordOf(T);
  if (isLibraryClass(R, {"forward_list"}) ||
      !(isContainer(R) || isLibraryClass(R, {"span", "basic_string_view"})))
    return std::nullopt;
  return Bound{Text + ".size()", true};
}

/// True if a variable of \p E may change in \p Body.
bool ReserveFinder::isChangedIn(const Expr *E, const Stmt *Body) const {
  const VarDecl *V = variableOf(E);
  if (!V)
    return false;
  return llvm::any_of(U.effects(Index), [&](const Effect &Each) {
    return Each.Kind == Effect::Write && Each.Path.Variable == V &&
           Each.Path.Steps.empty() && Index.contains(Body, Each.At);
  });
}

std::optional<Bound> ReserveFinder::countedBound(const ForStmt &Loop) const {
  const auto *Start = dyn_cast_or_null<DeclStmt>(Loop.getInit());
  const auto *Counter = Start && Start->isSingleDecl()
                            ? dyn_cast<VarDecl>(Start->getSingleDecl())
                            : nullptr;
  const Expr *Condition =
      Loop.getCond() ? Loop.getCond()->IgnoreParenImpCasts() : nullptr;
  const auto *Step = dyn_cast_or_null<UnaryOperator>(Loop.getInc());
  if (!Counter || !Counter->getInit() || !Condition)
    return std::nullopt;
  // for (auto it = c.begin(); it != c.end(); ++it), which C++20 may rewrite
  const Expr *Left = nullptr, *Right = nullptr;
  if (const auto *Compare = dyn_cast<CXXOperatorCallExpr>(Condition);
      Compare && Compare->getOperator() == OO_ExclaimEqual) {
    Left = Compare->getArg(0);
    Right = Compare->getArg(1);
  } else if (const auto *Rewritten =
                 dyn_cast<CXXRewrittenBinaryOperator>(Condition);
             Rewritten && Rewritten->getOperator() == BO_NE) {
    Left = Rewritten->getLHS();
    Right = Rewritten->getRHS();
  }
  if (Left) {
    const auto *End = dyn_cast<CXXMemberCallExpr>(
        Right->IgnoreImplicit()->IgnoreParenImpCasts());
    const CXXMethodDecl *Method = End ? End->getMethodDecl() : nullptr;
    const Expr *First = Counter->getInit()->IgnoreImplicit();
    const auto *Call = dyn_cast<CXXMemberCallExpr>(First);
    const CXXMethodDecl *Begin = Call ? Call->getMethodDecl() : nullptr;
    if (!Method || !Begin || !Method->getIdentifier() ||
        !Begin->getIdentifier() || !Method->getName().ends_with("end") ||
        !Begin->getName().ends_with("begin") ||
        isChangedIn(Left, Loop.getBody()))
      return std::nullopt;
    return sizeOf(End->getImplicitObjectArgument());
  }
  const auto *Compare = dyn_cast<BinaryOperator>(Condition);
  if (Compare && Step && Step->isDecrementOp() &&
      variableOf(Compare->getLHS()) == Counter &&
      (Compare->getOpcode() == BO_GT || Compare->getOpcode() == BO_NE) &&
      isZero(Compare->getRHS()) && isPlainValue(Counter->getInit()) &&
      !isChangedIn(Compare->getLHS(), Loop.getBody())) {
    const Expr *Start = Counter->getInit()->IgnoreParenImpCasts();
    return isa<IntegerLiteral>(Start)
               ? std::nullopt
               : std::optional(
                     Bound{fixes::sourceText(*Start, U.context()).str(),
                           Start->getType()->isUnsignedIntegerType()});
  }
  if (!Compare || variableOf(Compare->getLHS()) != Counter || !Step ||
      !Step->isIncrementOp() || variableOf(Step->getSubExpr()) != Counter ||
      !Counter->getType()->isIntegerType() ||
      !isPlainValue(Compare->getRHS()) ||
      isChangedIn(Compare->getLHS(), Loop.getBody()) ||
      isChangedIn(Compare->getRHS(), Loop.getBody()))
    return std::nullopt;
  const Expr *Limit = Compare->getRHS();
  Expr::EvalResult First, Last;
  const bool FromZero = Counter->getInit()->EvaluateAsInt(First, U.context()) &&
                        First.Val.getInt() == 0;
  if (Limit->EvaluateAsInt(Last, U.context()) &&
      Last.Val.getInt().getExtValue() <= static_cast<int64_t>(FewElements))
    return std::nullopt;
  if (!FromZero ||
      (Compare->getOpcode() != BO_LT && Compare->getOpcode() != BO_NE))
    return Compare->getOpcode() == BO_LT || Compare->getOpcode() == BO_LE ||
                   Compare->getOpcode() == BO_NE
               ? std::optional(Bound())
               : std::nullopt;
  const QualType Written = Limit->IgnoreParenImpCasts()->getType();
  return Bound{
      fixes::sourceText(*Limit->IgnoreParenImpCasts(), U.context()).str(),
      Written->isUnsignedIntegerType() ||
          Limit->isIntegerConstantExpr(U.context())};
}

/// while (n-- > 0), while (n--)
std::optional<Bound>
ReserveFinder::countdownBound(const WhileStmt &Loop) const {
  const Expr *Condition = Loop.getCond()->IgnoreParenImpCasts();
  if (const auto *Compare = dyn_cast<BinaryOperator>(Condition)) {
    if ((Compare->getOpcode() != BO_GT && Compare->getOpcode() != BO_NE) ||
        !isZero(Compare->getRHS()))
      return std::nullopt;
    Condition = Compare->getLHS()->IgnoreParenImpCasts();
  }
  const auto *Step = dyn_cast<UnaryOperator>(Condition);
  const VarDecl *Counter = Step ? variableOf(Step->getSubExpr()) : nullptr;
  if (!Counter || Step->getOpcode() != UO_PostDec ||
      isChangedIn(Step->getSubExpr(), Loop.getBody()))
    return std::nullopt;
  return Bound{Counter->getName().str(),
               Counter->getType()->isUnsignedIntegerType()};
}

std::optional<Bound> ReserveFinder::boundOf(const Stmt &Loop) const {
  if (const auto *Range = dyn_cast<CXXForRangeStmt>(&Loop))
    return Range->getRangeInit()->isLValue() && !Range->getInit()
               ? sizeOf(Range->getRangeInit())
               : std::nullopt;
  if (const auto *For = dyn_cast<ForStmt>(&Loop))
    return countedBound(*For);
  if (const auto *While = dyn_cast<WhileStmt>(&Loop))
    return countdownBound(*While);
  return std::nullopt;
}

/// No way out of the loop before its time, and no round that is cut short.
bool ReserveFinder::runsToTheEnd(const Stmt &Body) const {
  return llvm::none_of(Index.statements(), [&](const Stmt *S) {
    return isa<BreakStmt, ReturnStmt, ContinueStmt, GotoStmt>(S) &&
           Index.contains(&Body, S) && !Index.enclosing<LambdaExpr>(S);
  });
}

/// The hash table of `m[key]`, or null.
const Expr *subscriptedMap(const Expr *E) {
  const auto *Subscript =
      dyn_cast<CXXOperatorCallExpr>(E->IgnoreParenImpCasts());
  return Subscript && Subscript->getOperator() == OO_Subscript &&
                 isLibraryClass(recordOf(Subscript->getArg(0)->getType()),
                                {"unordered_map"})
             ? Subscript->getArg(0)
             : nullptr;
}

const Expr *assignedMap(const CXXOperatorCallExpr *Call) {
  return Call->getOperator() == OO_Equal ? subscriptedMap(Call->getArg(0))
                                         : nullptr;
}

/// A literal that is given as a pointer, or null.
const StringLiteral *literalIn(const Expr *E) {
  return dyn_cast<StringLiteral>(E->IgnoreParenImpCasts());
}

/// How many elements the statement \p S, of which grown() knows, adds.
uint64_t ReserveFinder::countAdded(const Stmt *S) const {
  const Expr *E = cast<Expr>(S)->IgnoreImplicit();
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(E)) {
    const StringLiteral *Literal =
        Operator->getNumArgs() > 1 ? literalIn(Operator->getArg(1)) : nullptr;
    return Operator->getOperator() == OO_PlusEqual && Literal
               ? Literal->getLength()
               : 1;
  }
  const auto *Call = dyn_cast<CXXMemberCallExpr>(E);
  Expr::EvalResult Count;
  const bool IsAppend = Call && Call->getNumArgs() == 2 &&
                        Call->getMethodDecl()->getIdentifier() &&
                        Call->getMethodDecl()->getName() == "append";
  return IsAppend && Call->getArg(0)->EvaluateAsInt(Count, U.context())
             ? Count.Val.getInt().getZExtValue()
             : 1;
}

/// The container to which the statement \p S adds elements, or null.
const Expr *ReserveFinder::grown(const Stmt *S) const {
  const auto *E = dyn_cast<Expr>(S);
  if (!E)
    return nullptr;
  E = E->IgnoreImplicit();
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(E)) {
    const Expr *Object = Operator->getArg(0);
    if (const Expr *Map = assignedMap(Operator))
      return Map;
    return Operator->getOperator() == OO_PlusEqual &&
                   isLibraryClass(recordOf(Object->getType()),
                                  {"basic_string"}) &&
                   (Operator->getArg(1)->getType()->isAnyCharacterType() ||
                    literalIn(Operator->getArg(1)))
               ? Object
               : nullptr;
  }
  if (const auto *Assign = dyn_cast<BinaryOperator>(E))
    return Assign->getOpcode() == BO_Assign ? subscriptedMap(Assign->getLHS())
                                            : nullptr;
  const auto *Call = dyn_cast<CXXMemberCallExpr>(E);
  const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
  if (!Method || !Method->getIdentifier())
    return nullptr;
  const Expr *Object = Call->getImplicitObjectArgument();
  const CXXRecordDecl *R = recordOf(Object->getType());
  const llvm::StringRef Name = Method->getName();
  if (isLibraryClass(R, {"basic_string"}) && Name == "append") {
    Expr::EvalResult Count;
    return Call->getNumArgs() == 2 &&
                   Call->getArg(1)->getType()->isAnyCharacterType() &&
                   Call->getArg(0)->EvaluateAsInt(Count, U.context())
               ? Object
               : nullptr;
  }
  if (isLibraryClass(R, {"vector", "basic_string"}))
    return Name == "push_back" || Name == "emplace_back" ? Object : nullptr;
  if (isLibraryClass(R, {"unordered_map", "unordered_set", "unordered_multimap",
                         "unordered_multiset"}))
    return (Name == "insert" && Call->getNumArgs() == 1) || Name == "emplace" ||
                   Name == "try_emplace"
               ? Object
               : nullptr;
  return nullptr;
}

/// True if \p V is a local variable that starts empty, and nothing happens to
/// it before \p Loop, in the block of which it is declared.
bool ReserveFinder::isEmptyBefore(const ValueDecl &D, const Stmt &Loop) const {
  if (const auto *Field = dyn_cast<FieldDecl>(&D))
    return isEmptyMember(*Field, Loop);
  const auto &V = cast<VarDecl>(D);
  if (!V.hasLocalStorage() || isa<ParmVarDecl>(V) ||
      V.getType()->isReferenceType())
    return false;
  if (const Expr *Init = V.getInit()) {
    const auto *Construct = dyn_cast<CXXConstructExpr>(Init->IgnoreImplicit());
    const auto *List = dyn_cast<InitListExpr>(Init->IgnoreImplicit());
    if (!(Construct && Construct->getNumArgs() == 0) &&
        !(List && List->getNumInits() == 0))
      return false;
  }
  const Stmt *Declaration = Index.declaration(&V);
  if (!Declaration ||
      Index.enclosingLoop(Declaration) != Index.enclosingLoop(&Loop))
    return false;
  return llvm::none_of(Index.references(&V), [&](const DeclRefExpr *Ref) {
    return Index.begin(Ref) < Index.begin(&Loop);
  });
}

/// A member that the constructor starts with, or that was just cleared.
bool ReserveFinder::isEmptyMember(const FieldDecl &F, const Stmt &Loop) const {
  if (Index.enclosingLoop(&Loop) || Index.enclosing<LambdaExpr>(&Loop))
    return false;
  bool IsEmpty = false;
  if (const auto *C = dyn_cast<CXXConstructorDecl>(&Index.function()))
    IsEmpty = !F.hasInClassInitializer() && !C->isDelegatingConstructor() &&
              llvm::none_of(C->inits(), [&](const CXXCtorInitializer *Init) {
                return Init->isWritten() && Init->getMember() == &F;
              });
  for (const Stmt *S : Index.statements()) {
    if (Index.begin(S) >= Index.begin(&Loop))
      break;
    const auto *Member = dyn_cast<MemberExpr>(S);
    if (!Member || Member->getMemberDecl() != &F)
      continue;
    const auto *Method = dyn_cast_or_null<MemberExpr>(Index.parent(Member));
    IsEmpty = Method && isa<CXXThisExpr>(Member->getBase()->IgnoreImpCasts()) &&
              Method->getMemberDecl()->getIdentifier() &&
              Method->getMemberDecl()->getName() == "clear";
    if (!IsEmpty)
      return false;
  }
  return IsEmpty;
}

/// True if upstream's check sees it: a vector that is not named by an alias,
/// and a loop that does nothing else.
bool ReserveFinder::isReportedUpstream(const ValueDecl &V, const Stmt &Loop,
                                       const Stmt &Body) const {
  const auto IsAlias = [](QualType T) {
    return T.getNonReferenceType()->getAs<TypedefType>() != nullptr;
  };
  const auto *Block = dyn_cast<CompoundStmt>(&Body);
  if (!isLibraryClass(recordOf(V.getType()), {"vector"}) ||
      IsAlias(V.getType()) || (Block && Block->size() != 1))
    return false;
  if (const auto *Range = dyn_cast<CXXForRangeStmt>(&Loop))
    return isLibraryClass(recordOf(Range->getRangeInit()->getType()),
                          {"vector", "deque", "list", "map", "set",
                           "unordered_map", "unordered_set"}) &&
           isa<DeclRefExpr>(Range->getRangeInit()->IgnoreParenImpCasts()) &&
           !IsAlias(Range->getRangeInit()->getType());
  const auto *For = dyn_cast<ForStmt>(&Loop);
  const auto *Compare =
      For ? dyn_cast_or_null<BinaryOperator>(For->getCond()) : nullptr;
  return Compare && Compare->getOpcode() == BO_LT;
}

const Stmt *onlyStatement(const Stmt *S) {
  const auto *Block = dyn_cast_or_null<CompoundStmt>(S);
  return Block && Block->size() == 1 ? *Block->body_begin() : S;
}

/// True unless \p Container is read, or its elements are changed.
bool ReserveFinder::changesSize(const Expr *Container) const {
  const Stmt *Parent = Index.parent(Container);
  while (isa_and_nonnull<ParenExpr>(Parent) ||
         (isa_and_nonnull<ImplicitCastExpr>(Parent) &&
          cast<Expr>(Parent)->isGLValue())) {
    if (cast<Expr>(Parent)->getType().isConstQualified())
      return false;
    Parent = Index.parent(Parent);
  }
  if (const auto *Member = dyn_cast_or_null<MemberExpr>(Parent)) {
    const auto *Method = dyn_cast<CXXMethodDecl>(Member->getMemberDecl());
    return Method && !Method->isConst() && !hasConstTwin(*Method);
  }
  if (const auto *Call = dyn_cast_or_null<CXXOperatorCallExpr>(Parent)) {
    const auto *Method =
        dyn_cast_or_null<CXXMethodDecl>(Call->getDirectCallee());
    if (Method && Call->getArg(0)->IgnoreParens() == Container)
      return !Method->isConst() && !hasConstTwin(*Method) &&
             Call->getOperator() != OO_Subscript;
  }
  return usesOf(U, Index, Container).Mutated;
}

/// Each branch adds one to the same container.
void ReserveFinder::considerChoice(const IfStmt &If,
                                   GrowthList &Growths) const {
  const Stmt *Then = onlyStatement(If.getThen());
  const Stmt *Else = onlyStatement(If.getElse());
  const Expr *A = grown(Then), *B = grown(Else);
  const ValueDecl *V = A ? containerNamed(A) : nullptr;
  if (V && B && containerNamed(B) == V &&
      copies::isPlainCode(Then->getBeginLoc(), U.context())) {
    Growths.push_back({V, Then, std::min(countAdded(Then), countAdded(Else))});
    Growths.push_back({V, Else, 0});
  }
}

/// True if \p Body does something else to \p V that changes its size: the
/// bound does not tell how long it gets.
bool ReserveFinder::isElseChanged(const ValueDecl &V, const Stmt &Body,
                                  const GrowthList &Growths) const {
  return llvm::any_of(Index.statements(), [&](const Stmt *S) {
    if (!isa<DeclRefExpr, MemberExpr>(S) || !Index.contains(&Body, S) ||
        containerNamed(cast<Expr>(S)) != &V)
      return false;
    const bool IsGrowth = llvm::any_of(Growths, [&](const Growth &G) {
      const Expr *Container = G.Container == &V ? grown(G.At) : nullptr;
      return Container && Container->IgnoreParenImpCasts() == S;
    });
    return !IsGrowth && changesSize(cast<Expr>(S));
  });
}

void ReserveFinder::loop(const Stmt &Loop) {
  const Stmt *Body = bodyOf(Loop);
  if (!Body || !copies::isPlainCode(Loop.getBeginLoc(), U.context()))
    return;
  GrowthList Growths;
  const auto Consider = [&](const Stmt *S) {
    const Expr *Container = grown(S);
    const ValueDecl *V = Container ? containerNamed(Container) : nullptr;
    if (V && copies::isPlainCode(S->getBeginLoc(), U.context()))
      Growths.push_back({V, S, countAdded(S)});
    else if (const auto *If = dyn_cast<IfStmt>(S); If && If->getElse())
      considerChoice(*If, Growths);
  };
  if (const auto *Block = dyn_cast<CompoundStmt>(Body))
    llvm::for_each(Block->body(), Consider);
  else
    Consider(Body);
  if (Growths.empty())
    return;
  const std::optional<Bound> B = boundOf(Loop);
  if (!B || !runsToTheEnd(*Body))
    return;
  llvm::SmallPtrSet<const ValueDecl *, 2> Seen;
  for (const Growth &First : Growths) {
    const ValueDecl &V = *First.Container;
    if (!Seen.insert(&V).second || !isEmptyBefore(V, Loop) ||
        (!UpstreamOverlap && isReportedUpstream(V, Loop, *Body)) ||
        isElseChanged(V, *Body, Growths))
      continue;
    uint64_t Times = 0;
    for (const Growth &G : Growths)
      Times += G.Container == &V ? G.Count : 0;
    report(V, First.At->getBeginLoc(), Loop, *B, Times);
  }
}

void ReserveFinder::report(const ValueDecl &V, SourceLocation Loc,
                           const Stmt &Before, const Bound &B, uint64_t Times) {
  LocalFinding F;
  F.Loc = Loc;
  const std::string Name = V.getName().str();
  F.Message = "'" + Name + "' grows in a loop " +
              (B.Text.empty() ? "of known length"
                              : "that runs '" + B.Text + "' times") +
              " without reserving room first";
  const std::string Count =
      Times == 1 ? B.Text : std::to_string(Times) + " * " + B.Text;
  // A loop that is the body of an if or of another loop has no room for a
  // statement before it.
  const bool HasRoom = isa_and_nonnull<CompoundStmt>(Index.parent(&Before));
  if (!B.Text.empty() && B.IsUnsigned && HasRoom)
    F.Hints = {FixItHint::CreateInsertion(
        Before.getBeginLoc(),
        Name + ".reserve(" + Count + ");\n" +
            fixes::indentation(Before.getBeginLoc(), U.context()).str())};
  else
    F.Notes.push_back({Before.getBeginLoc(),
                       B.Text.empty() ? "call reserve() before the loop"
                                      : "call '" + Name + ".reserve(" + Count +
                                            ")' before the loop"});
  Found.push_back(std::move(F));
}

/// std::transform(c.begin(), c.end(), std::back_inserter(v), f)
void ReserveFinder::backInserter(const CallExpr &Call) {
  const FunctionDecl *F = Call.getDirectCallee();
  if (!F || !F->getIdentifier() || !F->isInStdNamespace() ||
      (F->getName() != "transform" && F->getName() != "copy") ||
      Call.getNumArgs() < 3 ||
      !copies::isPlainCode(Call.getBeginLoc(), U.context()))
    return;
  const auto *Begin =
      dyn_cast<CXXMemberCallExpr>(Call.getArg(0)->IgnoreImplicit());
  const auto *End =
      dyn_cast<CXXMemberCallExpr>(Call.getArg(1)->IgnoreImplicit());
  const auto *Inserter = dyn_cast<CallExpr>(Call.getArg(2)->IgnoreImplicit());
  const FunctionDecl *Made = Inserter ? Inserter->getDirectCallee() : nullptr;
  if (!Begin || !End || !Made || !Made->getIdentifier() ||
      Made->getName() != "back_inserter" || !Begin->getMethodDecl() ||
      !Begin->getMethodDecl()->getIdentifier() ||
      !Begin->getMethodDecl()->getName().ends_with("begin"))
    return;
  const Expr *Range = Begin->getImplicitObjectArgument();
  const VarDecl *V = variableOf(Inserter->getArg(0));
  const Stmt *Statement = Index.fullExpression(&Call);
  if (!V || !variableOf(Range) ||
      variableOf(Range) != variableOf(End->getImplicitObjectArgument()) ||
      !isLibraryClass(recordOf(V->getType()), {"vector", "basic_string"}))
    return;
  const std::optional<Bound> B = sizeOf(Range);
  if (B && isEmptyBefore(*V, *Statement))
    report(*V, Call.getBeginLoc(), *Statement, *B, 1);
}

} // namespace

void findMissingReserves(Unit &U, const BodyIndex &Index, bool UpstreamOverlap,
                         std::vector<LocalFinding> &Found) {
  ReserveFinder Finder(U, Index, UpstreamOverlap, Found);
  for (const Stmt *S : Index.statements()) {
    if (isLoop(S))
      Finder.loop(*S);
    else if (const auto *Call = dyn_cast<CallExpr>(S))
      Finder.backInserter(*Call);
  }
}

} // namespace heapwise::capacity
