//===-- MemberUsage.cpp - What a program does with members ----------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "MemberUsage.h"
#include "LoopWalk.h"

#include "clang/AST/DeclFriend.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/Support/Path.h"

using namespace clang;

namespace heapwise::layout {

std::uint64_t ValueRange::bytes() const {
  if (Min >= 0)
    return Max <= 0xff ? 1 : Max <= 0xffff ? 2 : Max <= 0xffffffff ? 4 : 8;
  auto Fits = [this](std::int64_t Limit) {
    return Min >= -Limit - 1 && Max <= Limit;
  };
  return Fits(0x7f) ? 1 : Fits(0x7fff) ? 2 : Fits(0x7fffffff) ? 4 : 8;
}

//===----------------------------------------------------------------------===//
// Ranges of values
//===----------------------------------------------------------------------===//

static std::optional<ValueRange> rangeOfType(QualType T,
                                             const ASTContext &Context) {
  if (T->isBooleanType())
    return ValueRange{0, 1};
  if (!T->isIntegerType() || T->isEnumeralType())
    return std::nullopt;
  const std::uint64_t Bits = Context.getTypeSize(T);
  if (Bits > 16)
    return std::nullopt; // no narrower than what it would be stored in
  if (T->isUnsignedIntegerType())
    return ValueRange{0, (std::int64_t(1) << Bits) - 1};
  return ValueRange{-(std::int64_t(1) << (Bits - 1)),
                    (std::int64_t(1) << (Bits - 1)) - 1};
}

static std::optional<ValueRange>
rangeOf(const Expr *E, const ASTContext &Context, unsigned Depth = 0) {
  if (!E || E->isValueDependent() || Depth > 8)
    return std::nullopt;
  Expr::EvalResult Value;
  if (E->getType()->isIntegralOrEnumerationType() &&
      E->EvaluateAsInt(Value, Context) &&
      Value.Val.getInt().isRepresentableByInt64()) {
    const std::int64_t N = Value.Val.getInt().getExtValue();
    return ValueRange{N, N};
  }
  if (std::optional<ValueRange> R = rangeOfType(E->getType(), Context))
    return R;
  E = E->IgnoreParens();
  if (const auto *Cast = dyn_cast<CastExpr>(E))
    return rangeOf(Cast->getSubExpr(), Context, Depth + 1);
  if (const auto *C = dyn_cast<ConditionalOperator>(E)) {
    auto A = rangeOf(C->getTrueExpr(), Context, Depth + 1);
    auto B = rangeOf(C->getFalseExpr(), Context, Depth + 1);
    if (!A || !B)
      return std::nullopt;
    A->include(*B);
    return A;
  }
  const auto *Op = dyn_cast<BinaryOperator>(E);
  if (!Op || (Op->getOpcode() != BO_Rem && Op->getOpcode() != BO_And))
    return std::nullopt;
  auto Limit = rangeOf(Op->getRHS(), Context, Depth + 1);
  const bool Unsigned = Op->getLHS()->getType()->isUnsignedIntegerType();
  if (!Limit || Limit->Min <= 0)
    return std::nullopt;
  if (Op->getOpcode() == BO_And)
    return ValueRange{0, Limit->Max};
  return ValueRange{Unsigned ? 0 : 1 - Limit->Max, Limit->Max - 1};
}

//===----------------------------------------------------------------------===//
// The walk
//===----------------------------------------------------------------------===//

class MemberWalk : public LoopWalk<MemberWalk> {
  using Base = LoopWalk<MemberWalk>;

public:
  MemberWalk(const ASTContext &Context, MemberUsage &Out)
      : LoopWalk(Context), Out(Out) {}

  bool VisitCXXRecordDecl(CXXRecordDecl *R) {
    if (R->isThisDeclarationADefinition())
      for (const CXXBaseSpecifier &B : R->bases())
        if (const CXXRecordDecl *Class = B.getType()->getAsCXXRecordDecl())
          Out.Bases.insert(Class->getCanonicalDecl());
    return true;
  }

