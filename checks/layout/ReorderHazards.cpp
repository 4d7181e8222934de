//===-- ReorderHazards.cpp - Why members should stay where they are -------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ReorderHazards.h"

#include "facts/TypeModel.h"
#include "fixes/FixPlan.h"
#include "fixes/UserCodeVisitor.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/ExprConcepts.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Regex.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace clang;
using heapwise::fixes::lineOf;

namespace heapwise::layout {

//===----------------------------------------------------------------------===//
// What the declaration says
//===----------------------------------------------------------------------===//

/// The text from the comments above the record to its closing brace.
static llvm::StringRef textOf(const CXXRecordDecl *R,
                              const ASTContext &Context) {
  const SourceManager &SM = Context.getSourceManager();
  const auto [File, Begin] = SM.getDecomposedExpansionLoc(R->getBeginLoc());
  const auto [EndFile, End] = SM.getDecomposedExpansionLoc(R->getEndLoc());
  const llvm::StringRef Buffer = SM.getBufferData(File);
  if (File != EndFile || End > Buffer.size() || Begin > End)
    return {};
  std::size_t Start = Buffer.rfind('\n', Begin);
  while (Start != llvm::StringRef::npos && Start > 0) {
    const std::size_t Previous = Buffer.rfind('\n', Start - 1);
    const std::size_t From =
        Previous == llvm::StringRef::npos ? 0 : Previous + 1;
    if (!Buffer.slice(From, Start).ltrim().starts_with("//"))
      break;
    Start = Previous;
    if (Previous == llvm::StringRef::npos)
      break;
  }
  return Buffer.slice(Start == llvm::StringRef::npos ? 0 : Start, End);
}

/// A directive between the members: they may not be there in another build.
static bool hasDirective(llvm::StringRef Text) {
  // `#define` and `#undef` as well: what comes after depends on it.
  static const llvm::Regex Directive("(^|\n)[ \t]*#");
  return Directive.match(Text);
}

/// Comments that tell of a layout which was chosen.
static bool commentsOnLayout(llvm::StringRef Text) {
  static const llvm::Regex Words(
      "(//|/\\*|\n[ \t]*\\*)[^\n]*(cache.?line|false.sharing|hot |cold |"
      "re-?order|order matters|keep (the|this|these) |(memory|binary) layout|"
      "[^a-z]abi[^a-z]|(be|stay|come|comes) (first|last)|on.disk|wire|"
      "hardware|shared memory|padding|alignment|aligned)",
      llvm::Regex::IgnoreCase);
  return Words.match(Text);
}

static bool isPadding(const FieldDecl *F) {
  static const llvm::Regex Name(
      "^_*(m_)?(pad|padding|reserved|spare|filler|unused)[0-9_]*$",
      llvm::Regex::IgnoreCase);
  return F->getIdentifier() && Name.match(F->getName());
}

static bool isHeader(FileID File, const SourceManager &SM) {
  if (File != SM.getMainFileID())
    return true;
  OptionalFileEntryRef Entry = SM.getFileEntryRefForID(File);
  const llvm::StringRef Extension =
      Entry ? llvm::sys::path::extension(Entry->getName()) : "";
  return Extension.starts_with_insensitive(".h") || Extension == ".inc" ||
         Extension == ".ipp";
}

/// A member that is where it is for a reason.
static std::string placedMember(const FieldDecl *F, const ASTContext &Context) {
  const std::string Name = "'" + F->getNameAsString() + "'";
  if (F->getType().isVolatileQualified() ||
      Context.getBaseElementType(F->getType()).isVolatileQualified())
    return Name + " is volatile";
  if (F->hasAttr<AlignedAttr>() || F->hasAttr<PackedAttr>())
    return Name + " has an alignment of its own";
  const ConstantArrayType *A = Context.getAsConstantArrayType(F->getType());
  if (F->getType()->isIncompleteArrayType() || (A && A->getSize() == 0))
    return Name + " is a flexible array member";
  if (isPadding(F))
    return Name + " is padding on purpose";
  return {};
}

bool isExported(const RecordDecl *R) {
  const auto *V = R->getAttr<VisibilityAttr>();
  return (V && V->getVisibility() == VisibilityAttr::Default) ||
         R->hasAttr<DLLExportAttr>() || R->hasAttr<DLLImportAttr>();
}

/// What says that the layout was made for somebody else, or "".
static std::string handLayout(const CXXRecordDecl *R,
                              const ASTContext &Context) {
  if (R->hasAttr<PackedAttr>() || R->hasAttr<MaxFieldAlignmentAttr>())
    return "a packed record is laid out by hand";
  if (R->hasAttr<AlignedAttr>())
    return "the record has an alignment of its own";
  if (isExported(R))
    return "the record is part of an exported ABI";
  if (R->getDeclContext()->isExternCContext())
    return "the record is declared for C";
  for (const FieldDecl *F : R->fields())
    if (std::string Reason = placedMember(F, Context); !Reason.empty())
      return Reason;
  return {};
}

/// Comparisons that go through the members in their order.
static std::string comparisonHazard(const CXXRecordDecl *R) {
  auto IsOrder = [](const FunctionDecl *F) {
    switch (F->getOverloadedOperator()) {
    case OO_Spaceship:
    case OO_Less:
    case OO_LessEqual:
    case OO_Greater:
    case OO_GreaterEqual:
      return F->isDefaulted();
    default:
      return false;
    }
  };
  const char *Reason =
      "a defaulted comparison goes by the order of the members";
  for (const CXXMethodDecl *M : R->methods())
    if (IsOrder(M))
      return Reason;
  for (const FriendDecl *F : R->friends())
    if (const auto *Function =
            dyn_cast_or_null<FunctionDecl>(F->getFriendDecl()))
      if (IsOrder(Function))
        return Reason;
  return {};
}

std::string declarationHazard(const CXXRecordDecl *R,
                              const ASTContext &Context) {
  const SourceManager &SM = Context.getSourceManager();
  if (R->isUnion())
    return "a union has no order";
  if (R->getBeginLoc().isMacroID() || R->getEndLoc().isMacroID())
    return "a macro declares the class";
  if (isa<ClassTemplateSpecializationDecl>(R) || R->isDependentContext() ||
      R->getTemplateInstantiationPattern())
    return "another instantiation of the template may grow";
  if (std::string Reason = handLayout(R, Context); !Reason.empty())
    return Reason;
  for (const FieldDecl *F : R->fields())
    if (F->getBeginLoc().isMacroID() || F->getEndLoc().isMacroID())
      return "a macro declares members";
  if (std::string Reason = comparisonHazard(R); !Reason.empty())
    return Reason;
  const llvm::StringRef Text = textOf(R, Context);
  if (hasDirective(Text))
    return "preprocessor directives stand between the members";
  if (commentsOnLayout(Text))
    return "a comment speaks of the layout";
  if (isHeader(SM.getFileID(SM.getExpansionLoc(R->getLocation())), SM)) {
    if (R->isAggregate())
      return "other files may initialise the members by position";
    if (R->isStandardLayout() && R->isTriviallyCopyable())
      return "other files may depend on the bytes of the record";
  }
  for (const Decl *D : R->decls())
    if (const auto *Template = dyn_cast<FunctionTemplateDecl>(D))
      if (isa<CXXConstructorDecl>(Template->getTemplatedDecl()))
        return "a constructor is a template";
  if (Text.contains("decltype("))
    return "a declaration may name the members that come before it";
  for (const CXXConstructorDecl *C : R->ctors())
    if (C->isUserProvided() && !C->hasBody())
      return "a constructor is defined in another file";
  return {};
}

//===----------------------------------------------------------------------===//
// What the program does with objects
//===----------------------------------------------------------------------===//

namespace {
class HazardWalk : public fixes::UserCodeVisitor<HazardWalk> {
  using Base = fixes::UserCodeVisitor<HazardWalk>;

public:
  HazardWalk(const ASTContext &Context, HazardMap &Out)
      : Context(Context), Out(Out) {}

