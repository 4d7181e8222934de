//===-- LayoutAdvice.cpp - Smaller forms that need a decision -------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LayoutAdvice.h"
#include "LayoutText.h"
#include "Thresholds.h"

#include "facts/TypeModel.h"

#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FormatVariadic.h"

#include <algorithm>
#include <map>

using namespace clang;

namespace heapwise::layout {

namespace {
/// A group of members behind a pointer has to be worth the block it needs.
constexpr std::uint64_t MinColdBytes = 64;
constexpr std::uint64_t MinBufferBytes = 64;
/// A counter that only a debugger reads is no waste worth a finding.
constexpr std::uint64_t MinDeadBytes = 16;
/// An alternative of a variant is large if it has this many times the next.
constexpr std::uint64_t LargeAlternative = 4;
/// A buffer is oversized if at most one element in four is ever used.
constexpr std::uint64_t BufferSlack = 4;
/// SmallerForm::Effort of changes that touch every use of a member.
constexpr unsigned Restructuring = 8;

class Adviser {
public:
  explicit Adviser(const AdviceInput &In) : In(In) {}

  std::vector<SmallerForm> run() {
    addDeadMembers();
    addColdMembers();
    addNarrowMembers();
    addOptionals();
    addTaggedPointer();
    addBuffers();
    addUnusedVirtuals();
    return std::move(Forms);
  }

private:
  using Members = llvm::SmallVector<const FieldDecl *, 4>;

  const MemberFacts &facts(const FieldDecl *F) const { return In.Usage.of(F); }
  MemberSpec &member(RecordSpec &Spec, const FieldDecl *F) const {
    return Spec.Members[F->getFieldIndex()];
  }

  static std::string list(llvm::ArrayRef<const FieldDecl *> Fields) {
    std::string Text;
    for (unsigned I = 0; I < Fields.size(); ++I)
      Text += (I == 0                   ? "'"
               : I + 1 == Fields.size() ? " and '"
                                        : ", '") +
              Fields[I]->getNameAsString() + "'";
    return Text;
  }

  /// The spec without \p Fields.
  RecordSpec without(llvm::ArrayRef<const FieldDecl *> Fields) const {
    RecordSpec Spec = In.Spec;
    llvm::SmallVector<unsigned> Indices;
    for (const FieldDecl *F : Fields)
      Indices.push_back(F->getFieldIndex());
    llvm::sort(Indices, std::greater<>());
    for (unsigned I : Indices)
      Spec.Members.erase(Spec.Members.begin() + I);
    return Spec;
  }

  static MemberSpec plainMember(llvm::StringRef Name, std::uint64_t Size) {
    MemberSpec M;
    M.Name = Name.str();
    M.Size = M.Align = M.Occupied = Size;
    return M;
  }

  void add(const RecordSpec &Spec, std::string How, SourceLocation Loc,
           std::string Note, unsigned Effort = 1) {
    SmallerForm Form;
    Form.Effort = Effort;
    Form.After = findReorder(Spec).Layout.Size;
    Form.How = std::move(How);
    if (!Note.empty())
      Form.Notes.push_back({Loc, std::move(Note)});
    Forms.push_back(std::move(Form));
  }

  //===--- Members that nobody reads --------------------------------------===//

  void addDeadMembers() {
    Members Dead;
    std::uint64_t Size = 0;
    for (const FieldDecl *F : In.Record->fields()) {
      const MemberFacts &Use = facts(F);
      const CXXRecordDecl *Class = F->getType()->getAsCXXRecordDecl();
      const bool Plain = !F->getType()->isReferenceType() &&
                         (!Class || Class->hasTrivialDestructor());
      if (!F->getIdentifier() || !Plain || F->getAccess() != AS_private ||
          !In.Usage.isClosed(F) || Use.Reads != 0 || Use.Escapes ||
          (Use.Writes.empty() && !Use.SetAtConstruction))
        continue;
      Dead.push_back(F);
      Size += In.Spec.Members[F->getFieldIndex()].Size;
    }
    if (Size >= MinDeadBytes && Dead.size() < In.Spec.Members.size())
      add(without(Dead), "without " + list(Dead) + ", which nothing reads",
          Dead.front()->getLocation(),
          list(Dead) + (Dead.size() == 1 ? " is" : " are") +
              " written and never read");
  }

