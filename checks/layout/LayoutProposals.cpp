//===-- LayoutProposals.cpp - Better layouts for records in bulk ----------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LayoutProposals.h"
#include "LayoutAdvice.h"
#include "LayoutText.h"
#include "ReorderFix.h"
#include "ReorderHazards.h"

#include "clang/AST/RecordLayout.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FormatVariadic.h"

#include <algorithm>
#include <numeric>

using namespace clang;

namespace heapwise::layout {

std::string nameOf(const CXXRecordDecl *R) {
  std::string Name;
  llvm::raw_string_ostream OS(Name);
  R->getNameForDiagnostic(OS, R->getASTContext().getPrintingPolicy(),
                          /*Qualified=*/false);
  return Name;
}

//===----------------------------------------------------------------------===//
// What a smaller record saves
//===----------------------------------------------------------------------===//

std::uint64_t SavingModel::shrinkOfOuter(const CXXRecordDecl *R,
                                         const RecordDecl *Outer,
                                         std::uint64_t After) {
  RecordSpec Spec = Reader.read(Outer);
  const std::uint64_t Before = layOut(Spec).Size;
  for (const FieldDecl *F : Outer->fields())
    if (const CXXRecordDecl *Type =
            Context.getBaseElementType(F->getType())->getAsCXXRecordDecl();
        Type && Type->getDefinition() == R) {
      MemberSpec &M = Spec.Members[F->getFieldIndex()];
      const std::uint64_t Old =
          Context.getASTRecordLayout(R).getSize().getQuantity();
      M.Size = M.Occupied = M.Size / Old * After;
    }
  if (const auto *C = dyn_cast<CXXRecordDecl>(Outer))
    for (const CXXBaseSpecifier &B : C->bases())
      if (const CXXRecordDecl *Type = B.getType()->getAsCXXRecordDecl();
          Type && Type->getDefinition() == R)
        for (BaseSpec &Base : Spec.Bases)
          if (Base.Name == R->getNameAsString())
            Base.Size = Base.Occupied = std::min(Base.Occupied, After);
  const std::uint64_t Now = layOut(Spec).Size;
  return Now < Before ? Before - Now : 0;
}

std::uint64_t SavingModel::perObject(const CXXRecordDecl *R, const BulkUse &Use,
                                     std::uint64_t Before,
                                     std::uint64_t After) {
  std::uint64_t Shrink = Before - After;
  // An array of them is a run of its own; the elements shrink one by one.
  if (Use.Within && Use.Copies == 1)
    Shrink = std::min(Shrink, shrinkOfOuter(R, Use.Within, After));
  if (Use.Kind == BulkUse::InArray)
    return Shrink;
  const std::uint64_t Less = Use.Request > Shrink ? Use.Request - Shrink : 1;
  return Options.Heap.allocated(Use.Request) - Options.Heap.allocated(Less);
}

Saving SavingModel::best(const CXXRecordDecl *R, std::uint64_t Before,
                         std::uint64_t After) {
  Saving Best;
  if (After >= Before)
    return Best;
  const std::optional<std::uint64_t> Counted =
      Options.Census.count(R->getQualifiedNameAsString());
  for (const BulkUse &Use : Bulk.usesOf(R)) {
    Saving S;
    S.Use = &Use;
    S.Count = Counted.value_or(Use.Count);
    S.PerObject = perObject(R, Use, Before, After);
    if (S.Count >= MinObjects && S.PerObject > 0 && S.total() > Best.total())
      Best = S;
  }
  return Best;
}

//===----------------------------------------------------------------------===//
// Proposals
//===----------------------------------------------------------------------===//

namespace {
struct Candidate {
  const CXXRecordDecl *Record;
  RecordSpec Spec;
  RecordLayout Now;
  SmallerForm Form;
  Saving Gain;
};

class Proposer {
public:
  Proposer(ASTContext &Context, const BulkContexts &Bulk,
           const ProposalOptions &Options)
      : Context(Context), Options(Options), Reader(Context), Bulk(Bulk),
        Model(Bulk, Reader, Context, Options) {}

