//===-- BulkContexts.cpp - How many objects of a type there are -----------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BulkContexts.h"
#include "LoopWalk.h"
#include "RecordReader.h"

#include "facts/LibraryModel.h"

#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"

#include <algorithm>

using namespace clang;

namespace heapwise::layout {

/// What is counted is memory in use: past this number nothing changes.
constexpr std::uint64_t MaxCount = 10'000'000;
constexpr std::uint64_t FirstLoop = 1000, FurtherLoop = 30;
constexpr unsigned MaxNesting = 4;

static std::uint64_t capped(std::uint64_t A, std::uint64_t B) {
  return A && B > MaxCount / A ? MaxCount : std::min(A * B, MaxCount);
}

std::uint64_t Frequency::estimate() const {
  std::uint64_t N = Known;
  for (unsigned I = 0; I < Loops + Over.size(); ++I)
    N = capped(N, I == 0 ? FirstLoop : FurtherLoop);
  return N;
}

Frequency Frequency::operator*(const Frequency &O) const {
  Frequency Product = {capped(Known, O.Known), Loops + O.Loops, Over};
  Product.Over.append(O.Over.begin(), O.Over.end());
  return Product;
}

Frequency Frequency::everyOf(std::uint64_t Rounds) const {
  Frequency F = *this;
  if (F.Known > 1) {
    F.Known = std::max<std::uint64_t>(1, F.Known / Rounds);
  } else if (Rounds >= FirstLoop) {
    // Once in the innermost loop.
    if (F.Loops)
      --F.Loops;
    else if (!F.Over.empty())
      F.Over.pop_back();
  }
  return F;
}

Frequency Frequency::within(const Frequency &Outer) const {
  Frequency Inner = {std::max<std::uint64_t>(1, Known / Outer.Known),
                     Loops - std::min(Loops, Outer.Loops)};
  if (Over.size() > Outer.Over.size())
    Inner.Over.append(Over.begin() + Outer.Over.size(), Over.end());
  return Inner;
}

const ValueDecl *rootOf(const Expr *E) {
  while (E) {
    E = E->IgnoreParenImpCasts();
    if (const auto *M = dyn_cast<MemberExpr>(E))
      return M->getMemberDecl();
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E))
      return Ref->getDecl();
    if (const auto *Deref = dyn_cast<UnaryOperator>(E);
        Deref &&
        (Deref->getOpcode() == UO_Deref || Deref->getOpcode() == UO_AddrOf)) {
      E = Deref->getSubExpr();
      continue;
    }
    return nullptr;
  }
  return nullptr;
}

const Expr *objectOfCall(const Expr *Call, llvm::StringRef Suffix) {
  const auto *Member = dyn_cast_or_null<CXXMemberCallExpr>(
      Call ? Call->IgnoreUnlessSpelledInSource() : nullptr);
  const CXXMethodDecl *M = Member ? Member->getMethodDecl() : nullptr;
  return M && M->getIdentifier() && M->getName().ends_with(Suffix)
             ? Member->getImplicitObjectArgument()->IgnoreParenImpCasts()
             : nullptr;
}

bool isInMainFile(const Decl *D, const ASTContext &Context) {
  const SourceManager &SM = Context.getSourceManager();
  return SM.isInMainFile(SM.getExpansionLoc(D->getLocation()));
}

bool isInSight(const DeclaratorDecl *D, const ASTContext &Context) {
  if (const auto *V = dyn_cast<VarDecl>(D)) {
    // What something else gave to it has the type that is wanted there.
    if (const Expr *Init = V->getInit())
      if (!isa<CXXConstructExpr, InitListExpr>(Init->IgnoreImplicit()))
        return false;
    return V->isLocalVarDecl() || V->isStaticDataMember() ||
           !V->isExternallyVisible() || isInMainFile(V, Context);
  }
  const auto *F = dyn_cast<FieldDecl>(D);
  const auto *R = F ? dyn_cast<CXXRecordDecl>(F->getParent()) : nullptr;
  if (!R || isInMainFile(R, Context))
    return R != nullptr;
  return F->getAccess() == AS_private && !R->hasFriends() &&
         llvm::all_of(R->methods(), [](const CXXMethodDecl *M) {
           // Which members of a template have a body, its pattern tells.
           const FunctionDecl *Pattern = M->getTemplateInstantiationPattern();
           return !M->isUserProvided() || M->isPureVirtual() ||
                  (Pattern ? Pattern : M)->isDefined();
         });
}

/// The construction or call that an initialiser is, through the nodes around
/// it: `T x = T(n)`.
static const Expr *innermost(const Expr *E) {
  while (E) {
    const Expr *Inner = E->IgnoreImplicit();
    if (const auto *Cast = dyn_cast<CXXFunctionalCastExpr>(Inner))
      Inner = Cast->getSubExpr();
    if (Inner == E)
      break;
    E = Inner;
  }
  return E;
}

//===----------------------------------------------------------------------===//
// The walk
//===----------------------------------------------------------------------===//

class BulkWalk : public LoopWalk<BulkWalk> {
  using Base = LoopWalk<BulkWalk>;

public:
  BulkWalk(ASTContext &Context, BulkContexts &Out)
      : LoopWalk(Context), Out(Out) {}