  //===--- Cold members
  //-----------------------------------------------------===//

  /// True if every way to the write goes through a branch.
  bool isConditional(const Site &S, unsigned Depth = 0) const {
    if (S.Conditional)
      return true;
    const llvm::ArrayRef<Site> Callers = In.Bulk.callersOf(S.In);
    return Depth < 4 && !Callers.empty() &&
           llvm::all_of(
               Callers,
               [&](const Site &C) {
                 return C.In != S.In && isConditional(C, Depth + 1);
               });
  }
  bool isUnlikely(const Site &W) const {
    if (W.Unlikely)
      return true;
    const llvm::ArrayRef<Site> Callers = In.Bulk.callersOf(W.In);
    return !Callers.empty() &&
           llvm::all_of(Callers, [](const Site &C) { return C.Unlikely; });
  }

  /// Types whose emptiness is a state of its own: a branch that fills them is
  /// what makes an object differ from the others. Deques are the business of
  /// heapwise-wasteful-container.
  static bool hasEmptyState(QualType T) {
    const CXXRecordDecl *R = T->getAsCXXRecordDecl();
    const llvm::StringRef Name = stdName(R);
    return Name == "optional" || Name == "function" || Name == "map" ||
           Name == "set" || Name.starts_with("unordered_") ||
           Name == "mersenne_twister_engine" || Name.ends_with("stringstream");
  }

  bool isCold(const FieldDecl *F) const {
    const MemberFacts &Use = facts(F);
    if (!In.Usage.isClosed(F) || !F->getIdentifier() || Use.Escapes ||
        Use.SetAtConstruction || Use.Writes.empty() || F->isBitField() ||
        F->getType()->isReferenceType())
      return false;
    const bool Rare =
        llvm::all_of(Use.Writes, [&](const Site &W) { return isUnlikely(W); });
    const bool Conditional = llvm::all_of(
        Use.Writes, [&](const Site &W) { return isConditional(W); });
    return Rare || (Conditional && hasEmptyState(F->getType()));
  }

  void addColdMembers() {
    // Members that the same functions write belong together.
    std::map<std::vector<const FunctionDecl *>, Members> Groups;
    for (const FieldDecl *F : In.Record->fields()) {
      if (!isCold(F))
        continue;
      std::vector<const FunctionDecl *> Writers;
      for (const Site &W : facts(F).Writes)
        Writers.push_back(W.In);
      llvm::sort(Writers);
      Writers.erase(llvm::unique(Writers), Writers.end());
      Groups[Writers].push_back(F);
    }
    const std::uint64_t Whole = layOut(In.Spec).Size;
    for (const auto &[Writers, Fields] : Groups) {
      std::uint64_t Cold = 0;
      for (const FieldDecl *F : Fields)
        Cold += In.Spec.Members[F->getFieldIndex()].Size;
      if (Cold < MinColdBytes || Cold * 2 < Whole)
        continue;
      RecordSpec Spec = without(Fields);
      Spec.Members.push_back(plainMember("cold", 8));
      add(Spec, "with " + list(Fields) + " behind a std::unique_ptr",
          facts(Fields.front()).Writes.front().Loc,
          "only this " +
              std::string(Writers.size() == 1 ? "function" : "code") +
              ", which few objects reach, gives " + list(Fields) +
              (Fields.size() == 1 ? " a value" : " values"),
          Restructuring);
    }
  }

  //===--- Narrow members
  //-----------------------------------------------------===//

