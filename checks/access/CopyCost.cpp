//===-- CopyCost.cpp - What it costs to copy an object --------------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CopyCost.h"

#include "../facts/TypeModel.h"

#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;
using llvm::StringRef;

namespace heapwise::access {

const CXXRecordDecl *recordOf(QualType T) {
  if (T.isNull())
    return nullptr;
  return T.getNonReferenceType()->getAsCXXRecordDecl();
}

bool isLibraryClass(const CXXRecordDecl *R, llvm::ArrayRef<StringRef> Names) {
  return R && R->getIdentifier() && llvm::is_contained(Names, R->getName()) &&
         facts::isLibraryCode(R);
}

bool isSequence(const CXXRecordDecl *R) {
  return isLibraryClass(R, {"vector", "deque", "basic_string", "list",
                            "forward_list", "small_vector", "static_vector",
                            "devector", "InlinedVector"});
}

bool isContainer(const CXXRecordDecl *R) {
  return isSequence(R) || isLibraryClass(R, {"map",
                                             "multimap",
                                             "set",
                                             "multiset",
                                             "unordered_map",
                                             "unordered_multimap",
                                             "unordered_set",
                                             "unordered_multiset",
                                             "flat_map",
                                             "flat_set",
                                             "flat_multimap",
                                             "flat_multiset",
                                             "unordered_flat_map",
                                             "unordered_flat_set",
                                             "flat_hash_map",
                                             "flat_hash_set",
                                             "node_hash_map",
                                             "node_hash_set",
                                             "btree_map",
                                             "btree_set",
                                             "basic_stringbuf",
                                             "valarray"});
}

bool isSharedPointer(const CXXRecordDecl *R) {
  return isLibraryClass(R, {"shared_ptr", "intrusive_ptr"});
}

bool isUniquePointer(const CXXRecordDecl *R) {
  return isLibraryClass(R, {"unique_ptr"});
}

QualType templateArgument(const CXXRecordDecl *R, unsigned Index) {
  const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(R);
  if (!S || Index >= S->getTemplateArgs().size())
    return {};
  const TemplateArgument &A = S->getTemplateArgs()[Index];
  return A.getKind() == TemplateArgument::Type ? A.getAsType() : QualType();
}

static bool isInRanges(const CXXRecordDecl &R) {
  for (const DeclContext *Scope = R.getDeclContext(); Scope;
       Scope = Scope->getParent())
    if (const auto *Space = dyn_cast<NamespaceDecl>(Scope))
      if (Space->getName() == "ranges")
        return true;
  return false;
}

bool isRangeView(const CXXRecordDecl *R) {
  if (!R || !R->getIdentifier() || !R->hasDefinition() ||
      isLibraryClass(R, {"owning_view", "single_view"}) ||
      !facts::isLibraryCode(R) || !isInRanges(*R))
    return false;
  return llvm::any_of(R->getDefinition()->bases(), [](const auto &Base) {
    const CXXRecordDecl *B = recordOf(Base.getType());
    return B && B->getIdentifier() && B->getName().starts_with("view_");
  });
}

bool isCursor(QualType T) {
  T = T.getNonReferenceType();
  if (T->isPointerType())
    return true;
  const CXXRecordDecl *R = recordOf(T);
  if (!R || !R->getIdentifier() || !facts::isLibraryCode(R))
    return false;
  if (R->getName().contains_insensitive("iterator") ||
      isLibraryClass(R, {"span", "basic_string_view", "reference_wrapper"}) ||
      isRangeView(R) || isBitReference(T))
    return true;
  return isLibraryClass(R, {"pair"}) && isCursor(templateArgument(R, 0));
}

bool isBitReference(QualType T) {
  // libstdc++ and libc++
  return isLibraryClass(recordOf(T.getNonReferenceType()),
                        {"_Bit_reference", "__bit_reference"});
}

bool isConstCursor(QualType T) {
  T = T.getNonReferenceType();
  if (T->isPointerType())
    return T->getPointeeType().isConstQualified();
  const CXXRecordDecl *R = recordOf(T);
  if (!R || !R->getIdentifier())
    return false;
  if (isLibraryClass(R, {"basic_string_view"}) ||
      R->getName().contains_insensitive("const_iterator"))
    return true;
  const QualType Argument = templateArgument(R, 0);
  return !Argument.isNull() &&
         (Argument.isConstQualified() ||
          (isRangeView(R) && isCursor(Argument) && isConstCursor(Argument)) ||
          (Argument->isPointerType() &&
           Argument->getPointeeType().isConstQualified()));
}

QualType pointedTo(QualType T) {
  if (T->isPointerType())
    return T->getPointeeType();
  const CXXRecordDecl *R = recordOf(T);
  const QualType Value = R && R->hasDefinition()
                             ? facts::memberType(*R, "value_type")
                             : QualType();
  return Value.isNull() ? T : Value;
}

/// The same of the types that a class template is made for, packs among them.
static bool mayHoldAny(ArrayRef<TemplateArgument> Arguments, QualType Inner,
                       unsigned Depth) {
  return llvm::any_of(Arguments, [&](const TemplateArgument &A) {
    switch (A.getKind()) {
    case TemplateArgument::Type:
      return mayHold(A.getAsType(), Inner, Depth);
    case TemplateArgument::Pack:
      return mayHoldAny(A.getPackAsArray(), Inner, Depth);
    default:
      return false;
    }
  });
}

bool mayHold(QualType Outer, QualType Inner, unsigned Depth) {
  Outer = Outer.getNonReferenceType().getCanonicalType().getUnqualifiedType();
  Inner = Inner.getNonReferenceType().getCanonicalType().getUnqualifiedType();
  if (Outer == Inner)
    return true;
  if (const Type *Element = Outer->getArrayElementTypeNoTypeQual())
    return mayHold(QualType(Element, 0), Inner, Depth);
  const CXXRecordDecl *R = Outer->getAsCXXRecordDecl();
  const CXXRecordDecl *InnerRecord = Inner->getAsCXXRecordDecl();
  if (!R || !R->hasDefinition() || Depth == 0)
    return false;
  if (InnerRecord && InnerRecord->hasDefinition() &&
      (InnerRecord->isDerivedFrom(R) || R->isDerivedFrom(InnerRecord)))
    return true;
  if (isLibraryClass(R, {"any"}))
    return true;
  if (facts::isLibraryCode(R)) {
    const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(R);
    return S && mayHoldAny(S->getTemplateArgs().asArray(), Inner, Depth - 1);
  }
  return llvm::any_of(R->getDefinition()->fields(), [&](const FieldDecl *F) {
    return mayHold(F->getType(), Inner, Depth - 1);
  });
}

/// Members of members are looked at this far.
static constexpr unsigned HoldDepth = 5;

/// What a library class is made for, without what a container is told besides:
/// its allocator, comparator and hash.
static ArrayRef<TemplateArgument>
elementArguments(const ClassTemplateSpecializationDecl &S) {
  const ArrayRef<TemplateArgument> All = S.getTemplateArgs().asArray();
  if (!isContainer(&S))
    return All;
  return All.take_front(S.getName().contains("map") ? 2 : 1);
}

/// True if what a cursor of type \p T leads to may be an object of type \p Of
/// or a part of it.
static bool mayLeadInto(QualType T, QualType Of) {
  const QualType Target = T->isReferenceType() ? T->getPointeeType()
                          : isLibraryClass(recordOf(T), {"reference_wrapper"})
                              ? templateArgument(recordOf(T), 0)
                              : pointedTo(T);
  // What is no number and has no parts that are known may be anything.
  return Target->isVoidType() || Target == T || mayHold(Of, Target, 3) ||
         mayHold(Target, Of, 0);
}

/// True for a class whose objects may have more in them than is known.
static bool isOpaque(const CXXRecordDecl *R) {
  return R && !facts::isLibraryCode(R) &&
         (!R->hasDefinition() ||
          (R->isPolymorphic() && !R->isEffectivelyFinal()));
}

namespace {

/// Looks for what in an object may lead to an object of type Of.
class HoldFinder {
public:
  HoldFinder(QualType Of, bool Opaque) : Of(Of), Opaque(Opaque) {}