  bool skips(const FunctionDecl &F) const { return F.isDependentContext(); }

  //===--- By position ----------------------------------------------------===//

  bool VisitInitListExpr(InitListExpr *List) {
    const InitListExpr *Written =
        List->isSemanticForm() && List->getSyntacticForm()
            ? List->getSyntacticForm()
            : List;
    if (Written->getNumInits() > 0 && !List->isTransparent())
      blockByPosition(List->getType(), List->getBeginLoc());
    blockElided(List->isSemanticForm() ? List : List->getSemanticForm());
    // `iovec{&t, sizeof t}`: the conversions are only in the semantic form.
    if (InitListExpr *Semantic = List->getSemanticForm())
      for (Expr *Init : Semantic->inits())
        if (auto *Cast = dyn_cast_or_null<ImplicitCastExpr>(Init))
          VisitCastExpr(Cast);
    return true;
  }
  bool VisitCXXParenListInitExpr(CXXParenListInitExpr *List) {
    blockByPosition(List->getType(), List->getBeginLoc());
    return true;
  }
  bool VisitDecompositionDecl(DecompositionDecl *D) {
    blockAt(D->getType().getNonReferenceType(),
            "a structured binding names the members by position at ",
            D->getLocation(), /*Bytes=*/false);
    return true;
  }

