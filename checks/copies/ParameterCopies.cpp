//===-- ParameterCopies.cpp - By-value parameters that are only read ------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Copies.h"

#include "../access/Lifetime.h"
#include "../access/Uses.h"
#include "../facts/TypeModel.h"

#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace heapwise::access;

namespace heapwise::copies {

/// True if nothing but calls in view depends on the parameter's type.
static bool isFreeToChange(Unit &U, const FunctionDecl &F) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  if (Method && (Method->isVirtual() || Method->size_overridden_methods() ||
                 Method->isCopyAssignmentOperator()))
    return false;
  // A specialisation has the types that its template has.
  return !F.isMain() && !F.isExternC() &&
         F.getTemplateSpecializationKind() == TSK_Undeclared &&
         !F.isDeleted() && isPlainCode(F.getLocation(), U.context()) &&
         !U.isAddressTaken(&F);
}

static std::vector<FixItHint> fixOf(Unit &U, const FunctionDecl &F,
                                    const ParmVarDecl &P) {
  fixes::Edits Edits(U.context());
  for (const FunctionDecl *Declaration : F.redecls()) {
    if (P.getFunctionScopeIndex() >= Declaration->getNumParams())
      return {};
    const ParmVarDecl &Other =
        *Declaration->getParamDecl(P.getFunctionScopeIndex());
    if (!isPlainCode(Other.getBeginLoc(), U.context()))
      return {};
    const TypeLoc Written = Other.getTypeSourceInfo()->getTypeLoc();
    Edits.insertAfter(Written.getEndLoc(), "&");
    if (!Other.getType().isConstQualified())
      Edits.insertBefore(Written.getBeginLoc(), "const ");
  }
  return hintsOf(std::move(Edits));
}

/// performance-unnecessary-value-param goes by const member functions, too, but
/// does follow references and range-for loops.
static bool isReportedUpstream(Unit &U, const ParmVarDecl &P, const Uses &Of) {
  return U.costs().cost(P.getType()) == CopyCost::Heap && !Of.NonConstCall;
}

void findParameterCopies(Unit &U, const BodyIndex &Index,
                         const FinderOptions &Options,
                         std::vector<LocalFinding> &Found) {
  const FunctionDecl &F = Index.function();
  for (const ParmVarDecl *P : F.parameters()) {
    if (!U.costs().isExpensive(P->getType()) || P->isInvalidDecl() ||
        Index.references(P).empty() || P->getType().isVolatileQualified())
      continue;
    const Uses Of = usesOf(U, Index, P);
    if (Of.Mutated || Of.CopiedWhole ||
        (!Options.ReportUpstreamOverlap && isReportedUpstream(U, *P, Of)) ||
        !isFreeToChange(U, F))
      continue;
    // What the caller passes may be reached by other ways, too.
    AccessPath Argument;
    Argument.Start = Root::Parameter;
    Argument.Variable = P;
    Argument.StartType = P->getType();
    const CopyLife Life = {{Argument}, nullptr, F.getBody(), Of.Reads};
    if (maySourceChange(U, Index, Life) ||
        isNamedInSkippedCode(Index, *P, U.context()))
      continue;
    LocalFinding C;
    C.Loc = P->getLocation();
    C.Message = "parameter '" + P->getName().str() +
                "' is copied for each call (" +
                U.costs().describe(P->getType()) + ") and only read";
    if (!Of.NeedsNonConst && !isNamedInType(F, *P))
      C.Hints = fixOf(U, F, *P);
    if (C.Hints.empty())
      C.Notes.push_back({P->getLocation(), "a reference to const would do"});
    Found.push_back(std::move(C));
  }
}

} // namespace heapwise::copies
