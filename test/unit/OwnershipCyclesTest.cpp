//===-- OwnershipCyclesTest.cpp - Cycles in facts made by hand ------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "analysis/OwnershipCycles.h"

#include "llvm/ADT/Twine.h"

#include "gtest/gtest.h"

using namespace heapwise::facts;
using namespace heapwise::analysis;

namespace {

/// Builds a program of two classes: `Parent` with `Kids` (strong, many) and
/// `Child` with `Up` (strong, one), and functions over them.
class Program {
public:
  Program() {
    Parent = addRecord("Parent");
    Child = addRecord("Child");
    Kids = addField(Parent, "Kids", EdgeKind::Value, 1);
    Up = addField(Child, "Up", EdgeKind::Strong, 2);
    Handler = addField(Parent, "Handler", EdgeKind::Callback, 3);
  }

  Symbol addRecord(llvm::StringRef Name) {
    Record R;
    R.Usr = F.intern(Name);
    R.Name = R.Usr;
    F.add(R);
    return R.Usr;
  }
  Symbol addField(Symbol Record, llvm::StringRef Name, EdgeKind Kind,
                  unsigned Line) {
    Field M;
    M.Usr = F.intern((F.str(Record) + llvm::Twine(".") + Name).str());
    M.Record = Record;
    M.Name = F.intern(Name);
    M.Kind = Kind;
    M.UserCode = true;
    M.Loc = {F.intern("program.cpp"), Line, 1};
    Symbol Usr = M.Usr;
    F.add(std::move(M));
    return Usr;
  }

  Facts F;
  Symbol Parent, Child, Kids, Up, Handler;
};

/// Writes the body of one function.
class Body {
public:
  Body(Program &P, llvm::StringRef Name, Symbol Record = 0) : P(P) {
    Fn.Usr = P.F.intern(Name);
    Fn.Name = Fn.Usr;
    Fn.Record = Record;
    Fn.Paths = {{}};
    Fn.Body.resize(1);
  }
  Value add(Op Opcode, Value A = 0, Symbol Sym = 0, Value B = 0,
            EdgeKind Kind = EdgeKind::None) {
    Instr I;
    I.Opcode = Opcode;
    I.A = A;
    I.Sym = Sym;
    I.B = B;
    I.Kind = Kind;
    I.Path = Path;
    I.Loc = {P.F.intern("program.cpp"),
             static_cast<unsigned>(100 + Fn.Body.size()), 1};
    Fn.Body.push_back(I);
    return static_cast<Value>(Fn.Body.size() - 1);
  }
  Value param(unsigned Index) {
    Value V = add(Op::Param);
    Fn.Body[V].Index = Index;
    return V;
  }
  /// parent->Kids.push_back(child)
  void pushKid(Value ParentObject, Value ChildObject) {
    Value Container = add(Op::Load, ParentObject, P.Kids, 0, EdgeKind::Value);
    add(Op::Store, Container, Facts::ElementField, ChildObject,
        EdgeKind::Strong);
  }
  void setUp(Value ChildObject, Value ParentObject) {
    add(Op::Store, ChildObject, P.Up, ParentObject, EdgeKind::Strong);
  }
  void under(unsigned Branch, unsigned Arm) {
    Fn.Paths.push_back({0, Branch, Arm});
    Path = static_cast<std::uint32_t>(Fn.Paths.size() - 1);
  }
  void done() { P.F.add(std::move(Fn)); }