  //===--- By position in templates
  //---------------------------------------------===//

  /// `std::is_constructible_v<T, A, B>`: in C++20 that goes by position.
  bool VisitDeclRefExpr(DeclRefExpr *Ref) {
    if (const auto *V = dyn_cast<VarTemplateSpecializationDecl>(Ref->getDecl()))
      blockConstructible(V->getName(), V->getTemplateArgs().asArray(),
                         Ref->getLocation());
    return true;
  }
  bool VisitTemplateSpecializationTypeLoc(TemplateSpecializationTypeLoc T) {
    if (const TemplateDecl *Of =
            T.getTypePtr()->getTemplateName().getAsTemplateDecl())
      blockConstructible(Of->getName(), T.getTypePtr()->template_arguments(),
                         T.getBeginLoc());
    return true;
  }
  bool VisitConceptSpecializationExpr(ConceptSpecializationExpr *E) {
    blockConstructible(E->getNamedConcept()->getName(),
                       E->getTemplateArguments(), E->getBeginLoc());
    return true;
  }

  /// The body of a generic lambda that was called.
  bool VisitLambdaExpr(LambdaExpr *Lambda) {
    if (const FunctionTemplateDecl *Generic =
            Lambda->getCallOperator()->getDescribedFunctionTemplate())
      for (FunctionDecl *Called : Generic->specializations())
        if (Called->hasBody())
          TraverseStmt(Called->getBody());
    return true;
  }

  //===--- Offsets
  //----------------------------------------------------------===//