  std::vector<LayoutProposal> run() {
    for (const auto &Entry : Bulk.uses())
      consider(cast<CXXRecordDecl>(Entry.first));
    // Instantiations of one template are one finding.
    llvm::DenseSet<SourceLocation> Seen;
    llvm::erase_if(Candidates, [&](const Candidate &C) {
      return !Seen.insert(C.Record->getLocation()).second;
    });
    std::vector<LayoutProposal> Result;
    if (!Candidates.empty())
      adviseAndPropose(Result);
    addVariants(Result);
    return Result;
  }

private:
  bool isWorthwhile(const Saving &Gain, const Candidate &C,
                    const SmallerForm &Form) const {
    if (!Gain.Use)
      return false;
    GainFigures G;
    G.Before = C.Now.Size;
    G.After = Form.After;
    G.PerObject = Gain.PerObject;
    G.Count = Gain.Count;
    G.Block = Gain.Use->Kind != BulkUse::InArray;
    G.Whole =
        G.Block ? Options.Heap.allocated(Gain.Use->Request) : Gain.Use->Request;
    // Beside large blocks that each object makes, or the one that it is a part
    // of, its layout is little.
    for (const RecordDecl *R :
         {static_cast<const RecordDecl *>(C.Record), Gain.Use->Within})
      if (R)
        for (std::uint64_t Size : Bulk.madeByEach(R))
          G.Whole += Options.Heap.allocated(Size);
    G.Exported = isExported(C.Record);
    G.Effort = Form.Effort;
    return layout::isWorthwhile(G, Options.MinSavedBytes);
  }

  /// Collects the records that are in bulk; those that are smaller in another
  /// order are done.
  void consider(const CXXRecordDecl *R) {
    // `typedef struct { ... } T;` has a name as well.
    if (R->getLocation().isMacroID() || !R->hasNameForLinkage() ||
        R->isUnion() || !hasLayout(R) || R->field_empty())
      return;
    const std::optional<std::uint64_t> Counted =
        Options.Census.count(R->getQualifiedNameAsString());
    if (Counted.value_or(Bulk.countOf(R)) < MinObjects)
      return;
    Candidate C{R, Reader.read(R), {}, {}, {}};
    C.Now = layOut(C.Spec);
    // A record that the model gets wrong is not to be judged by it.
    if (!Reader.difference(R, C.Now).empty())
      return;
    SmallerForm Form;
    Form.Order = findReorder(C.Spec);
    Form.After = Form.Order->Layout.Size;
    Form.How = "in another order of its members";
    adopt(C, std::move(Form));
    Candidates.push_back(std::move(C));
  }

  void adopt(Candidate &C, SmallerForm Form) {
    const Saving Gain = Model.best(C.Record, C.Now.Size, Form.After);
    if (!isWorthwhile(Gain, C, Form) || Gain.total() <= C.Gain.total())
      return;
    C.Form = std::move(Form);
    C.Gain = Gain;
  }

  void adviseAndPropose(std::vector<LayoutProposal> &Result) {
    std::vector<const CXXRecordDecl *> Records;
    llvm::DenseSet<const RecordDecl *> Open;
    for (const Candidate &C : Candidates) {
      Records.push_back(C.Record);
      if (!C.Gain.Use)
        Open.insert(C.Record);
    }
    const auto Hazards = findReorderHazards(Records, Context);
    const MemberUsage Usage(Open, Context);
    for (Candidate &C : Candidates) {
      const ReorderHazards &H = Hazards.find(C.Record)->second;
      if (H.Pinned)
        continue;
      if (!C.Gain.Use && !H.BytesMatter)
        for (SmallerForm &Form :
             adviceFor({C.Record, C.Spec, Usage, Bulk, Reader, Context}))
          adopt(C, std::move(Form));
      if (C.Gain.Use)
        Result.push_back(propose(C, H));
    }
  }

  void addVariants(std::vector<LayoutProposal> &Result) {
    llvm::DenseSet<QualType> Seen;
    for (const BulkContexts::VariantUse &V : Bulk.variants()) {
      if (V.Use.Count < MinObjects || !Seen.insert(V.Type).second)
        continue;
      std::optional<SmallerForm> Form = boxedVariant(V.Type, Bulk, Context);
      const std::uint64_t Before = sizeOf(V.Type, Context);
      if (!Form || Form->After >= Before)
        continue;
      const std::uint64_t Saved = Before - Form->After;
      if (Saved * V.Use.Count < Options.MinSavedBytes * Form->Effort)
        continue;
      LayoutProposal P;
      P.Loc = V.Alias ? V.Alias->getLocation() : V.Use.Loc;
      if (P.Loc.isInvalid() || P.Loc.isMacroID())
        continue;
      const std::string Name =
          V.Alias ? V.Alias->getNameAsString()
                  : V.Type.getAsString(Context.getPrintingPolicy());
      P.Message = message(Name, Before, *Form, Saved, V.Use.Count);
      P.Notes.push_back({V.Use.Loc, llvm::formatv("{0}, about {1} objects",
                                                  V.Use.What, V.Use.Count)
                                        .str()});
      for (ProposalNote &N : Form->Notes)
        P.Notes.push_back({P.Loc, std::move(N.Text)});
      Result.push_back(std::move(P));
    }
  }