  bool VisitVarDecl(VarDecl *V) {
    if (V->isInvalidDecl() || V->getType()->isDependentType())
      return true;
    AtDeclaration[V] = Times;
    Out.Flow.noteVariable(V);
    if (const Expr *Init = V->getInit())
      Initialised[innermost(Init)] = V;
    if (containerShape(V->getType(), Context)) {
      Out.Containers.push_back(V);
      noteInit(V, V->getInit());
    }
    const QualType T = V->getType();
    if (T->isConstantArrayType() ||
        stdName(T->getAsCXXRecordDecl()) == "array" || hasLargeArray(T))
      Out.Arrays.push_back(V);
    return true;
  }
  bool VisitTypedefNameDecl(TypedefNameDecl *D) {
    const QualType T = D->getUnderlyingType();
    if (!T->isDependentType() && stdName(T->getAsCXXRecordDecl()) == "variant")
      Out.VariantNames.try_emplace(T.getCanonicalType().getUnqualifiedType(),
                                   D);
    return true;
  }
  bool VisitFieldDecl(FieldDecl *F) {
    if (F->isInvalidDecl() || F->getType()->isDependentType())
      return true;
    if (containerShape(F->getType(), Context)) {
      Out.Containers.push_back(F);
      noteInit(F, F->getInClassInitializer());
    }
    if (const Expr *Init = F->getInClassInitializer())
      Initialised[innermost(Init)] = F;
    return true;
  }
  bool TraverseConstructorInitializer(CXXCtorInitializer *Init) {
    if (Init->isMemberInitializer() && Init->getInit()) {
      Initialised[innermost(Init->getInit())] = Init->getMember();
      noteInit(Init->getMember(), Init->getInit());
    }
    Out.Flow.noteInitializer(Init);
    return Base::TraverseConstructorInitializer(Init);
  }
  bool TraverseIfStmt(IfStmt *S) {
    Out.Flow.enterBranch(S->getCond());
    const bool Continue = Base::TraverseIfStmt(S);
    Out.Flow.leaveBranch();
    return Continue;
  }
  bool TraverseCXXForRangeStmt(CXXForRangeStmt *S) {
    if (const ValueDecl *D = rootOf(S->getRangeInit()))
      ++Out.Named[D].Understood;
    return Base::TraverseCXXForRangeStmt(S);
  }
  bool TraverseLambdaExpr(LambdaExpr *Lambda) {
    llvm::SaveAndRestore<bool> In(InLambda, true);
    return Base::TraverseLambdaExpr(Lambda);
  }

  bool VisitCXXNewExpr(CXXNewExpr *New) {
    if (New->getNumPlacementArgs() > 0)
      return true; // nothrow is rare; the storage of others is not the heap
    BulkContexts::Allocation A = allocation(New, New->getAllocatedType());
    A.What = "made by new";
    if (New->isArray()) {
      A.Kind = BulkUse::InArray;
      A.Elements =
          New->getArraySize() ? elements(*New->getArraySize()) : Frequency();
    }
    Out.Allocations.push_back(std::move(A));
    return true;
  }

  bool VisitCallExpr(CallExpr *Call) {
    Out.Flow.noteCall(Call);
    const FunctionDecl *F = Call->getDirectCallee();
    if (!F)
      return true;
    const bool OnObject = isa<CXXOperatorCallExpr>(Call) &&
                          isa<CXXMethodDecl>(F) &&
                          cast<CXXMethodDecl>(F)->isInstance();
    noteArguments(*F, llvm::ArrayRef(Call->getArgs(), Call->getNumArgs())
                          .drop_front(OnObject ? 1 : 0));
    Site Where = here(Call->getBeginLoc());
    if (const auto *Member = dyn_cast<CXXMemberCallExpr>(Call))
      Where.PerObject = since(rootOf(Member->getImplicitObjectArgument()));
    Out.Callers[F->getCanonicalDecl()].push_back(Where);
    if (isHandle(F->getReturnType()) && !facts::isLibraryCode(F))
      Out.FactoryCalls[F->getCanonicalDecl()].push_back({Call, Where});
    if (!F->getIdentifier())
      return true;
    const llvm::StringRef Name = F->getName();
    if (Name == "malloc" || Name == "calloc" || Name == "realloc" ||
        Name == "aligned_alloc")
      noteMalloc(Call, Name);
    else if (facts::LibraryFunction L = facts::libraryFunction(F);
             L == facts::LibraryFunction::Make ||
             L == facts::LibraryFunction::MakeWithAllocator)
      noteMake(Call, F);
    else if (F->isInStdNamespace() && Name.ends_with("inserter") &&
             Call->getNumArgs() > 0)
      noteCall(Call, Call->getArg(0), Name, ContainerCall::InsertMany);
    return true;
  }

  bool VisitCXXMemberCallExpr(CXXMemberCallExpr *Call) {
    const CXXMethodDecl *M = Call->getMethodDecl();
    if (M && M->getIdentifier() && facts::isLibraryCode(M))
      noteCall(Call, Call->getImplicitObjectArgument(), M->getName(),
               operation(Call, M->getName()));
    if (M && M->getIdentifier() && M->getName() == "emplace")
      if (const TemplateArgumentList *Args = M->getTemplateSpecializationArgs();
          Args && Args->size() &&
          Args->get(0).getKind() == TemplateArgument::Type)
        noteAlternative(Call->getImplicitObjectArgument()->getType(),
                        Args->get(0).getAsType(), Call->getBeginLoc());
    if (isa_and_nonnull<CXXConversionDecl>(M))
      Out.Flow.noteReach(Call->getImplicitObjectArgument());
    return true;
  }

  bool VisitCXXOperatorCallExpr(CXXOperatorCallExpr *Call) {
    const Expr *Object = Call->getNumArgs() ? Call->getArg(0) : nullptr;
    if (!Object)
      return true;
    if (Call->getOperator() == OO_Arrow || Call->getOperator() == OO_Star)
      Out.Flow.noteReach(Object);
    if (Call->getOperator() == OO_Subscript)
      noteCall(Call, Object, "[]", ContainerCall::Other);
    else if (Call->getOperator() == OO_Equal) {
      noteCall(Call, Object, "=", ContainerCall::Other);
      noteAlternative(Object->getType(), Call->getArg(1)->getType(),
                      Call->getBeginLoc());
    }
    return true;
  }