  bool TraverseStaticAssertDecl(StaticAssertDecl *D) {
    llvm::SaveAndRestore<bool> In(InAssert, true);
    return Base::TraverseStaticAssertDecl(D);
  }
  bool VisitOffsetOfExpr(OffsetOfExpr *E) {
    const QualType T = E->getTypeSourceInfo()->getType();
    if (InAssert)
      if (ReorderHazards *H = find(T))
        H->Pinned = true;
    blockAt(T, "offsetof is taken at ", E->getBeginLoc());
    return true;
  }
  /// `static_assert(sizeof(T) == 40)`: with another order it does not compile.
  void noteAssertedSize(const BinaryOperator *Op) {
    if (!InAssert || Op->getOpcode() != BO_EQ)
      return;
    for (const Expr *Side : {Op->getLHS(), Op->getRHS()})
      if (const auto *Size =
              dyn_cast<UnaryExprOrTypeTraitExpr>(Side->IgnoreParenImpCasts());
          Size && Size->getKind() == UETT_SizeOf)
        blockAt(Size->getTypeOfArgument(), "its size is asserted at ",
                Op->getBeginLoc(), /*Bytes=*/false);
  }
  bool VisitGCCAsmStmt(GCCAsmStmt *Asm) {
    auto Operand = [&](const Expr *E) {
      QualType T = E->getType();
      if (const auto *M = dyn_cast<MemberExpr>(E->IgnoreParenImpCasts()))
        T = M->getBase()->getType();
      blockAt(pointee(T), "inline assembly uses an object at ",
              Asm->getAsmLoc());
    };
    for (unsigned I = 0; I < Asm->getNumInputs(); ++I)
      Operand(Asm->getInputExpr(I));
    for (unsigned I = 0; I < Asm->getNumOutputs(); ++I)
      Operand(Asm->getOutputExpr(I));
    return true;
  }
  /// `&v.x` may be the start of an array to somebody.
  bool VisitUnaryOperator(UnaryOperator *Op) {
    const MemberExpr *M = addressedMember(Op);
    const auto *F = M ? dyn_cast<FieldDecl>(M->getMemberDecl()) : nullptr;
    if (!F || !F->getType()->isArithmeticType())
      return true;
    for (const FieldDecl *Next : F->getParent()->fields())
      if (Next->getFieldIndex() == F->getFieldIndex() + 1 &&
          Context.hasSameUnqualifiedType(Next->getType(), F->getType()))
        blockAt(pointee(M->getBase()->getType()),
                "the members may be used as an array at ", Op->getBeginLoc());
    return true;
  }

  //===--- Bytes
  //------------------------------------------------------------===//

  /// An object that goes where only its bytes are seen.
  bool VisitCastExpr(CastExpr *Cast) {
    if (Cast->getCastKind() != CK_BitCast || Harmlessly.contains(Cast))
      return true;
    const Expr *From = Cast->getSubExpr()->IgnoreParenImpCasts();
    const QualType To = Cast->getType();
    if (!To->isPointerType() || !From->getType()->isPointerType())
      return true;
    const QualType Seen = To->getPointeeType();
    if (!Seen->isVoidType() && !Seen->isCharType())
      return true;
    const MemberExpr *Member = addressedMember(From);
    // VisitExplicitCastExpr() says it better.
    if (!Member && isa<ExplicitCastExpr>(Cast) && !Seen->isVoidType())
      return true;
    blockAt(pointee(Member ? Member->getBase()->getType() : From->getType()),
            "its address is taken as one of bytes at ", Cast->getBeginLoc(),
            /*Bytes=*/false);
    return true;
  }
  /// Which address it is says nothing of the bytes.
  bool VisitBinaryOperator(BinaryOperator *Op) {
    noteAssertedSize(Op);
    if (Op->isComparisonOp()) {
      Harmlessly.insert(Op->getLHS());
      Harmlessly.insert(Op->getRHS());
    }
    return true;
  }
  bool VisitCXXNewExpr(CXXNewExpr *New) {
    for (const Expr *Place : New->placement_arguments())
      Harmlessly.insert(Place);
    return true;
  }
  /// emplace_back(a, b), make_unique<T>(a, b): in C++20 the library initialises
  /// an aggregate by position.
  void blockEmplaced(const FunctionDecl &F, const Expr *Object,
                     unsigned Arguments, SourceLocation Loc) {
    if (Arguments < 2 || !F.getIdentifier() || !facts::isLibraryCode(&F) ||
        !(F.getName().contains("emplace") || F.getName().contains("make_") ||
          F.getName() == "construct_at" ||
          F.getName().starts_with("allocate_")))
      return;
    if (const TemplateArgumentList *Of = F.getTemplateSpecializationArgs())
      blockAggregates(Of->asArray(), Loc);
    const auto *Container =
        Object ? dyn_cast_or_null<ClassTemplateSpecializationDecl>(
                     pointee(Object->getType())->getAsCXXRecordDecl())
               : nullptr;
    if (Container)
      blockAggregates(Container->getTemplateArgs().asArray(), Loc);
  }
  bool VisitCXXConstructExpr(CXXConstructExpr *Made) {
    // optional<T>(std::in_place, a, b)
    const auto *Holder = dyn_cast<ClassTemplateSpecializationDecl>(
        Made->getConstructor()->getParent());
    if (Holder && Made->getNumArgs() >= 3 && facts::isLibraryCode(Holder) &&
        isInPlace(Made->getArg(0)->getType()))
      blockAggregates(Holder->getTemplateArgs().asArray(), Made->getBeginLoc());
    return true;
  }

