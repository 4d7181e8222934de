//===-- RecordModel.cpp - How the Itanium ABI lays out a record -----------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "RecordModel.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace heapwise::layout {

namespace {
class Builder {
public:
  explicit Builder(const RecordSpec &R) : R(R) {
    Layout.Align = std::max<std::uint64_t>(1, R.MinAlign);
  }

  RecordLayout run(const std::vector<unsigned> &Order) {
    if (R.OwnVirtualPointer) {
      Size = DataSize = R.PointerSize;
      align(cap(R.PointerSize));
    }
    for (const BaseSpec &B : R.Bases)
      placeBase(B);
    for (unsigned Index : Order) {
      const MemberSpec &M = R.Members[Index];
      M.BitField ? placeBitField(M) : placeMember(M);
    }
    Layout.NonVirtualSize = Size;
    for (const BaseSpec &B : R.VirtualBases)
      placeBase(B);
    if (Size == 0 && R.Empty)
      Size = 1;
    Size = roundUp(Size, Layout.Align);
    Layout.Size = Size;
    if (R.PodForLayout)
      Layout.NonVirtualSize = Size;
    return std::move(Layout);
  }

private:
  void align(std::uint64_t A) { Layout.Align = std::max(Layout.Align, A); }
  std::uint64_t cap(std::uint64_t A) const {
    return R.MaxFieldAlign ? std::min(A, R.MaxFieldAlign) : A;
  }

  bool fits(const Part &P, std::uint64_t Offset) const {
    for (const EmptySubobject &E : P.Empties) {
      auto It = Empties.find(Offset + E.Offset);
      if (It != Empties.end() && std::find(It->second.begin(), It->second.end(),
                                           E.Class) != It->second.end())
        return false;
    }
    return true;
  }
  void occupy(const Part &P, std::uint64_t Offset) {
    for (const EmptySubobject &E : P.Empties)
      Empties[Offset + E.Offset].push_back(E.Class);
  }

  void placeBase(const BaseSpec &B) {
    if (B.Empty && fits(B, 0)) {
      occupy(B, 0);
      Size = std::max(Size, B.Size);
      align(B.Align);
      return;
    }
    const std::uint64_t Align = cap(B.Align);
    std::uint64_t Offset = roundUp(DataSize, Align);
    while (!fits(B, Offset))
      Offset += Align;
    occupy(B, Offset);
    if (B.Empty) {
      Size = std::max(Size, Offset + B.Size);
    } else {
      DataSize = Offset + B.Occupied;
      Size = std::max(Size, DataSize);
    }
    align(Align);
  }

  void placeMember(const MemberSpec &M) {
    UnfilledBits = 0;
    const bool OverlappingEmpty = M.MayOverlap && M.Empty;
    std::uint64_t Align =
        std::max(M.Packed ? std::uint64_t(1) : M.Align, M.ExplicitAlign);
    Align = cap(std::max<std::uint64_t>(1, Align));
    std::uint64_t Offset =
        R.Union || OverlappingEmpty ? 0 : roundUp(DataSize, Align);
    if (!R.Union)
      while (!fits(M, Offset))
        Offset = Offset == 0 && DataSize != 0 ? roundUp(DataSize, Align)
                                              : Offset + Align;
    occupy(M, Offset);
    Layout.OffsetBits.push_back(Offset * 8);
    if (OverlappingEmpty) {
      Size = std::max(Size, Offset + M.Size);
    } else {
      DataSize = R.Union ? std::max(DataSize, M.Occupied) : Offset + M.Occupied;
      Size = std::max({Size, DataSize, R.Union ? M.Size : Offset + M.Size});
    }
    align(Align);
  }

  /// A bit-field wider than its type: the storage of a fitting integer type,
  /// the rest is padding (ABI 2.4, II.1.a).
  void placeWideBitField(const MemberSpec &M) {
    std::uint64_t Storage = 8;
    while (Storage * 2 <= M.BitWidth && Storage < 64)
      Storage *= 2;
    std::uint64_t Offset = R.Union ? 0 : roundUp(DataSize * 8, Storage);
    Layout.OffsetBits.push_back(Offset);
    const std::uint64_t End = roundUp(Offset + M.BitWidth, 8);
    UnfilledBits = R.Union ? 0 : End - (Offset + M.BitWidth);
    DataSize = std::max(R.Union ? DataSize : 0, End / 8);
    Size = std::max(Size, DataSize);
    align(M.Packed ? 1 : Storage / 8);
  }

