//===-- LayoutTest.cpp - The layout model without an AST ------------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "layout/Allocator.h"
#include "layout/LayoutText.h"
#include "layout/RecordModel.h"
#include "layout/ReorderSearch.h"
#include "layout/Thresholds.h"
#include "layout/TypeCensus.h"

#include "gtest/gtest.h"

#include <algorithm>
#include <numeric>

using namespace heapwise::layout;

namespace {

MemberSpec member(const char *Name, std::uint64_t Size) {
  MemberSpec M;
  M.Name = Name;
  M.Size = M.Align = M.Occupied = Size;
  return M;
}
MemberSpec bits(const char *Name, std::uint64_t TypeSize, unsigned Width) {
  MemberSpec M = member(Name, TypeSize);
  M.BitField = true;
  M.BitWidth = Width;
  return M;
}
BaseSpec base(std::uint64_t Size, std::uint64_t Occupied, std::uint64_t Align) {
  BaseSpec B;
  B.Size = Size;
  B.Occupied = Occupied;
  B.Align = Align;
  return B;
}
BaseSpec emptyBase(unsigned Class) {
  BaseSpec B = base(1, 1, 1);
  B.Empty = true;
  B.Empties = {{0, Class}};
  return B;
}
RecordSpec record(std::vector<MemberSpec> Members) {
  RecordSpec R;
  R.Members = std::move(Members);
  return R;
}

// Each expectation is what Clang and GCC give on x86-64 for the record in the
// comment; test/checks/oversized-layout/model.cpp has the same records for the
// compilers themselves.

TEST(RecordModel, NaturalAlignment) {
  // struct { bool a; long b; bool c; };
  const RecordLayout L =
      layOut(record({member("a", 1), member("b", 8), member("c", 1)}));
  EXPECT_EQ(L.Size, 24u);
  EXPECT_EQ(L.Align, 8u);
  EXPECT_EQ(L.OffsetBits, (std::vector<std::uint64_t>{0, 64, 128}));
  EXPECT_EQ(L.NonVirtualSize, 17u);
}

TEST(RecordModel, TailPaddingOfABaseIsReused) {
  // struct B { virtual ~B(); int n; }; struct D : B { int m; };
  RecordSpec R = record({member("m", 4)});
  R.Bases = {base(16, 12, 8)};
  EXPECT_EQ(layOut(R).OffsetBits[0], 96u);
  EXPECT_EQ(layOut(R).Size, 16u);
  // The tail padding of a POD is not: its size as a base is its size.
  R.Bases = {base(16, 16, 8)};
  EXPECT_EQ(layOut(R).Size, 24u);
}

TEST(RecordModel, EmptyBasesShareTheAddressUnlessOfOneClass) {
  RecordSpec R = record({member("n", 4)});
  R.Bases = {emptyBase(1), emptyBase(2)};
  EXPECT_EQ(layOut(R).Size, 4u);
  // struct E {}; struct D : E { E e; int n; };
  RecordSpec Same = record({member("e", 1), member("n", 4)});
  Same.Members[0].Empty = true;
  Same.Members[0].Empties = {{0, 1}};
  Same.Bases = {emptyBase(1)};
  EXPECT_EQ(layOut(Same).OffsetBits[0], 8u);
  EXPECT_EQ(layOut(Same).Size, 8u);
}

TEST(RecordModel, NoUniqueAddress) {
  // struct { [[no_unique_address]] E e; int n; };
  RecordSpec R = record({member("e", 1), member("n", 4)});
  R.Members[0].Empty = R.Members[0].MayOverlap = true;
  R.Members[0].Empties = {{0, 1}};
  EXPECT_EQ(layOut(R).Size, 4u);
}

TEST(RecordModel, BitFields) {
  // struct { unsigned a : 4; unsigned b : 28; unsigned c : 1; };
  EXPECT_EQ(
      layOut(record({bits("a", 4, 4), bits("b", 4, 28), bits("c", 4, 1)})).Size,
      8u);
  // A bit-field takes what is left of the byte before it.
  const RecordLayout L = layOut(record({member("a", 1), bits("b", 4, 20)}));
  EXPECT_EQ(L.OffsetBits[1], 8u);
  EXPECT_EQ(L.Size, 4u);
  // unsigned : 0 starts a new unit.
  RecordSpec R = record({bits("a", 4, 4), bits("", 4, 0), bits("b", 4, 4)});
  R.Members[1].Named = false;
  EXPECT_EQ(layOut(R).Size, 8u);
}

TEST(RecordModel, PackedPragmaPackAndAlignas) {
  RecordSpec R = record({member("a", 1), member("b", 8)});
  R.Packed = R.Members[0].Packed = R.Members[1].Packed = true;
  EXPECT_EQ(layOut(R).Size, 9u);
  RecordSpec Pragma = record({member("a", 1), member("b", 8)});
  Pragma.MaxFieldAlign = 4;
  EXPECT_EQ(layOut(Pragma).Size, 12u);
  RecordSpec Aligned = record({member("a", 8)});
  Aligned.MinAlign = 64;
  EXPECT_EQ(layOut(Aligned).Size, 64u);
}

TEST(RecordModel, UnionsAndEmptyRecords) {
  RecordSpec R = record({member("a", 8), member("b", 4)});
  R.Union = true;
  EXPECT_EQ(layOut(R).Size, 8u);
  RecordSpec Empty;
  Empty.Empty = true;
  EXPECT_EQ(layOut(Empty).Size, 1u);
}

TEST(RecordModel, Holes) {
  const RecordSpec R = record({member("a", 1), member("b", 8), member("c", 1)});
  const std::vector<Hole> Holes = findHoles(R, layOut(R));
  ASSERT_EQ(Holes.size(), 2u);
  EXPECT_EQ(Holes[0].Offset, 1u);
  EXPECT_EQ(Holes[0].Size, 7u);
  EXPECT_FALSE(Holes[0].Tail);
  EXPECT_TRUE(Holes[1].Tail);
}

TEST(RecordModel, NoOrderIsSmallerThanTheLeastSize) {
  std::vector<RecordSpec> Records = {
      record({member("a", 1), member("b", 8), member("c", 1), member("d", 4)}),
      record({bits("a", 4, 5), member("b", 8), bits("c", 4, 30)}),
      record({bits("a", 8, 70), member("b", 2), bits("c", 1, 3)}),
      record({member("a", 4), member("b", 8)})};
  Records.back().Bases = {base(16, 12, 8), emptyBase(1)};
  Records.push_back(Records.front());
  Records.back().OwnVirtualPointer = true;
  Records.back().VirtualBases = {base(8, 8, 8)};
  Records.push_back(Records.front());
  Records.back().Members[1].MayOverlap = Records.back().Members[1].Empty = true;
  for (const RecordSpec &R : Records) {
    std::vector<unsigned> Order(R.Members.size());
    std::iota(Order.begin(), Order.end(), 0);
    do {
      EXPECT_GE(layOut(R, Order).Size, leastSize(R));
    } while (std::next_permutation(Order.begin(), Order.end()));
  }
  // It is what the search stops at.
  EXPECT_EQ(leastSize(Records[0]), 16u);
  EXPECT_EQ(findReorder(Records[0]).Layout.Size, 16u);
}

TEST(ReorderSearch, MovesAsFewMembersAsItCan) {
  const RecordSpec R = record({member("a", 1), member("b", 8), member("c", 8),
                               member("d", 8), member("e", 1)});
  const Reorder Best = findReorder(R);
  EXPECT_EQ(Best.Layout.Size, 32u);
  EXPECT_EQ(Best.Moved, (std::vector<unsigned>{0}));
}

TEST(ReorderSearch, KeepsTheOrderWhereNothingIsGained) {
  const RecordSpec R = record({member("a", 1), member("b", 4), member("c", 8)});
  EXPECT_TRUE(findReorder(R).Moved.empty());
}

TEST(ReorderSearch, FillsTheTailOfABase) {
  RecordSpec R = record({member("a", 8), member("b", 4)});
  R.Bases = {base(16, 12, 8)};
  EXPECT_EQ(layOut(R).Size, 32u);
  EXPECT_EQ(findReorder(R).Layout.Size, 24u);
}

TEST(ReorderSearch, Rules) {
  const RecordSpec R =
      record({member("a", 1), member("b", 8), member("c", 1), member("d", 8)});
  EXPECT_EQ(findReorder(R).Layout.Size, 24u);
  MoveRules Zones;
  Zones.Zone = {0, 1, 2, 3};
  EXPECT_EQ(findReorder(R, Zones).Layout.Size, 32u);
  MoveRules Chain;
  Chain.Before = {{0, 1}, {1, 2}, {2, 3}};
  EXPECT_EQ(findReorder(R, Chain).Layout.Size, 32u);
  MoveRules Loose;
  Loose.Before = {{0, 1}};
  EXPECT_EQ(findReorder(R, Loose).Layout.Size, 24u);
  MoveRules Together;
  Together.Unit = {0, 0, 1, 1};
  EXPECT_EQ(findReorder(R, Together).Layout.Size, 32u);
}

TEST(ReorderSearch, RunsOfBitFieldsStayApart) {
  const RecordSpec R = record(
      {bits("a", 4, 5), member("b", 8), bits("c", 4, 5), member("d", 8)});
  MoveRules Apart;
  Apart.KeepRunsApart = true;
  EXPECT_EQ(findReorder(R).Layout.Size, 24u);
  EXPECT_EQ(findReorder(R, Apart).Layout.Size, 32u);
}

TEST(Allocator, Classes) {
  const Allocator Glibc = *Allocator::parse("glibc");
  for (auto [Asked, Taken] : {std::pair(1, 32),
                              {24, 32},
                              {25, 48},
                              {40, 48},
                              {41, 64},
                              {104, 112},
                              {1000, 1008}})
    EXPECT_EQ(Glibc.allocated(Asked), std::uint64_t(Taken)) << Asked;
  const Allocator Jemalloc = *Allocator::parse("jemalloc");
  for (auto [Asked, Taken] :
       {std::pair(1, 8), {9, 16}, {33, 48}, {129, 160}, {257, 320}, {640, 640}})
    EXPECT_EQ(Jemalloc.allocated(Asked), std::uint64_t(Taken)) << Asked;
  const Allocator Tcmalloc = *Allocator::parse("tcmalloc");
  for (auto [Asked, Taken] :
       {std::pair(8, 8), {129, 144}, {257, 288}, {513, 576}})
    EXPECT_EQ(Tcmalloc.allocated(Asked), std::uint64_t(Taken)) << Asked;
  const Allocator Own = *Allocator::parse("16, 64,256");
  EXPECT_EQ(Own.allocated(17), 64u);
  EXPECT_EQ(Own.allocated(300), 300u);
  for (const char *Bad : {"", "malloc", "64,16", "0", "16,,32"})
    EXPECT_FALSE(Allocator::parse(Bad)) << Bad;
}

/// 1000 objects of 64 bytes in an array that lose 8 bytes each.
GainFigures gain() {
  GainFigures G;
  G.Before = G.Whole = 64;
  G.After = 56;
  G.PerObject = 8;
  G.Count = 1000;
  return G;
}

TEST(Thresholds, BulkAndTotal) {
  EXPECT_TRUE(isWorthwhile(gain(), 4096));
  GainFigures G = gain();
  G.Count = 999;
  EXPECT_FALSE(isWorthwhile(G, 0)) << "one object short of bulk";
  // 8 bytes for each of 1000 objects.
  EXPECT_TRUE(isWorthwhile(gain(), 8000));
  EXPECT_FALSE(isWorthwhile(gain(), 8001));
  // Eight times as much where every use of a member changes.
  G = gain();
  G.Effort = 8;
  EXPECT_TRUE(isWorthwhile(G, 1000));
  EXPECT_FALSE(isWorthwhile(G, 1001));
}

TEST(Thresholds, NothingSaved) {
  GainFigures G = gain();
  G.PerObject = 0; // the block has the same size class
  EXPECT_FALSE(isWorthwhile(G, 0));
  G = gain();
  G.After = G.Before;
  EXPECT_FALSE(isWorthwhile(G, 0));
  G.After = G.Before + 8;
  EXPECT_FALSE(isWorthwhile(G, 0));
}

TEST(Thresholds, PartOfTheRecord) {
  // One in sixteen, in a large element that has nothing else.
  GainFigures G = gain();
  G.Before = G.Whole = 128;
  G.After = 120;
  G.PerObject = 12;
  EXPECT_TRUE(isWorthwhile(G, 0));
  G.Before = 129;
  G.After = 121;
  EXPECT_FALSE(isWorthwhile(G, 0));
}

TEST(Thresholds, PartOfTheElement) {
  GainFigures G = gain();
  G.Whole = 96; // one in twelve
  EXPECT_TRUE(isWorthwhile(G, 0));
  G.Whole = 97;
  EXPECT_FALSE(isWorthwhile(G, 0));
}

TEST(Thresholds, PartOfTheBlock) {
  GainFigures G = gain();
  G.Block = true;
  G.PerObject = 16;
  G.Whole = 160; // one in ten
  EXPECT_TRUE(isWorthwhile(G, 0));
  G.Whole = 161;
  EXPECT_FALSE(isWorthwhile(G, 0));
}

TEST(Thresholds, PartOfAnExportedRecord) {
  for (bool Block : {false, true}) {
    GainFigures G = gain();
    G.Exported = true;
    G.Block = Block;
    G.Whole = 64; // one in eight
    EXPECT_TRUE(isWorthwhile(G, 0));
    G.Whole = 65;
    EXPECT_FALSE(isWorthwhile(G, 0));
  }
}

TEST(TypeCensus, ReadsCountsAndSaysWhatIsWrong) {
  llvm::Expected<TypeCensus> Census =
      TypeCensus::parse("# from a run\n\n120000 app::Order\n7\tNode\n");
  ASSERT_TRUE(bool(Census));
  EXPECT_EQ(Census->count("app::Order"), 120000u);
  EXPECT_EQ(Census->count("Node"), 7u);
  EXPECT_EQ(Census->count("Other"), std::nullopt);
  llvm::Expected<TypeCensus> Bad = TypeCensus::parse("1 A\nmany B\n");
  ASSERT_FALSE(bool(Bad));
  EXPECT_EQ(llvm::toString(Bad.takeError()),
            "line 2 is not a number of objects and the name of a type");
}

TEST(LayoutText, SummaryTableAndPicture) {
  const RecordSpec R = record({member("a", 1), member("b", 8), member("c", 1)});
  const std::vector<unsigned> Written = {0, 1, 2};
  EXPECT_EQ(summary(R, Written, layOut(R)),
            "0: a 1, 7 unused, 8: b 8, 16: c 1, 7 unused in 24 bytes (14 "
            "unused, 1 cache line)");
  std::string Svg;
  llvm::raw_string_ostream OS(Svg);
  writeSvg({{"R<int>", R, Written}}, OS);
  EXPECT_NE(Svg.find("R&lt;int&gt;"), std::string::npos);
  EXPECT_NE(Svg.find("url(#hole)"), std::string::npos);
}

TEST(LayoutText, SummarySkipsWhatIsFull) {
  std::vector<MemberSpec> Members(14, member("n", 8));
  Members[5] = member("b", 1);
  const RecordSpec R = record(Members);
  std::vector<unsigned> Order(R.Members.size());
  std::iota(Order.begin(), Order.end(), 0);
  EXPECT_EQ(summary(R, Order, layOut(R)),
            "..., 40: b 1, 7 unused, 48: n 8, ... in 112 bytes (7 unused, 2 "
            "cache lines)");
}

} // namespace