  /// The values that the enumerators of \p E need.
  static std::optional<ValueRange> rangeOfEnum(const EnumDecl *E) {
    if (!E->isComplete() || E->isInvalidDecl() ||
        heapwise::facts::isLibraryCode(E))
      return std::nullopt;
    ValueRange R;
    for (const EnumConstantDecl *C : E->enumerators()) {
      if (!C->getInitVal().isRepresentableByInt64())
        return std::nullopt;
      R.include({C->getInitVal().getExtValue(), C->getInitVal().getExtValue()});
    }
    return R;
  }

  std::optional<std::uint64_t> narrowBytes(const FieldDecl *F) const {
    const QualType T = F->getType();
    if (F->isBitField() || !F->getIdentifier() ||
        !T->isIntegralOrEnumerationType() || T->isBooleanType())
      return std::nullopt;
    if (const auto *E = T->getAs<EnumType>()) {
      std::optional<ValueRange> R = rangeOfEnum(E->getDecl());
      // Values of an enum without a fixed type may be flags.
      return R ? std::optional(R->bytes()) : std::nullopt;
    }
    const MemberFacts &Use = facts(F);
    if (!In.Usage.isClosed(F) || Use.Escapes || !Use.RangeKnown ||
        (Use.Writes.empty() && !Use.SetAtConstruction) || Use.Reads == 0)
      return std::nullopt;
    return Use.Range.bytes();
  }

  void addNarrowMembers() {
    RecordSpec Spec = In.Spec;
    Members Narrow, Flags;
    for (const FieldDecl *F : In.Record->fields()) {
      MemberSpec &M = member(Spec, F);
      if (F->getType()->isBooleanType() && !F->isBitField() &&
          In.Usage.isClosed(F) && !facts(F).Escapes)
        Flags.push_back(F);
      const std::optional<std::uint64_t> Bytes = narrowBytes(F);
      if (!Bytes || *Bytes >= M.Size)
        continue;
      M.Size = M.Align = M.Occupied = *Bytes;
      Narrow.push_back(F);
    }
    if (!Narrow.empty())
      add(Spec,
          "with " + list(Narrow) + " as narrow as " +
              (Narrow.size() == 1 ? "its" : "their") + " values",
          Narrow.front()->getLocation(), narrowNote(Narrow, Spec));
    if (Flags.size() < 3)
      return;
    for (const FieldDecl *F : Flags) {
      member(Spec, F).BitField = true;
      member(Spec, F).BitWidth = 1;
    }
    // A run of bit-fields in one place.
    std::stable_partition(Spec.Members.begin(), Spec.Members.end(),
                          [](const MemberSpec &M) { return !M.BitField; });
    add(Spec,
        llvm::formatv("with {0} flags as bit-fields{1}", Flags.size(),
                      Narrow.empty() ? "" : " and narrower members")
            .str(),
        Flags.front()->getLocation(), list(Flags) + " hold one bit each");
  }

  std::string narrowNote(const Members &Narrow, const RecordSpec &Spec) const {
    std::string Text;
    for (const FieldDecl *F : Narrow) {
      const std::uint64_t Bytes = Spec.Members[F->getFieldIndex()].Size;
      Text += (Text.empty() ? "" : ", ") +
              llvm::formatv("'{0}' needs {1} of its {2}", F->getName(),
                            layout::bytes(Bytes),
                            In.Spec.Members[F->getFieldIndex()].Size)
                  .str();
    }
    return Text;
  }

  //===--- Optionals
  //------------------------------------------------------------===//

  /// Appends the members of a value of type \p T: those of an aggregate one by
  /// one, where its padding can be used.
  void flatten(QualType T, llvm::StringRef Name, RecordSpec &Spec) {
    const CXXRecordDecl *R = T->getAsCXXRecordDecl();
    if (R && R->isAggregate() && !R->isUnion() && R->getNumBases() == 0 &&
        !heapwise::facts::isLibraryCode(R)) {
      for (const FieldDecl *F : R->fields())
        Spec.Members.push_back(In.Reader.read(R).Members[F->getFieldIndex()]);
      return;
    }
    MemberSpec M;
    static_cast<Part &>(M) = In.Reader.part(T);
    M.Name = Name.str();
    Spec.Members.push_back(M);
  }

