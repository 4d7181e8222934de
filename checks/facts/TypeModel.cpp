//===-- TypeModel.cpp - How a C++ type holds what it refers to ------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TypeModel.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace clang;

namespace heapwise::facts {

bool isLibraryCode(const Decl *D) {
  const SourceManager &SM = D->getASTContext().getSourceManager();
  if (SM.isInSystemHeader(SM.getExpansionLoc(D->getLocation())))
    return true;
  // Boost is often part of the project's own tree.
  const NamespaceDecl *Outermost = nullptr;
  for (const DeclContext *Scope = D->getDeclContext(); Scope;
       Scope = Scope->getParent())
    if (const auto *Space = dyn_cast<NamespaceDecl>(Scope))
      Outermost = Space;
  return Outermost && Outermost->getIdentifier() &&
         (Outermost->getName() == "std" || Outermost->getName() == "boost");
}

TypeModel::TypeModel(ASTContext &Context, const TypeNames &Extra)
    : Context(Context) {
  auto Enter = [this](TypeClass C, std::initializer_list<StringRef> Names) {
    for (StringRef Name : Names)
      ByName[Name] = C;
  };
  Enter(TypeClass::Strong,
        {"std::shared_ptr", "boost::shared_ptr", "boost::intrusive_ptr",
         "boost::local_shared_ptr", "QSharedPointer",
         "QExplicitlySharedDataPointer", "scoped_refptr", "base::RefPtr",
         "WTF::RefPtr", "WTF::Ref", "std::experimental::shared_ptr"});
  Enter(TypeClass::Weak, {"std::weak_ptr", "boost::weak_ptr", "QWeakPointer",
                          "QPointer", "base::WeakPtr", "WTF::WeakPtr"});
  Enter(TypeClass::Unique,
        {"std::unique_ptr", "boost::scoped_ptr", "QScopedPointer",
         "boost::movelib::unique_ptr", "std::auto_ptr", "boost::scoped_array",
         "QScopedArrayPointer"});
  Enter(TypeClass::Pointer,
        {"std::reference_wrapper", "boost::reference_wrapper", "gsl::not_null",
         "std::experimental::observer_ptr"});
  Enter(TypeClass::Callback,
        {"std::function", "std::move_only_function", "std::copyable_function",
         "std::packaged_task", "std::thread", "std::jthread", "std::future",
         "std::shared_future", "boost::function", "boost::thread",
         "absl::AnyInvocable", "folly::Function", "fu2::function",
         "fu2::unique_function", "llvm::unique_function"});
  Enter(TypeClass::Transparent,
        {"std::optional", "std::variant", "std::any", "std::atomic",
         "boost::optional", "boost::variant", "boost::any", "boost::variant2",
         "absl::optional", "absl::variant", "std::experimental::optional",
         "std::expected"});
  // Strings, streams and locks hold nothing of ours however they are built.
  Enter(TypeClass::Plain,
        {"std::basic_string", "std::basic_string_view", "std::mutex",
         "std::recursive_mutex", "std::condition_variable", "std::chrono",
         "QString", "QByteArray", "std::basic_ostream", "std::basic_istream",
         "std::basic_ios", "std::filesystem::path", "std::lock_guard",
         "std::unique_lock", "std::bitset", "std::complex"});
  for (const std::string &Name : Extra.Strong)
    ByName[Name] = TypeClass::Strong;
  for (const std::string &Name : Extra.Weak)
    ByName[Name] = TypeClass::Weak;
  for (const std::string &Name : Extra.Callback)
    ByName[Name] = TypeClass::Callback;
}

TypeClass TypeModel::classify(QualType T) {
  if (T.isNull() || T->isDependentType())
    return TypeClass::Plain;
  const Type *Key = T.getCanonicalType().getTypePtr();
  auto [It, Inserted] = Cache.try_emplace(Key, TypeClass::Record);
  if (!Inserted)
    return It->second;
  TypeClass Result = classifyUncached(QualType(Key, 0));
  Cache[Key] = Result;
  return Result;
}

TypeClass TypeModel::classifyUncached(QualType T) {
  if (T->isReferenceType() || T->isPointerType()) {
    QualType Pointee = T->getPointeeType();
    if (Pointee->isFunctionType() || Pointee->isVoidType())
      return TypeClass::Plain;
    return classify(Pointee) == TypeClass::Plain ? TypeClass::Plain
                                                 : TypeClass::Pointer;
  }
  if (const ArrayType *Array = Context.getAsArrayType(T))
    return classify(Array->getElementType()) == TypeClass::Plain
               ? TypeClass::Plain
               : TypeClass::Container;
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  return R ? classifyRecord(R) : TypeClass::Plain;
}

/// The qualified name without inline namespaces and template arguments.
static std::string plainName(const CXXRecordDecl *R) {
  std::string Name = R->getName().str();
  for (const DeclContext *Scope = R->getDeclContext(); Scope;
       Scope = Scope->getParent()) {
    if (const auto *Space = dyn_cast<NamespaceDecl>(Scope)) {
      if (!Space->isInline() && !Space->isAnonymousNamespace())
        Name = (Space->getName() + "::" + Name).str();
    } else if (const auto *Outer = dyn_cast<RecordDecl>(Scope)) {
      Name = (Outer->getName() + "::" + Name).str();
    }
  }
  return Name;
}

/// True if every template argument that is a type is Plain, and there is one.
static bool allArgumentsPlain(TypeModel &Model, const CXXRecordDecl *R) {
  const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(R);
  if (!S)
    return false;
  bool Any = false;
  for (const TemplateArgument &A : S->getTemplateArgs().asArray()) {
    ArrayRef<TemplateArgument> Pack(A);
    if (A.getKind() == TemplateArgument::Pack)
      Pack = A.getPackAsArray();
    for (const TemplateArgument &Item : Pack) {
      if (Item.getKind() != TemplateArgument::Type)
        continue;
      const CXXRecordDecl *Arg = Item.getAsType()->getAsCXXRecordDecl();
      // Allocators, deleters and comparators carry nothing.
      if (Arg && Arg->isInStdNamespace() && Arg->hasDefinition() &&
          Arg->isEmpty())
        continue;
      Any = true;
      if (Model.carries(Item.getAsType()))
        return false;
    }
  }
  return Any;
}

TypeClass TypeModel::classifyRecord(const CXXRecordDecl *R) {
  if (R->isLambda())
    return TypeClass::Callback;
  auto Named = ByName.find(plainName(R));
  if (Named != ByName.end()) {
    if (Named->second == TypeClass::Transparent && allArgumentsPlain(*this, R))
      return TypeClass::Plain;
    return Named->second;
  }
  if (isLibraryCode(R)) {
    // std::_Bind, std::__bind_front_t, boost::_bi::bind_t.
    if (R->getName().contains_insensitive("bind"))
      return TypeClass::Callback;
    // An iterator refers to an element, it does not own it.
    if (R->getName().contains_insensitive("iterator"))
      return TypeClass::Pointer;
    // Tags, placeholders, comparators.
    if (R->hasDefinition() && R->isEmpty())
      return TypeClass::Plain;
    if (R->isInStdNamespace() && isa<ClassTemplateSpecializationDecl>(R))
      return allArgumentsPlain(*this, R) ? TypeClass::Plain
                                         : TypeClass::Container;
    return TypeClass::Record;
  }
  if (!R->hasDefinition())
    return TypeClass::Record;
  R = R->getDefinition();
  if (isIntrusiveByShape(R))
    return TypeClass::Strong;
  // A class that only adds to a handle or container is one.
  for (const CXXBaseSpecifier &Base : R->bases()) {
    TypeClass C = classify(Base.getType());
    if (C == TypeClass::Strong || C == TypeClass::Weak ||
        C == TypeClass::Unique || C == TypeClass::Callback)
      return C;
    if (C == TypeClass::Container && R->field_empty())
      return C;
  }
  return TypeClass::Record;
}

static const FunctionDecl *bodyOf(const FunctionDecl *F) {
  if (!F)
    return nullptr;
  const FunctionDecl *Definition = nullptr;
  if (F->hasBody(Definition))
    return Definition;
  // A member of a class template that this translation unit does not call is
  // declared but not instantiated: the pattern has the same shape.
  if (const FunctionDecl *Pattern = F->getTemplateInstantiationPattern())
    if (Pattern->hasBody(Definition))
      return Definition;
  return nullptr;
}

namespace {
/// Looks in a destructor for what tells a counting pointer: it gives a
/// reference back through one of its pointer members instead of just deleting.
struct ReferenceRelease : RecursiveASTVisitor<ReferenceRelease> {
  bool CallsOnPointee = false, Deletes = false, CountsDown = false;
  bool Unregisters = false, ReleasesWeak = false;
  bool Delegated = false;

