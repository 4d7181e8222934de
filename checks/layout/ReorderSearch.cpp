//===-- ReorderSearch.cpp - The fewest moves to a smaller record ----------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ReorderSearch.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <tuple>

namespace heapwise::layout {

namespace {
/// Past these numbers of units the cubic searches give way to the next one.
constexpr unsigned MaxUnitsForMoves = 80;
constexpr unsigned MaxUnitsForPairs = 14;

class Search {
public:
  Search(const RecordSpec &R, const MoveRules &Rules) : R(R), Rules(Rules) {
    makeUnits();
  }

  Reorder run() {
    const UnitOrder Start = written();
    // Most records have no padding that an order could save.
    Least = leastSize(R);
    if (sizeOf(Start) <= Least)
      return result(Start);
    UnitOrder Best = descend(Start);
    const UnitOrder Sorted = sorted();
    if (allowed(Sorted) && sizeOf(Sorted) < sizeOf(Best))
      Best = Sorted;
    if (sizeOf(Best) >= sizeOf(Start))
      Best = Start;
    return result(Best);
  }

private:
  using UnitOrder = std::vector<unsigned>;

  struct Unit {
    std::vector<unsigned> Members;
    unsigned Zone = 0;
    std::uint64_t Align = 1;
    bool BitFields = false;
  };

  /// Adjacent bit-fields are a unit in any case: moving one out of a run
  /// changes what shares a memory location.
  bool continuesUnit(unsigned I) const {
    if (I == 0)
      return false;
    if (R.Members[I].BitField && R.Members[I - 1].BitField)
      return true;
    return !Rules.Unit.empty() && Rules.Unit[I] == Rules.Unit[I - 1];
  }

  void makeUnits() {
    UnitOf.resize(R.Members.size());
    for (unsigned I = 0; I < R.Members.size(); ++I) {
      if (!continuesUnit(I)) {
        Units.emplace_back();
        Units.back().Zone = Rules.Zone.empty() ? 0 : Rules.Zone[I];
      }
      Unit &U = Units.back();
      U.Members.push_back(I);
      U.Align =
          std::max({U.Align, R.Members[I].Align, R.Members[I].ExplicitAlign});
      U.BitFields |= R.Members[I].BitField;
      UnitOf[I] = static_cast<unsigned>(Units.size() - 1);
    }
  }

  UnitOrder written() const {
    UnitOrder Order(Units.size());
    std::iota(Order.begin(), Order.end(), 0);
    return Order;
  }

  std::vector<unsigned> members(const UnitOrder &Order) const {
    std::vector<unsigned> Result;
    for (unsigned U : Order)
      Result.insert(Result.end(), Units[U].Members.begin(),
                    Units[U].Members.end());
    return Result;
  }

  std::uint64_t sizeOf(const UnitOrder &Order) const {
    return layOut(R, members(Order)).Size;
  }

  bool allowed(const UnitOrder &Order) const {
    // Zones are runs of the written order and keep their places.
    for (unsigned I = 0; I < Order.size(); ++I)
      if (Units[Order[I]].Zone != Units[I].Zone)
        return false;
    if (Rules.KeepRunsApart)
      for (unsigned I = 1; I < Order.size(); ++I)
        if (Units[Order[I]].BitFields && Units[Order[I - 1]].BitFields)
          return false;
    UnitOrder Place(Order.size());
    for (unsigned I = 0; I < Order.size(); ++I)
      Place[Order[I]] = I;
    for (auto [First, Second] : Rules.Before)
      if (Place[UnitOf[First]] > Place[UnitOf[Second]])
        return false;
    return true;
  }

  static UnitOrder moved(UnitOrder Order, unsigned From, unsigned To) {
    const unsigned U = Order[From];
    Order.erase(Order.begin() + From);
    Order.insert(Order.begin() + To, U);
    return Order;
  }