  void addOptionals() {
    Members Optionals;
    for (const FieldDecl *F : In.Record->fields()) {
      const CXXRecordDecl *R = F->getType()->getAsCXXRecordDecl();
      const QualType Value = typeArgument(F->getType(), 0);
      if (stdName(R) != "optional" || Value.isNull() ||
          !Value.isTriviallyCopyableType(In.Context) || !In.Usage.isClosed(F) ||
          facts(F).Escapes)
        continue;
      Optionals.push_back(F);
    }
    if (Optionals.size() < 2)
      return;
    RecordSpec Spec = without(Optionals);
    for (const FieldDecl *F : Optionals) {
      flatten(typeArgument(F->getType(), 0), F->getName(), Spec);
      Spec.Members.push_back(plainMember("has", 1));
    }
    add(Spec,
        "with the values of " + list(Optionals) +
            " as members and the flags side by side",
        Optionals.front()->getLocation(),
        "each std::optional pads its flag to the alignment of its value");
  }

  //===--- Flags beside a pointer
  //-----------------------------------------------===//

  void addTaggedPointer() {
    const FieldDecl *Pointer = nullptr;
    unsigned Flags = 0;
    for (const FieldDecl *F : In.Record->fields()) {
      if (F->getType()->isBooleanType() && !F->isBitField())
        ++Flags;
      else if (F->getType()->isPointerType() && !Pointer)
        Pointer = F;
      else
        return;
    }
    if (!Pointer || !Flags || In.Spec.OwnVirtualPointer ||
        !In.Spec.Bases.empty() || !In.Usage.isClosed(Pointer))
      return;
    const QualType To = Pointer->getType()->getPointeeType();
    // Low bits of the address are zero beyond what every block has.
    if (sizeOf(To, In.Context) == 0 || Flags > 4 ||
        In.Context.getTypeAlignInChars(To).getQuantity() < (1 << Flags))
      return;
    RecordSpec Spec = In.Spec;
    Spec.Members = {plainMember("bits", 8)};
    add(Spec,
        llvm::formatv("with {0} in the low bits of '{1}'",
                      Flags == 1 ? "the flag" : "the flags", Pointer->getName())
            .str(),
        Pointer->getLocation(),
        llvm::formatv(
            "'{0}' leads to objects that are aligned to {1}",
            Pointer->getName(),
            layout::bytes(In.Context.getTypeAlignInChars(To).getQuantity()))
            .str(),
        Restructuring);
  }

  //===--- Buffers
  //----------------------------------------------------------------===//

  /// Elements that are appended to one object's buffer, if that is known.
  std::optional<std::uint64_t> appended(const MemberFacts &Use) const {
    if (Use.Appenders.empty())
      return std::nullopt;
    std::uint64_t Most = 0;
    for (const FunctionDecl *F : Use.Appenders) {
      const llvm::ArrayRef<Site> Callers = In.Bulk.callersOf(F);
      std::uint64_t Sum = 0;
      for (const Site &S : Callers) {
        if (!S.PerObject.isKnown())
          return std::nullopt;
        Sum += S.PerObject.Known;
      }
      if (!Sum)
        return std::nullopt;
      Most += Sum;
    }
    return Most;
  }

