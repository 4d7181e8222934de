//===-- RecordModel.h - How the Itanium ABI lays out a record ---*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// A model of record layout that takes plain numbers, so that records which
/// nobody has written yet can be laid out: another order of the members, other
/// member types. It follows the Itanium C++ ABI, section 2.4, as Clang and GCC
/// implement it on x86-64 and AArch64. All sizes and offsets are in bytes
/// unless a name says bits.
///
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_CHECKS_LAYOUT_RECORDMODEL_H
#define HEAPWISE_CHECKS_LAYOUT_RECORDMODEL_H

#include <cstdint>
#include <string>
#include <vector>

namespace heapwise::layout {

/// An empty class at an offset within a type. Two of the same class may not
/// share an address (ABI 2.4, II).
struct EmptySubobject {
  std::uint64_t Offset = 0;
  unsigned Class = 0; ///< any number that tells classes apart

  bool operator==(const EmptySubobject &) const = default;
};

/// What the record around it has to know of a member's or base's type.
struct Part {
  std::uint64_t Size = 0;
  std::uint64_t Align = 1;
  /// Bytes that no other member may use: for a base its size without virtual
  /// bases and without tail padding that can be reused, else Size.
  std::uint64_t Occupied = 0;
  bool Empty = false;
  std::vector<EmptySubobject> Empties;
};

struct BaseSpec : Part {
  std::string Name;
};

struct MemberSpec : Part {
  std::string Name;
  std::string Type;
  bool BitField = false;
  bool Named = true;       ///< false for unnamed bit-fields
  bool MayOverlap = false; ///< [[no_unique_address]]
  bool Packed = false;     ///< the record's or the member's attribute
  unsigned BitWidth = 0;
  /// alignas or __attribute__((aligned)) on the member; 0 if there is none.
  std::uint64_t ExplicitAlign = 0;
};

struct RecordSpec {
  std::string Name;
  bool Union = false;
  bool Packed = false;
  /// A pointer to a table of virtual functions that no base brings.
  bool OwnVirtualPointer = false;
  /// POD in the sense of C++03: its tail padding is not reused.
  bool PodForLayout = false;
  /// A class without members and non-empty bases. Zero-length arrays make a
  /// record of size 0 that is not empty.
  bool Empty = false;
  std::uint64_t PointerSize = 8;
  std::uint64_t MinAlign = 1;      ///< alignas on the record
  std::uint64_t MaxFieldAlign = 0; ///< #pragma pack; 0 if there is none
  /// Non-virtual bases, the primary one first.
  std::vector<BaseSpec> Bases;
  /// Virtual bases in the order in which they are laid out. The primary one, if
  /// there is one, shares the record's address and is not in the list.
  std::vector<BaseSpec> VirtualBases;
  std::vector<MemberSpec> Members;
};

struct RecordLayout {
  std::uint64_t Size = 0;
  std::uint64_t Align = 1;
  /// Size without virtual bases and without tail padding that a derived class
  /// may use.
  std::uint64_t NonVirtualSize = 0;
  /// Bits from the start, an entry a member.
  std::vector<std::uint64_t> OffsetBits;
};

/// Lays \p R out. Linear in the number of members, except that empty classes
/// of the same type look for an address of their own.
RecordLayout layOut(const RecordSpec &R);

/// The same for the members in another order: \p Order[i] is the index in
/// \p R of the member at place i. OffsetBits stays indexed by place.
RecordLayout layOut(const RecordSpec &R, const std::vector<unsigned> &Order);

/// No order of its members makes \p R smaller than this: what bases and members
/// occupy, without a hole between them. Not every record reaches it. Linear in
/// the number of members.
std::uint64_t leastSize(const RecordSpec &R);

/// A run of bytes that no member uses.
struct Hole {
  std::uint64_t Offset = 0;
  std::uint64_t Size = 0;
  bool Tail = false;
};

/// The holes between members and the padding at the end. Padding inside of
/// members is the business of their types.
std::vector<Hole> findHoles(const RecordSpec &R, const RecordLayout &L);

/// \p N rounded up to a multiple of \p Align.
constexpr std::uint64_t roundUp(std::uint64_t N, std::uint64_t Align) {
  return (N + Align - 1) / Align * Align;
}

} // namespace heapwise::layout

#endif // HEAPWISE_CHECKS_LAYOUT_RECORDMODEL_H
