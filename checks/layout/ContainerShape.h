//===-- ContainerShape.h - How library containers store elements *- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_LAYOUT_CONTAINERSHAPE_H
#define HEAPWISE_CHECKS_LAYOUT_CONTAINERSHAPE_H

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclTemplate.h"
#include "llvm/ADT/StringRef.h"

#include <cstdint>
#include <optional>

namespace heapwise::layout {

enum class ContainerKind {
  Array, ///< elements side by side: vector, span of new[], flat sets
  Deque,
  List,
  ForwardList,
  Tree,     ///< set, map and their multi forms
  Hash,     ///< unordered set and map: a node an element
  FlatHash, ///< open addressing: elements side by side, at most full
};

/// A container type of the standard library or of one that follows its naming.
struct ContainerShape {
  ContainerKind Kind = ContainerKind::Array;
  llvm::StringRef Name;        ///< without scope: "unordered_map"
  clang::QualType Value;       ///< what is stored; a pair for maps
  clang::QualType Key, Mapped; ///< null where there is none
  /// Bytes of a node before the element, up to its alignment.
  std::uint64_t NodeHeader = 0;
  std::uint64_t ValueAlign = 1;
  /// Bytes after it: the hash code that libstdc++ keeps where calling the hash
  /// may throw or is slow.
  std::uint64_t NodeTrailer = 0;
  /// queue, stack, priority_queue.
  bool Adaptor = false;

  bool isNode() const {
    return Kind == ContainerKind::List || Kind == ContainerKind::ForwardList ||
           Kind == ContainerKind::Tree || Kind == ContainerKind::Hash;
  }
  bool isMap() const { return !Mapped.isNull(); }
  /// What a node asks of the allocator for a value of \p ValueSize bytes. Node
  /// headers are those of libstdc++ and libc++ on a 64-bit target; the test
  /// cases.layout.nodes measures them.
  std::uint64_t nodeRequest(std::uint64_t ValueSize) const {
    const std::uint64_t Begin =
        (NodeHeader + ValueAlign - 1) / ValueAlign * ValueAlign;
    return (Begin + ValueSize + 7) / 8 * 8 + NodeTrailer;
  }
};

/// The shape of \p T, or nothing if it is no container that is known.
/// References and aliases are looked through.
std::optional<ContainerShape> containerShape(clang::QualType T,
                                             const clang::ASTContext &Context);

/// True if \p T comes from libc++ (namespace std::__1), whose nodes differ.
bool isLibcxx(const clang::CXXRecordDecl *R);

/// The name of \p R if it is a class of namespace std (inline namespaces
/// aside), else "".
llvm::StringRef stdName(const clang::CXXRecordDecl *R);

/// The type argument \p Index of a class template specialisation, or null.
clang::QualType typeArgument(clang::QualType T, unsigned Index);

/// Bytes of \p T; 0 if it is incomplete or dependent.
std::uint64_t sizeOf(clang::QualType T, const clang::ASTContext &Context);

} // namespace heapwise::layout

#endif // HEAPWISE_CHECKS_LAYOUT_CONTAINERSHAPE_H