  bool VisitFieldDecl(FieldDecl *F) {
    if (MemberFacts *Facts = find(F); Facts && F->getInClassInitializer())
      noteValue(*Facts, F->getInClassInitializer(), true);
    return true;
  }

  bool TraverseConstructorInitializer(CXXCtorInitializer *Init) {
    if (Init->isMemberInitializer() && Init->isWritten())
      if (MemberFacts *Facts = find(Init->getMember()))
        noteValue(*Facts, Init->getInit(), true);
    return Base::TraverseConstructorInitializer(Init);
  }

  bool VisitInitListExpr(InitListExpr *List) {
    const InitListExpr *Semantic =
        List->isSemanticForm() ? List : List->getSemanticForm();
    const RecordDecl *R = List->getType()->getAsRecordDecl();
    if (!R || !Semantic)
      return true;
    unsigned I =
        Semantic->getNumInits() -
        std::min<unsigned>(Semantic->getNumInits(),
                           std::distance(R->field_begin(), R->field_end()));
    for (const FieldDecl *F : R->fields()) {
      if (I >= Semantic->getNumInits())
        break;
      const Expr *Value = Semantic->getInit(I++);
      if (MemberFacts *Facts = find(F);
          Facts && !isa<ImplicitValueInitExpr, CXXDefaultInitExpr>(Value))
        noteValue(*Facts, Value, true);
    }
    return true;
  }

  // Parents come before children, so that a member expression which is
  // understood from outside is not counted as a read again.
  bool VisitBinaryOperator(BinaryOperator *Op) {
    const MemberExpr *M = member(Op->getLHS());
    MemberFacts *Facts = Op->isAssignmentOp() && M ? find(M) : nullptr;
    if (!Facts)
      return true;
    Understood.insert(M);
    noteWrite(*Facts, Op->getOperatorLoc());
    if (Op->isCompoundAssignmentOp()) {
      Facts->RangeKnown = false;
    } else {
      noteValue(*Facts, Op->getRHS(), false);
    }
    return true;
  }
  bool VisitUnaryOperator(UnaryOperator *Op) {
    const MemberExpr *M = member(Op->getSubExpr());
    MemberFacts *Facts = M ? find(M) : nullptr;
    if (!Facts)
      return true;
    if (Op->getOpcode() == UO_AddrOf) {
      Understood.insert(M);
      escape(*Facts);
    } else if (Op->isIncrementDecrementOp()) {
      Understood.insert(M);
      ++Facts->Reads;
      noteWrite(*Facts, Op->getOperatorLoc());
      noteStep(*Facts, cast<FieldDecl>(M->getMemberDecl()),
               Op->isIncrementOp());
    }
    return true;
  }
  bool VisitCXXOperatorCallExpr(CXXOperatorCallExpr *Call) {
    const MemberExpr *M =
        Call->getNumArgs() ? member(Call->getArg(0)) : nullptr;
    MemberFacts *Facts = M ? find(M) : nullptr;
    if (!Facts)
      return true;
    if (Call->getOperator() == OO_Equal) {
      Understood.insert(M);
      noteWrite(*Facts, Call->getOperatorLoc());
      Facts->OnlyByElement = false;
    } else if (Call->getOperator() == OO_Subscript) {
      Understood.insert(M);
      noteSubscript(*Facts, Call->getArg(1));
    }
    return true;
  }
  bool VisitArraySubscriptExpr(ArraySubscriptExpr *E) {
    const MemberExpr *M = member(E->getBase());
    MemberFacts *Facts = M ? find(M) : nullptr;
    if (!Facts)
      return true;
    Understood.insert(M);
    noteSubscript(*Facts, E->getIdx());
    return true;
  }
  bool VisitCXXMemberCallExpr(CXXMemberCallExpr *Call) {
    const MemberExpr *M = member(Call->getImplicitObjectArgument());
    MemberFacts *Facts = M ? find(M) : nullptr;
    const CXXMethodDecl *Method = Call->getMethodDecl();
    if (!Facts || !Method)
      return true;
    Understood.insert(M);
    ++Facts->Reads;
    Facts->OnlyByElement &=
        Method->getIdentifier() && Method->getName() == "size";
    if (!Method->isConst())
      noteWrite(*Facts, Call->getExprLoc());
    return true;
  }
  bool VisitCallExpr(CallExpr *Call) { return visitArguments(Call); }
  bool VisitVarDecl(VarDecl *V) {
    if (!V->getType()->isReferenceType() || !V->getInit())
      return true;
    if (const MemberExpr *M = member(V->getInit()))
      if (MemberFacts *Facts = find(M)) {
        Understood.insert(M);
        escape(*Facts);
      }
    return true;
  }
  bool VisitReturnStmt(ReturnStmt *Return) {
    if (!Function || !Function->getReturnType()->isReferenceType() ||
        !Return->getRetValue())
      return true;
    if (const MemberExpr *M = member(Return->getRetValue()))
      if (MemberFacts *Facts = find(M)) {
        Understood.insert(M);
        ++Facts->Reads;
        if (!Function->getReturnType()->getPointeeType().isConstQualified())
          escape(*Facts);
      }
    return true;
  }
  bool VisitMemberExpr(MemberExpr *M) {
    if (Understood.contains(M))
      return true;
    if (MemberFacts *Facts = find(M)) {
      ++Facts->Reads;
      Facts->OnlyByElement = false;
    }
    return true;
  }
  /// Pointers to members reach them out of sight.
  bool VisitDeclRefExpr(DeclRefExpr *Ref) {
    if (const auto *F = dyn_cast<FieldDecl>(Ref->getDecl()))
      if (MemberFacts *Facts = find(F))
        escape(*Facts);
    return true;
  }