  bool VisitCXXConstructExpr(CXXConstructExpr *E) {
    Out.Flow.noteConstruction(E);
    const CXXConstructorDecl *C = E->getConstructor();
    noteArguments(*C, llvm::ArrayRef(E->getArgs(), E->getNumArgs()));
    Out.Callers[C->getCanonicalDecl()].push_back(here(E->getBeginLoc()));
    if (E->getNumArgs() >= 1)
      noteAlternative(E->getType(), E->getArg(0)->getType(), E->getBeginLoc());
    if (C->isCopyOrMoveConstructor() || E->getNumArgs() == 0 ||
        !containerShape(E->getType(), Context))
      return true;
    ContainerCall Entry = call(E, "", E->getType());
    if (const ValueDecl *D = Initialised.lookup(E))
      setRoot(Entry, D);
    const Expr *First = E->getArg(0)->IgnoreImplicit();
    if (C->getNumParams() && C->getParamDecl(0)->getType()->isIntegerType()) {
      Entry.Op = ContainerCall::Resize;
      setCount(Entry, E->getArg(0));
    } else if (isa<CXXStdInitializerListExpr>(First)) {
      Entry.Op = ContainerCall::Resize;
      if (const InitListExpr *Items = itemsOf(First))
        Entry.Count = std::max(1u, Items->getNumInits());
    } else if (E->getNumArgs() >= 2 && sameType(E->getArg(0), E->getArg(1))) {
      // vector<string>(argv, argv + argc)
      const auto *Begin = dyn_cast<DeclRefExpr>(First->IgnoreParenImpCasts());
      if (Begin && isCommandLine(Begin->getDecl()))
        return true;
      if (wholeRange(E->getArg(0), E->getArg(1)) && Entry.Root)
        return true; // see noteInit()
      Entry.Op = ContainerCall::InsertMany;
    } else {
      return true;
    }
    Out.ContainerCalls.push_back(std::move(Entry));
    return true;
  }

  // What becomes of the handles of new objects.
  bool VisitDeclRefExpr(DeclRefExpr *Ref) {
    Out.Flow.noteMention(Ref, Ref->getDecl());
    noteName(Ref->getDecl());
    return true;
  }
  bool VisitMemberExpr(MemberExpr *M) {
    if (M->isArrow())
      Out.Flow.noteReach(M->getBase());
    Out.Flow.noteMention(M, M->getMemberDecl());
    noteName(M->getMemberDecl());
    return true;
  }
  bool VisitUnaryOperator(UnaryOperator *Op) {
    if (Op->getOpcode() == UO_Deref)
      Out.Flow.noteReach(Op->getSubExpr());
    return true;
  }
  bool VisitImplicitCastExpr(ImplicitCastExpr *Cast) {
    if (Cast->getCastKind() == CK_PointerToBoolean)
      Out.Flow.noteReach(Cast->getSubExpr());
    return true;
  }
  bool VisitCXXDeleteExpr(CXXDeleteExpr *Delete) {
    Out.Flow.noteReach(Delete->getArgument());
    return true;
  }
  bool VisitBinaryOperator(BinaryOperator *Op) {
    Out.Flow.noteBinary(Op);
    return true;
  }
  bool VisitReturnStmt(ReturnStmt *Return) {
    if (!InLambda)
      Out.Flow.noteReturn(Return);
    return true;
  }

private:
  static bool sameType(const Expr *A, const Expr *B) {
    return A->getType().getNonReferenceType().getCanonicalType() ==
           B->getType().getNonReferenceType().getCanonicalType();
  }

  void noteAlternative(QualType Variant, QualType T, SourceLocation Loc) {
    if (stdName(Variant->getAsCXXRecordDecl()) != "variant")
      return;
    const auto Plain = [](QualType Q) {
      return Q.getNonReferenceType().getCanonicalType().getUnqualifiedType();
    };
    if (stdName(Plain(T)->getAsCXXRecordDecl()) == "in_place_type_t")
      T = typeArgument(T, 0);
    if (Plain(Variant) != Plain(T))
      Out.Stored[{Plain(Variant), Plain(T)}].push_back(here(Loc));
  }

  /// True for a class of the user's own with an array of many objects in it.
  bool hasLargeArray(QualType T) {
    const CXXRecordDecl *R = T->getAsCXXRecordDecl();
    if (!R || !hasLayout(R->getDefinition()) || facts::isLibraryCode(R))
      return false;
    R = R->getDefinition();
    auto [It, IsNew] = LargeArrays.try_emplace(R, false);
    if (!IsNew)
      return It->second;
    const bool Result = llvm::any_of(R->fields(), [this](const FieldDecl *F) {
      const QualType Type = F->getType();
      const QualType Element = Context.getBaseElementType(Type);
      if (Type->isConstantArrayType())
        return Element->isRecordType() &&
               sizeOf(Type, Context) >=
                   FirstLoop *
                       std::max<std::uint64_t>(1, sizeOf(Element, Context));
      return hasLargeArray(Type);
    });
    return LargeArrays[R] = Result;
  }

  void noteName(const ValueDecl *D) {
    if (isa<VarDecl, FieldDecl>(D) &&
        D->getType().getNonReferenceType()->isRecordType())
      ++Out.Named[D].All;
  }
  /// What \p E, the first value of a container, fills it with.
  BulkContexts::Filling fillingOf(const Expr *E) const {
    E = innermost(E);
    if (const auto *Call = dyn_cast<CallExpr>(E))
      return facts::libraryFunction(Call->getDirectCallee()) ==
                     facts::LibraryFunction::Move
                 ? fillingOf(Call->getArg(0))
                 : BulkContexts::Filling();
    const auto *Made = dyn_cast<CXXConstructExpr>(E);
    if (!Made)
      return {E->isGLValue() ? rootOf(E) : nullptr, 0};
    if (Made->getNumArgs() == 0)
      return {nullptr, 1};
    if (Made->getConstructor()->isCopyOrMoveConstructor())
      return fillingOf(Made->getArg(0));
    if (const auto *Items = itemsOf(Made->getArg(0)))
      return {nullptr, std::max(1u, Items->getNumInits())};
    if (Made->getNumArgs() >= 2)
      return {wholeRange(Made->getArg(0), Made->getArg(1)), 0};
    return {};
  }
  static const InitListExpr *itemsOf(const Expr *E) {
    const auto *List = dyn_cast<CXXStdInitializerListExpr>(E->IgnoreImplicit());
    return List ? dyn_cast<InitListExpr>(List->getSubExpr()->IgnoreImplicit())
                : nullptr;
  }
  /// The container of which \p First is the begin and \p Last the end, or null.
  static const ValueDecl *wholeRange(const Expr *First, const Expr *Last) {
    const ValueDecl *D = rootOf(objectOfCall(First, "begin"));
    return D && D == rootOf(objectOfCall(Last, "end")) ? D : nullptr;
  }

