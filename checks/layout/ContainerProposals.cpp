//===-- ContainerProposals.cpp - Cheaper containers -----------------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ContainerProposals.h"
#include "ContainerUsage.h"
#include "ElementMoves.h"
#include "LayoutText.h"
#include "RecordReader.h"

#include "facts/TypeModel.h"

#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FormatVariadic.h"

using namespace clang;

namespace heapwise::layout {

namespace {
/// Fewer elements, or fewer containers, are no bulk.
constexpr std::uint64_t MinElements = 1000;
/// An element of this size and more is no longer dwarfed by its node.
constexpr std::uint64_t SmallElement = 32;
/// The same for an object that has a heap block of its own.
constexpr std::uint64_t SmallBox = 64;
/// Elements of a fixed number that an array or a bit set replaces.
constexpr std::uint64_t MaxFixedElements = 16, MaxFixedBits = 1024;
/// What an empty libstdc++ deque has on the heap: a map of 8 pointers and one
/// buffer of 512 bytes.
constexpr std::uint64_t DequeMap = 64, DequeBuffer = 512;

class ContainerProposer {
public:
  ContainerProposer(ASTContext &Context, const BulkContexts &Bulk,
                    const Allocator &Heap, std::uint64_t MinSavedBytes)
      : Context(Context), Heap(Heap), MinSavedBytes(MinSavedBytes), Bulk(Bulk) {
  }

  std::vector<ContainerProposal> run() {
    // Most translation units have nothing in numbers.
    if (llvm::none_of(Bulk.containers(), [this](const DeclaratorDecl *D) {
          return isInteresting(D);
        }))
      return {};
    const ContainerUsage Used(Bulk, Context);
    Usage = &Used;
    llvm::DenseSet<SourceLocation> Seen;
    for (const DeclaratorDecl *D : Bulk.containers())
      if (isInteresting(D) && !D->getLocation().isMacroID() &&
          Seen.insert(D->getLocation()).second)
        judge(D);
    return std::move(Result);
  }

private:
  std::uint64_t owners(const DeclaratorDecl *D) const {
    const auto *F = dyn_cast<FieldDecl>(D);
    return F ? Bulk.countOf(F->getParent()) : 1;
  }
  bool isInteresting(const DeclaratorDecl *D) const {
    return !D->isInvalidDecl() &&
           (Bulk.population(D) >= MinElements || owners(D) >= MinElements);
  }

  void judge(const DeclaratorDecl *D) {
    const std::optional<ContainerShape> Shape =
        containerShape(D->getType(), Context);
    if (!Shape || D->getType()->isReferenceType())
      return;
    const ContainerFacts &Facts = Usage->of(D);
    const std::uint64_t Value = sizeOf(Shape->Value, Context);
    if (Value == 0)
      return;
    if (judgeHash(D, *Shape, Value) || !isInSight(D, Context))
      return;
    judgeFixed(D, *Shape, Facts) || judgeIdleDeque(D, *Shape, Facts) ||
        judgeList(D, *Shape, Facts, Value) ||
        judgeKeys(D, *Shape, Facts, Value) ||
        judgeSorted(D, *Shape, Facts, Value) || judgeBoxes(D, *Shape, Facts);
  }

  /// True if elements must stay where they are, or may have to.
  bool needsNode(const DeclaratorDecl *D, const ContainerShape &S) const {
    return Usage->needsStability(D, S) || !mayMove(S.Value, Context);
  }

  bool report(const DeclaratorDecl *D, std::uint64_t Count, std::uint64_t Now,
              std::uint64_t Then, llvm::StringRef Unit, llvm::StringRef Better,
              std::string Why) {
    if (Now <= Then || (Now - Then) * Count < MinSavedBytes)
      return false;
    ContainerProposal P;
    P.Loc = D->getLocation();
    P.Message = llvm::formatv(
                    "'{0}' takes {1} for each of about {2} {3}; {4} takes {5}",
                    D->getName(), bytes(Now), Count, Unit, Better, Then)
                    .str();
    P.Notes.push_back({P.Loc, std::move(Why)});
    for (const ContainerCall *C : Usage->of(D).Calls)
      if (C->Op != ContainerCall::Other) {
        P.Notes.push_back({C->Where.Loc, "it gets its elements here"});
        break;
      }
    Result.push_back(std::move(P));
    return true;
  }