  Hold find(QualType T, unsigned Depth);

private:
  Hold findInLibraryClass(const CXXRecordDecl &R, unsigned Depth);

  const QualType Of;
  const bool Opaque;
  /// Each class is looked at once.
  llvm::SmallPtrSet<const CXXRecordDecl *, 16> Seen;
};

} // namespace

Hold HoldFinder::find(QualType T, unsigned Depth) {
  if (T->isArrayType())
    return find(QualType(T->getArrayElementTypeNoTypeQual(), 0), Depth);
  if (T->isFunctionPointerType())
    return Hold::Nothing;
  if (T->isReferenceType() || isCursor(T)) {
    if (Opaque && T->isPointerType() &&
        isOpaque(T->getPointeeType()->getAsCXXRecordDecl()))
      return Hold::ToChange;
    if (!Of.isNull() && !mayLeadInto(T, Of))
      return Hold::Nothing;
    const bool IsConst = T->isReferenceType()
                             ? T->getPointeeType().isConstQualified()
                             : isConstCursor(T);
    return IsConst ? Hold::ToRead : Hold::ToChange;
  }
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  if (!R)
    return Hold::Nothing;
  if (!R->hasDefinition() || Depth == 0)
    return Hold::ToChange;
  if (!Seen.insert(R->getCanonicalDecl()).second)
    return Hold::Nothing;
  if (facts::isLibraryCode(R))
    return findInLibraryClass(*R, Depth);
  Hold Most = Hold::Nothing;
  for (const CXXBaseSpecifier &Base : R->getDefinition()->bases())
    Most = std::max(Most, find(Base.getType(), Depth - 1));
  for (const FieldDecl *Field : R->getDefinition()->fields())
    Most = std::max(Most, find(Field->getType(), Depth - 1));
  return Most;
}

Hold HoldFinder::findInLibraryClass(const CXXRecordDecl &R, unsigned Depth) {
  if (isLibraryClass(&R, {"function", "move_only_function", "any", "thread",
                          "jthread", "packaged_task"}))
    return Hold::ToChange;
  if (Opaque && (isUniquePointer(&R) || isSharedPointer(&R)) &&
      isOpaque(recordOf(templateArgument(&R, 0))))
    return Hold::ToChange;
  const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(&R);
  if (!S)
    return Hold::Nothing;
  Hold Most = Hold::Nothing;
  const auto Judge = [&](const TemplateArgument &A) {
    if (A.getKind() == TemplateArgument::Type)
      Most = std::max(Most, find(A.getAsType(), Depth - 1));
  };
  for (const TemplateArgument &A : elementArguments(*S)) {
    if (A.getKind() == TemplateArgument::Pack)
      llvm::for_each(A.pack_elements(), Judge);
    else
      Judge(A);
  }
  return Most;
}

Hold holds(QualType T, QualType Of, bool Opaque) {
  return HoldFinder(Of, Opaque).find(T, HoldDepth);
}

CopyCost CostModel::cost(QualType T) {
  if (T.isNull() || T->isDependentType() || T->isReferenceType())
    return CopyCost::Cheap;
  const Type *Key = T.getCanonicalType().getTypePtr();
  // A type that holds itself is judged by its other parts.
  const auto [It, IsNew] = Known.try_emplace(Key, CopyCost::Cheap);
  if (!IsNew)
    return It->second;
  const CopyCost C = compute(T.getCanonicalType());
  return Known[Key] = C;
}

CopyCost CostModel::compute(QualType T) {
  if (T->isIncompleteType() || T->isVoidType() || T->isFunctionType())
    return CopyCost::Cheap;
  const CXXRecordDecl *R = T->getBaseElementTypeUnsafe()->getAsCXXRecordDecl();
  if (R && R->hasDefinition() && !R->isInvalidDecl()) {
    const CopyCost C = ofRecord(*R->getDefinition());
    if (C != CopyCost::Cheap)
      return C;
  } else if (R) {
    return CopyCost::Cheap;
  }
  if (!T.isTriviallyCopyableType(Context))
    return CopyCost::Cheap;
  return Context.getTypeSizeInChars(T).getQuantity() >=
                 static_cast<int64_t>(LargeBytes)
             ? CopyCost::Bytes
             : CopyCost::Cheap;
}

/// True if copying goes member by member.
static bool copiesMemberwise(const CXXRecordDecl &R) {
  if (R.needsImplicitCopyConstructor())
    return true;
  return llvm::any_of(R.ctors(), [](const CXXConstructorDecl *C) {
    return C->isCopyConstructor() && !C->isUserProvided() && !C->isDeleted();
  });
}

CopyCost CostModel::ofRecord(const CXXRecordDecl &R) {
  if (isSharedPointer(&R))
    return CopyCost::Counted;
  if (isContainer(&R) || isLibraryClass(&R, {"function", "any"}))
    return CopyCost::Heap;
  if (isLibraryClass(&R, {"optional", "variant", "pair", "tuple", "array"})) {
    CopyCost Most = CopyCost::Cheap;
    const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(&R);
    const auto Judge = [&](const TemplateArgument &A) {
      if (A.getKind() == TemplateArgument::Type)
        Most = std::max(Most, cost(A.getAsType()));
    };
    if (S)
      for (const TemplateArgument &A : S->getTemplateArgs().asArray()) {
        if (A.getKind() == TemplateArgument::Pack)
          llvm::for_each(A.pack_elements(), Judge);
        else
          Judge(A);
      }
    return Most;
  }
  if (facts::isLibraryCode(&R) || R.isLambda() || !copiesMemberwise(R))
    return CopyCost::Cheap;
  CopyCost Most = CopyCost::Cheap;
  for (const CXXBaseSpecifier &Base : R.bases())
    Most = std::max(Most, cost(Base.getType()));
  for (const FieldDecl *Field : R.fields())
    Most = std::max(Most, cost(Field->getType()));
  // A class that shares one part is no handle, but copies what it is made of.
  return Most == CopyCost::Counted ? CopyCost::Cheap : Most;
}

std::string CostModel::describe(QualType T) {
  const std::string Size =
      std::to_string(Context.getTypeSizeInChars(T).getQuantity()) + " bytes";
  switch (cost(T)) {
  case CopyCost::Heap:
    return Size + " and what it holds on the heap";
  case CopyCost::Counted:
    return "an atomic increment and decrement";
  default:
    return Size;
  }
}

} // namespace heapwise::access
