//===-- TestCode.cpp - Files of tests -------------------------------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TestCode.h"

#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Path.h"

using namespace clang;
using llvm::StringRef;

namespace heapwise {

/// test_common, socket-tests, SocketTest, socket_unittest.
static bool isTestName(StringRef Stem) {
  Stem.consume_back("s");
  return Stem.starts_with_insensitive("test_") ||
         Stem.starts_with_insensitive("test-") || Stem.ends_with("_test") ||
         Stem.ends_with("-test") || Stem.ends_with("unittest") ||
         Stem.ends_with("Test");
}

static bool isTestFolder(StringRef Name) {
  return Name.equals_insensitive("test") || Name.equals_insensitive("tests") ||
         Name.equals_insensitive("unittests");
}

/// What folders of tests are divided into. Other folders in them may be
/// programs.
static bool isPartOfTests(StringRef Name) {
  static constexpr StringRef Parts[] = {
      "unit",   "integration", "functional", "regression", "acceptance",
      "system", "common",      "util",       "utils",      "helpers",
      "mocks",  "fixtures",    "support",    "e2e",        "stress"};
  return llvm::is_contained(Parts, Name);
}

static bool isTestPath(StringRef Path) {
  using namespace llvm::sys::path;
  const StringRef Folder = parent_path(Path);
  return isTestName(stem(Path)) || isTestFolder(filename(Folder)) ||
         (isPartOfTests(filename(Folder)) &&
          isTestFolder(filename(parent_path(Folder))));
}

/// The header of a test framework.
static bool isFramework(StringRef Path) {
  const StringRef Name = llvm::sys::path::filename(Path);
  return Path.contains("/gtest/") || Path.contains("/gmock/") ||
         Path.contains("/boost/test/") || Path.contains("/cppunit/") ||
         Path.contains("/QtTest/") || Name.starts_with("catch_test_macros") ||
         Name == "catch.hpp" || Name == "doctest.h";
}

bool TestCode::contains(SourceLocation Loc) {
  const FileID File = SM.getFileID(SM.getExpansionLoc(Loc));
  if (File.isInvalid())
    return false;
  const auto [It, IsNew] = Known.try_emplace(File, false);
  if (IsNew)
    It->second = isTest(File);
  return It->second;
}

bool TestCode::isTest(FileID File) const {
  if (isTestPath(SM.getFilename(SM.getLocForStartOfFile(File))))
    return true;
  if (File != SM.getMainFileID())
    return false;
  for (unsigned I = 0; I != SM.local_sloc_entry_size(); ++I) {
    const SrcMgr::SLocEntry &Entry = SM.getLocalSLocEntry(I);
    if (!Entry.isFile() || Entry.getFile().getIncludeLoc().isInvalid())
      continue;
    const StringRef Path = Entry.getFile().getName();
    // By its name only a header of the user's that this file asks for:
    // libraries have many headers.
    const bool IsDirect =
        Entry.getFile().getFileCharacteristic() == SrcMgr::C_User &&
        SM.getFileID(Entry.getFile().getIncludeLoc()) == File;
    if (isFramework(Path) ||
        (IsDirect && isTestName(llvm::sys::path::stem(Path))))
      return true;
  }
  return false;
}

} // namespace heapwise