  /// Bytes of heap for an element in a node.
  std::uint64_t nodeBytes(const ContainerShape &S, std::uint64_t Value) const {
    // A hash table has about a bucket an element.
    return Heap.allocated(S.nodeRequest(Value)) +
           (S.Kind == ContainerKind::Hash ? 8 : 0);
  }
  std::string nodeNote(const ContainerShape &S, std::uint64_t Value) const {
    return llvm::formatv("a node of {0} for an element of {1} is a block of "
                         "{2} with {3}",
                         bytes(S.nodeRequest(Value)), Value,
                         Heap.allocated(S.nodeRequest(Value)), Heap.name())
        .str();
  }

  //===--- Hash functions that may throw
  //------------------------------------===//

  /// The call operator of a class of the user's own, or null.
  static const CXXMethodDecl *callOperator(QualType Hash) {
    const CXXRecordDecl *R =
        Hash.isNull() ? nullptr : Hash->getAsCXXRecordDecl();
    if (!R || !hasLayout(R->getDefinition()))
      return nullptr;
    // `template <> struct std::hash<Key>` is the user's own.
    const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(R);
    const bool Own = S && S->isExplicitSpecialization() &&
                     !R->getASTContext().getSourceManager().isInSystemHeader(
                         R->getLocation());
    if (!Own && heapwise::facts::isLibraryCode(R))
      return nullptr;
    for (const CXXMethodDecl *M : R->getDefinition()->methods())
      if (M->getOverloadedOperator() == OO_Call)
        return M;
    return nullptr;
  }

  /// libstdc++ keeps the hash code of each element if calling the hash may
  /// throw. Worth it where hashing is slow, as it is for strings.
  bool judgeHash(const DeclaratorDecl *D, const ContainerShape &S,
                 std::uint64_t Value) {
    if (S.Kind != ContainerKind::Hash || S.NodeTrailer == 0)
      return false;
    const CXXMethodDecl *Call =
        callOperator(typeArgument(D->getType(), S.isMap() ? 2 : 1));
    if (!Call || Call->getType()->castAs<FunctionProtoType>()->isNothrow() ||
        !S.Key.isTriviallyCopyableType(Context))
      return false;
    ContainerShape Without = S;
    Without.NodeTrailer = 0;
    if (!report(D, Bulk.population(D), nodeBytes(S, Value),
                nodeBytes(Without, Value), "elements",
                "with a noexcept hash it", nodeNote(S, Value)))
      return false;
    Result.back().Notes.push_back(
        {Call->getLocation(),
         "the hash is not noexcept, so each node keeps the hash code"});
    return true;
  }

  //===--- Containers of a fixed size
  //-----------------------------------------===//

  bool judgeFixed(const DeclaratorDecl *D, const ContainerShape &S,
                  const ContainerFacts &F) {
    if (S.Kind != ContainerKind::Array || S.Adaptor || F.Escapes ||
        owners(D) < MinElements)
      return false;
    std::uint64_t Fixed = 0;
    for (const ContainerCall *C : F.Calls) {
      if (C->Op == ContainerCall::Other) {
        if (llvm::is_contained({"clear", "swap", "pop_back", "erase", "="},
                               C->Method))
          return false;
        continue;
      }
      if (C->Op != ContainerCall::Resize || C->Count == 0 ||
          C->Method == "reserve" || (Fixed && Fixed != C->Count))
        return false;
      Fixed = C->Count;
    }
    const bool Bits = S.Value->isBooleanType();
    if (!Fixed || Fixed > (Bits ? MaxFixedBits : MaxFixedElements))
      return false;
    const std::uint64_t Handle = sizeOf(D->getType(), Context);
    const std::uint64_t Size = sizeOf(S.Value, Context);
    const std::uint64_t Now =
        Handle + Heap.allocated(Bits ? roundUp(Fixed, 64) / 8 : Fixed * Size);
    const std::string Type =
        Bits ? llvm::formatv("std::bitset<{0}>", Fixed).str()
             : llvm::formatv("std::array of {0} elements", Fixed).str();
    // Up to 32 flags fit into an integer of their size.
    const std::uint64_t Then = !Bits         ? Fixed * Size
                               : Fixed <= 32 ? (Fixed <= 8    ? 1
                                                : Fixed <= 16 ? 2
                                                              : 4)
                                             : roundUp(Fixed, 64) / 8;
    return report(D, owners(D), Now, Then, "objects that have one",
                  Bits && Fixed <= 32 ? "an integer or a " + Type : "a " + Type,
                  llvm::formatv("it always has {0} elements", Fixed).str());
  }