  bool VisitCallExpr(CallExpr *Call) {
    const FunctionDecl *F = Call->getDirectCallee();
    if (F) {
      const auto *OnObject = dyn_cast<CXXMemberCallExpr>(Call);
      blockEmplaced(*F,
                    OnObject ? OnObject->getImplicitObjectArgument() : nullptr,
                    Call->getNumArgs(), Call->getBeginLoc());
    }
    const llvm::StringRef Name =
        F && F->getIdentifier() ? F->getName() : llvm::StringRef("a function");
    // These do not look at the bytes, or at all of them alike.
    const bool Harmless = llvm::is_contained(
        {"free", "realloc", "memset", "addressof", "to_address"}, Name);
    if (Name == "bit_cast" || Name.ends_with("as_bytes") ||
        Name == "as_writable_bytes") {
      blockAt(Call->getType(), "std::" + Name + " is used at ",
              Call->getBeginLoc());
      for (const Expr *Arg : Call->arguments()) {
        blockAt(Arg->getType().getNonReferenceType(),
                "std::" + Name + " is used at ", Call->getBeginLoc());
        if (QualType Item = firstArgument(Arg->getType()); !Item.isNull())
          blockAt(Item, "std::" + Name + " is used at ", Call->getBeginLoc());
      }
    }
    for (const Expr *Arg : Call->arguments()) {
      const Expr *Inner = Arg->IgnoreParenImpCasts();
      // Of a whole object, not of a range of members.
      if (Harmless && !addressedMember(Inner)) {
        Harmlessly.insert(Arg);
        if (const auto *Cast = dyn_cast<ExplicitCastExpr>(Inner))
          Harmlessly.insert(Cast);
      }
      if (!Harmless && Arg->getType()->isVoidPointerType() &&
          !Inner->getType()->isVoidPointerType())
        blockAt(pointee(Inner->getType()),
                "its bytes are passed to '" + Name + "' at ",
                Call->getBeginLoc());
    }
    return true;
  }

  bool VisitExplicitCastExpr(ExplicitCastExpr *Cast) {
    if (Cast->getType()->isDependentType() ||
        Cast->getSubExpr()->getType()->isDependentType() ||
        Harmlessly.contains(Cast))
      return true;
    const QualType From = Cast->getSubExpr()->IgnoreParenImpCasts()->getType();
    const QualType To = Cast->getType();
    const bool Bits = Cast->getCastKind() == CK_BitCast ||
                      Cast->getCastKind() == CK_LValueBitCast ||
                      Cast->getCastKind() == CK_PointerToIntegral ||
                      Cast->getCastKind() == CK_IntegralToPointer;
    if (!Bits)
      return true;
    // void * and back is how C keeps a pointer; where the bytes come from
    // decides.
    if (!To->isVoidPointerType() && Cast->getCastKind() != CK_PointerToIntegral)
      blockAt(pointee(From), "an object is read as another type at ",
              Cast->getBeginLoc());
    if (!fromAllocator(Cast->getSubExpr()))
      blockAt(pointee(To), "bytes from elsewhere are read as an object at ",
              Cast->getBeginLoc());
    return true;
  }
  bool VisitFieldDecl(FieldDecl *F) {
    if (F->getParent()->isUnion() &&
        std::distance(F->getParent()->field_begin(),
                      F->getParent()->field_end()) > 1)
      blockAt(F->getType(), "it shares its bytes in a union at ",
              F->getLocation());
    return true;
  }
  bool VisitFunctionDecl(FunctionDecl *F) {
    if (!F->isExternC() || F->isDependentContext())
      return true;
    blockAt(pointee(F->getReturnType()),
            "C code sees it through the function "
            "at ",
            F->getLocation());
    for (const ParmVarDecl *P : F->parameters())
      blockAt(pointee(P->getType()), "C code sees it through the function at ",
              F->getLocation());
    return true;
  }

