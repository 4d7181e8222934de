//===-- TypeCensus.h - How many objects a run has counted -------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_LAYOUT_TYPECENSUS_H
#define HEAPWISE_CHECKS_LAYOUT_TYPECENSUS_H

#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <cstdint>
#include <optional>

namespace heapwise::layout {

/// The numbers of objects by type that somebody has counted in a running
/// program; they beat every estimate. A census is a text file with a line a
/// type: the number of objects, white space, the qualified name of the type.
/// Lines that start with # are comments.
class TypeCensus {
public:
  /// Fails with a message that names the line which is wrong.
  static llvm::Expected<TypeCensus> parse(llvm::StringRef Text);
  static llvm::Expected<TypeCensus> read(llvm::StringRef Path);

  /// Objects of the type, or nothing if the census does not know it.
  std::optional<std::uint64_t> count(llvm::StringRef QualifiedName) const;
  bool empty() const { return Counts.empty(); }

private:
  llvm::StringMap<std::uint64_t> Counts;
};

} // namespace heapwise::layout

#endif // HEAPWISE_CHECKS_LAYOUT_TYPECENSUS_H