  //===--- Deques that are mostly empty
  //-----------------------------------------===//

  bool judgeIdleDeque(const DeclaratorDecl *D, const ContainerShape &S,
                      const ContainerFacts &F) {
    if (S.Kind != ContainerKind::Deque || owners(D) < MinElements)
      return false;
    // Many elements in each of them fill the buffers.
    for (const ContainerCall *C : F.Calls) {
      const bool Grows = C->Op != ContainerCall::Other;
      if (Grows && !C->Where.Conditional &&
          C->Where.Times.estimate() >= MinElements)
        return false;
    }
    bool Grows = false;
    const bool Rare = llvm::all_of(F.Calls, [&Grows](const ContainerCall *C) {
      Grows |= C->Op != ContainerCall::Other;
      return C->Op == ContainerCall::Other || C->Where.Conditional ||
             C->Where.Unlikely;
    });
    if (!Rare || !Grows || F.Escapes)
      return false;
    const std::uint64_t Handle = sizeOf(D->getType(), Context);
    const std::uint64_t Value = sizeOf(S.Value, Context);
    const std::uint64_t Empty =
        Heap.allocated(DequeMap) +
        Heap.allocated(Value < DequeBuffer ? DequeBuffer / Value * Value
                                           : Value);
    return report(D, owners(D), Handle + Empty, 24, "objects that have one",
                  "an empty std::vector",
                  llvm::formatv("a deque without elements has {0} on the heap",
                                bytes(Empty))
                      .str());
  }

  //===--- Lists
  //------------------------------------------------------------------===//

  /// A node is little beside the object that its element points to.
  bool leadsToLarge(QualType Element) const {
    if (!isHandle(Element))
      return false;
    const QualType T = Element->isPointerType() ? Element->getPointeeType()
                                                : typeArgument(Element, 0);
    const std::uint64_t Size = sizeOf(T, Context);
    return Size == 0 || Size >= SmallElement;
  }

  bool judgeList(const DeclaratorDecl *D, const ContainerShape &S,
                 const ContainerFacts &F, std::uint64_t Value) {
    if ((S.Kind != ContainerKind::List &&
         S.Kind != ContainerKind::ForwardList) ||
        Value > SmallElement || F.Escapes || Bulk.population(D) < MinElements ||
        leadsToLarge(S.Value) || needsNode(D, S))
      return false;
    static constexpr llvm::StringRef AtEnds[] = {
        "",      "push_back", "emplace_back", "push_front", "emplace_front",
        "front", "back",      "pop_front",    "pop_back",   "size",
        "empty", "clear",     "begin",        "end",        "cbegin",
        "cend",  "rbegin",    "rend",         "="};
    if (!F.callsOnly(AtEnds))
      return false;
    const bool BothEnds = F.calls("pop_front") || F.calls("push_front") ||
                          F.calls("emplace_front");
    // An empty deque has more than an empty list: not for what is in objects
    // of which there may be many.
    const auto *Field = dyn_cast<FieldDecl>(D);
    if (BothEnds && Field &&
        (!isInMainFile(Field->getParent(), Context) ||
         owners(D) >= MinElements))
      return false;
    return report(D, Bulk.population(D), nodeBytes(S, Value), Value, "elements",
                  BothEnds ? "a std::deque" : "a std::vector",
                  nodeNote(S, Value) +
                      "; elements only come and go at the ends");
  }

  //===--- Keys that are indices
  //----------------------------------------------------===//

