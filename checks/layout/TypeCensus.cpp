//===-- TypeCensus.cpp - How many objects a run has counted ---------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TypeCensus.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MemoryBuffer.h"

namespace heapwise::layout {

llvm::Expected<TypeCensus> TypeCensus::parse(llvm::StringRef Text) {
  TypeCensus Result;
  unsigned Line = 0;
  while (!Text.empty()) {
    auto [First, Rest] = Text.split('\n');
    Text = Rest;
    ++Line;
    First = First.trim();
    if (First.empty() || First.starts_with("#"))
      continue;
    std::uint64_t Count = 0;
    const std::size_t Space = First.find_first_of(" \t");
    const llvm::StringRef Name =
        Space == llvm::StringRef::npos ? "" : First.substr(Space).trim();
    if (Name.empty() || First.take_front(Space).getAsInteger(10, Count))
      return llvm::createStringError(
          llvm::inconvertibleErrorCode(),
          "line " + llvm::Twine(Line) +
              " is not a number of objects and the name of a type");
    Result.Counts[Name] += Count;
  }
  return Result;
}

llvm::Expected<TypeCensus> TypeCensus::read(llvm::StringRef Path) {
  auto Buffer = llvm::MemoryBuffer::getFile(Path);
  if (!Buffer)
    return llvm::createStringError(Buffer.getError(),
                                   Buffer.getError().message());
  return parse((*Buffer)->getBuffer());
}

std::optional<std::uint64_t>
TypeCensus::count(llvm::StringRef QualifiedName) const {
  auto It = Counts.find(QualifiedName);
  if (It == Counts.end())
    return std::nullopt;
  return It->second;
}

} // namespace heapwise::layout
