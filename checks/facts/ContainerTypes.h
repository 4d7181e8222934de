//===-- ContainerTypes.h - Which types grow, and by what keys ---*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_FACTS_CONTAINERTYPES_H
#define HEAPWISE_CHECKS_FACTS_CONTAINERTYPES_H

#include "ContainerFacts.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/Type.h"
#include "llvm/ADT/DenseMap.h"

namespace heapwise::facts {

/// A container of a library.
struct ContainerType {
  const clang::CXXRecordDecl *Record = nullptr;
  clang::QualType Key, Value; ///< null if there is none
  bool Keyed = false;         ///< finds its elements by key
  bool Map = false;
  bool Multi = false;
};

class ContainerTypes {
public:
  /// The library container that a place of type \p T is or owns: behind
  /// references, pointers, smart pointers, optionals and arrays of fixed size.
  /// Containers that are bounded by themselves (ring buffers, caches with a
  /// capacity) are none.
  const ContainerType *container(clang::QualType T);

  /// The user's class of such a place, or null.
  const clang::CXXRecordDecl *userClass(clang::QualType T);

  /// True if the class has a member that is a container or holds one.
  bool keepsContainers(const clang::CXXRecordDecl *R);

  KeyDomain domain(clang::QualType Key);
  /// True for a pointer to a function, and for a class of nothing else.
  bool isFunctions(clang::QualType T) const;
  ValueKind valueKind(clang::QualType T);

  /// The user's classes of the objects that a place of type \p T keeps alive as
  /// long as itself; not the elements of a container.
  void heldClasses(clang::QualType T,
                   llvm::SmallVectorImpl<const clang::CXXRecordDecl *> &Out,
                   unsigned Depth = 0);

  /// The type of the object, behind what owns or refers to it.
  static clang::QualType strip(clang::QualType T);

private:
  std::unique_ptr<ContainerType> classify(const clang::CXXRecordDecl *R);

  llvm::DenseMap<const clang::CXXRecordDecl *, std::unique_ptr<ContainerType>>
      Containers;
  llvm::DenseMap<const clang::CXXRecordDecl *, bool> Keeps;
  /// By template: do its members' names make it a container?
  llvm::DenseMap<const clang::Decl *, bool> Shapes;
};

/// What a member function of a library container of this name does.
enum class ContainerUse {
  Other,
  Grow,   ///< may add elements
  Assign, ///< replaces all elements
  Lookup,
  Shrink, ///< takes elements out
  Reset,  ///< takes all elements out
  Size,
  Empty,
  Element, ///< yields an element, an iterator, a bucket
};
ContainerUse containerUse(llvm::StringRef Method);

/// True for library code, and for the libraries of containers that projects
/// keep in their own tree: their members are known by name, not by their body.
bool isContainerLibrary(const clang::Decl *D);

/// A handle whose operators and accessors lead to one object: smart pointer,
/// optional, a lock's proxy.
bool isTransparent(const clang::CXXRecordDecl *R);

} // namespace heapwise::facts

#endif // HEAPWISE_CHECKS_FACTS_CONTAINERTYPES_H