  /// Who gets a container as a const reference or a copy adds nothing to it;
  /// who gets it as another reference may.
  void noteArguments(const FunctionDecl &F, llvm::ArrayRef<const Expr *> Args) {
    const bool Moves =
        facts::libraryFunction(&F) == facts::LibraryFunction::Move;
    for (unsigned I = 0; I < Args.size() && I < F.getNumParams(); ++I) {
      const QualType T = F.getParamDecl(I)->getType();
      if (!T.getNonReferenceType()->isRecordType())
        continue;
      if (!facts::isLibraryCode(&F) &&
          containerShape(T.getNonReferenceType(), Context))
        Out.Arguments[{F.getCanonicalDecl(), I}].push_back(fillingOf(Args[I]));
      const ValueDecl *D =
          T->isLValueReferenceType() ? rootOf(Args[I]) : nullptr;
      if (!D)
        continue;
      if (Moves || T->getPointeeType().isConstQualified())
        ++Out.Named[D].Understood;
      else
        Out.HandedTo[D].push_back({&F, I});
    }
  }

  /// A copy, or a reference to const, has as many elements as that; what a
  /// function returned nobody knows.
  void noteInit(const ValueDecl *D, const Expr *Init) {
    if (isa<ParmVarDecl>(D) || !Init)
      return;
    const QualType T = D->getType();
    const BulkContexts::Filling From = fillingOf(Init);
    if (T->isReferenceType() && From.Source &&
        T->getPointeeType().isConstQualified())
      ++Out.Named[From.Source].Understood;
    else if (T->isReferenceType())
      return void(Out.Named[D].FilledElsewhere = true);
    if (From.Source)
      return Out.Named[D].Sources.push_back(From.Source);
    // Other constructors are calls of the container and among those.
    const auto *Made = dyn_cast<CXXConstructExpr>(innermost(Init));
    if (Made ? Made->getConstructor()->isCopyOrMoveConstructor() : !From.Count)
      Out.Named[D].FilledElsewhere = true;
  }

  Frequency elements(const Expr *Size) const {
    Expr::EvalResult Result;
    if (Size && !Size->isValueDependent() &&
        Size->EvaluateAsInt(Result, Context))
      return {std::max<std::uint64_t>(
                  1, Result.Val.getInt().getLimitedValue(MaxCount)),
              0};
    if (const auto Few = fewByNature(Size))
      return {*Few, 0};
    return {1, 1};
  }

  BulkContexts::Allocation allocation(const Expr *E, QualType T) {
    BulkContexts::Allocation A;
    A.Type = T;
    A.Kind = BulkUse::OnHeap;
    A.Where = here(E->getBeginLoc());
    A.Made = E;
    return A;
  }

  void noteMake(const CallExpr *Call, const FunctionDecl *F) {
    const TemplateArgumentList *Args = F->getTemplateSpecializationArgs();
    if (!Args || Args->size() == 0 ||
        Args->get(0).getKind() != TemplateArgument::Type)
      return;
    const QualType T = Args->get(0).getAsType();
    const bool Shared = F->getName().contains("shared");
    if (const ArrayType *Array = Context.getAsArrayType(T)) {
      BulkContexts::Allocation A = allocation(Call, Array->getElementType());
      A.Kind = BulkUse::InArray;
      A.Elements = Call->getNumArgs() ? elements(Call->getArg(0)) : Frequency();
      A.What = "element of an array on the heap";
      Out.Allocations.push_back(std::move(A));
      return;
    }
    BulkContexts::Allocation A = allocation(Call, T);
    A.What = ("made by " + F->getName()).str();
    const auto *Handle = Call->getType()->getAsCXXRecordDecl();
    if (Shared) // two counters and a table pointer before the object
      A.Header = Handle && isLibcxx(Handle) ? 24 : 16;
    Out.Allocations.push_back(std::move(A));
  }

  void noteMalloc(const CallExpr *Call, llvm::StringRef Name) {
    QualType T;
    bool Alone = false;
    for (const Expr *Arg : Call->arguments()) {
      const Expr *E = Arg->IgnoreParenImpCasts();
      const Expr *Other = nullptr;
      if (const auto *Product = dyn_cast<BinaryOperator>(E);
          Product && Product->getOpcode() == BO_Mul) {
        E = Product->getLHS()->IgnoreParenImpCasts();
        Other = Product->getRHS();
        if (!isa<UnaryExprOrTypeTraitExpr>(E)) {
          Other = Product->getLHS();
          E = Product->getRHS()->IgnoreParenImpCasts();
        }
      }
      const auto *Size = dyn_cast<UnaryExprOrTypeTraitExpr>(E);
      if (!Size || Size->getKind() != UETT_SizeOf)
        continue;
      T = Size->getTypeOfArgument();
      Alone = !Other && Name != "calloc";
      Count = Name == "calloc" ? elements(Call->getArg(0))
              : Other          ? elements(Other)
                               : Frequency();
    }
    if (T.isNull())
      return;
    BulkContexts::Allocation A = allocation(Call, T);
    A.What = (Alone ? "made by " : "element of an array from ") + Name.str();
    if (!Alone) {
      A.Kind = BulkUse::InArray;
      A.Elements = Count;
    }
    Out.Allocations.push_back(std::move(A));
  }