  /// A callback of C's.
  bool VisitTypedefNameDecl(TypedefNameDecl *D) {
    const QualType T = D->getUnderlyingType();
    const auto *F = T->isFunctionPointerType()
                        ? T->getPointeeType()->getAs<FunctionProtoType>()
                        : nullptr;
    if (!F || !D->getDeclContext()->isExternCContext())
      return true;
    for (QualType Param : F->param_types())
      blockAt(pointee(Param), "C code sees it through the function at ",
              D->getLocation());
    return true;
  }

private:
  void blockConstructible(llvm::StringRef Name,
                          llvm::ArrayRef<TemplateArgument> Args,
                          SourceLocation Loc) {
    llvm::SmallVector<TemplateArgument> Flat;
    for (const TemplateArgument &A : Args)
      if (A.getKind() == TemplateArgument::Pack)
        llvm::append_range(Flat, A.getPackAsArray());
      else
        Flat.push_back(A);
    if (Flat.size() > 2 && Name.contains("constructible"))
      blockAggregates(llvm::ArrayRef(Flat).take_front(), Loc);
  }
  /// The x of `&v.x`, or null.
  static const MemberExpr *addressedMember(const Expr *E) {
    const auto *Address = dyn_cast<UnaryOperator>(E);
    return Address && Address->getOpcode() == UO_AddrOf
               ? dyn_cast<MemberExpr>(Address->getSubExpr()->IgnoreParens())
               : nullptr;
  }
  static bool isInPlace(QualType T) {
    const CXXRecordDecl *R = T.getNonReferenceType()->getAsCXXRecordDecl();
    return R && R->getIdentifier() && R->getName().starts_with("in_place");
  }
  /// The records in \p List, which may have no braces of their own.
  void blockElided(const InitListExpr *List, unsigned Depth = 0) {
    if (!List || Depth > 4)
      return;
    for (const Expr *Init : List->inits())
      if (const auto *Inner = dyn_cast_or_null<InitListExpr>(Init)) {
        if (llvm::any_of(Inner->inits(), [](const Expr *E) {
              return E && !isa<ImplicitValueInitExpr, CXXDefaultInitExpr>(E);
            }))
          blockByPosition(Inner->getType(), List->getBeginLoc());
        blockElided(Inner, Depth + 1);
      }
  }
  static QualType firstArgument(QualType T) {
    const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
        T.getNonReferenceType()->getAsCXXRecordDecl());
    return S && S->getTemplateArgs().size() > 0 &&
                   S->getTemplateArgs()[0].getKind() == TemplateArgument::Type
               ? S->getTemplateArgs()[0].getAsType()
               : QualType();
  }
  QualType pointee(QualType T) const {
    T = T.getNonReferenceType();
    if (T->isPointerType())
      T = T->getPointeeType();
    return Context.getBaseElementType(T);
  }

