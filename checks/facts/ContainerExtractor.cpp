//===-- ContainerExtractor.cpp - From the AST to container facts ----------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ContainerExtractor.h"
#include "ContainerUnit.h"
#include "DefinitionWalk.h"

#include "clang/AST/ASTLambda.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace heapwise::facts {

bool isClosed(const Decl *D) {
  const SourceManager &SM = D->getASTContext().getSourceManager();
  if (D->getParentFunctionOrMethod() || D->isInAnonymousNamespace())
    return true;
  if (const auto *V = dyn_cast<VarDecl>(D); V && V->isStaticDataMember())
    return isClosed(cast<Decl>(V->getDeclContext()));
  if (isa<VarDecl, FunctionDecl>(D))
    if (!cast<NamedDecl>(D)->isExternallyVisible())
      return true;
  // What is declared in the main file and is no function or variable that
  // another unit could declare again.
  if (const auto *R = dyn_cast<RecordDecl>(D))
    return SM.isInMainFile(SM.getExpansionLoc(R->getLocation()));
  return false;
}

/// The class that \p R is a private part of, or null.
static const CXXRecordDecl *privateOuter(const CXXRecordDecl *R) {
  const auto *Outer = dyn_cast<CXXRecordDecl>(R->getDeclContext());
  return Outer && R->getAccess() == AS_private ? Outer : nullptr;
}

/// True if the body of \p M is not here to be read.
static bool isBodiless(const CXXMethodDecl *M) {
  if (M->isConst() || M->isPureVirtual() || M->isDefaulted() ||
      M->isDeleted() || M->isImplicit() || isa<CXXDestructorDecl>(M))
    return false;
  const FunctionDecl *Definition = nullptr;
  if (M->hasBody(Definition))
    return Definition->hasSkippedBody();
  if (const FunctionDecl *Pattern = M->getTemplateInstantiationPattern())
    return !Pattern->hasBody(Definition) || Definition->hasSkippedBody();
  return true;
}

Symbol ContainerUnit::classOf(const CXXRecordDecl *R) {
  R = R->getDefinition() ? R->getDefinition() : R;
  if (Classes.insert(R)) {
    for (const CXXBaseSpecifier &B : R->bases())
      if (const CXXRecordDecl *Base = Types.userClass(B.getType()))
        classOf(Base);
    if (const CXXRecordDecl *Outer = privateOuter(R))
      classOf(Outer);
  }
  return Builder.usr(R);
}

void ContainerUnit::finish() {
  // classOf() may add to the list.
  for (std::size_t I = 0; I < Classes.size(); ++I) {
    const CXXRecordDecl *R = Classes[I];
    ContainerClass C;
    C.Usr = Builder.usr(R);
    if (!C.Usr)
      continue;
    C.Name = Builder.intern(R->getName());
    C.Loc = Builder.location(R->getLocation());
    C.Closed = isClosed(R);
    C.Befriended = R->hasDefinition() && R->hasFriends();
    C.Generic = isa<ClassTemplateSpecializationDecl>(R);
    if (const CXXRecordDecl *Outer = privateOuter(R))
      C.Outer = classOf(Outer);
    if (R->hasDefinition()) {
      for (const CXXBaseSpecifier &B : R->bases())
        if (const CXXRecordDecl *Base = Types.userClass(B.getType()))
          C.Bases.push_back(classOf(Base));
      for (const CXXMethodDecl *M : R->methods())
        if (isBodiless(M))
          C.Bodiless.push_back(Builder.usr(M));
    }
    Out.Classes.add(std::move(C));
  }
  if (DefinesMain)
    for (const ContainerPlace &P : Out.Places.rows())
      Out.Places.find(P.Usr)->MainUnit = P.Closed;
}

static Storage storageOf(const VarDecl *V) {
  if (V->getTLSKind() != VarDecl::TLS_None)
    return Storage::ThreadLocal;
  if (V->isStaticLocal())
    return Storage::StaticLocal;
  return V->isExternallyVisible() ? Storage::Global : Storage::File;
}

Symbol ContainerUnit::place(const ValueDecl *D, const FunctionDecl *In) {
  D = cast<ValueDecl>(D->getCanonicalDecl());
  auto [It, New] = Places.try_emplace(D, 0);
  if (!New)
    return It->second;
  const Symbol Usr = addPlace(D, In);
  return Places[D] = Usr;
}

/// The type's name as a user knows it, without arguments.
static std::string typeName(const CXXRecordDecl *R) {
  std::string Name = R->getName().str();
  StringRef Library;
  for (const DeclContext *Scope = R->getDeclContext(); Scope;
       Scope = Scope->getParent())
    if (const auto *Space = dyn_cast<NamespaceDecl>(Scope))
      Library = Space->getName();
  return Library.empty() ? Name : (Library + "::" + Name).str();
}