  static bool isMember(const Expr *E) {
    E = E->IgnoreParenImpCasts();
    if (const auto *Ref = dyn_cast<DeclRefExpr>(E)) {
      const auto *Copy = dyn_cast<VarDecl>(Ref->getDecl());
      return Copy && Copy->hasLocalStorage() && Copy->getInit() &&
             isMember(Copy->getInit());
    }
    const auto *M = dyn_cast<MemberExpr>(E);
    return M && isa<FieldDecl>(M->getMemberDecl()) &&
           isa<CXXThisExpr>(M->getBase()->IgnoreParenImpCasts());
  }
  bool VisitCallExpr(CallExpr *Call) {
    bool OnPointee = false;
    if (const auto *OnMember = dyn_cast<CXXMemberCallExpr>(Call)) {
      const Expr *Object = OnMember->getImplicitObjectArgument();
      OnPointee = isMember(Object);
      // A destructor that only calls reset().
      if (isa<CXXThisExpr>(Object->IgnoreParenImpCasts()) && !Delegated) {
        llvm::SaveAndRestore<bool> Once(Delegated, true);
        if (const FunctionDecl *Callee = bodyOf(OnMember->getMethodDecl()))
          TraverseStmt(Callee->getBody());
      }
    }
    for (const Expr *Arg : Call->arguments()) {
      OnPointee |= isMember(Arg);
      // The pointee keeps a list of its watchers.
      Unregisters |= isa<CXXThisExpr>(Arg->IgnoreParenImpCasts());
    }
    CallsOnPointee |= OnPointee;
    const FunctionDecl *Callee = Call->getDirectCallee();
    ReleasesWeak |= OnPointee && Callee && Callee->getIdentifier() &&
                    Callee->getName().contains_insensitive("weak");
    return true;
  }
  bool VisitUnaryOperator(UnaryOperator *Op) {
    if (!Op->isDecrementOp())
      return true;
    const Expr *Count = Op->getSubExpr()->IgnoreParenImpCasts();
    if (const auto *Field = dyn_cast<MemberExpr>(Count))
      CountsDown |= isMember(Field->getBase());
    if (const auto *Cell = dyn_cast<UnaryOperator>(Count))
      CountsDown |=
          Cell->getOpcode() == UO_Deref && isMember(Cell->getSubExpr());
    return true;
  }
  bool VisitCXXDeleteExpr(CXXDeleteExpr *Delete) {
    Deletes |= isMember(Delete->getArgument());
    return true;
  }
};
} // namespace

bool TypeModel::isIntrusiveByShape(const CXXRecordDecl *R) {
  if (R->getNumBases() != 0 || R->isPolymorphic() || R->field_empty() ||
      !R->hasUserDeclaredDestructor())
    return false;
  unsigned Pointers = 0;
  for (const FieldDecl *F : R->fields())
    if (!F->getType()->isPointerType() || ++Pointers > 2)
      return false;
  bool Dereferences = false, Copies = false;
  for (const CXXMethodDecl *M : R->methods())
    Dereferences |= M->getOverloadedOperator() == OO_Arrow;
  for (const CXXConstructorDecl *C : R->ctors())
    Copies |= C->isCopyConstructor() && !C->isDeleted() && C->isUserProvided();
  const FunctionDecl *Destructor = bodyOf(R->getDestructor());
  if (!Dereferences || !Copies || !Destructor)
    return false;
  ReferenceRelease Release;
  Release.TraverseStmt(Destructor->getBody());
  if (Release.Unregisters || Release.ReleasesWeak ||
      R->getName().contains_insensitive("weak"))
    return false;
  return Release.CountsDown || (Release.CallsOnPointee && !Release.Deletes);
}

bool TypeModel::holdsReferences(QualType T) {
  const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      T->getAsCXXRecordDecl());
  auto IsReference = [](const TemplateArgument &A) {
    return A.getKind() == TemplateArgument::Type &&
           A.getAsType()->isReferenceType();
  };
  return S && llvm::any_of(S->getTemplateArgs().asArray(),
                           [&](const TemplateArgument &A) {
                             return A.getKind() == TemplateArgument::Pack
                                        ? llvm::any_of(A.getPackAsArray(),
                                                       IsReference)
                                        : IsReference(A);
                           });
}

