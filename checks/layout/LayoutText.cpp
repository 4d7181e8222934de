//===-- LayoutText.cpp - Layouts as text and pictures ---------------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LayoutText.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"

#include <algorithm>

namespace heapwise::layout {

std::string bytes(std::uint64_t N) {
  return std::to_string(N) + (N == 1 ? " byte" : " bytes");
}

namespace {
/// A stretch of a record: a base, a member or a hole.
struct Stretch {
  std::uint64_t BeginBit = 0, EndBit = 0;
  std::string Name, Type;
  enum Kind { Head, Member, Gap } K = Member;

  std::uint64_t offset() const { return BeginBit / 8; }
  std::uint64_t size() const { return (EndBit + 7) / 8 - BeginBit / 8; }
};
} // namespace

/// The record with its members in \p Order.
static RecordSpec reordered(const RecordSpec &R,
                            const std::vector<unsigned> &Order) {
  RecordSpec Result = R;
  for (unsigned I = 0; I < Order.size(); ++I)
    Result.Members[I] = R.Members[Order[I]];
  return Result;
}

static std::vector<Stretch> stretches(const RecordSpec &R,
                                      const RecordLayout &L) {
  std::vector<Stretch> Result;
  RecordSpec Head = R;
  Head.Members.clear();
  Head.VirtualBases.clear();
  Head.PodForLayout = false;
  const bool HasHead =
      R.OwnVirtualPointer ||
      llvm::any_of(R.Bases, [](const BaseSpec &B) { return !B.Empty; });
  if (HasHead) {
    std::string Names = R.OwnVirtualPointer ? "vtable pointer" : "";
    for (const BaseSpec &B : R.Bases)
      if (!B.Empty)
        Names += (Names.empty() ? "base " : ", base ") + B.Name;
    Result.push_back(
        {0, layOut(Head).NonVirtualSize * 8, Names, "", Stretch::Head});
  }
  for (unsigned I = 0; I < R.Members.size(); ++I) {
    const MemberSpec &M = R.Members[I];
    if (M.BitField && !M.Named)
      continue;
    const std::uint64_t Begin = L.OffsetBits[I];
    Result.push_back({Begin, Begin + (M.BitField ? M.BitWidth : M.Occupied * 8),
                      M.Name.empty() ? "(unnamed)" : M.Name, M.Type,
                      Stretch::Member});
  }
  for (const Hole &H : findHoles(R, L))
    Result.push_back({H.Offset * 8, (H.Offset + H.Size) * 8,
                      H.Tail ? "tail padding" : "hole", "", Stretch::Gap});
  std::stable_sort(Result.begin(), Result.end(),
                   [](const Stretch &A, const Stretch &B) {
                     return A.BeginBit < B.BeginBit;
                   });
  return Result;
}

std::string summary(const RecordSpec &R, const std::vector<unsigned> &Order,
                    const RecordLayout &L) {
  const RecordSpec Now = reordered(R, Order);
  const std::vector<Stretch> All = stretches(Now, L);
  std::vector<bool> Shown(All.size(), All.size() <= 12);
  std::uint64_t Unused = 0;
  for (unsigned I = 0; I < All.size(); ++I) {
    if (All[I].K != Stretch::Gap)
      continue;
    Unused += All[I].size();
    Shown[I] = true;
    if (I > 0)
      Shown[I - 1] = true;
    if (I + 1 < All.size())
      Shown[I + 1] = true;
  }
  std::string Text;
  bool Skipped = false;
  for (unsigned I = 0; I < All.size(); ++I) {
    if (!Shown[I]) {
      Skipped = true;
      continue;
    }
    if (Skipped)
      Text += Text.empty() ? "..., " : ", ..., ";
    else if (!Text.empty())
      Text += ", ";
    Skipped = false;
    if (All[I].K == Stretch::Gap)
      Text += llvm::formatv("{0} unused", All[I].size()).str();
    else
      Text += llvm::formatv("{0}: {1} {2}", All[I].offset(), All[I].Name,
                            All[I].size())
                  .str();
  }
  const std::uint64_t Lines = (L.Size + CacheLine - 1) / CacheLine;
  return llvm::formatv("{0}{1} in {2} ({3} unused, {4} cache line{5})", Text,
                       Skipped ? ", ..." : "", bytes(L.Size), Unused, Lines,
                       Lines == 1 ? "" : "s")
      .str();
}

void writeTable(const RecordSpec &R, const std::vector<unsigned> &Order,
                const RecordLayout &L, llvm::raw_ostream &OS) {
  const RecordSpec Now = reordered(R, Order);
  OS << llvm::formatv("{0,8}{1,6}  {2}\n", "offset", "size", "member");
  std::uint64_t Line = 0, Unused = 0;
  for (const Stretch &S : stretches(Now, L)) {
    if (S.offset() / CacheLine > Line) {
      Line = S.offset() / CacheLine;
      OS << "        ---- cache line " << Line + 1 << " ----\n";
    }
    if (S.K == Stretch::Gap) {
      Unused += S.size();
      OS << llvm::formatv("{0,8}{1,6}  ({2})\n", S.offset(), S.size(), S.Name);
      continue;
    }
    const bool Bits = S.BeginBit % 8 || S.EndBit % 8;
    OS << llvm::formatv(
        "{0,8}{1,6}  {2}{3}{4}{5}\n", S.offset(), S.size(), S.Type,
        S.Type.empty() ? "" : " ", S.Name,
        Bits ? llvm::formatv(" : {0}", S.EndBit - S.BeginBit).str()
             : std::string());
  }
  OS << llvm::formatv("{0}, aligned to {1}, {2} unused, {3} cache line(s)\n",
                      bytes(L.Size), L.Align, Unused,
                      (L.Size + CacheLine - 1) / CacheLine);
}

//===----------------------------------------------------------------------===//
// SVG
//===----------------------------------------------------------------------===//

namespace {
constexpr unsigned Cell = 40, Row = 24, Margin = 16, Labels = 32, Head = 44;
constexpr unsigned RowBytes = 8;
constexpr unsigned Width = Labels + RowBytes * Cell;
/// Records can be large: what is past this many rows is cut off.
constexpr unsigned MaxRows = 64;
/// Light fills that black text is read on; holes are hatched instead.
constexpr llvm::StringLiteral Colours[] = {"#cfe3f5", "#d5ecd4", "#f6e3c5",
                                           "#e4d7f0", "#f3d3d8", "#d3ebe9"};
} // namespace

static std::string escaped(llvm::StringRef Text) {
  std::string Result;
  llvm::raw_string_ostream OS(Result);
  llvm::printHTMLEscaped(Text, OS);
  return Result;
}

/// Draws one stretch, a rectangle a row; the name goes on the longest piece.
static void draw(const Stretch &S, llvm::StringRef Fill, unsigned X, unsigned Y,
                 llvm::raw_ostream &OS) {
  const std::uint64_t Begin = S.offset(), End = S.offset() + S.size();
  std::uint64_t LabelRow = Begin / RowBytes, Longest = 0;
  for (std::uint64_t R = Begin / RowBytes; R * RowBytes < End && R < MaxRows;
       ++R) {
    const std::uint64_t From = std::max(Begin, R * RowBytes);
    const std::uint64_t To = std::min(End, (R + 1) * RowBytes);
    if (To - From > Longest) {
      Longest = To - From;
      LabelRow = R;
    }
    OS << llvm::formatv("<rect x='{0}' y='{1}' width='{2}' height='{3}' "
                        "fill='{4}' stroke='#555'/>\n",
                        X + Labels + (From % RowBytes) * Cell, Y + R * Row,
                        (To - From) * Cell, Row, Fill);
  }
  if (Longest == 0)
    return;
  const std::uint64_t From = std::max(Begin, LabelRow * RowBytes);
  // About six pixels a letter.
  const std::size_t Fits = Longest * Cell / 7;
  std::string Name = S.Name;
  if (Name.size() > Fits)
    Name = Fits > 2 ? Name.substr(0, Fits - 1) + "." : "";
  OS << llvm::formatv("<text x='{0}' y='{1}' text-anchor='middle'>{2}</text>\n",
                      X + Labels + (From % RowBytes) * Cell +
                          Longest * Cell / 2,
                      Y + LabelRow * Row + 16, escaped(Name));
}

static void drawLayout(const Picture &P, const RecordLayout &L, unsigned X,
                       llvm::raw_ostream &OS) {
  const RecordSpec Now = reordered(P.Record, P.Order);
  const unsigned Y = Head + Margin;
  std::uint64_t Unused = 0;
  for (const Hole &H : findHoles(Now, L))
    Unused += H.Size;
  OS << llvm::formatv("<text x='{0}' y='{1}' font-weight='bold'>{2}</text>\n"
                      "<text x='{0}' y='{3}'>{4}, {5} unused</text>\n",
                      X + Labels, Margin + 8, escaped(P.Title), Margin + 28,
                      bytes(L.Size), Unused);
  unsigned Colour = 0;
  for (const Stretch &S : stretches(Now, L)) {
    const bool Gap = S.K == Stretch::Gap;
    draw(S,
         Gap ? llvm::StringRef("url(#hole)")
             : llvm::StringRef(Colours[Colour % std::size(Colours)]),
         X, Y, OS);
    Colour += !Gap;
  }
  const std::uint64_t Rows =
      std::min<std::uint64_t>(MaxRows, (L.Size + RowBytes - 1) / RowBytes);
  for (std::uint64_t R = 0; R < Rows; ++R) {
    OS << llvm::formatv("<text x='{0}' y='{1}' text-anchor='end' "
                        "fill='#666'>{2}</text>\n",
                        X + Labels - 6, Y + R * Row + 16, R * RowBytes);
    if (R && R * RowBytes % CacheLine == 0)
      OS << llvm::formatv("<line x1='{0}' y1='{1}' x2='{2}' y2='{1}' "
                          "stroke='#c00' stroke-width='2'/>\n",
                          X + Labels - 8, Y + R * Row, X + Width + 8);
  }
}

void writeSvg(const std::vector<Picture> &Pictures, llvm::raw_ostream &OS) {
  std::vector<RecordLayout> Layouts;
  std::uint64_t Rows = 1;
  for (const Picture &P : Pictures) {
    Layouts.push_back(layOut(P.Record, P.Order));
    Rows = std::max(Rows, (Layouts.back().Size + RowBytes - 1) / RowBytes);
  }
  Rows = std::min<std::uint64_t>(Rows, MaxRows);
  const std::uint64_t W = Margin + Pictures.size() * (Width + 2 * Margin);
  const std::uint64_t H = Head + 2 * Margin + Rows * Row;
  OS << llvm::formatv(
      "<svg xmlns='http://www.w3.org/2000/svg' width='{0}' height='{1}' "
      "viewBox='0 0 {0} {1}' font-family='sans-serif' font-size='12'>\n"
      "<defs><pattern id='hole' width='6' height='6' "
      "patternUnits='userSpaceOnUse' patternTransform='rotate(45)'>"
      "<rect width='6' height='6' fill='#fff'/>"
      "<rect width='2' height='6' fill='#bbb'/></pattern></defs>\n"
      "<rect width='{0}' height='{1}' fill='#fff'/>\n",
      W, H);
  for (auto [I, P] : llvm::enumerate(Pictures))
    drawLayout(P, Layouts[I],
               Margin + static_cast<unsigned>(I) * (Width + 2 * Margin), OS);
  OS << "</svg>\n";
}

} // namespace heapwise::layout