  bool TraverseIfStmt(IfStmt *S) {
    llvm::SaveAndRestore<const Expr *> Guard(Condition, S->getCond());
    return Base::TraverseIfStmt(S);
  }

private:
  static const MemberExpr *member(const Expr *E) {
    return dyn_cast_or_null<MemberExpr>(E ? E->IgnoreParenImpCasts() : nullptr);
  }
  MemberFacts *find(const FieldDecl *F) {
    auto It = Out.Facts.find(F);
    return It == Out.Facts.end() ? nullptr : &It->second;
  }
  MemberFacts *find(const MemberExpr *M) {
    const auto *F = dyn_cast<FieldDecl>(M->getMemberDecl());
    return F ? find(F) : nullptr;
  }

  static void escape(MemberFacts &Facts) {
    Facts.Escapes = true;
    Facts.RangeKnown = false;
    Facts.OnlyByElement = false;
    ++Facts.Reads;
  }

  bool visitArguments(const CallExpr *Call) {
    const FunctionDecl *F = Call->getDirectCallee();
    const unsigned Skip =
        isa<CXXOperatorCallExpr>(Call) && isa_and_nonnull<CXXMethodDecl>(F) ? 1
                                                                            : 0;
    for (unsigned I = Skip; I < Call->getNumArgs(); ++I) {
      const MemberExpr *M = member(Call->getArg(I));
      MemberFacts *Facts = M ? find(M) : nullptr;
      if (!Facts || Understood.contains(M))
        continue;
      const unsigned Parameter = I - Skip;
      const QualType T = F && Parameter < F->getNumParams()
                             ? F->getParamDecl(Parameter)->getType()
                             : QualType();
      const bool ByReference =
          T.isNull() || (T->isLValueReferenceType() &&
                         !T->getPointeeType().isConstQualified());
      const bool Array = M->getType()->isArrayType();
      Understood.insert(M);
      if (ByReference || Array)
        escape(*Facts);
      else
        ++Facts->Reads;
      Facts->OnlyByElement = false;
    }
    return true;
  }