EdgeKind TypeModel::edgeKind(QualType T) {
  switch (classify(T)) {
  case TypeClass::Plain:
    return EdgeKind::None;
  case TypeClass::Pointer:
    return EdgeKind::Raw;
  case TypeClass::Weak:
    return EdgeKind::Weak;
  case TypeClass::Unique:
    return EdgeKind::Unique;
  case TypeClass::Strong:
    return EdgeKind::Strong;
  case TypeClass::Callback:
    return EdgeKind::Callback;
  case TypeClass::Container:
  case TypeClass::Record:
    return EdgeKind::Value;
  case TypeClass::Transparent:
    break;
  }
  // The strongest of what may be inside.
  EdgeKind Best = EdgeKind::None;
  const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      T->getAsCXXRecordDecl());
  if (!S)
    return EdgeKind::Value; // std::any
  for (const TemplateArgument &A : S->getTemplateArgs().asArray()) {
    ArrayRef<TemplateArgument> Items(A);
    if (A.getKind() == TemplateArgument::Pack)
      Items = A.getPackAsArray();
    for (const TemplateArgument &Item : Items) {
      if (Item.getKind() != TemplateArgument::Type)
        continue;
      EdgeKind K = edgeKind(Item.getAsType());
      auto Rank = [](EdgeKind Kind) {
        return Kind == EdgeKind::Strong ? 10 : static_cast<int>(Kind);
      };
      if (Rank(K) > Rank(Best))
        Best = K;
    }
  }
  return Best;
}

