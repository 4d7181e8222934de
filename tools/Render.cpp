//===-- Render.cpp - Findings as text -------------------------------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Render.h"

#include "llvm/ADT/Twine.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MemoryBuffer.h"

using namespace llvm;

namespace heapwise {

static void renderLine(const facts::Facts &F, const facts::Location &Loc,
                       StringRef Kind, const Twine &Text, raw_ostream &OS) {
  if (!Loc.isValid()) {
    OS << Kind << ": " << Text << '\n';
    return;
  }
  StringRef File = F.str(Loc.File);
  OS << File << ':' << Loc.Line << ':' << Loc.Column << ": " << Kind << ": "
     << Text << '\n';
  ErrorOr<std::unique_ptr<MemoryBuffer>> Buffer = MemoryBuffer::getFile(File);
  if (!Buffer)
    return;
  StringRef Rest = (*Buffer)->getBuffer();
  for (unsigned Line = 1; Line < Loc.Line; ++Line)
    Rest = Rest.split('\n').second;
  StringRef Source = Rest.split('\n').first.rtrim('\r');
  OS << formatv("{0,5} | {1}\n", Loc.Line, Source);
  OS << "      | ";
  // The caret stands under its column also where the line has tabs.
  for (char C : Source.take_front(Loc.Column - 1))
    OS << (C == '\t' ? '\t' : ' ');
  OS << "^\n";
}

void renderText(const analysis::Finding &Finding, const facts::Facts &F,
                StringRef CheckName, raw_ostream &OS) {
  renderLine(F, Finding.Loc, "warning",
             Finding.Message + Twine(" [") + CheckName + "]", OS);
  for (const analysis::Note &N : Finding.Notes)
    renderLine(F, N.Loc, "note", N.Text, OS);
}

} // namespace heapwise
