//===-- CycleSearch.cpp - Cycles in one heap ------------------------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CycleSearch.h"

#include "llvm/ADT/GraphTraits.h"
#include "llvm/ADT/SCCIterator.h"
#include "llvm/ADT/STLExtras.h"

#include <set>

using namespace heapwise::facts;

namespace {
/// A node of the heap, with all that a search may step to from it.
struct Vertex {
  llvm::SmallVector<const Vertex *, 4> Next;
};
} // namespace

template <> struct llvm::GraphTraits<const Vertex *> {
  using NodeRef = const Vertex *;
  using ChildIteratorType =
      llvm::SmallVector<const Vertex *, 4>::const_iterator;
  static NodeRef getEntryNode(NodeRef N) { return N; }
  static ChildIteratorType child_begin(NodeRef N) { return N->Next.begin(); }
  static ChildIteratorType child_end(NodeRef N) { return N->Next.end(); }
};

namespace heapwise::analysis {

CycleSearch::CycleSearch(const HeapBuilder &Builder, const Heap &H)
    : Builder(Builder), H(H), Out(H.Nodes.size()) {
  for (const Edge &E : H.Edges)
    if (isOwning(Builder.ownership(H, E)) &&
        !llvm::is_contained(E.KilledOn, PathId(0)))
      Out[E.From].push_back(&E);
  findComponents();
}

/// Numbers the strongly connected components: a cycle never leaves one, so that
/// searching is only worthwhile within them. Linear.
void CycleSearch::findComponents() {
  std::vector<Vertex> Graph(H.Nodes.size());
  for (std::size_t N = 1; N < H.Nodes.size(); ++N) {
    for (const Edge *E : Out[N])
      Graph[N].Next.push_back(&Graph[E->To]);
    for (NodeId A : H.Nodes[N].Alternatives)
      Graph[N].Next.push_back(&Graph[A]);
    if (H.Nodes[N].Origin == Op::Copy)
      Graph[N].Next.push_back(&Graph[H.Nodes[N].Base]);
    // Node 0 has no successors of its own: it leads the walk to all others.
    Graph[0].Next.push_back(&Graph[N]);
  }
  for (Vertex &V : Graph)
    llvm::erase(V.Next, &Graph[0]);
  Component.resize(Graph.size());
  unsigned Number = 0;
  for (auto It = llvm::scc_begin(static_cast<const Vertex *>(&Graph[0]));
       !It.isAtEnd(); ++It, ++Number)
    for (const Vertex *V : *It)
      Component[static_cast<std::size_t>(V - Graph.data())] = Number;
}

/// How many stores of one component are looked at: each search is linear in the
/// size of the component.
static constexpr unsigned MaxSearches = 256;

std::vector<EdgeList> CycleSearch::run() {
  std::vector<EdgeList> Result;
  std::set<std::vector<const Edge *>> Seen;
  std::vector<unsigned> Searches(Out.size());
  for (const auto &Edges : Out)
    for (const Edge *E : Edges) {
      EdgeList Found;
      // The first cycles of a component tell what there is to tell.
      if (Searches[Component[E->From]] >= MaxSearches)
        continue;
      if (!E->Stored || Component[E->From] != Component[E->To] ||
          !(++Searches[Component[E->From]], find(*E, Found)))
        continue;
      std::vector<const Edge *> Key(Found.begin(), Found.end());
      llvm::sort(Key);
      if (Seen.insert(std::move(Key)).second)
        Result.push_back(std::move(Found));
    }
  return Result;
}

/// Breadth first from the end of \p Closing back to its start, so that the
/// shortest cycle is the one reported.
bool CycleSearch::find(const Edge &Closing, EdgeList &Found) const {
  struct Visit {
    NodeId Node;
    const Edge *Via;
    int Previous;
    /// A copy shares what its original held when it was made, no more.
    unsigned NotAfter;
  };
  std::vector<Visit> Queue = {{Closing.To, nullptr, -1, ~0u}};
  std::set<std::pair<NodeId, unsigned>> Seen = {{Closing.To, ~0u}};
  auto Enter = [&](NodeId N, const Edge *Via, int Previous, unsigned NotAfter) {
    if (Component[N] == Component[Closing.From] &&
        Seen.insert({N, NotAfter}).second)
      Queue.push_back({N, Via, Previous, NotAfter});
  };
  for (int At = 0; At < static_cast<int>(Queue.size()); ++At) {
    const Visit V = Queue[static_cast<std::size_t>(At)];
    // The original of a copy is not the object that was reached.
    if (V.Node == Closing.From && V.NotAfter == ~0u) {
      Found.clear();
      for (int I = At; I >= 0; I = Queue[static_cast<std::size_t>(I)].Previous)
        if (const Edge *Via = Queue[static_cast<std::size_t>(I)].Via)
          Found.push_back(Via);
      Found.push_back(&Closing);
      std::reverse(Found.begin(), Found.end());
      if (isCycle(Found))
        return true;
      continue;
    }
    const Node &N = H.Nodes[V.Node];
    for (const Edge *E : Out[V.Node])
      if (E->Order <= V.NotAfter && H.compatible(E->Path, Closing.Path))
        Enter(E->To, E, At, ~0u);
    // Which one of several it is does not matter to what it leads to, but a
    // single step through a choice proves nothing: `head->last = cur`, where
    // cur may be head.
    if (V.Via || !llvm::is_contained(N.Alternatives, Closing.From))
      for (NodeId A : N.Alternatives)
        Enter(A, nullptr, At, V.NotAfter);
    if (N.Origin == Op::Copy && N.Base)
      Enter(N.Base, nullptr, At, std::min(V.NotAfter, N.Order));
  }
  return false;
}

bool CycleSearch::isCycle(const EdgeList &Edges) const {
  bool Shared = false;
  for (const Edge *E : Edges)
    Shared |= Builder.ownership(H, *E) == EdgeKind::Strong;
  if (!Shared)
    return false;
  for (const Edge *A : Edges) {
    for (const Edge *B : Edges)
      if (!H.compatible(A->Path, B->Path))
        return false;
    // Overwritten wherever the rest of the cycle is made?
    for (PathId Killed : A->KilledOn)
      for (const Edge *B : Edges)
        if (H.encloses(Killed, B->Path))
          return false;
  }
  return true;
}

} // namespace heapwise::analysis