  ContainerCall call(const Expr *E, llvm::StringRef Method, QualType T) {
    ContainerCall C;
    C.Method = Method;
    C.Call = E;
    C.Container = T.getNonReferenceType();
    C.Where = here(E->getBeginLoc());
    C.PerContainer = Times;
    return C;
  }

  void setRoot(ContainerCall &C, const ValueDecl *Root) {
    C.Root = Root;
    C.PerContainer = since(Root);
  }

  /// How often this place runs for one run of the declaration of \p D.
  Frequency since(const ValueDecl *D) const {
    const auto *V = dyn_cast_or_null<VarDecl>(D);
    auto It = V ? AtDeclaration.find(V) : AtDeclaration.end();
    if (It == AtDeclaration.end())
      return Times;
    return Times.within(It->second);
  }

  void setCount(ContainerCall &C, const Expr *Size) const {
    const Frequency N = elements(Size);
    C.Count = N.isKnown() ? N.Known : 0;
  }

  void noteCall(const CallExpr *E, const Expr *Object, llvm::StringRef Method,
                ContainerCall::Operation Op) {
    QualType T = Object->getType();
    if (T->isPointerType())
      T = T->getPointeeType();
    const std::optional<ContainerShape> Shape = containerShape(T, Context);
    if (!Shape)
      return;
    ContainerCall C = call(E, Method, T);
    setRoot(C, rootOf(Object));
    if (C.Root)
      ++Out.Named[C.Root].Understood;
    C.Op = Op;
    if (Method == "[]" && Shape->isMap())
      C.Op = ContainerCall::Insert;
    if (Method == "=")
      noteAssigned(C, E->getArg(1));
    if (Op == ContainerCall::Resize)
      setCount(C, E->getArg(0));
    // emplace_back() makes the element out of sight.
    if (Op == ContainerCall::Insert && E->getNumArgs() >= 1)
      noteAlternative(Shape->Value, E->getArg(0)->getType(), E->getBeginLoc());
    Out.ContainerCalls.push_back(std::move(C));
  }

  /// `v = {a, b}` and `v = w`.
  void noteAssigned(ContainerCall &C, const Expr *Value) {
    if (const InitListExpr *Items = itemsOf(Value)) {
      C.Op = ContainerCall::Resize;
      C.Count = std::max(1u, Items->getNumInits());
    } else if (C.Root) {
      if (const ValueDecl *Source = fillingOf(Value).Source)
        Out.Named[C.Root].Sources.push_back(Source);
      else
        Out.Named[C.Root].FilledElsewhere = true;
    }
  }

  ContainerCall::Operation operation(const CXXMemberCallExpr *Call,
                                     llvm::StringRef Name) const {
    if ((Name == "resize" || Name == "reserve" || Name == "assign") &&
        Call->getNumArgs() > 0 && Call->getArg(0)->getType()->isIntegerType())
      return ContainerCall::Resize;
    if (Name == "assign")
      return ContainerCall::InsertMany;
    if (facts::containerMethod(Name) != facts::ContainerMethod::Insert ||
        Name == "splice" || Name == "merge" || Name == "replace")
      return ContainerCall::Other;
    const unsigned N = Call->getNumArgs();
    if (Name == "insert" && N >= 2 &&
        sameType(Call->getArg(N - 1), Call->getArg(N - 2)))
      return ContainerCall::InsertMany;
    return ContainerCall::Insert;
  }

  BulkContexts &Out;
  Frequency Count;
  bool InLambda = false;
  llvm::DenseMap<const VarDecl *, Frequency> AtDeclaration;
  llvm::DenseMap<const Expr *, const ValueDecl *> Initialised;
  llvm::DenseMap<const CXXRecordDecl *, bool> LargeArrays;
};

//===----------------------------------------------------------------------===//
// From events to numbers
//===----------------------------------------------------------------------===//

BulkContexts::BulkContexts(ASTContext &Context)
    : Context(Context), Tests(Context.getSourceManager()) {
  BulkWalk Walk(Context, *this);
  for (Decl *D : Context.getTraversalScope())
    Walk.TraverseDecl(D);
  for (const ContainerCall &Call : ContainerCalls) {
    if (!Call.Root)
      continue;
    CallsOn[Call.Root].push_back(&Call);
    if (llvm::is_contained({"clear", "swap", "="}, Call.Method))
      Drains[Call.Root].insert(Call.Where.In);
  }
  for (const ContainerCall &Call : ContainerCalls)
    addContainerUse(Call);
  for (const Allocation &A : Allocations)
    addAllocation(A);
  addReplaced();
  for (const VarDecl *V : Arrays) {
    BulkUse Use;
    Use.Count = 1;
    Use.Request = sizeOf(V->getType(), Context);
    Use.What = ((V->getType()->isConstantArrayType() ? "element of the array '"
                                                     : "'") +
                V->getName() + "'")
                   .str();
    Use.Loc = V->getLocation();
    addUse(V->getType(), Use);
  }
  for (auto &[R, Of] : Uses)
    std::stable_sort(
        Of.begin(), Of.end(),
        [](const BulkUse &A, const BulkUse &B) { return A.Count > B.Count; });
}

llvm::ArrayRef<Site> BulkContexts::callersOf(const FunctionDecl *F) const {
  auto It = Callers.find(F->getCanonicalDecl());
  if (It == Callers.end())
    return {};
  return It->second;
}

std::uint64_t BulkContexts::runsOf(const FunctionDecl *F) const {
  if (!F)
    return 1;
  F = F->getCanonicalDecl();
  if (auto It = Runs.find(F); It != Runs.end())
    return It->second;
  if (!Running.insert(F).second)
    return FirstLoop; // recursion
  std::uint64_t N = 1;
  for (const Site &S : callersOf(F))
    if (!Tests.contains(S.Loc)) // however often a test calls it
      N = std::max(N, frequency(S));
  if (const auto *M = dyn_cast<CXXMethodDecl>(F))
    for (const CXXMethodDecl *Overridden : M->overridden_methods())
      N = std::max(N, runsOf(Overridden));
  Running.erase(F);
  return Runs[F] = N;
}