  static bool searchesByOrder(const ContainerFacts &F) {
    return F.calls("lower_bound") || F.calls("upper_bound") ||
           F.calls("equal_range");
  }
  static bool erases(const ContainerFacts &F) {
    return F.calls("erase") || F.calls("extract") || F.calls("merge");
  }

  bool judgeKeys(const DeclaratorDecl *D, const ContainerShape &S,
                 const ContainerFacts &F, std::uint64_t Value) {
    if ((S.Kind != ContainerKind::Tree && S.Kind != ContainerKind::Hash) ||
        Value > SmallElement || F.Escapes || S.Name.contains("multi"))
      return false;
    if (S.Key->isEnumeralType())
      return judgeEnumKeys(D, S, Value);
    if (!S.Key->isIntegerType() || erases(F) || searchesByOrder(F) ||
        Bulk.population(D) < MinElements || !Usage->hasDenseKeys(F) ||
        needsNode(D, S))
      return false;
    const std::uint64_t Mapped = S.isMap() ? sizeOf(S.Mapped, Context) : 0;
    return report(D, Bulk.population(D), nodeBytes(S, Value),
                  S.isMap() ? Mapped : 1, "elements",
                  S.isMap() ? "a std::vector that the key indexes"
                            : "a bit in a std::vector<bool>, at most a byte,",
                  nodeNote(S, Value) + "; the keys count up or are indices");
  }

  bool judgeEnumKeys(const DeclaratorDecl *D, const ContainerShape &S,
                     std::uint64_t Value) {
    const auto *Enum = S.Key->castAs<EnumType>()->getDecl();
    std::int64_t Last = -1;
    for (const EnumConstantDecl *C : Enum->enumerators()) {
      if (!C->getInitVal().isRepresentableByInt64() ||
          C->getInitVal().getExtValue() < 0)
        return false;
      Last = std::max(Last, C->getInitVal().getExtValue());
    }
    if (owners(D) < MinElements || Last < 0 || Last >= 64)
      return false;
    const std::uint64_t Mapped = S.isMap() ? sizeOf(S.Mapped, Context) : 0;
    const std::uint64_t Then = S.isMap() ? (Last + 1) * Mapped : 8;
    const std::string Better =
        S.isMap()
            ? llvm::formatv("a std::array of {0} elements", Last + 1).str()
            : llvm::formatv("a std::bitset<{0}>", Last + 1).str();
    // With one element already.
    return report(D, owners(D),
                  sizeOf(D->getType(), Context) + nodeBytes(S, Value), Then,
                  "objects that have one, with one element", Better,
                  "the keys are the " + std::to_string(Last + 1) +
                      " values of '" + Enum->getNameAsString() + "'");
  }

  //===--- Trees that are filled and then searched
  //------------------------------------===//

  static bool searches(llvm::StringRef Method) {
    return llvm::is_contained({"find", "count", "contains", "at", "lower_bound",
                               "upper_bound", "equal_range"},
                              Method);
  }

  bool judgeSorted(const DeclaratorDecl *D, const ContainerShape &S,
                   const ContainerFacts &F, std::uint64_t Value) {
    if (S.Kind != ContainerKind::Tree || Value > SmallElement / 2 ||
        F.Escapes || erases(F) || Bulk.population(D) < MinElements ||
        needsNode(D, S))
      return false;
    llvm::DenseSet<const FunctionDecl *> Filling, Searching;
    unsigned LastFill = 0, FirstSearch = ~0u;
    const SourceManager &SM = Context.getSourceManager();
    for (const ContainerCall *C : F.Calls) {
      const unsigned At = SM.getFileOffset(SM.getFileLoc(C->Where.Loc));
      if (C->Op == ContainerCall::Insert ||
          C->Op == ContainerCall::InsertMany) {
        // `m[k]` may insert and search.
        if (C->Method == "[]" && S.isMap())
          return false;
        Filling.insert(C->Where.In);
        LastFill = std::max(LastFill, At);
      } else if (searches(C->Method)) {
        Searching.insert(C->Where.In);
        FirstSearch = std::min(FirstSearch, At);
      }
    }
    if (Filling.empty() || Searching.empty())
      return false;
    const bool Apart = llvm::none_of(Filling, [&](const FunctionDecl *In) {
      return Searching.contains(In);
    });
    const bool OneAfterTheOther =
        Filling.size() == 1 && Searching.size() == 1 &&
        *Filling.begin() == *Searching.begin() && LastFill < FirstSearch;
    // Members may be filled again between searches.
    const bool Once =
        isa<VarDecl>(D) ? OneAfterTheOther : Apart && isFilledAtStart(Filling);
    return Once && report(D, Bulk.population(D), nodeBytes(S, Value), Value,
                          "elements", "a sorted std::vector",
                          nodeNote(S, Value) +
                              "; it is filled first and then only searched");
  }