  static std::string message(llvm::StringRef Name, std::uint64_t Before,
                             const SmallerForm &Form, std::uint64_t Saved,
                             std::uint64_t Count) {
    return llvm::formatv("'{0}' takes {1}, {2} {3}; that saves {4} of memory "
                         "for each of about {5} objects",
                         Name, bytes(Before), Form.After, Form.How,
                         bytes(Saved), Count)
        .str();
  }

  std::string evidence(const Candidate &C) const {
    const BulkUse &Use = *C.Gain.Use;
    std::string Text =
        llvm::formatv("{0}, about {1} objects", Use.What, C.Gain.Count).str();
    if (Use.Kind == BulkUse::InArray || Use.Within)
      return Text;
    const std::uint64_t Less = Use.Request - (C.Now.Size - C.Form.After);
    return llvm::formatv("{0}; a block of {1} bytes takes {2} with {3}, one of "
                         "{4} takes {5}",
                         Text, Use.Request, Options.Heap.allocated(Use.Request),
                         Options.Heap.name(), Less,
                         Options.Heap.allocated(Less))
        .str();
  }

  LayoutProposal propose(const Candidate &C, const ReorderHazards &H) {
    LayoutProposal P;
    P.Record = C.Record;
    P.Loc = C.Record->getLocation();
    P.Message = message(nameOf(C.Record), C.Now.Size, C.Form, C.Gain.PerObject,
                        C.Gain.Count);
    P.Notes.push_back({C.Gain.Use->Loc, evidence(C)});
    std::vector<unsigned> Written(C.Spec.Members.size());
    std::iota(Written.begin(), Written.end(), 0);
    P.Notes.push_back({P.Loc, "now: " + summary(C.Spec, Written, C.Now)});
    if (C.Form.Order)
      planOrder(C, H, P);
    llvm::append_range(P.Notes, C.Form.Notes);
    return P;
  }

  void planOrder(const Candidate &C, const ReorderHazards &H,
                 LayoutProposal &P) {
    Reorder Best = *C.Form.Order;
    std::string Reason = H.Reason;
    if (Reason.empty()) {
      const Reorder Safe = findReorder(C.Spec, H.Rules);
      if (Model.best(C.Record, C.Now.Size, Safe.Layout.Size).total() <
          C.Gain.total())
        Reason = ruleThatBlocks(C, H.Rules);
      else if (movesSeveral(Safe, H.Rules))
        Reason = "one declaration declares several members";
      else
        Best = Safe;
    }
    P.Notes.push_back(
        {P.Loc, "better: " + summary(C.Spec, Best.Order, Best.Layout)});
    if (Reason.empty()) {
      P.Fix = planReorder(C.Record, Best, Context);
      Reason = P.Fix.Refusal;
    }
    const std::string Name = C.Record->getIdentifier()
                                 ? C.Record->getNameAsString()
                                 : nameOf(C.Record);
    if (Reason.empty())
      P.Notes.push_back({P.Loc, llvm::formatv("pin it with 'static_assert("
                                              "sizeof({0}) <= {1});'",
                                              Name, Best.Layout.Size)
                                    .str()});
    else
      P.Notes.push_back({P.Loc, "no fix-it: " + Reason});
  }

  /// True if \p R moves a declaration of several members: whose place that is,
  /// and what a comment beside it is about, only its author knows.
  static bool movesSeveral(const Reorder &R, const MoveRules &Rules) {
    return llvm::any_of(R.Moved, [&](unsigned I) {
      return I < Rules.Unit.size() &&
             llvm::count(Rules.Unit, Rules.Unit[I]) > 1;
    });
  }

  /// Which of the rules keeps the members from the best order.
  std::string ruleThatBlocks(const Candidate &C, const MoveRules &Rules) {
    auto Reaches = [&](const MoveRules &Some) {
      return findReorder(C.Spec, Some).Layout.Size <= C.Form.After;
    };
    MoveRules Only;
    Only.Zone = Rules.Zone;
    if (!Reaches(Only))
      return "members would change their access";
    Only = {};
    Only.KeepRunsApart = Rules.KeepRunsApart;
    if (!Reaches(Only))
      return "runs of bit-fields would become one memory location";
    Only = {};
    Only.Unit = Rules.Unit;
    if (!Reaches(Only))
      return "one declaration declares several members";
    return "the initialisation or destruction of members depends on their "
           "order";
  }

  ASTContext &Context;
  const ProposalOptions &Options;
  RecordReader Reader;
  const BulkContexts &Bulk;
  SavingModel Model;
  std::vector<Candidate> Candidates;
};
} // namespace

std::vector<LayoutProposal> proposeLayouts(ASTContext &Context,
                                           const BulkContexts &Bulk,
                                           const ProposalOptions &Options) {
  return Proposer(Context, Bulk, Options).run();
}

} // namespace heapwise::layout