std::uint64_t BulkContexts::frequency(const Site &S) const {
  const std::uint64_t Caller = runsOf(S.In);
  const Frequency Times = resolved(S.Times);
  // Loops below a loop of a caller are inner loops.
  std::uint64_t Here = Times.Known;
  for (unsigned I = 0; I < Times.Loops; ++I)
    Here = capped(Here, I == 0 && Caller < FirstLoop ? FirstLoop : FurtherLoop);
  return capped(Caller, Here);
}

/// True for methods that make the elements of another container its own.
static bool takesAll(llvm::StringRef Method) {
  return Method == "swap" || Method == "merge" || Method == "splice";
}

Frequency BulkContexts::resolved(const Frequency &F) const {
  Frequency Result = {F.Known, F.Loops};
  for (const ValueDecl *D : F.Over) {
    const std::uint64_t N = roundsOver(D);
    Result = Result * (N < FirstLoop ? Frequency{N, 0} : Frequency{1, 1});
  }
  return Result;
}

/// True if no other file can add to \p D. What a copy gets first is known.
bool BulkContexts::hasKnownFilling(const DeclaratorDecl *D) const {
  const auto *V = dyn_cast<VarDecl>(D);
  return (V && V->isLocalVarDecl()) ||
         (!isa<ParmVarDecl>(D) && isInSight(D, Context));
}

/// True if a call is seen that adds to \p Container.
bool BulkContexts::grows(const ValueDecl &Container) const {
  auto Calls = CallsOn.find(&Container);
  return Calls != CallsOn.end() &&
         llvm::any_of(Calls->second, [](const ContainerCall *Call) {
           return Call->Op != ContainerCall::Other;
         });
}

/// True if \p F is in view and does not add to the container that it gets.
bool BulkContexts::addsNothing(const FunctionDecl &F,
                               unsigned Parameter) const {
  const FunctionDecl *Body = nullptr;
  if (!F.hasBody(Body))
    return false;
  const ParmVarDecl *P = Body->getParamDecl(Parameter);
  const Mentions Here = Named.lookup(P);
  auto Calls = CallsOn.find(P);
  return Here.All <= Here.Understood && !grows(*P) &&
         (Calls == CallsOn.end() ||
          llvm::none_of(Calls->second, [](const ContainerCall *Call) {
            return takesAll(Call->Method);
          }));
}

/// As many as the callers hand over, if all of them are in view.
std::uint64_t BulkContexts::roundsOverParameter(const ParmVarDecl &P) const {
  const auto *F = dyn_cast<FunctionDecl>(P.getDeclContext());
  const QualType T = P.getType();
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(F);
  const bool AllInView = F && (!F->isExternallyVisible() ||
                               (Method && !Method->isVirtual() &&
                                isInMainFile(Method->getParent(), Context)));
  if (!AllInView || (T->isReferenceType() && !T->isRValueReferenceType() &&
                     !T->getPointeeType().isConstQualified()))
    return FirstLoop;
  auto Given =
      Arguments.find({F->getCanonicalDecl(), P.getFunctionScopeIndex()});
  if (Given == Arguments.end())
    return FirstLoop;
  std::uint64_t N = 1;
  for (const Filling &From : Given->second)
    N = std::max(N, From.Source  ? roundsOver(From.Source)
                    : From.Count ? From.Count
                                 : FirstLoop);
  // A copy may grow.
  return grows(P) ? FirstLoop : N;
}

/// As many as are seen to come into it, if all that comes into it is seen.
std::uint64_t BulkContexts::roundsOver(const ValueDecl *Container) const {
  auto [It, IsNew] = Rounds.try_emplace(Container, FirstLoop);
  if (!IsNew)
    return It->second;
  if (const auto *P = dyn_cast<ParmVarDecl>(Container))
    return Rounds[P] = roundsOverParameter(*P);
  Mentions Here = Named.lookup(Container);
  if (auto Handed = HandedTo.find(Container); Handed != HandedTo.end())
    for (auto [F, Parameter] : Handed->second)
      Here.Understood += addsNothing(*F, Parameter);
  const auto *D = dyn_cast<DeclaratorDecl>(Container);
  const bool IsAlias = D && D->getType()->isReferenceType();
  if (!D || (!IsAlias && !D->getType()->isRecordType()) ||
      Here.FilledElsewhere ||
      (!IsAlias && (!hasKnownFilling(D) || Here.All > Here.Understood)))
    return FirstLoop;
  std::uint64_t N = 0;
  for (const ValueDecl *Source : Here.Sources)
    N = std::max(N, roundsOver(Source));
  if (auto Calls = CallsOn.find(Container); Calls != CallsOn.end())
    for (const ContainerCall *Call : Calls->second) {
      if (takesAll(Call->Method))
        return FirstLoop;
      if (Call->Op != ContainerCall::Other)
        N = std::max(N, elementsFrom(*Call));
    }
  return N ? Rounds[Container] = N : FirstLoop;
}

static bool isLocal(const ValueDecl *D) {
  const auto *V = dyn_cast_or_null<VarDecl>(D);
  return V && V->isLocalVarDecl() && V->hasLocalStorage();
}

/// What a container can have at most, by the type of its elements.
static std::uint64_t mostElements(const ContainerShape &Shape) {
  QualType Element = Shape.Value;
  if (isHandle(Element))
    Element = Element->isPointerType() ? Element->getPointeeType()
                                       : typeArgument(Element, 0);
  const llvm::StringRef Name =
      Element.isNull() ? "" : stdName(Element->getAsCXXRecordDecl());
  if (Name == "thread" || Name == "jthread")
    return 1; // as many as there are processors, whatever the loop says
  if (Shape.Key.isNull() || Shape.Name.contains("multi"))
    return MaxCount;
  if (Shape.Key->isBooleanType())
    return 2;
  // A type with less than three values is an integer under another name.
  constexpr std::uint64_t MinNamed = 3;
  if (const auto *Enum = Shape.Key->getAs<EnumType>()) {
    const auto Values = Enum->getDecl()->enumerators();
    const auto N =
        static_cast<std::uint64_t>(std::distance(Values.begin(), Values.end()));
    return N < MinNamed ? MaxCount : N;
  }
  return MaxCount;
}

