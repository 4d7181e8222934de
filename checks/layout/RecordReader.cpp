//===-- RecordReader.cpp - From a class to the layout model ---------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "RecordReader.h"

#include "clang/AST/Attr.h"
#include "clang/AST/Expr.h"
#include "clang/AST/RecordLayout.h"
#include "clang/Basic/TargetInfo.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/ADT/Twine.h"

using namespace clang;

namespace heapwise::layout {

bool hasLayout(const RecordDecl *R) {
  return R && R->isCompleteDefinition() && !R->isInvalidDecl() &&
         !R->isDependentType();
}

/// Only elements at small offsets can meet another empty object of the class.
static constexpr std::uint64_t MaxArrayElements = 16;

void RecordReader::addEmpties(QualType T, std::uint64_t Offset,
                              std::vector<EmptySubobject> &Out) {
  std::uint64_t Count = 1;
  while (const ConstantArrayType *A = Context.getAsConstantArrayType(T)) {
    Count *= A->getSize().getLimitedValue();
    T = A->getElementType();
  }
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  if (!R || !hasLayout(R->getDefinition()))
    return;
  R = R->getDefinition();
  const std::vector<EmptySubobject> Inner = empties(R);
  if (Inner.empty())
    return;
  const std::uint64_t Stride =
      Context.getASTRecordLayout(R).getSize().getQuantity();
  for (std::uint64_t I = 0; I < std::min(Count, MaxArrayElements); ++I)
    for (const EmptySubobject &E : Inner)
      Out.push_back({Offset + I * Stride + E.Offset, E.Class});
}

const std::vector<EmptySubobject> &RecordReader::empties(const CXXRecordDecl *R,
                                                         bool AsBase) {
  auto &Known = AsBase ? EmptiesAsBase : Empties;
  auto It = Known.find(R);
  if (It != Known.end())
    return It->second;
  std::vector<EmptySubobject> Out;
  const ASTRecordLayout &L = Context.getASTRecordLayout(R);
  auto AddBase = [&](const CXXRecordDecl *Base, CharUnits Offset) {
    const std::uint64_t At = Offset.getQuantity();
    for (const EmptySubobject &E : empties(Base->getDefinition(), true))
      Out.push_back({At + E.Offset, E.Class});
  };
  if (R->isEmpty())
    Out.push_back({0, Classes.try_emplace(R->getCanonicalDecl(), Classes.size())
                          .first->second});
  for (const CXXBaseSpecifier &B : R->bases())
    if (const CXXRecordDecl *Base = B.getType()->getAsCXXRecordDecl();
        Base && !B.isVirtual())
      AddBase(Base, L.getBaseClassOffset(Base));
  if (!AsBase)
    for (const CXXBaseSpecifier &B : R->vbases())
      if (const CXXRecordDecl *Base = B.getType()->getAsCXXRecordDecl())
        AddBase(Base, L.getVBaseClassOffset(Base));
  for (const FieldDecl *F : R->fields())
    if (!F->isBitField())
      addEmpties(F->getType(), L.getFieldOffset(F->getFieldIndex()) / 8, Out);
  return Known[R] = std::move(Out);
}

Part RecordReader::part(QualType T) {
  Part P;
  const TypeInfoChars Info = Context.getTypeInfoInChars(T);
  P.Align = Info.Align.getQuantity();
  // A flexible array member takes no room.
  P.Size = T->isIncompleteArrayType() ? 0 : Info.Width.getQuantity();
  P.Occupied = P.Size;
  if (const CXXRecordDecl *R = T->getAsCXXRecordDecl())
    P.Empty = R->isEmpty();
  addEmpties(T, 0, P.Empties);
  return P;
}

BaseSpec RecordReader::base(const CXXRecordDecl *B) {
  const ASTRecordLayout &L = Context.getASTRecordLayout(B);
  BaseSpec Spec;
  Spec.Name = B->getNameAsString();
  Spec.Size = L.getSize().getQuantity();
  Spec.Align = L.getNonVirtualAlignment().getQuantity();
  Spec.Occupied = L.getNonVirtualSize().getQuantity();
  Spec.Empty = B->isEmpty();
  Spec.Empties = empties(B, /*AsBase=*/true);
  return Spec;
}

void RecordReader::readBases(const CXXRecordDecl *R, RecordSpec &Spec) {
  const ASTRecordLayout &L = Context.getASTRecordLayout(R);
  const CXXRecordDecl *Primary = L.getPrimaryBase();
  Spec.OwnVirtualPointer = L.hasOwnVFPtr();
  Spec.PodForLayout = R->isPOD();
  Spec.Empty = R->isEmpty();
  // Of a virtual base's own virtual bases nothing is laid out here.
  if (Primary)
    Spec.Bases.push_back(base(Primary));
  for (const CXXBaseSpecifier &B : R->bases()) {
    const CXXRecordDecl *Base = B.getType()->getAsCXXRecordDecl();
    if (!B.isVirtual() && (L.isPrimaryBaseVirtual() || Base != Primary))
      Spec.Bases.push_back(base(Base));
  }
  // What is the primary base of another virtual base is a part of it.
  llvm::SmallPtrSet<const CXXRecordDecl *, 4> Shared;
  for (const CXXBaseSpecifier &B : R->vbases()) {
    const CXXRecordDecl *Base = B.getType()->getAsCXXRecordDecl();
    const ASTRecordLayout &OfBase = Context.getASTRecordLayout(Base);
    const CXXRecordDecl *First = OfBase.getPrimaryBase();
    if (First && OfBase.isPrimaryBaseVirtual() &&
        L.getVBaseClassOffset(First) == L.getVBaseClassOffset(Base))
      Shared.insert(First->getDefinition());
  }
  std::vector<std::pair<CharUnits, const CXXRecordDecl *>> Virtual;
  for (const CXXBaseSpecifier &B : R->vbases()) {
    const CXXRecordDecl *Base = B.getType()->getAsCXXRecordDecl();
    const CharUnits Offset = L.getVBaseClassOffset(Base);
    if (!Shared.contains(Base->getDefinition()) &&
        (Offset >= L.getNonVirtualSize() || Base->isEmpty()))
      Virtual.push_back({Offset, Base});
  }
  llvm::sort(Virtual, llvm::less_first());
  for (auto [Offset, Base] : Virtual)
    Spec.VirtualBases.push_back(base(Base));
}

MemberSpec RecordReader::member(const FieldDecl *F, bool RecordPacked) {
  MemberSpec M;
  static_cast<Part &>(M) = part(F->getType());
  M.Name = F->getNameAsString();
  M.Type = F->getType().getAsString(Context.getPrintingPolicy());
  M.BitField = F->isBitField();
  M.Named = !F->isUnnamedBitField();
  if (M.BitField)
    M.BitWidth = static_cast<unsigned>(
        F->getBitWidth()->EvaluateKnownConstInt(Context).getZExtValue());
  M.ExplicitAlign = F->getMaxAlignment() / 8;
  const CXXRecordDecl *Class = F->getType()->getAsCXXRecordDecl();
  M.MayOverlap = Class && F->isPotentiallyOverlapping();
  if (M.MayOverlap) {
    const ASTRecordLayout &L = Context.getASTRecordLayout(Class);
    M.Occupied = std::max(L.getNonVirtualSize(), L.getDataSize()).getQuantity();
  }
  // A class that is no POD keeps its alignment in a packed record.
  const bool CanPack =
      M.BitField || !Class || Class->isPOD() || Class->hasAttr<PackedAttr>();
  M.Packed = (RecordPacked && CanPack) || F->hasAttr<PackedAttr>();
  return M;
}

RecordSpec RecordReader::read(const RecordDecl *R) {
  RecordSpec Spec;
  Spec.Name = R->getNameAsString();
  Spec.Union = R->isUnion();
  Spec.Packed = R->hasAttr<PackedAttr>();
  Spec.PointerSize =
      Context
          .toCharUnitsFromBits(
              Context.getTargetInfo().getPointerWidth(LangAS::Default))
          .getQuantity();
  Spec.MinAlign = std::max(1u, R->getMaxAlignment() / 8);
  if (const auto *Pack = R->getAttr<MaxFieldAlignmentAttr>())
    Spec.MaxFieldAlign = Pack->getAlignment() / 8;
  if (const auto *Class = dyn_cast<CXXRecordDecl>(R))
    readBases(Class, Spec);
  for (const FieldDecl *F : R->fields())
    Spec.Members.push_back(member(F, Spec.Packed));
  return Spec;
}

std::string RecordReader::difference(const RecordDecl *R,
                                     const RecordLayout &L) {
  const ASTRecordLayout &Truth = Context.getASTRecordLayout(R);
  auto Differ = [](const llvm::Twine &What, std::uint64_t Model,
                   std::uint64_t Clang) {
    return Model == Clang
               ? std::string()
               : (What + " is " + llvm::Twine(Model) + " in the model, " +
                  llvm::Twine(Clang) + " in Clang")
                     .str();
  };
  for (const FieldDecl *F : R->fields())
    if (std::string D = Differ("the offset in bits of '" + F->getName() + "'",
                               L.OffsetBits[F->getFieldIndex()],
                               Truth.getFieldOffset(F->getFieldIndex()));
        !D.empty())
      return D;
  if (std::string D = Differ("the size", L.Size, Truth.getSize().getQuantity());
      !D.empty())
    return D;
  if (std::string D =
          Differ("the alignment", L.Align, Truth.getAlignment().getQuantity());
      !D.empty() || !isa<CXXRecordDecl>(R))
    return D;
  return Differ("the size as a base", L.NonVirtualSize,
                Truth.getNonVirtualSize().getQuantity());
}

} // namespace heapwise::layout