  /// True if only constructors fill it.
  static bool
  isFilledAtStart(const llvm::DenseSet<const FunctionDecl *> &Filling) {
    return llvm::all_of(Filling, [](const FunctionDecl *F) {
      return isa_and_nonnull<CXXConstructorDecl>(F);
    });
  }

  //===--- Objects in blocks of their own
  //-----------------------------------------------===//

  /// The object that \p E hands on is made here, just to be an element.
  static bool isMadeHere(const Expr *E) {
    E = handedOn(E);
    if (makesObject(E))
      return true;
    const auto *Ref = dyn_cast_or_null<DeclRefExpr>(E);
    const auto *V = Ref ? dyn_cast<VarDecl>(Ref->getDecl()) : nullptr;
    return V && V->isLocalVarDecl() && makesObject(handedOn(V->getInit()));
  }

  static bool makesElements(const ContainerFacts &F) {
    return llvm::all_of(F.Calls, [](const ContainerCall *C) {
      if (C->Op == ContainerCall::InsertMany)
        return false;
      // Elements without an object, to begin with.
      if (C->Op == ContainerCall::Resize && C->Method != "reserve")
        return false;
      const auto *Call = dyn_cast<CXXMemberCallExpr>(C->Call);
      return C->Op != ContainerCall::Insert || !Call || !Call->getNumArgs() ||
             isMadeHere(Call->getArg(Call->getNumArgs() - 1));
    });
  }

  bool judgeBoxes(const DeclaratorDecl *D, const ContainerShape &S,
                  const ContainerFacts &F) {
    if ((S.Kind != ContainerKind::Array && S.Kind != ContainerKind::Deque) ||
        F.Escapes || Bulk.population(D) < MinElements)
      return false;
    const llvm::StringRef Handle = stdName(S.Value->getAsCXXRecordDecl());
    const QualType T = typeArgument(S.Value, 0);
    const std::uint64_t Size = sizeOf(T, Context);
    if ((Handle != "unique_ptr" && Handle != "shared_ptr") || !Size ||
        Size > SmallBox || !Usage->isSolelyOwned(T) || Usage->handlesLeave(T) ||
        Usage->mayBeNull(T) || !makesElements(F))
      return false;
    if (const CXXRecordDecl *R = T->getAsCXXRecordDecl())
      if (R->getDefinition()->isPolymorphic() ||
          R->getDefinition()->isAbstract() || Usage->isBase(R))
        return false;
    if (!mayMove(T, Context))
      return false;
    const std::uint64_t Request =
        Handle == "unique_ptr" ? Size : (16 + Size + 7) / 8 * 8;
    const std::uint64_t Now =
        sizeOf(S.Value, Context) + Heap.allocated(Request);
    return report(
        D, Bulk.population(D), Now, Size, "elements",
        "a container of the objects themselves",
        llvm::formatv("each object of {0} has a block of {1}, and {2} "
                      "for the pointer",
                      bytes(Size), bytes(Heap.allocated(Request)),
                      sizeOf(S.Value, Context))
            .str());
  }

  ASTContext &Context;
  const Allocator &Heap;
  const std::uint64_t MinSavedBytes;
  const BulkContexts &Bulk;
  const ContainerUsage *Usage = nullptr;
  std::vector<ContainerProposal> Result;
};
} // namespace

std::vector<ContainerProposal> proposeContainers(ASTContext &Context,
                                                 const BulkContexts &Bulk,
                                                 const Allocator &Heap,
                                                 std::uint64_t MinSavedBytes) {
  return ContainerProposer(Context, Bulk, Heap, MinSavedBytes).run();
}

} // namespace heapwise::layout