/// True if the element is what one of several kinds of events adds to a member,
/// and another function takes all of them away: how many there are in between,
/// no loop over events tells.
bool BulkContexts::isOneEventOfMany(const ContainerCall &Call) const {
  if (Call.Op != ContainerCall::Insert || !Call.Where.Case ||
      !isa_and_nonnull<FieldDecl>(Call.Root))
    return false;
  auto It = Drains.find(Call.Root);
  return It != Drains.end() && !It->second.contains(Call.Where.In);
}

/// True if a generic function fills what it is handed, whatever type that is:
/// it has no say in how many there are. A deserializer.
static bool isHandedToGeneric(const ContainerCall &Call) {
  const auto *P = dyn_cast_or_null<ParmVarDecl>(Call.Root);
  const FunctionDecl *Pattern =
      P && Call.Where.In ? Call.Where.In->getTemplateInstantiationPattern()
                         : nullptr;
  const unsigned I = P ? P->getFunctionScopeIndex() : 0;
  return Pattern && P->getDeclContext() == Call.Where.In &&
         I < Pattern->getNumParams() &&
         Pattern->getParamDecl(I)->getType()->isDependentType();
}

/// Elements that \p Call adds while its container exists.
std::uint64_t BulkContexts::elementsFrom(const ContainerCall &Call) const {
  if (Call.Op == ContainerCall::Resize)
    return Call.Count ? Call.Count : FirstLoop;
  const std::uint64_t N = isLocal(Call.Root)
                              ? resolved(Call.PerContainer).estimate()
                              : frequency(Call.Where);
  return Call.Op == ContainerCall::InsertMany ? std::max(N, FirstLoop) : N;
}

void BulkContexts::addContainerUse(const ContainerCall &Call) {
  if (Call.Op == ContainerCall::Other || isOneEventOfMany(Call) ||
      isHandedToGeneric(Call))
    return;
  std::uint64_t N = elementsFrom(Call);
  const std::optional<ContainerShape> Shape =
      containerShape(Call.Container, Context);
  if (Shape)
    N = std::min(N, mostElements(*Shape));
  if (Call.Root) {
    std::uint64_t &Most =
        Population[Call.Root->getCanonicalDecl()
                       ? cast<ValueDecl>(Call.Root->getCanonicalDecl())
                       : Call.Root];
    Most = std::max(Most, N);
  }
  if (!Shape)
    return;
  const std::uint64_t Size = sizeOf(Shape->Value, Context);
  if (Size == 0)
    return;
  BulkUse Use;
  Use.Kind = Shape->isNode() ? BulkUse::InNode : BulkUse::InArray;
  Use.Count = N;
  Use.Request = Shape->isNode() ? Shape->nodeRequest(Size) : Size;
  Use.What = "element of a " + Shape->Name.str();
  if (Call.Root && Call.Root->getIdentifier())
    Use.What = "element of the " + Shape->Name.str() + " '" +
               Call.Root->getName().str() + "'";
  Use.Loc = Call.Where.Loc;
  addUse(Shape->Value, Use);
}

/// Calls of functions that only return what another one made, one inside of the
/// other.
constexpr unsigned MaxFactories = 3;

void BulkContexts::addAllocation(const Allocation &A, unsigned Depth) {
  if (sizeOf(A.Type, Context) == 0)
    return;
  if (A.Kind == BulkUse::OnHeap) {
    const HandleFlow::Fate Fate = Flow.fateOf(A.Made);
    switch (Fate.Is) {
    case HandleFlow::Fate::Dropped:
      return; // one object at a time
    case HandleFlow::Fate::Replaced:
      if (Fate.Owner)
        Replaced.push_back({Fate.Owner, A});
      return;
    case HandleFlow::Fate::Unknown:
      // Code out of sight may drop it. A loop around this very place is some
      // evidence, loops around callers are none.
      if (resolved(A.Where.Times).estimate() < FirstLoop)
        return;
      break;
    case HandleFlow::Fate::Returned: {
      auto Calls = A.Where.In
                       ? FactoryCalls.find(A.Where.In->getCanonicalDecl())
                       : FactoryCalls.end();
      if (Calls == FactoryCalls.end() || Depth == MaxFactories)
        break;
      for (const FactoryCall &C : Calls->second) {
        Allocation AtCall = A;
        AtCall.Made = C.Call;
        AtCall.Where = C.Where;
        addAllocation(AtCall, Depth + 1);
      }
      return;
    }
    case HandleFlow::Fate::Kept:
      break;
    }
  }
  addAllocated(A, A.Kind == BulkUse::InArray ? resolved(A.Elements).estimate()
                                             : frequency(A.Where));
}

void BulkContexts::addAllocated(const Allocation &A, std::uint64_t Count) {
  const std::uint64_t Size = sizeOf(A.Type, Context);
  BulkUse Use;
  Use.Kind = A.Kind;
  Use.Count = Count;
  Use.Request = A.Kind == BulkUse::InArray ? Size
                : A.Header                 ? (A.Header + Size + 7) / 8 * 8
                                           : Size;
  Use.What = A.What;
  Use.Loc = A.Where.Loc;
  addUse(A.Type, Use);
}

/// Objects behind a member of others are as many as those.
void BulkContexts::addReplaced() {
  for (const auto &[Owner, A] : Replaced) {
    std::uint64_t Owners = 1;
    for (const BulkUse &U : usesOf(Owner))
      Owners = std::max(Owners, U.Count);
    if (Owners > 1)
      addAllocated(A, Owners);
  }
}