  Function Fn;

private:
  Program &P;
  std::uint32_t Path = 0;
};

std::vector<OwnershipCycle> find(const Program &P,
                                 Evidence Minimum = Evidence::Likely) {
  return findOwnershipCycles(P.F, Minimum);
}

TEST(OwnershipCycles, BothEdgesInOneFunction) {
  Program P;
  Body B(P, "link");
  Value Parent = B.param(0), Child = B.param(1);
  B.pushKid(Parent, Child);
  B.setUp(Child, Parent);
  B.done();
  std::vector<OwnershipCycle> Found = find(P);
  ASSERT_EQ(Found.size(), 1u);
  EXPECT_EQ(Found[0].WeakField, P.Up);
  EXPECT_EQ(Found[0].Level, Evidence::Proved);
  EXPECT_EQ(Found[0].Loc.Line, 2u);
}

TEST(OwnershipCycles, OneDirectionIsNone) {
  Program P;
  Body B(P, "link");
  Value Parent = B.param(0), Child = B.param(1);
  B.pushKid(Parent, Child);
  B.done();
  EXPECT_TRUE(find(P, Evidence::Possible).empty());
}

TEST(OwnershipCycles, DifferentObjectsAreNone) {
  Program P;
  Body B(P, "link");
  Value Parent = B.param(0), Child = B.param(1), Other = B.param(2);
  B.pushKid(Parent, Child);
  B.setUp(Child, Other);
  B.done();
  EXPECT_TRUE(find(P, Evidence::Possible).empty());
}

TEST(OwnershipCycles, ArmsOfOneBranchExcludeOneAnother) {
  Program P;
  Body B(P, "link");
  Value Parent = B.param(0), Child = B.param(1);
  B.under(1, 0);
  B.pushKid(Parent, Child);
  B.under(1, 1);
  B.setUp(Child, Parent);
  B.done();
  EXPECT_TRUE(find(P, Evidence::Possible).empty());
}

TEST(OwnershipCycles, OverwrittenEdgeIsGone) {
  Program P;
  Body B(P, "link");
  Value Parent = B.param(0), Child = B.param(1), Other = B.param(2);
  B.pushKid(Parent, Child);
  B.setUp(Child, Parent);
  B.setUp(Child, Other);
  B.done();
  EXPECT_TRUE(find(P, Evidence::Possible).empty());
}

TEST(OwnershipCycles, ThroughCalleesOfBothEdges) {
  Program P;
  Body Add(P, "add", P.Parent);
  Add.pushKid(Add.add(Op::This), Add.param(0));
  Add.done();
  Body Set(P, "set", P.Child);
  Set.setUp(Set.add(Op::This), Set.param(0));
  Set.done();
  Body B(P, "link");
  Value Parent = B.param(0), Child = B.param(1);
  Value Call = B.add(Op::Call, Parent, P.F.intern("add"));
  B.Fn.Body[Call].Args = {Child};
  Call = B.add(Op::Call, Child, P.F.intern("set"));
  B.Fn.Body[Call].Args = {Parent};
  B.done();
  ASSERT_EQ(find(P).size(), 1u);
}

TEST(OwnershipCycles, WeakEdgeDoesNotOwn) {
  Program P;
  Body B(P, "link");
  Value Parent = B.param(0), Child = B.param(1);
  B.pushKid(Parent, Child);
  B.add(Op::Store, Child, P.Up, Parent, EdgeKind::Weak);
  B.done();
  EXPECT_TRUE(find(P, Evidence::Possible).empty());
}

TEST(OwnershipCycles, ClosureThatCapturesItsHolder) {
  Program P;
  Body B(P, "start", P.Parent);
  Value This = B.add(Op::This);
  Value Closure = B.add(Op::Closure);
  B.add(Op::Store, Closure, Facts::CaptureField, This, EdgeKind::Strong);
  B.add(Op::Store, This, P.Handler, Closure, EdgeKind::Callback);
  B.done();
  std::vector<OwnershipCycle> Found = find(P);
  ASSERT_EQ(Found.size(), 1u);
  EXPECT_EQ(Found[0].WeakField, 0u);
}

/// A cycle, and a function `close` that resets Child::Up.
Program closable(bool Destructor) {
  Program P;
  Body B(P, "link");
  Value Parent = B.param(0), Child = B.param(1);
  B.pushKid(Parent, Child);
  B.setUp(Child, Parent);
  B.done();
  Body Close(P, "close", P.Child);
  Close.Fn.Destructor = Destructor;
  Close.add(Op::Reset, Close.add(Op::This), P.Up);
  Close.done();
  return P;
}

TEST(OwnershipCycles, ResetElsewhereLeavesItPossible) {
  Program P = closable(/*Destructor=*/false);
  EXPECT_TRUE(find(P).empty());
  ASSERT_EQ(find(P, Evidence::Possible).size(), 1u);
}

TEST(OwnershipCycles, ResetInAMembersDestructorIsTooLate) {
  EXPECT_EQ(find(closable(/*Destructor=*/true)).size(), 1u);
}

TEST(OwnershipCycles, BodyThatIsNotSeenMayReset) {
  Program P = closable(/*Destructor=*/true);
  P.F.record(P.Child)->Bodiless = {P.F.intern("elsewhere")};
  EXPECT_TRUE(find(P).empty());
  Body Elsewhere(P, "elsewhere", P.Child);
  Elsewhere.done();
  EXPECT_EQ(find(P).size(), 1u);
}

TEST(OwnershipCycles, GlobalThatIsNeverDroppedIsNoLeak) {
  Program P;
  Symbol Instance = P.F.intern("instance");
  Body B(P, "enrol");
  Value Global = B.add(Op::Global, 0, Instance), Child = B.param(0);
  B.pushKid(Global, Child);
  B.setUp(Child, Global);
  B.done();
  EXPECT_TRUE(find(P).empty());
  Body Drop(P, "drop");
  Drop.add(Op::Reset, Drop.add(Op::Global, 0, Instance), Facts::CellField);
  Drop.done();
  ASSERT_EQ(find(P).size(), 1u);
  EXPECT_EQ(find(P)[0].Level, Evidence::Likely);
}

TEST(OwnershipCycles, RecursionEnds) {
  Program P;
  Body B(P, "loop", P.Parent);
  Value This = B.add(Op::This);
  B.add(Op::Call, This, P.F.intern("loop"));
  B.done();
  EXPECT_TRUE(find(P, Evidence::Possible).empty());
}

} // namespace
