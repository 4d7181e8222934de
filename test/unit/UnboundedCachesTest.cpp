//===-- UnboundedCachesTest.cpp - Growth in facts made by hand ------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analysis/UnboundedCaches.h"
#include "facts/FactsJson.h"
#include "facts/Words.h"

#include "gtest/gtest.h"

using namespace heapwise::facts;
using namespace heapwise::analysis;

namespace {

using Action = ContainerEvent::Action;

/// A program with a static map `memo` of strings.
class Program {
public:
  Program() {
    ContainerPlace P;
    P.Usr = P.Name = Memo = F.intern("memo");
    P.Kind = Storage::StaticLocal;
    P.Keys = KeyDomain::Wide;
    P.Keyed = P.Map = P.Closed = true;
    P.Loc = {F.intern("memo.cpp"), 1, 1};
    F.Containers.Places.add(P);
  }

  PlaceRef memo() const { return {.Of = PlaceRef::Base::Place, .Sym = Memo}; }
  ContainerPlace &place() { return *F.Containers.Places.find(Memo); }

  std::vector<UnboundedCache> find(Extent Scope = Extent::Unit,
                                   Evidence Minimum = Evidence::Likely) const {
    return findUnboundedCaches(F, Scope, Minimum);
  }

  Facts F;
  Symbol Memo;
};

/// Writes the body of one function.
class Body {
public:
  Body(Program &P, llvm::StringRef Name) : P(P) {
    Fn.Usr = Fn.Name = P.F.intern(Name);
  }
  ~Body() { P.F.Containers.Functions.add(std::move(Fn)); }

  ContainerEvent &add(Action Kind, PlaceRef At = {}) {
    ContainerEvent E;
    E.Kind = Kind;
    E.At = At;
    E.What = P.F.intern("method");
    E.Loc = {P.F.intern("memo.cpp"),
             static_cast<unsigned>(10 + Fn.Events.size()), 1};
    E.Key.From = Origin::Param;
    E.Key.Name = E.Key.Text = P.F.intern("key");
    Fn.Events.push_back(E);
    return Fn.Events.back();
  }
  std::uint32_t condition(Condition::Test Kind, PlaceRef At = {}) {
    Condition C;
    C.Kind = Kind;
    C.At = At;
    Fn.Conditions.push_back(C);
    return static_cast<std::uint32_t>(Fn.Conditions.size() - 1);
  }

