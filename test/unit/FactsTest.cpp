//===-- FactsTest.cpp - Tables of facts, fact files, merging --------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "facts/Facts.h"
#include "facts/FactsJson.h"

#include "gtest/gtest.h"

using namespace heapwise::facts;

namespace {

/// Facts of a translation unit that defines \p Defined and only declares
/// \p Declared, both non-const member functions of S.
Facts unit(llvm::StringRef Defined, llvm::StringRef Declared) {
  Facts F;
  Record R;
  R.Usr = F.intern("c:@S@S");
  R.Name = F.intern("S");
  R.Loc = {F.intern("s.h"), 3, 8};
  R.Bodiless = {F.intern(Declared)};
  F.add(R);
  Field M;
  M.Usr = F.intern("c:@S@S@FI@m");
  M.Record = R.Usr;
  M.Name = F.intern("m");
  M.Kind = EdgeKind::Strong;
  M.UserCode = true;
  F.add(M);
  Function Fn;
  Fn.Usr = F.intern(Defined);
  Fn.Name = F.intern("f");
  Fn.Record = R.Usr;
  Fn.Paths = {{}, {0, 1, 1}};
  Fn.Body.resize(3);
  Fn.Body[1].Opcode = Op::This;
  Fn.Body[2].Opcode = Op::Reset;
  Fn.Body[2].A = 1;
  Fn.Body[2].Sym = M.Usr;
  Fn.Body[2].Path = 1;
  Fn.Body[2].How = ResetKind::Clear;
  Fn.Body[2].Args = {1};
  F.add(std::move(Fn));
  return F;
}

std::string bytes(const Facts &F) {
  std::string Text;
  llvm::raw_string_ostream OS(Text);
  writeFacts(F, OS);
  return Text;
}

std::string readError(llvm::StringRef Text) {
  llvm::Expected<Facts> F = readFacts(Text);
  return F ? "" : llvm::toString(F.takeError());
}

std::string replaced(std::string Text, llvm::StringRef From,
                     llvm::StringRef To) {
  std::size_t At = Text.find(From.str());
  EXPECT_NE(At, std::string::npos);
  return Text.replace(At, From.size(), To.str());
}

TEST(Facts, InternGivesOneSymbolPerText) {
  Facts F;
  EXPECT_EQ(F.intern(""), 0u);
  Symbol A = F.intern("a");
  EXPECT_EQ(F.intern("a"), A);
  EXPECT_NE(F.intern("b"), A);
  EXPECT_EQ(F.str(A), "a");
}

TEST(Facts, SecondEntityOfOneUsrIsRefused) {
  Facts F = unit("f", "g");
  Field Again = F.Fields[0];
  EXPECT_FALSE(F.add(Again));
  EXPECT_EQ(F.Fields.size(), 1u);
}

TEST(Facts, RecordIsOpenUntilAllBodiesAreSeen) {
  Facts One = unit("f", "g"), Other = unit("g", "f");
  Symbol S = One.intern("c:@S@S");
  EXPECT_TRUE(One.isOpen(S));
  One.merge(Other);
  EXPECT_FALSE(One.isOpen(S));
  EXPECT_TRUE(One.isOpen(One.intern("never heard of")));
}

TEST(Facts, MergeIsAssociativeAndCommutativeInBytes) {
  auto Merged = [](std::initializer_list<const Facts *> Parts) {
    Facts All;
    for (const Facts *Part : Parts)
      All.merge(*Part);
    All.canonicalise();
    return All;
  };
  Facts A = unit("f", "g"), B = unit("g", "h"), C = unit("h", "f");
  Facts AB = Merged({&A, &B}), BC = Merged({&B, &C});
  std::string Expected = bytes(Merged({&A, &B, &C}));
  EXPECT_EQ(bytes(Merged({&AB, &C})), Expected);
  EXPECT_EQ(bytes(Merged({&A, &BC})), Expected);
  EXPECT_EQ(bytes(Merged({&C, &B, &A})), Expected);
  EXPECT_EQ(bytes(Merged({&A, &B, &C, &A})), Expected);
}

TEST(FactsJson, RoundTripKeepsEveryByte) {
  Facts F = unit("f", "g");
  F.canonicalise();
  std::string Text = bytes(F);
  llvm::Expected<Facts> Back = readFacts(Text);
  ASSERT_TRUE(static_cast<bool>(Back)) << llvm::toString(Back.takeError());
  EXPECT_EQ(bytes(*Back), Text);
  const Function *Fn = Back->function(Back->intern("f"));
  ASSERT_NE(Fn, nullptr);
  EXPECT_EQ(Fn->Body[2].How, ResetKind::Clear);
  EXPECT_EQ(Fn->Body[2].Path, 1u);
}

TEST(FactsJson, RefusesWhatIsNotAFactFile) {
  EXPECT_NE(readError("").find("not a fact file"), std::string::npos);
  EXPECT_NE(readError("[1, 2]").find("not a fact file"), std::string::npos);
  EXPECT_NE(readError("{\"format\": \"other\"}").find("not a fact file"),
            std::string::npos);
}

TEST(FactsJson, RefusesAnotherVersion) {
  std::string Text = bytes(unit("f", "g"));
  const std::string Mine = "\"version\":" + std::to_string(FactsVersion);
  EXPECT_NE(
      readError(replaced(Text, Mine, "\"version\":99")).find("version 99"),
      std::string::npos);
}

TEST(FactsJson, RefusesDamage) {
  std::string Text = bytes(unit("f", "g"));
  // Cut off, a symbol out of range, a table of another kind, a string twice.
  EXPECT_NE(readError(Text.substr(0, Text.size() / 2)), "");
  EXPECT_NE(readError(replaced(Text, "\"fields\":[[", "\"fields\":[[9999,")),
            "");
  EXPECT_NE(readError(replaced(Text, "\"records\":[", "\"records\":[7,")), "");
  EXPECT_NE(readError(replaced(Text, "\"s.h\"", "\"S\"")), "");
}

// Every cut of a valid file is refused, and none crashes the reader.
TEST(FactsJson, RefusesEveryPrefix) {
  std::string Text = bytes(unit("f", "g"));
  for (std::size_t Length = 0; Length + 2 < Text.size(); ++Length)
    EXPECT_NE(readError(llvm::StringRef(Text).take_front(Length)), "")
        << Length;
}

} // namespace