void BulkContexts::addMembers(const RecordDecl *R, const BulkUse &Use,
                              unsigned Depth) {
  auto Add = [&](QualType T, const llvm::Twine &What, SourceLocation Loc) {
    BulkUse Inner = Use;
    Inner.Within = R;
    Inner.Copies = 1;
    Inner.What =
        (What + " of '" + R->getName() + "', which is " + Use.What).str();
    Inner.Loc = Loc;
    if (const ConstantArrayType *A = Context.getAsConstantArrayType(T)) {
      T = A->getElementType();
      Inner.Copies =
          static_cast<unsigned>(A->getSize().getLimitedValue(MaxCount));
      Inner.Count = capped(Inner.Count, std::max(1u, Inner.Copies));
      Inner.Kind = BulkUse::InArray;
      Inner.Request = sizeOf(T, Context);
    }
    addUse(T, Inner, Depth + 1);
  };
  if (const auto *C = dyn_cast<CXXRecordDecl>(R))
    for (const CXXBaseSpecifier &B : C->bases())
      Add(B.getType(), "base", B.getBeginLoc());
  for (const FieldDecl *F : R->fields())
    Add(F->getType(), "member '" + F->getName() + "'", F->getLocation());
}

void BulkContexts::addUse(QualType T, BulkUse Use, unsigned Depth) {
  // How many a test makes says nothing of the program.
  if (T.isNull() || Depth > MaxNesting || Tests.contains(Use.Loc))
    return;
  T = T.getCanonicalType().getUnqualifiedType();
  if (const ConstantArrayType *A = Context.getAsConstantArrayType(T)) {
    Use.Count = capped(Use.Count, A->getSize().getLimitedValue(MaxCount));
    Use.Kind = BulkUse::InArray;
    Use.Request = sizeOf(A->getElementType(), Context);
    return addUse(A->getElementType(), Use, Depth + 1);
  }
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  if (!R || !hasLayout(R->getDefinition()))
    return;
  R = R->getDefinition();
  const llvm::StringRef Std = stdName(R);
  if (Std == "variant") {
    Variants.push_back({T, VariantNames.lookup(T), Use});
    return;
  }
  if (Std == "pair" || Std == "optional" || Std == "tuple" || Std == "array") {
    const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(R);
    if (!S)
      return;
    if (Std == "array" && S->getTemplateArgs().size() == 2 &&
        S->getTemplateArgs()[1].getKind() == TemplateArgument::Integral) {
      Use.Count = capped(
          Use.Count,
          S->getTemplateArgs()[1].getAsIntegral().getLimitedValue(MaxCount));
      Use.Kind = BulkUse::InArray;
      Use.Request = sizeOf(typeArgument(T, 0), Context);
    }
    for (const TemplateArgument &Arg : S->getTemplateArgs().asArray()) {
      if (Arg.getKind() == TemplateArgument::Type)
        addUse(Arg.getAsType(), Use, Depth + 1);
      else if (Arg.getKind() == TemplateArgument::Pack)
        for (const TemplateArgument &Item : Arg.getPackAsArray())
          if (Item.getKind() == TemplateArgument::Type)
            addUse(Item.getAsType(), Use, Depth + 1);
    }
    return;
  }
  if (facts::isLibraryCode(R))
    return;
  std::vector<BulkUse> &Of = Uses[R];
  // One entry for a kind of use: the busiest.
  auto Same = llvm::find_if(Of, [&](const BulkUse &U) {
    return U.Kind == Use.Kind && U.Request == Use.Request &&
           U.Within == Use.Within;
  });
  if (Same == Of.end())
    Of.push_back(Use);
  else if (Same->Count < Use.Count)
    *Same = Use;
  else
    return;
  addMembers(R, Use, Depth);
}

const std::vector<BulkUse> &BulkContexts::usesOf(const RecordDecl *R) const {
  static const std::vector<BulkUse> None;
  auto It = Uses.find(R);
  return It == Uses.end() ? None : It->second;
}

std::uint64_t BulkContexts::countOf(const RecordDecl *R) const {
  const std::vector<BulkUse> &Of = usesOf(R);
  return Of.empty() ? 1 : std::max<std::uint64_t>(1, Of.front().Count);
}

std::vector<std::uint64_t> BulkContexts::madeByEach(const RecordDecl *R) const {
  llvm::DenseMap<const FunctionDecl *, std::vector<std::uint64_t>> Made;
  const std::vector<std::uint64_t> None;
  const std::vector<std::uint64_t> *Most = &None;
  for (const Allocation &A : Allocations) {
    const auto *C = dyn_cast_or_null<CXXConstructorDecl>(A.Where.In);
    const std::uint64_t Size = sizeOf(A.Type, Context);
    if (!C || C->getParent()->getCanonicalDecl() != R->getCanonicalDecl() ||
        A.Kind != BulkUse::OnHeap || !Size || A.Where.Conditional ||
        Flow.fateOf(A.Made).Is == HandleFlow::Fate::Dropped)
      continue;
    Made[C].push_back(A.Header + Size);
  }
  for (const auto &[C, Blocks] : Made)
    if (Blocks.size() > Most->size())
      Most = &Blocks;
  return *Most;
}

std::uint64_t BulkContexts::timesStored(QualType Variant,
                                        QualType Alternative) const {
  std::uint64_t Most = 0;
  auto Sites =
      Stored.find({Variant.getCanonicalType().getUnqualifiedType(),
                   Alternative.getCanonicalType().getUnqualifiedType()});
  if (Sites != Stored.end())
    for (const Site &S : Sites->second)
      if (!S.Conditional)
        Most = std::max(Most, frequency(S));
  return Most;
}

std::uint64_t BulkContexts::population(const ValueDecl *D) const {
  return Population.lookup(cast<ValueDecl>(D->getCanonicalDecl()));
}

} // namespace heapwise::layout