  Program &P;
  ContainerFunction Fn;
};

void addMemo(Program &P, llvm::StringRef Name = "get") {
  Body B(P, Name);
  B.add(Action::Lookup, P.memo());
  B.add(Action::Grow, P.memo());
}

TEST(UnboundedCaches, MemoIsCertain) {
  Program P;
  addMemo(P);
  auto Found = P.find();
  ASSERT_EQ(Found.size(), 1u);
  EXPECT_EQ(Found[0].Level, Evidence::Proved);
  EXPECT_EQ(Found[0].Loc.Line, 11u);
}

TEST(UnboundedCaches, FewKeysAreABound) {
  Program P;
  P.place().Keys = KeyDomain::Finite;
  addMemo(P);
  EXPECT_TRUE(P.find(Extent::Unit, Evidence::Possible).empty());
}

TEST(UnboundedCaches, AConstantKeepsWhatItStartsWith) {
  Program P;
  P.place().Const = true;
  addMemo(P);
  EXPECT_TRUE(P.find(Extent::Unit, Evidence::Possible).empty());
}

TEST(UnboundedCaches, RemovalUnderASizeBounds) {
  Program P;
  addMemo(P);
  {
    Body B(P, "trim");
    const std::uint32_t Size = B.condition(Condition::Test::Size, P.memo());
    B.add(Action::Shrink, P.memo()).Under = {Size};
  }
  EXPECT_TRUE(P.find(Extent::Unit, Evidence::Possible).empty());
}

TEST(UnboundedCaches, RemovalUnderNoLimitDoesNot) {
  Program P;
  addMemo(P);
  {
    Body B(P, "trim");
    const std::uint32_t Size = B.condition(Condition::Test::Size, P.memo());
    B.Fn.Conditions[Size].Limit.HasValue = true;
    B.Fn.Conditions[Size].Limit.Value = Datum::Unlimited;
    B.add(Action::Shrink, P.memo()).Under = {Size};
  }
  EXPECT_EQ(P.find().size(), 1u);
}

TEST(UnboundedCaches, RemovalOnRequestLeavesItPossible) {
  Program P;
  addMemo(P);
  Body(P, "forget").add(Action::Shrink, P.memo());
  EXPECT_TRUE(P.find().empty());
  EXPECT_EQ(P.find(Extent::Unit, Evidence::Possible).size(), 1u);
}

TEST(UnboundedCaches, RemovalThatNothingCallsDoesNotCount) {
  Program P;
  addMemo(P);
  {
    Body B(P, "prune");
    B.Fn.Hidden = true;
    B.add(Action::Shrink, P.memo());
  }
  EXPECT_EQ(P.find().size(), 1u);
}

TEST(UnboundedCaches, AbstainsWhereOthersMayTakeOut) {
  Program P;
  addMemo(P);
  P.place().Closed = false;
  P.place().Kind = Storage::Global;
  EXPECT_TRUE(P.find(Extent::Unit).empty());
  EXPECT_EQ(P.find(Extent::Program).size(), 1u);
  Body(P, "leak").add(Action::Escape, P.memo());
  EXPECT_TRUE(P.find(Extent::Program).empty());
}

TEST(UnboundedCaches, FollowsReferenceParameters) {
  Program P;
  const PlaceRef Param = {.Of = PlaceRef::Base::Param, .Index = 0};
  {
    Body B(P, "remember");
    B.add(Action::Lookup, Param);
    B.add(Action::Grow, Param).Key.Param = 1;
  }
  {
    Body B(P, "use");
    ContainerEvent &Call = B.add(Action::Call);
    Call.What = P.F.intern("remember");
    Call.Args.resize(2);
    Call.Args[0].At = P.memo();
    Call.Args[0].Mutable = true;
    Call.Args[1].Value.From = Origin::Param;
  }
  EXPECT_EQ(P.find().size(), 1u);
}

TEST(UnboundedCaches, ConstantArgumentsAreFewKeys) {
  Program P;
  {
    Body B(P, "get");
    B.Fn.Hidden = true;
    B.add(Action::Lookup, P.memo());
    B.add(Action::Grow, P.memo());
  }
  {
    Body B(P, "use");
    ContainerEvent &Call = B.add(Action::Call);
    Call.What = P.F.intern("get");
    Call.Args.resize(1);
    Call.Args[0].Value.From = Origin::Constant;
  }
  EXPECT_TRUE(P.find(Extent::Unit, Evidence::Possible).empty());
}

TEST(UnboundedCaches, KeysThatWereCheckedAreFew) {
  Program P;
  {
    Body B(P, "get");
    const std::uint32_t Listed = B.condition(Condition::Test::OneOf);
    B.Fn.Conditions[Listed].Limit.Text = P.F.intern("key");
    B.add(Action::Lookup, P.memo());
    B.add(Action::Grow, P.memo()).Under = {Listed};
  }
  EXPECT_TRUE(P.find(Extent::Unit, Evidence::Possible).empty());
}

TEST(UnboundedCaches, OtherKeysThatWereCheckedDoNotCount) {
  for (const bool Negated : {false, true}) {
    Program P;
    {
      Body B(P, "get");
      const std::uint32_t Listed = B.condition(Condition::Test::OneOf);
      B.Fn.Conditions[Listed].Negated = Negated;
      B.Fn.Conditions[Listed].Limit.Text =
          P.F.intern(Negated ? "key" : "another");
      B.add(Action::Lookup, P.memo());
      B.add(Action::Grow, P.memo()).Under = {Listed};
    }
    EXPECT_EQ(P.find().size(), 1u);
  }
}

TEST(UnboundedCaches, AnAlternativeOfTimeBoundsNothing) {
  for (const bool Either : {false, true}) {
    Program P;
    {
      Body B(P, "get");
      const std::uint32_t Stale = B.condition(Condition::Test::Time);
      B.Fn.Conditions[Stale].Either = Either;
      B.add(Action::Lookup, P.memo());
      B.add(Action::Grow, P.memo()).Under = {Stale};
    }
    EXPECT_EQ(P.find().size(), Either ? 1u : 0u);
  }
}

TEST(UnboundedCaches, AFlagThatNothingSetsSwitchesALimitOff) {
  for (const bool Set : {false, true}) {
    Program P;
    addMemo(P);
    {
      Body B(P, "trim");
      const std::uint32_t Flag = B.condition(Condition::Test::Once);
      B.Fn.Conditions[Flag].Limit.Field = P.F.intern("trims");
      const std::uint32_t Size = B.condition(Condition::Test::Size, P.memo());
      B.add(Action::Shrink, P.memo()).Under = {Flag, Size};
      ContainerEvent &Start = B.add(Action::Limit);
      Start.What = P.F.intern("trims");
      Start.Key.HasValue = true;
      Start.Key.Value = Set;
    }
    EXPECT_EQ(P.find().size(), Set ? 0u : 1u);
  }
}

TEST(UnboundedCaches, WhoRegistersIsNoMemo) {
  for (const ValueKind Kind : {ValueKind::Callable, ValueKind::Data}) {
    Program P;
    P.place().Values = Kind;
    {
      Body B(P, "add");
      ContainerEvent &Grow = B.add(Action::Grow, P.memo());
      Grow.Given = Grow.Used = true;
    }
    EXPECT_EQ(P.find().size(), Kind == ValueKind::Callable ? 0u : 1u);
  }
}

TEST(UnboundedCaches, EachLookThatAddsIsReported) {
  Program P;
  for (llvm::StringRef Name : {"one", "two"}) {
    Body B(P, Name);
    B.add(Action::Read, P.memo()).Loc.Line = Name.size() + Name[0];
  }
  EXPECT_EQ(P.find().size(), 2u);
}

TEST(UnboundedCaches, RemovalInAnotherUnitSilences) {
  Program A;
  addMemo(A);
  Program B;
  Body(B, "forget").add(Action::Shrink, B.memo());
  Facts All = A.F;
  All.merge(B.F);
  EXPECT_TRUE(
      findUnboundedCaches(All, Extent::Program, Evidence::Likely).empty());
}

std::string bytes(const Facts &F) {
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  writeFacts(F, OS);
  return Text;
}

TEST(ContainerFacts, SurviveAFileAndMergeInAnyOrder) {
  Program A;
  addMemo(A, "first");
  Program B;
  {
    Body Second(B, "second");
    Second.condition(Condition::Test::Size, B.memo());
    Second.add(Action::Shrink, B.memo()).Under = {0};
  }
  Facts AB = A.F, BA = B.F;
  AB.merge(B.F);
  BA.merge(A.F);
  AB.canonicalise();
  BA.canonicalise();
  EXPECT_EQ(bytes(AB), bytes(BA));
  llvm::Expected<Facts> Read = readFacts(bytes(AB));
  ASSERT_TRUE(static_cast<bool>(Read));
  EXPECT_EQ(bytes(*Read), bytes(AB));
}

TEST(ContainerFacts, RefuseAConditionThatIsNone) {
  Program P;
  Body(P, "f").add(Action::Shrink, P.memo()).Under = {7};
  llvm::Expected<Facts> Read = readFacts(bytes(P.F));
  ASSERT_FALSE(static_cast<bool>(Read));
  EXPECT_NE(llvm::toString(Read.takeError()).find("container-functions"),
            std::string::npos);
}

TEST(Words, OfNames) {
  auto Words = [](llvm::StringRef Name) {
    std::string Joined;
    for (const std::string &W : wordsOf(Name))
      Joined += W + ' ';
    return Joined;
  };
  EXPECT_EQ(Words("m_pageCache2"), "m page cache ");
  EXPECT_EQ(Words("URLCache"), "url cache ");
  EXPECT_EQ(Words("in_flight"), "in flight ");
  EXPECT_EQ(Words("IDs"), "ids ");
}

} // namespace
