//===-- Heap.h - Objects and ownership edges of a function ------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_ANALYSIS_HEAP_H
#define HEAPWISE_CHECKS_ANALYSIS_HEAP_H

#include "../facts/Facts.h"

#include "llvm/ADT/DenseSet.h"

#include <map>

namespace heapwise::analysis {

using NodeId = std::uint32_t; ///< 0: an object that nothing is known of
using PathId = std::uint32_t;

/// An abstract object: what one instruction yields, in the function at hand or
/// in one that it calls.
struct Node {
  facts::Op Origin = facts::Op::Unknown;
  facts::Symbol Sym = 0;   ///< record of a New, USR of a Global
  facts::Symbol Label = 0; ///< name of the variable or type
  NodeId Base = 0;         ///< Load and Slot: the holder; Copy: the original
  facts::Symbol Field = 0; ///< Load and Slot
  facts::EdgeKind Kind = facts::EdgeKind::None; ///< Load: of its place
  /// Param: its number; Slot: which element.
  std::uint32_t Index = 0;
  PathId Path = 0; ///< Load: where it is read
  unsigned Order = 0;
  std::uint32_t Statement = 0; ///< 0 when it comes from a callee
  facts::Location Loc;
  llvm::SmallVector<NodeId, 2> Alternatives; ///< Phi
};

/// Where an edge is made: innermost location first, the last one is in the
/// function at hand.
using Trace = llvm::SmallVector<facts::Location, 2>;

struct Edge {
  NodeId From = 0;
  NodeId To = 0;
  facts::Symbol Field = 0;
  facts::Symbol Label = 0;
  facts::EdgeKind Kind = facts::EdgeKind::None;
  /// Made by a store; otherwise it was there before: reading a member shows
  /// that the holder refers to what was read.
  bool Stored = false;
  PathId Path = 0;
  unsigned Order = 0;
  std::uint32_t Statement = 0;
  Trace Where;
  /// The paths on which it is overwritten or emptied later on.
  llvm::SmallVector<PathId, 1> KilledOn;
};

/// A place is emptied.
struct ResetSite {
  facts::Symbol Field = 0; ///< field, or USR of a global
  facts::Symbol Function = 0;
  NodeId Moved = 0; ///< the object that left, if it was moved out and is known
  NodeId Base = 0;
  PathId Path = 0;
  bool InHandler = false;
};

/// The heap of one function after all that it and its callees do.
class Heap {
public:
  std::vector<Node> Nodes;
  std::vector<Edge> Edges;
  std::vector<ResetSite> Resets;
  std::vector<facts::Path> Paths;
  /// What a caller sees happen, in this order.
  struct Step {
    enum Kind { Read, MakeEdge, Empty, Return } K;
    std::uint32_t Index = 0; ///< node, edge, index into Emptied, or node
  };
  struct Emptying {
    NodeId Base;
    facts::Symbol Field;
    PathId Path;
    NodeId Moved;
    /// There is a ResetSite, or need not be.
    bool Recorded;
  };
  std::vector<Step> Steps;
  std::vector<Emptying> Emptied;

  /// False if the two paths lie under different arms of one branch.
  /// Linear in the depth of the paths.
  bool compatible(PathId A, PathId B) const;
  /// True if whatever runs on \p B runs on \p A too.
  bool encloses(PathId A, PathId B) const;
  /// True if the way from \p A down to \p B, which it encloses, enters a path
  /// of this kind.
  bool passes(PathId A, PathId B, facts::PathKind Kind) const;
  /// True if \p A is in the body of a lambda that \p B is not in.
  bool isLater(PathId A, PathId B) const {
    return passes(commonPath(A, B), A, facts::PathKind::Deferred);
  }
  /// The innermost path that encloses both.
  PathId commonPath(PathId A, PathId B) const;

  /// The holder and the field that a pseudo field is part of: a container's
  /// member for its elements. The field is still a pseudo field if that is of
  /// an object that no member holds.
  std::pair<NodeId, facts::Symbol> enclosingPlace(NodeId Base,
                                                  facts::Symbol Field) const;
};

/// Evaluates functions, each once, callees before callers.
class HeapBuilder {
public:
  explicit HeapBuilder(const facts::Facts &F);

  /// The heap of a function, or null if its body is not known or is being
  /// evaluated (recursion).
  const Heap *evaluate(facts::Symbol FunctionUsr);

  /// The kind of an edge, raw pointers that a destructor deletes being owning.
  facts::EdgeKind ownership(const Heap &H, const Edge &E) const;

  /// Functions that call \p Function, by USR.
  const llvm::DenseSet<facts::Symbol> *callers(facts::Symbol Function) const;

private:
  friend class Evaluation;
  struct Entry {
    bool Done = false;
    Heap H;
  };

  void findOwnedPointers();

  const facts::Facts &F;
  std::map<facts::Symbol, Entry> Cache;
  unsigned Depth = 0;
  llvm::DenseMap<facts::Symbol, llvm::SmallVector<facts::Symbol, 2>> Overriders;
  llvm::DenseMap<facts::Symbol, llvm::DenseSet<facts::Symbol>> Callers;
  llvm::DenseSet<facts::Symbol> DeletedFields, DeletedElements;
};

} // namespace heapwise::analysis

#endif // HEAPWISE_CHECKS_ANALYSIS_HEAP_H
