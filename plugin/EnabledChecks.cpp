//===-- EnabledChecks.cpp - When our checks run by default ----------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "EnabledChecks.h"

#include "llvm/ADT/SmallVector.h"

using namespace llvm;

namespace heapwise {

std::string enableByDefault(StringRef Checks) {
  if (Checks.contains("heapwise"))
    return Checks.str();

  // clang-tidy separates globs by commas or line ends.
  SmallVector<StringRef, 16> Lines, Globs;
  Checks.split(Lines, '\n', /*MaxSplit=*/-1, /*KeepEmpty=*/false);
  for (StringRef Line : Lines)
    Line.split(Globs, ',', /*MaxSplit=*/-1, /*KeepEmpty=*/false);

  bool EverythingOff = false;
  for (StringRef Glob : Globs) {
    Glob = Glob.trim();
    if (Glob == "-*")
      EverythingOff = true;
    else if (!Glob.empty() && !Glob.starts_with("-"))
      EverythingOff = false;
  }
  if (EverythingOff)
    return Checks.str();
  return Checks.trim().empty() ? "heapwise-*" : Checks.str() + ",heapwise-*";
}

} // namespace heapwise
