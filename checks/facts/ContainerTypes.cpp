//===-- ContainerTypes.cpp - Which types grow, and by what keys -----------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ContainerTypes.h"
#include "TypeModel.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"

using namespace clang;
using llvm::StringRef;

namespace heapwise::facts {

namespace {
struct Row {
  ContainerUse Use;
  std::initializer_list<StringRef> Names;
};
} // namespace

ContainerUse containerUse(StringRef Method) {
  using enum ContainerUse;
  static const llvm::StringMap<ContainerUse> Uses = [] {
    const Row Table[] = {
        {Grow,
         {"push_back",
          "push_front",
          "push",
          "insert",
          "emplace",
          "emplace_back",
          "emplace_front",
          "emplace_hint",
          "emplace_after",
          "insert_after",
          "insert_or_assign",
          "try_emplace",
          "append",
          "prepend",
          "merge",
          "splice",
          "enqueue",
          "insertMulti",
          "lazy_emplace",
          "append_range",
          "insert_range",
          "push_range",
          "add",
          "try_push"}},
        {Assign, {"assign", "assign_range"}},
        {Lookup,
         {"find", "count", "contains", "lookup", "value", "lower_bound",
          "upper_bound", "equal_range", "indexOf", "constFind", "find_as"}},
        {Shrink,
         {"erase",     "pop_back",  "pop_front",   "pop",         "remove",
          "remove_if", "extract",   "erase_after", "removeAt",    "removeAll",
          "removeOne", "removeIf",  "removeFirst", "removeLast",  "take",
          "takeAt",    "takeFirst", "takeLast",    "dequeue",     "try_pop",
          "resize",    "unique",    "erase_if",    "unsafe_erase"}},
        {Reset, {"clear", "swap", "release", "reset", "truncate"}},
        {Size, {"size", "length", "unsafe_size"}},
        {Empty, {"empty", "isEmpty", "is_empty"}},
        {Element,
         {"at", "front", "back", "top", "begin", "end", "first", "last",
          "rbegin", "rend", "cbegin", "cend", "data", "constBegin",
          "constEnd"}}};
    llvm::StringMap<ContainerUse> Result;
    for (const auto &[Use, Names] : Table)
      for (StringRef Name : Names)
        Result[Name] = Use;
    return Result;
  }();
  auto It = Uses.find(Method);
  return It == Uses.end() ? Other : It->second;
}

/// The qualified name of the outermost namespace, "" for the global one.
static StringRef outermostNamespace(const Decl *D) {
  StringRef Name;
  for (const DeclContext *Scope = D->getDeclContext(); Scope;
       Scope = Scope->getParent())
    if (const auto *Space = dyn_cast<NamespaceDecl>(Scope))
      Name = Space->getName();
  return Name;
}

/// Qt has no namespace of its own.
static bool isQtContainer(const Decl *D) {
  const auto *R = dyn_cast<CXXRecordDecl>(D);
  if (!R)
    R = dyn_cast<CXXRecordDecl>(D->getDeclContext());
  if (!R || !R->getIdentifier() || !R->getName().starts_with("Q"))
    return false;
  static const llvm::StringSet<> Known = {
      "QHash",  "QMap",        "QMultiHash",     "QMultiMap",
      "QSet",   "QList",       "QVector",        "QQueue",
      "QStack", "QLinkedList", "QVarLengthArray"};
  return Known.contains(R->getName());
}

bool isContainerLibrary(const Decl *D) {
  static const llvm::StringSet<> Known = {
      "absl",    "folly",   "tsl",        "phmap",   "robin_hood",
      "ska",     "ankerl",  "gtl",        "eastl",   "tbb",
      "llvm",    "google",  "moodycamel", "emhash5", "emhash6",
      "emhash7", "emhash8", "spp",        "boost",   "oneapi"};
  return isLibraryCode(D) || Known.contains(outermostNamespace(D)) ||
         isQtContainer(D);
}

static bool hasAnyWord(StringRef Name, llvm::ArrayRef<StringRef> Words) {
  return llvm::any_of(
      Words, [&](StringRef W) { return Name.contains_insensitive(W); });
}

bool isTransparent(const CXXRecordDecl *R) {
  if (!R || !R->getIdentifier() || !isContainerLibrary(R))
    return false;
  return hasAnyWord(R->getName(),
                    {"_ptr", "optional", "Pointer", "reference_wrapper",
                     "synchronized", "LockedPtr", "atomic", "not_null"});
}

static const TemplateArgument *firstTypeArgument(const CXXRecordDecl *R,
                                                 unsigned Index = 0) {
  const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(R);
  if (!S || S->getTemplateArgs().size() <= Index)
    return nullptr;
  const TemplateArgument &A = S->getTemplateArgs()[Index];
  return A.getKind() == TemplateArgument::Type ? &A : nullptr;
}

QualType ContainerTypes::strip(QualType T) {
  for (unsigned Steps = 0; Steps < 8 && !T.isNull(); ++Steps) {
    T = T.getCanonicalType();
    if (T->isReferenceType() || T->isPointerType()) {
      T = T->getPointeeType();
      continue;
    }
    if (const auto *Array = dyn_cast<clang::ArrayType>(T)) {
      T = Array->getElementType();
      continue;
    }
    const CXXRecordDecl *R = T->getAsCXXRecordDecl();
    const TemplateArgument *Inner = firstTypeArgument(R);
    const bool FixedArray =
        R && R->getIdentifier() && R->getName() == "array" && isLibraryCode(R);
    if (!Inner || !(FixedArray || isTransparent(R)))
      return T;
    T = Inner->getAsType();
  }
  return T;
}

/// The names of the member functions, inherited and re-exported ones too.
static void memberNames(const CXXRecordDecl *R, llvm::StringSet<> &Names,
                        unsigned Depth = 0) {
  R = R->getDefinition();
  if (!R || Depth > 6)
    return;
  for (const Decl *D : R->decls())
    if (const auto *N = dyn_cast<NamedDecl>(D))
      if (isa<CXXMethodDecl, FunctionTemplateDecl, UsingDecl, UsingShadowDecl>(
              N) &&
          N->getDeclName().isIdentifier())
        Names.insert(N->getName());
  for (const CXXBaseSpecifier &B : R->bases())
    if (const CXXRecordDecl *Base = B.getType()->getAsCXXRecordDecl())
      memberNames(Base, Names, Depth + 1);
}

/// True if the class can grow, and is none of the classes that only look like
/// it: strings, streams, views, and what has a capacity of its own.
static bool hasContainerShape(const CXXRecordDecl *R) {
  const StringRef Name = R->getName();
  if (hasAnyWord(Name, {"stream", "view", "span", "path", "bitset", "cord",
                        "circular", "ring", "lru", "evicting", "inplace",
                        "static_", "iterator", "list_base", "_impl",
                        "allocator", "lockfree", "buf"}) ||
      Name == "QCache" || Name == "QVariant" || Name == "QContiguousCache" ||
      Name == "array" || Name == "StaticVector")
    return false;
  if (Name.contains_insensitive("string") && !Name.contains("Map") &&
      !Name.contains("Set") && Name != "QStringList")
    return false;
  if (Name == "QByteArray" || Name == "vector_bool")
    return false;
  llvm::StringSet<> Names;
  memberNames(R, Names);
  if (!Names.contains("size") && !Names.contains("empty") &&
      !Names.contains("unsafe_size"))
    return false;
  return llvm::any_of(Names.keys(), [](StringRef N) {
    return containerUse(N) == ContainerUse::Grow && N != "add";
  });
}

std::unique_ptr<ContainerType>
ContainerTypes::classify(const CXXRecordDecl *R) {
  if (!R->hasDefinition() || !R->getIdentifier())
    return nullptr;
  R = R->getDefinition();
  if (!isContainerLibrary(R)) {
    // A class that is made of a container is one.
    for (const CXXBaseSpecifier &B : R->bases())
      if (const ContainerType *Base = container(B.getType()))
        return std::make_unique<ContainerType>(*Base);
    return nullptr;
  }
  const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(R);
  if (!S && R->getName() != "QStringList")
    return nullptr;
  const Decl *Pattern =
      S ? static_cast<const Decl *>(S->getSpecializedTemplate()) : R;
  auto [It, New] = Shapes.try_emplace(Pattern, false);
  if (New) {
    const bool Shape = hasContainerShape(R);
    It = Shapes.find(Pattern);
    It->second = Shape;
  }
  if (!It->second)
    return nullptr;
  auto Result = std::make_unique<ContainerType>();
  Result->Record = R;
  const StringRef Name = R->getName();
  Result->Multi = Name.contains_insensitive("multi");
  Result->Map = Name.contains_insensitive("map") || Name.contains("Hash");
  Result->Keyed = Result->Map || (Name.contains_insensitive("set") &&
                                  !Name.contains_insensitive("offset"));
  const TemplateArgument *First = firstTypeArgument(R);
  const TemplateArgument *Second = firstTypeArgument(R, 1);
  // llvm::StringMap<V> has no argument for its keys.
  const bool OnlyValue = Result->Map && Name.starts_with("String");
  if (Result->Keyed && First && !OnlyValue)
    Result->Key = First->getAsType();
  if (Result->Map && Second && !OnlyValue)
    Result->Value = Second->getAsType();
  else if (First)
    Result->Value = First->getAsType();
  return Result;
}

const ContainerType *ContainerTypes::container(QualType T) {
  if (T.isNull() || T->isDependentType())
    return nullptr;
  const CXXRecordDecl *R = strip(T)->getAsCXXRecordDecl();
  if (!R)
    return nullptr;
  R = R->getCanonicalDecl();
  if (auto It = Containers.find(R); It != Containers.end())
    return It->second.get();
  std::unique_ptr<ContainerType> Result = classify(R);
  return (Containers[R] = std::move(Result)).get();
}

const CXXRecordDecl *ContainerTypes::userClass(QualType T) {
  if (T.isNull() || T->isDependentType())
    return nullptr;
  const CXXRecordDecl *R = strip(T)->getAsCXXRecordDecl();
  if (!R || R->isLambda() || !R->hasDefinition() || isContainerLibrary(R))
    return nullptr;
  return R->getDefinition();
}

bool ContainerTypes::keepsContainers(const CXXRecordDecl *R) {
  auto [It, New] = Keeps.try_emplace(R, false);
  if (!New)
    return It->second;
  bool Result = false;
  for (const FieldDecl *F : R->fields()) {
    const CXXRecordDecl *Inner = userClass(F->getType());
    Result |= container(F->getType()) || (Inner && keepsContainers(Inner));
  }
  for (const CXXBaseSpecifier &B : R->bases())
    if (const CXXRecordDecl *Base = userClass(B.getType()))
      Result |= keepsContainers(Base);
  Keeps[R] = Result;
  return Result;
}

/// The types that a library template is made of; of a tuple, its elements.
static llvm::SmallVector<QualType, 4> typeArguments(const CXXRecordDecl *R) {
  llvm::SmallVector<QualType, 4> Types;
  const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(R);
  if (!S)
    return Types;
  for (const TemplateArgument &A : S->getTemplateArgs().asArray()) {
    if (A.getKind() == TemplateArgument::Type)
      Types.push_back(A.getAsType());
    else if (A.getKind() == TemplateArgument::Pack)
      for (const TemplateArgument &Part : A.pack_elements())
        if (Part.getKind() == TemplateArgument::Type)
          Types.push_back(Part.getAsType());
  }
  return Types;
}

static bool isFiniteLibraryType(const CXXRecordDecl *R) {
  // As many as the program has types and threads.
  return isLibraryCode(R) && R->getIdentifier() &&
         (R->getName() == "type_index" || R->getName() == "type_info" ||
          R->getQualifiedNameAsString() == "std::thread::id" ||
          R->getName() == "error_code" || R->getName() == "locale");
}

KeyDomain ContainerTypes::domain(QualType Key) {
  if (Key.isNull())
    return KeyDomain::Wide;
  Key = Key.getNonReferenceType().getCanonicalType();
  if (Key->isBooleanType() || Key->isEnumeralType() ||
      Key->isAnyCharacterType() || Key->isNullPtrType() ||
      Key->isMemberPointerType() || Key->isFunctionPointerType())
    return KeyDomain::Finite;
  if (const auto *B = Key->getAs<BuiltinType>()) {
    switch (B->getKind()) {
    case BuiltinType::Short:
    case BuiltinType::UShort:
    case BuiltinType::SChar:
    case BuiltinType::UChar:
      return KeyDomain::Finite;
    case BuiltinType::Int:
    case BuiltinType::UInt:
      return KeyDomain::Number;
    default:
      return KeyDomain::Wide;
    }
  }
  if (Key->isPointerType()) {
    const CXXRecordDecl *R = Key->getPointeeType()->getAsCXXRecordDecl();
    return R && isFiniteLibraryType(R) ? KeyDomain::Finite : KeyDomain::Wide;
  }
  const CXXRecordDecl *R = Key->getAsCXXRecordDecl();
  if (!R || !R->hasDefinition())
    return KeyDomain::Wide;
  KeyDomain Widest = KeyDomain::Finite;
  if (isLibraryCode(R) && R->getIdentifier() && R->getName() == "tuple") {
    for (const QualType Part : typeArguments(R))
      Widest = std::max(Widest, domain(Part));
    return Widest;
  }
  if (isFiniteLibraryType(R))
    return KeyDomain::Finite;
  // Pairs and small structs are as wide as their widest part.
  const bool Pair = isLibraryCode(R) && R->getIdentifier() &&
                    (R->getName() == "pair" || R->getName() == "array");
  if (!Pair && (isLibraryCode(R) || R->field_empty()))
    return KeyDomain::Wide;
  for (const FieldDecl *F : R->getDefinition()->fields())
    Widest = std::max(Widest, domain(F->getType()));
  return Widest;
}

ValueKind ContainerTypes::valueKind(QualType T) {
  if (T.isNull())
    return ValueKind::Data;
  T = T.getCanonicalType();
  if (T->isFunctionPointerType())
    return ValueKind::Callable;
  if (T->isPointerType())
    return ValueKind::Handle;
  if (T->isArithmeticType())
    return ValueKind::Number;
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  if (!R || !R->getIdentifier() || !isContainerLibrary(R))
    return ValueKind::Data;
  const StringRef Name = R->getName();
  if (Name == "weak_ptr" || Name == "QWeakPointer" || Name == "WeakPtr" ||
      Name == "QPointer")
    return ValueKind::Weak;
  if (Name.contains_insensitive("function"))
    return ValueKind::Callable;
  // Lists of callbacks, of handles.
  if (const ContainerType *Inner = container(T))
    return valueKind(Inner->Value) == ValueKind::Callable ? ValueKind::Callable
                                                          : ValueKind::Data;
  // A callback with what it belongs to.
  if (Name == "pair" || Name == "tuple")
    return llvm::any_of(typeArguments(R),
                        [this](QualType Part) {
                          return valueKind(Part) == ValueKind::Callable;
                        })
               ? ValueKind::Callable
               : ValueKind::Data;
  return isTransparent(R) && Name != "optional" ? ValueKind::Handle
                                                : ValueKind::Data;
}

bool ContainerTypes::isFunctions(QualType T) const {
  if (T.isNull())
    return false;
  if (T->isFunctionPointerType() || T->isMemberFunctionPointerType())
    return true;
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  return R && R->hasDefinition() && !R->field_empty() && !isLibraryCode(R) &&
         llvm::all_of(R->getDefinition()->fields(), [](const FieldDecl *F) {
           return F->getType()->isFunctionPointerType() ||
                  F->getType()->isMemberFunctionPointerType();
         });
}

void ContainerTypes::heldClasses(
    QualType T, llvm::SmallVectorImpl<const CXXRecordDecl *> &Out,
    unsigned Depth) {
  if (T.isNull() || T->isDependentType() || T->isReferenceType() || Depth > 4)
    return;
  const QualType Object = strip(T);
  const CXXRecordDecl *R = Object->getAsCXXRecordDecl();
  if (!R)
    return;
  if (const CXXRecordDecl *User = userClass(T)) {
    Out.push_back(User);
    return;
  }
  // Elements of a container come and go.
  if (container(Object))
    return;
  if (const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(R))
    for (const TemplateArgument &A : S->getTemplateArgs().asArray())
      if (A.getKind() == TemplateArgument::Type)
        heldClasses(A.getAsType(), Out, Depth + 1);
}

} // namespace heapwise::facts