  ReorderHazards *find(QualType T) {
    const CXXRecordDecl *R = T.isNull() ? nullptr : T->getAsCXXRecordDecl();
    if (!R)
      return nullptr;
    auto It = Out.find(R->getDefinition());
    return It == Out.end() ? nullptr : &It->second;
  }
  void blockAt(QualType T, const llvm::Twine &What, SourceLocation Loc,
               bool Bytes = true) {
    if (T.isNull())
      return;
    if (ReorderHazards *H = find(Context.getBaseElementType(T))) {
      H->BytesMatter |= Bytes;
      if (H->Reason.empty())
        H->Reason = (What + lineOf(Loc, Context)).str();
    }
    if (Bytes)
      blockParts(T, What, Loc, 0);
  }
  void blockByPosition(QualType T, SourceLocation Loc) {
    blockAt(T, "the members are initialised by position at ", Loc,
            /*Bytes=*/false);
  }
  /// The aggregates among what a template of the library is made for.
  void blockAggregates(llvm::ArrayRef<TemplateArgument> Of,
                       SourceLocation Loc) {
    for (const TemplateArgument &A : Of) {
      const CXXRecordDecl *R = A.getKind() == TemplateArgument::Type
                                   ? A.getAsType()->getAsCXXRecordDecl()
                                   : nullptr;
      if (R && R->hasDefinition() && R->getDefinition()->isAggregate())
        blockByPosition(A.getAsType(), Loc);
    }
  }
  /// The bytes of an object are those of its members and bases.
  void blockParts(QualType T, const llvm::Twine &What, SourceLocation Loc,
                  unsigned Depth) {
    const CXXRecordDecl *R =
        Context.getBaseElementType(T)->getAsCXXRecordDecl();
    if (!R || !R->hasDefinition() || Depth > 4 || facts::isLibraryCode(R))
      return;
    R = R->getDefinition();
    const auto Block = [&](QualType Part) {
      Part = Context.getBaseElementType(Part);
      if (ReorderHazards *H = find(Part); H && H->Reason.empty())
        H->Reason = (What + lineOf(Loc, Context)).str();
      blockParts(Part, What, Loc, Depth + 1);
    };
    for (const CXXBaseSpecifier &Base : R->bases())
      Block(Base.getType());
    for (const FieldDecl *F : R->fields())
      Block(F->getType());
  }

  /// True if the pointer comes straight from an allocation function.
  bool fromAllocator(const Expr *E, unsigned Depth = 0) const {
    if (Depth > 3)
      return false;
    E = E->IgnoreParenImpCasts();
    if (const auto *C = dyn_cast<ConditionalOperator>(E))
      return fromAllocator(C->getTrueExpr(), Depth + 1) &&
             fromAllocator(C->getFalseExpr(), Depth + 1);
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
      const auto *V = dyn_cast<VarDecl>(Ref->getDecl());
      return V && V->isLocalVarDecl() && V->getInit() &&
             fromAllocator(V->getInit(), Depth + 1);
    }
    const auto *Call = dyn_cast<CallExpr>(E);
    const FunctionDecl *F = Call ? Call->getDirectCallee() : nullptr;
    if (!F)
      return false;
    if (F->getOverloadedOperator() == OO_New ||
        F->getOverloadedOperator() == OO_Array_New)
      return true;
    return F->getIdentifier() &&
           llvm::is_contained({"malloc", "calloc", "realloc", "aligned_alloc"},
                              F->getName());
  }

  const ASTContext &Context;
  HazardMap &Out;
  bool InAssert = false;
  llvm::SmallPtrSet<const Expr *, 8> Harmlessly;
};
} // namespace

HazardMap findReorderHazards(llvm::ArrayRef<const CXXRecordDecl *> Records,
                             ASTContext &Context) {
  HazardMap Result;
  for (const CXXRecordDecl *R : Records) {
    ReorderHazards &H = Result[R];
    H.Reason = declarationHazard(R, Context);
    H.BytesMatter = !handLayout(R, Context).empty();
    H.Rules = moveRules(R, Context);
  }
  HazardWalk Walk(Context, Result);
  for (Decl *D : Context.getTraversalScope())
    Walk.TraverseDecl(D);
  addTemplateHazards(Result, Context);
  return Result;
}

} // namespace heapwise::layout