  /// The best order that one move reaches, if it is smaller. Of equally good
  /// moves, one towards the end: a declaration that moves down still sees all
  /// that it refers to; then the shortest.
  std::optional<UnitOrder> bestMove(const UnitOrder &Order,
                                    std::uint64_t Limit) const {
    const unsigned N = static_cast<unsigned>(Order.size());
    std::optional<UnitOrder> Best;
    std::tuple<std::uint64_t, bool, unsigned> BestKey;
    for (unsigned From = 0; From < N; ++From)
      for (unsigned To = 0; To < N; ++To) {
        if (From == To)
          continue;
        UnitOrder Next = moved(Order, From, To);
        const std::uint64_t Size = sizeOf(Next);
        if (Size >= Limit)
          continue;
        const std::tuple Key{Size, To < From,
                             To < From ? From - To : To - From};
        if ((Best && Key >= BestKey) || !allowed(Next))
          continue;
        BestKey = Key;
        Best = std::move(Next);
      }
    return Best;
  }

  UnitOrder descend(UnitOrder Order) const {
    const unsigned N = static_cast<unsigned>(Order.size());
    if (N > MaxUnitsForMoves)
      return Order;
    while (true) {
      const std::uint64_t Size = sizeOf(Order);
      if (Size <= Least)
        return Order;
      if (std::optional<UnitOrder> Next = bestMove(Order, Size)) {
        Order = std::move(*Next);
        continue;
      }
      if (N > MaxUnitsForPairs)
        return Order;
      std::optional<UnitOrder> Best;
      std::uint64_t BestSize = Size;
      for (unsigned From = 0; From < N; ++From)
        for (unsigned To = 0; To < N; ++To)
          if (From != To)
            if (UnitOrder First = moved(Order, From, To); allowed(First))
              if (std::optional<UnitOrder> Next = bestMove(First, BestSize)) {
                BestSize = sizeOf(*Next);
                Best = std::move(Next);
              }
      if (!Best)
        return Order;
      Order = std::move(*Best);
    }
  }

  /// The most aligned first, as far as the rules go.
  UnitOrder sorted() const {
    UnitOrder Result;
    std::vector<bool> Placed(Units.size());
    for (unsigned Place = 0; Place < Units.size(); ++Place) {
      std::optional<unsigned> Pick;
      for (unsigned U = 0; U < Units.size(); ++U) {
        if (Placed[U] || Units[U].Zone != Units[Place].Zone)
          continue;
        const bool Waits = std::any_of(
            Rules.Before.begin(), Rules.Before.end(), [&](auto Pair) {
              return UnitOf[Pair.second] == U && UnitOf[Pair.first] != U &&
                     !Placed[UnitOf[Pair.first]] &&
                     Units[UnitOf[Pair.first]].Zone == Units[U].Zone;
            });
        if (!Waits && (!Pick || Units[U].Align > Units[*Pick].Align))
          Pick = U;
      }
      if (!Pick)
        return written(); // the rules contradict one another
      Placed[*Pick] = true;
      Result.push_back(*Pick);
    }
    return Result;
  }

  Reorder result(const UnitOrder &Order) const {
    Reorder Result;
    Result.Order = members(Order);
    Result.Layout = layOut(R, Result.Order);
    std::vector<bool> Stays(Units.size());
    for (unsigned U : longestIncreasing(Order))
      Stays[U] = true;
    for (unsigned U : Order)
      if (!Stays[U])
        Result.Moved.insert(Result.Moved.end(), Units[U].Members.begin(),
                            Units[U].Members.end());
    return Result;
  }

  static UnitOrder longestIncreasing(const UnitOrder &Order) {
    const unsigned N = static_cast<unsigned>(Order.size());
    std::vector<unsigned> Length(N, 1), Previous(N, N);
    unsigned Last = 0;
    for (unsigned I = 0; I < N; ++I) {
      for (unsigned J = 0; J < I; ++J)
        if (Order[J] < Order[I] && Length[J] + 1 > Length[I]) {
          Length[I] = Length[J] + 1;
          Previous[I] = J;
        }
      if (Length[I] > Length[Last])
        Last = I;
    }
    UnitOrder Result;
    for (unsigned I = N ? Last : N; I != N; I = Previous[I])
      Result.push_back(Order[I]);
    return Result;
  }

  const RecordSpec &R;
  const MoveRules &Rules;
  std::vector<Unit> Units;
  std::vector<unsigned> UnitOf;
  std::uint64_t Least = 0;
};
} // namespace

Reorder findReorder(const RecordSpec &R, const MoveRules &Rules) {
  return Search(R, Rules).run();
}

} // namespace heapwise::layout