  void noteWrite(MemberFacts &Facts, SourceLocation Loc) {
    if (isa_and_nonnull<CXXConstructorDecl>(Function)) {
      Facts.SetAtConstruction = true;
      return;
    }
    Facts.Writes.push_back(here(Loc));
  }

  void noteValue(MemberFacts &Facts, const Expr *E, bool AtConstruction) {
    if (std::optional<ValueRange> R = rangeOf(E, Context))
      Facts.Range.include(*R);
    else
      Facts.RangeKnown = false;
    if (!AtConstruction)
      return;
    const Expr *Plain = E->IgnoreImplicit();
    const auto *Made = dyn_cast<CXXConstructExpr>(Plain);
    const auto *List = dyn_cast<InitListExpr>(Plain);
    const bool Empty =
        (Made && (Made->getNumArgs() == 0 || Made->isListInitialization())) ||
        (List && List->getNumInits() == 0) || Plain->isEvaluatable(Context);
    Facts.SetAtConstruction |= !Empty;
  }

  /// `if (m < 5) ++m`.
  void noteStep(MemberFacts &Facts, const FieldDecl *F, bool Up) {
    const auto *Test = dyn_cast_or_null<BinaryOperator>(
        Condition ? Condition->IgnoreParens() : nullptr);
    const MemberExpr *M = Test ? member(Test->getLHS()) : nullptr;
    auto Limit = M && M->getMemberDecl() == F ? rangeOf(Test->getRHS(), Context)
                                              : std::nullopt;
    const bool Bounds =
        Limit && (Up ? Test->getOpcode() == BO_LT || Test->getOpcode() == BO_NE
                     : Test->getOpcode() == BO_GT);
    if (!Bounds)
      Facts.RangeKnown = false;
    else
      Facts.Range.include(*Limit);
  }

  void noteSubscript(MemberFacts &Facts, const Expr *Index) {
    ++Facts.Reads;
    const auto *Step = dyn_cast<UnaryOperator>(Index->IgnoreParenImpCasts());
    if (Step && Step->isIncrementOp() && Function)
      Facts.Appenders.push_back(Function);
  }

  MemberUsage &Out;
  const Expr *Condition = nullptr;
  llvm::SmallPtrSet<const MemberExpr *, 16> Understood;
};

MemberUsage::MemberUsage(const llvm::DenseSet<const RecordDecl *> &Records,
                         ASTContext &Context)
    : Context(Context) {
  for (const RecordDecl *R : Records)
    for (const FieldDecl *F : R->fields())
      Facts.try_emplace(F);
  MemberWalk Walk(Context, *this);
  for (Decl *D : Context.getTraversalScope())
    Walk.TraverseDecl(D);
}

const MemberFacts &MemberUsage::of(const FieldDecl *F) const {
  static const MemberFacts None;
  auto It = Facts.find(F);
  return It == Facts.end() ? None : It->second;
}

bool MemberUsage::isOnlyHere(const RecordDecl *R) const {
  const SourceManager &SM = Context.getSourceManager();
  const SourceLocation Loc = SM.getExpansionLoc(R->getLocation());
  if (!SM.isInMainFile(Loc))
    return false;
  const llvm::StringRef Extension =
      llvm::sys::path::extension(SM.getFilename(Loc));
  return !Extension.starts_with_insensitive(".h") && Extension != ".inc";
}

bool MemberUsage::isClosed(const FieldDecl *F) const {
  const auto *R = dyn_cast<CXXRecordDecl>(F->getParent());
  if (!R)
    return false;
  if (isOnlyHere(R))
    return true;
  if (F->getAccess() != AS_private || R->hasFriends())
    return false;
  return llvm::all_of(R->methods(), [](const CXXMethodDecl *M) {
    return M->isImplicit() || M->isDefaulted() || M->isDeleted() ||
           M->isPureVirtual() || (M->hasBody() && !M->hasSkippedBody());
  });
}

} // namespace heapwise::layout