Symbol ContainerUnit::addPlace(const ValueDecl *D, const FunctionDecl *In) {
  const ContainerType *Type = Types.container(D->getType());
  const CXXRecordDecl *User = Type ? nullptr : Types.userClass(D->getType());
  if (!Type && !(User && Types.keepsContainers(User)))
    return 0;
  ContainerPlace P;
  P.Usr = Builder.usr(D);
  if (!P.Usr)
    return 0;
  std::string Name = D->getNameAsString();
  P.Closed = isClosed(D);
  if (const auto *F = dyn_cast<FieldDecl>(D)) {
    const auto *Owner = dyn_cast<CXXRecordDecl>(F->getParent());
    if (!Owner)
      return 0;
    P.Owner = classOf(Owner);
    P.Closed = isClosed(Owner);
    if (Owner->getIdentifier())
      Name = (Owner->getName() + "::" + Name).str();
  } else if (const auto *V = dyn_cast<VarDecl>(D)) {
    P.Kind = V->hasGlobalStorage() ? storageOf(V) : Storage::Capture;
    if (const auto *Owner = dyn_cast<CXXRecordDecl>(V->getDeclContext());
        Owner && V->isStaticDataMember()) {
      P.Owner = classOf(Owner);
      Name = (Owner->getName() + "::" + Name).str();
    } else if (In) {
      P.Owner = Builder.usr(In);
    }
  }
  P.Private = D->getAccess() == AS_private;
  P.InTest = Tests.contains(D->getLocation());
  P.Const =
      D->getType().isConstQualified() && !(User && User->hasMutableFields());
  P.Name = Builder.intern(Name);
  P.Loc = Builder.location(D->getLocation());
  if (Type) {
    P.Type = Builder.intern(typeName(Type->Record));
    P.Keyed = Type->Keyed && !(Type->Multi && !Type->Map);
    P.Map = Type->Map;
    P.Keys = Type->Keyed ? Types.domain(Type->Key) : KeyDomain::None;
    // Whatever the keys are, a program has only so many functions.
    if (Type->Map && Types.isFunctions(Type->Value))
      P.Keys = KeyDomain::Finite;
    P.Values = Types.valueKind(Type->Value);
  } else {
    P.Type = Builder.intern(User->getName());
    P.Wrapper = classOf(User);
  }
  const Symbol Usr = P.Usr;
  Out.Places.add(std::move(P));
  return Usr;
}

/// The function whose closure or object the variable starts with.
static const FunctionDecl *makerOf(const VarDecl *V, const FunctionDecl *In) {
  const Expr *Init = V->getInit();
  while (Init) {
    Init = Init->IgnoreUnlessSpelledInSource();
    if (isa<LambdaExpr>(Init))
      return In;
    if (const auto *Call = dyn_cast<CallExpr>(Init))
      return Call->getDirectCallee();
    const auto *Made = dyn_cast<CXXConstructExpr>(Init);
    Init = Made && Made->getNumArgs() ? Made->getArg(0) : nullptr;
  }
  return nullptr;
}

void ContainerUnit::holder(const ValueDecl *D, Holder::Span Kind,
                           const FunctionDecl *In) {
  D = cast<ValueDecl>(D->getCanonicalDecl());
  llvm::SmallVector<const CXXRecordDecl *, 4> Held;
  Types.heldClasses(D->getType(), Held);
  llvm::erase_if(Held, [this](const CXXRecordDecl *R) {
    return !Types.keepsContainers(R);
  });
  const auto *V = dyn_cast<VarDecl>(D);
  const FunctionDecl *Maker =
      V && Kind == Holder::Span::Static ? makerOf(V, In) : nullptr;
  if (Maker && isLibraryCode(Maker))
    Maker = nullptr;
  if (Held.empty() && !Maker)
    return;
  Holder H;
  H.Kind = Kind;
  H.Usr = Builder.usr(D);
  if (!H.Usr && In) // local variables have none
    H.Usr = Builder.intern(
        (Builder.Result.str(Builder.usr(In)) + "@" + D->getName()).str());
  if (!H.Usr)
    return;
  if (!Holders.insert(D).second) {
    // A loop without end in main() says more than that it is in main().
    if (Holder *Known = Out.Holders.find(H.Usr);
        Known && Kind == Holder::Span::Loop)
      Known->Kind = Kind;
    return;
  }
  H.Name = Builder.intern(D->getNameAsString());
  H.Loc = Builder.location(D->getLocation());
  H.Private = D->getAccess() == AS_private;
  const CXXRecordDecl *Itself =
      Builder.Context.getBaseElementType(D->getType())->getAsCXXRecordDecl();
  H.Handle = !Itself || !Itself->hasDefinition() ||
             !llvm::is_contained(Held, Itself->getDefinition());
  if (const auto *F = dyn_cast<FieldDecl>(D))
    if (const auto *Owner = dyn_cast<CXXRecordDecl>(F->getParent()))
      H.Owner = classOf(Owner);
  if (Maker)
    H.Maker = Builder.usr(Maker);
  for (const CXXRecordDecl *R : Held)
    H.Classes.push_back(classOf(R));
  Out.Holders.add(std::move(H));
}

namespace {
class ContainerWalk : public DefinitionWalk<ContainerWalk> {
public:
  explicit ContainerWalk(ContainerUnit &Unit) : Unit(Unit) {}

  void function(const FunctionDecl *F) {
    Unit.DefinesMain |= F->isMain() && F->hasBody();
    Unit.Builder.enqueue(F);
  }
  void record(const CXXRecordDecl *R) {
    if (!R->hasDefinition() || !Unit.Types.keepsContainers(R))
      return;
    for (const FieldDecl *F : R->fields()) {
      Unit.holder(F, Holder::Span::Member, nullptr);
      // Constructors repeat the initialisers that they use.
      if (!R->hasUserDeclaredConstructor() && F->hasInClassInitializer() &&
          F->getInClassInitializer())
        extractContainerInit(Unit, F);
    }
  }
  void variable(const VarDecl *V) {
    if (V->getType()->isDependentType() ||
        V->getDeclContext()->isDependentContext())
      return;
    Unit.holder(V, Holder::Span::Static, nullptr);
    if (V->hasInit() && !V->isConstexpr())
      extractContainerInit(Unit, V);
  }

private:
  ContainerUnit &Unit;
};
} // namespace

void extractContainers(FactsBuilder &Builder) {
  ContainerUnit Unit(Builder);
  ContainerWalk(Unit).run(Builder.Context);
  while (const FunctionDecl *F = Builder.next())
    extractContainerBody(Unit, F);
  Unit.finish();
}

} // namespace heapwise::facts