  void placeBitField(const MemberSpec &M) {
    const std::uint64_t Storage = M.Size * 8;
    if (M.BitWidth > Storage)
      return placeWideBitField(M);
    std::uint64_t Align = M.Align * 8;
    if (M.Packed && M.BitWidth)
      Align = 1;
    Align = std::max(Align, M.ExplicitAlign * 8);
    if (R.MaxFieldAlign && M.BitWidth)
      Align = std::min(Align, R.MaxFieldAlign * 8);
    std::uint64_t Offset = R.Union ? 0 : DataSize * 8 - UnfilledBits;
    // #pragma pack lets bit-fields span storage units.
    const bool Spans =
        R.MaxFieldAlign == 0 && Offset % Align + M.BitWidth > Storage;
    if (M.BitWidth == 0 || Spans)
      Offset = roundUp(Offset, Align);
    else if (M.ExplicitAlign &&
             (!R.MaxFieldAlign || M.ExplicitAlign <= R.MaxFieldAlign))
      Offset = roundUp(Offset, M.ExplicitAlign * 8);
    Layout.OffsetBits.push_back(Offset);
    if (R.Union) {
      DataSize = std::max(DataSize, roundUp(M.BitWidth, 8) / 8);
    } else {
      DataSize = roundUp(Offset + M.BitWidth, 8) / 8;
      UnfilledBits = DataSize * 8 - (Offset + M.BitWidth);
    }
    Size = std::max(Size, DataSize);
    // An unnamed bit-field does not make the record more aligned.
    if (M.Named)
      align(std::max<std::uint64_t>(1, Align / 8));
  }

  const RecordSpec &R;
  RecordLayout Layout;
  std::uint64_t Size = 0, DataSize = 0, UnfilledBits = 0;
  std::map<std::uint64_t, std::vector<unsigned>> Empties;
};
} // namespace

RecordLayout layOut(const RecordSpec &R, const std::vector<unsigned> &Order) {
  return Builder(R).run(Order);
}

RecordLayout layOut(const RecordSpec &R) {
  std::vector<unsigned> Order(R.Members.size());
  std::iota(Order.begin(), Order.end(), 0);
  return layOut(R, Order);
}

/// Where the bases end and the members may start.
static std::uint64_t endOfBases(const RecordSpec &R) {
  const bool AllEmpty = std::all_of(R.Bases.begin(), R.Bases.end(),
                                    [](const BaseSpec &B) { return B.Empty; });
  if (AllEmpty && !R.OwnVirtualPointer)
    return 0;
  RecordSpec Prefix = R;
  Prefix.Members.clear();
  Prefix.VirtualBases.clear();
  Prefix.PodForLayout = false;
  return layOut(Prefix).NonVirtualSize;
}

std::uint64_t leastSize(const RecordSpec &R) {
  const RecordLayout Written = layOut(R);
  if (R.Union)
    return Written.Size;
  std::uint64_t Bits = 0;
  for (const BaseSpec &B : R.Bases)
    Bits += B.Empty ? 0 : B.Occupied * 8;
  for (const BaseSpec &B : R.VirtualBases)
    Bits += B.Empty ? 0 : B.Occupied * 8;
  if (R.OwnVirtualPointer)
    Bits += R.PointerSize * 8;
  for (const MemberSpec &M : R.Members)
    if (M.BitField)
      Bits += M.BitWidth;
    else if (!M.MayOverlap || !M.Empty)
      Bits += M.Occupied * 8;
  // No alignment depends on the order.
  return roundUp((Bits + 7) / 8, Written.Align);
}

std::vector<Hole> findHoles(const RecordSpec &R, const RecordLayout &L) {
  // Byte ranges in use. Virtual bases come after the members; what is behind
  // the last member is theirs.
  std::vector<std::pair<std::uint64_t, std::uint64_t>> Used = {
      {0, endOfBases(R)}};
  for (unsigned I = 0; I < R.Members.size() && I < L.OffsetBits.size(); ++I) {
    const MemberSpec &M = R.Members[I];
    if (M.BitField && !M.Named)
      continue;
    const std::uint64_t Begin = L.OffsetBits[I];
    const std::uint64_t End =
        Begin + (M.BitField ? M.BitWidth : M.Occupied * 8);
    Used.push_back({Begin / 8, (End + 7) / 8});
  }
  std::sort(Used.begin(), Used.end());
  std::vector<Hole> Holes;
  std::uint64_t End = 0;
  for (auto [Begin, Last] : Used) {
    if (Begin > End)
      Holes.push_back({End, Begin - End, false});
    End = std::max(End, Last);
  }
  if (R.VirtualBases.empty() && End < L.Size && !R.Empty)
    Holes.push_back({End, L.Size - End, true});
  return Holes;
}

} // namespace heapwise::layout