  void addBuffers() {
    for (const FieldDecl *F : In.Record->fields()) {
      const MemberSpec &M = In.Spec.Members[F->getFieldIndex()];
      QualType Element;
      if (const ConstantArrayType *A =
              In.Context.getAsConstantArrayType(F->getType()))
        Element = A->getElementType();
      else if (stdName(F->getType()->getAsCXXRecordDecl()) == "array")
        Element = typeArgument(F->getType(), 0);
      const std::uint64_t Size = sizeOf(Element, In.Context);
      const MemberFacts &Use = facts(F);
      if (!Size || M.Size < MinBufferBytes ||
          M.Size * 2 < layOut(In.Spec).Size || !In.Usage.isClosed(F) ||
          Use.Escapes || !Use.OnlyByElement)
        continue;
      const std::optional<std::uint64_t> Needed = appended(Use);
      if (!Needed || *Needed * BufferSlack > M.Size / Size)
        continue;
      RecordSpec Spec = In.Spec;
      member(Spec, F).Size = member(Spec, F).Occupied = *Needed * Size;
      add(Spec,
          llvm::formatv("with room for {0} elements in '{1}'", *Needed,
                        F->getName())
              .str(),
          F->getLocation(),
          llvm::formatv("'{0}' has room for {1} elements; no object is seen "
                        "to get more than {2}",
                        F->getName(), M.Size / Size, *Needed)
              .str());
    }
  }

  //===--- Virtual functions
  //--------------------------------------------------------===//

  void addUnusedVirtuals() {
    const CXXRecordDecl *R = In.Record;
    if (!In.Spec.OwnVirtualPointer || R->getNumBases() != 0 ||
        !In.Usage.isOnlyHere(R) || In.Usage.isBase(R) || R->isAbstract())
      return;
    RecordSpec Spec = In.Spec;
    Spec.OwnVirtualPointer = false;
    add(Spec, "without virtual functions", R->getLocation(),
        "no class derives from '" + nameOf(R) +
            "', whose virtual functions cost a pointer in each object");
  }

  const AdviceInput &In;
  std::vector<SmallerForm> Forms;
};
} // namespace

std::vector<SmallerForm> adviceFor(const AdviceInput &In) {
  return Adviser(In).run();
}

std::optional<SmallerForm> boxedVariant(QualType T, const BulkContexts &Bulk,
                                        const ASTContext &Context) {
  const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(
      T->getAsCXXRecordDecl());
  if (!S || S->getTemplateArgs().size() == 0 ||
      S->getTemplateArgs()[0].getKind() != TemplateArgument::Pack)
    return std::nullopt;
  llvm::SmallVector<QualType> Types;
  for (const TemplateArgument &A : S->getTemplateArgs()[0].pack_elements())
    if (A.getKind() == TemplateArgument::Type)
      Types.push_back(A.getAsType());
  std::string Sizes;
  QualType Largest;
  std::uint64_t Most = 0, Next = 0, Align = 8;
  for (QualType A : Types) {
    const std::uint64_t Size = sizeOf(A, Context);
    if (!Size)
      return std::nullopt;
    Sizes += (Sizes.empty() ? "" : ", ") +
             A.getAsString(Context.getPrintingPolicy()) + " " +
             std::to_string(Size);
    if (Size > Most) {
      Next = Most;
      Most = Size;
      Largest = A;
    } else {
      Next = std::max(Next, Size);
    }
  }
  if (Types.size() < 2 || Most < MinColdBytes || Most < Next * LargeAlternative)
    return std::nullopt;
  // If it is what most of them have, it would only get a block in addition.
  if (Bulk.timesStored(T, Largest) >= MinObjects &&
      llvm::all_of(Types, [&](QualType A) {
        return A == Largest || Bulk.timesStored(T, A) < MinObjects;
      }))
    return std::nullopt;
  for (QualType A : Types)
    if (A != Largest)
      Align = std::max<std::uint64_t>(
          Align, Context.getTypeAlignInChars(A).getQuantity());
  SmallerForm Form;
  Form.Effort = Restructuring;
  // The alternatives and an index that says which it is.
  Form.After = roundUp(std::max<std::uint64_t>(Next, 8) + 1, Align);
  Form.How = "with '" + Largest.getAsString(Context.getPrintingPolicy()) +
             "' behind a std::unique_ptr";
  Form.Notes.push_back({SourceLocation(), "the alternatives take " + Sizes});
  return Form;
}

} // namespace heapwise::layout