QualType memberType(const CXXRecordDecl &R, StringRef Name) {
  const DeclarationName Id(&R.getASTContext().Idents.get(Name));
  for (const NamedDecl *D : R.lookup(Id))
    if (const auto *Alias = dyn_cast<TypedefNameDecl>(D))
      return Alias->getUnderlyingType();
  return {};
}

/// The same, also of a base class.
static QualType typedefIn(const CXXRecordDecl *R, StringRef Name) {
  if (QualType T = memberType(*R, Name); !T.isNull())
    return T;
  for (const CXXBaseSpecifier &Base : R->bases())
    if (const CXXRecordDecl *B = Base.getType()->getAsCXXRecordDecl())
      if (B->hasDefinition())
        if (QualType T = typedefIn(B->getDefinition(), Name); !T.isNull())
          return T;
  return {};
}

bool TypeModel::isMap(QualType T) {
  const CXXRecordDecl *R = T.getNonReferenceType()->getAsCXXRecordDecl();
  return R && R->hasDefinition() &&
         !typedefIn(R->getDefinition(), "mapped_type").isNull();
}

QualType TypeModel::elementType(QualType T) {
  if (T.isNull())
    return {};
  T = T.getNonReferenceType();
  if (const ArrayType *Array = Context.getAsArrayType(T))
    return Array->getElementType();
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  if (!R || !R->hasDefinition())
    return {};
  R = R->getDefinition();
  if (QualType Mapped = typedefIn(R, "mapped_type"); !Mapped.isNull())
    return Mapped;
  return typedefIn(R, "value_type");
}

QualType TypeModel::pointeeType(QualType T) {
  if (T.isNull())
    return {};
  T = T.getNonReferenceType();
  if (T->isPointerType())
    return T->getPointeeType();
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  if (!R || !R->hasDefinition())
    return {};
  R = R->getDefinition();
  if (QualType Element = typedefIn(R, "element_type"); !Element.isNull())
    return Element;
  if (const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(R))
    if (S->getTemplateArgs().size() > 0 &&
        S->getTemplateArgs()[0].getKind() == TemplateArgument::Type)
      return S->getTemplateArgs()[0].getAsType();
  return {};
}

} // namespace heapwise::facts
