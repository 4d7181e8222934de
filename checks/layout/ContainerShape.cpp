//===-- ContainerShape.cpp - How library containers store elements --------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ContainerShape.h"
#include "RecordReader.h"

#include "facts/TypeModel.h"

#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace heapwise::layout {

llvm::StringRef stdName(const CXXRecordDecl *R) {
  if (!R || !R->getIdentifier() || !R->isInStdNamespace())
    return {};
  return R->getName();
}

bool isLibcxx(const CXXRecordDecl *R) {
  const auto *Space = dyn_cast<NamespaceDecl>(R->getDeclContext());
  return Space && Space->isInline() && Space->getName().starts_with("__1");
}

QualType typeArgument(QualType T, unsigned Index) {
  const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      T.isNull() ? nullptr : T->getAsCXXRecordDecl());
  if (!S || Index >= S->getTemplateArgs().size() ||
      S->getTemplateArgs()[Index].getKind() != TemplateArgument::Type)
    return {};
  return S->getTemplateArgs()[Index].getAsType();
}

std::uint64_t sizeOf(QualType T, const ASTContext &Context) {
  if (T.isNull() || T->isDependentType() || T->isIncompleteType() ||
      T->isFunctionType() || T->isReferenceType())
    return 0;
  if (const auto *R = T->getAsRecordDecl())
    if (!hasLayout(R->getDefinition()))
      return 0;
  return Context.getTypeSizeInChars(T).getQuantity();
}

/// Whether the nodes of a libstdc++ hash container keep the hash code: the
/// first argument of _Hashtable_traits.
static bool keepsHashCode(const CXXRecordDecl *R) {
  for (const FieldDecl *F : R->fields()) {
    const auto *Table = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
        F->getType()->getAsCXXRecordDecl());
    if (!Table || Table->getName() != "_Hashtable")
      continue;
    const TemplateArgumentList &Args = Table->getTemplateArgs();
    const TemplateArgument &Last = Args[Args.size() - 1];
    const auto *Traits = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
        Last.getKind() == TemplateArgument::Type
            ? Last.getAsType()->getAsCXXRecordDecl()
            : nullptr);
    if (Traits && Traits->getTemplateArgs().size() > 0 &&
        Traits->getTemplateArgs()[0].getKind() == TemplateArgument::Integral)
      return Traits->getTemplateArgs()[0].getAsIntegral().getBoolValue();
  }
  return false;
}

namespace {
struct NamedShape {
  llvm::StringLiteral Name;
  ContainerKind Kind;
  bool Map = false;
  int Adapts = -1; ///< index of the argument that is the container
};

using K = ContainerKind;
constexpr NamedShape NamedShapes[] = {
    {"vector", K::Array},
    {"small_vector", K::Array},
    {"stable_vector", K::Array},
    {"devector", K::Array},
    {"QVector", K::Array},
    {"QList", K::Array},
    {"flat_set", K::Array},
    {"flat_map", K::Array, true},
    {"deque", K::Deque},
    {"list", K::List},
    {"forward_list", K::ForwardList},
    {"slist", K::ForwardList},
    {"set", K::Tree},
    {"multiset", K::Tree},
    {"map", K::Tree, true},
    {"multimap", K::Tree, true},
    {"unordered_set", K::Hash},
    {"unordered_multiset", K::Hash},
    {"unordered_map", K::Hash, true},
    {"unordered_multimap", K::Hash, true},
    {"flat_hash_set", K::FlatHash},
    {"flat_hash_map", K::FlatHash, true},
    {"unordered_flat_set", K::FlatHash},
    {"unordered_flat_map", K::FlatHash, true},
    {"queue", K::Deque, false, 1},
    {"stack", K::Deque, false, 1},
    {"priority_queue", K::Array, false, 1},
};
} // namespace

static const NamedShape *lookUpName(llvm::StringRef Name) {
  const auto *It = llvm::find_if(
      NamedShapes, [Name](const NamedShape &S) { return S.Name == Name; });
  return It == std::end(NamedShapes) ? nullptr : It;
}

/// Bytes of a node before the element: the links, and in a tree the colour.
static std::uint64_t nodeHeader(ContainerKind Kind, bool Libcxx) {
  switch (Kind) {
  case ContainerKind::List:
    return 16;
  case ContainerKind::ForwardList:
    return 8;
  case ContainerKind::Tree:
    return Libcxx ? 25 : 32; // three links and the colour, a byte or a word
  case ContainerKind::Hash:
    return Libcxx ? 16 : 8; // libc++ always keeps the hash code
  default:
    return 0;
  }
}

std::optional<ContainerShape> containerShape(QualType T,
                                             const ASTContext &Context) {
  if (T.isNull() || T->isDependentType())
    return std::nullopt;
  T = T.getNonReferenceType().getCanonicalType().getUnqualifiedType();
  const auto *R = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      T->getAsCXXRecordDecl());
  if (!R || !R->getIdentifier())
    return std::nullopt;
  const NamedShape *Named = lookUpName(R->getName());
  // Classes of the user's own may have such a name and store anything.
  if (!Named || !facts::isLibraryCode(R))
    return std::nullopt;
  if (Named->Adapts >= 0) {
    std::optional<ContainerShape> Inner =
        containerShape(typeArgument(T, Named->Adapts), Context);
    if (Inner) {
      Inner->Adaptor = true;
      Inner->Name = R->getName();
    }
    return Inner;
  }
  ContainerShape Shape;
  Shape.Kind = Named->Kind;
  Shape.Name = R->getName();
  Shape.Key = typeArgument(T, 0);
  if (Shape.Key.isNull())
    return std::nullopt;
  const bool Associative = Shape.Kind == ContainerKind::Tree ||
                           Shape.Kind == ContainerKind::Hash ||
                           Shape.Kind == ContainerKind::FlatHash;
  Shape.Value = Shape.Key;
  if (Named->Map) {
    Shape.Mapped = typeArgument(T, 1);
    Shape.Value =
        R->hasDefinition() ? facts::memberType(*R, "value_type") : QualType();
    if (Shape.Mapped.isNull() || Shape.Value.isNull())
      return std::nullopt;
  } else if (!Associative) {
    Shape.Key = {};
  }
  if (sizeOf(Shape.Value, Context))
    Shape.ValueAlign = Context.getTypeAlignInChars(Shape.Value).getQuantity();
  Shape.NodeHeader = nodeHeader(Shape.Kind, isLibcxx(R));
  if (Shape.Kind == ContainerKind::Hash && R->hasDefinition() &&
      keepsHashCode(R))
    Shape.NodeTrailer = 8;
  return Shape;
}

} // namespace heapwise::layout
