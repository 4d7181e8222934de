//===-- ExplainLayout.cpp - The command heapwise explain ------------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ExplainLayout.h"
#include "ResourceDir.h"

#include "layout/Allocator.h"
#include "layout/BulkContexts.h"
#include "layout/LayoutText.h"
#include "layout/RecordReader.h"
#include "layout/ReorderHazards.h"
#include "layout/ReorderSearch.h"

#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Tooling/ArgumentsAdjusters.h"
#include "clang/Tooling/CompilationDatabase.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/WithColor.h"

#include <numeric>
#include <set>

using namespace clang;
using namespace heapwise::layout;

namespace heapwise {
namespace {

struct Request {
  std::string Type, Svg, BuildPath;
  std::string AllocatorName = "glibc";
  bool Verify = false;
  std::vector<std::string> Sources;
};

/// What the sources have shown so far.
struct Outcome {
  std::set<std::string> Shown;
  std::vector<Picture> Pictures;
  unsigned long Records = 0;
  std::set<std::string> Differences;
};

std::string qualifiedName(const RecordDecl *R) {
  std::string Name;
  llvm::raw_string_ostream OS(Name);
  R->getNameForDiagnostic(OS, R->getASTContext().getPrintingPolicy(),
                          /*Qualified=*/true);
  return Name;
}

/// Calls a function for each record that has a layout.
class RecordVisitor : public RecursiveASTVisitor<RecordVisitor> {
public:
  explicit RecordVisitor(
      llvm::function_ref<void(const RecordDecl *)> Act,
      llvm::function_ref<void(const TypedefNameDecl *)> ActOnAlias)
      : Act(Act), ActOnAlias(ActOnAlias) {}
  bool shouldVisitTemplateInstantiations() const { return true; }
  bool shouldVisitImplicitCode() const { return true; }
  bool VisitRecordDecl(RecordDecl *R) {
    if (R->isThisDeclarationADefinition() && hasLayout(R))
      Act(R);
    return true;
  }
  bool VisitTypedefNameDecl(TypedefNameDecl *D) {
    ActOnAlias(D);
    return true;
  }

private:
  llvm::function_ref<void(const RecordDecl *)> Act;
  llvm::function_ref<void(const TypedefNameDecl *)> ActOnAlias;
};

class Explainer {
public:
  Explainer(ASTContext &Context, const Request &Wanted, const Allocator &Heap,
            Outcome &Out)
      : Context(Context), Wanted(Wanted), Heap(Heap), Out(Out),
        Reader(Context) {}

  void run() {
    RecordVisitor(
        [this](const RecordDecl *R) {
          Wanted.Verify ? verify(R) : showIfWanted(R);
        },
        [this](const TypedefNameDecl *D) {
          if (!Wanted.Verify)
            showAliased(D);
        })
        .TraverseDecl(Context.getTranslationUnitDecl());
  }

private:
  void verify(const RecordDecl *R) {
    ++Out.Records;
    const std::string Difference = Reader.difference(R, layOut(Reader.read(R)));
    if (!Difference.empty())
      Out.Differences.insert(where(R) + ": '" + qualifiedName(R) +
                             "': " + Difference);
  }

  std::string where(const RecordDecl *R) const {
    const SourceManager &SM = Context.getSourceManager();
    const PresumedLoc Loc = SM.getPresumedLoc(SM.getFileLoc(R->getLocation()));
    return Loc.isInvalid()
               ? std::string("?")
               : llvm::formatv("{0}:{1}", Loc.getFilename(), Loc.getLine())
                     .str();
  }

  /// By its qualified name, or the end of it; a template's name stands for all
  /// of its instantiations.
  bool isWanted(llvm::StringRef Full) const {
    for (llvm::StringRef Name : {Full, Full.split('<').first}) {
      if (Name == Wanted.Type)
        return true;
      if (Name.ends_with(Wanted.Type) &&
          Name.drop_back(Wanted.Type.size()).ends_with("::"))
        return true;
    }
    return false;
  }

  void showIfWanted(const RecordDecl *R) {
    if (isWanted(qualifiedName(R)))
      show(R);
  }

  /// The record that a name of the user's own stands for.
  void showAliased(const TypedefNameDecl *D) {
    const QualType T = D->getUnderlyingType();
    if (T->isDependentType() || !isWanted(D->getQualifiedNameAsString()))
      return;
    const RecordDecl *R = T->getAsRecordDecl();
    R = R ? R->getDefinition() : nullptr;
    if (hasLayout(R))
      show(R);
  }

  void show(const RecordDecl *R) {
    if (!Out.Shown.insert(qualifiedName(R)).second)
      return;
    llvm::raw_ostream &OS = llvm::outs();
    const RecordSpec Spec = Reader.read(R);
    std::vector<unsigned> Written(Spec.Members.size());
    std::iota(Written.begin(), Written.end(), 0);
    const RecordLayout Now = layOut(Spec);
    OS << qualifiedName(R) << " (" << where(R) << ")\n\n";
    writeTable(Spec, Written, Now, OS);
    const Reorder Best =
        R->isUnion() ? Reorder{Written, {}, Now} : findReorder(Spec);
    Out.Pictures.push_back({qualifiedName(R) + ", now", Spec, Written});
    if (Best.Layout.Size < Now.Size) {
      OS << "\nin the best order:\n\n";
      writeTable(Spec, Best.Order, Best.Layout, OS);
      Out.Pictures.push_back({"in the best order", Spec, Best.Order});
      showHazards(R, OS);
    } else {
      OS << "no order of the members is smaller\n";
    }
    OS << "\na block of its own: " << Heap.allocated(Now.Size) << " bytes with "
       << Heap.name();
    if (Best.Layout.Size < Now.Size)
      OS << ", " << Heap.allocated(Best.Layout.Size) << " in the best order";
    OS << '\n';
    showUses(R, OS);
    OS << '\n';
  }

  void showHazards(const RecordDecl *R, llvm::raw_ostream &OS) const {
    const auto *C = dyn_cast<CXXRecordDecl>(R);
    if (!C)
      return;
    const auto Hazards = findReorderHazards({C}, Context);
    const ReorderHazards &H = Hazards.find(C)->second;
    if (!H.Reason.empty())
      OS << "\nbut: " << H.Reason << '\n';
  }

  void showUses(const RecordDecl *R, llvm::raw_ostream &OS) {
    const BulkContexts Bulk(Context);
    for (const BulkUse &Use : Bulk.usesOf(R))
      OS << "about " << Use.Count << " objects: " << Use.What << '\n';
  }

  ASTContext &Context;
  const Request &Wanted;
  const Allocator &Heap;
  Outcome &Out;
  RecordReader Reader;
};

class Action : public ASTFrontendAction {
public:
  Action(const Request &Wanted, const Allocator &Heap, Outcome &Out)
      : Wanted(Wanted), Heap(Heap), Out(Out) {}

private:
  class Consumer : public ASTConsumer {
  public:
    Consumer(const Request &Wanted, const Allocator &Heap, Outcome &Out)
        : Wanted(Wanted), Heap(Heap), Out(Out) {}
    void HandleTranslationUnit(ASTContext &Context) override {
      if (!Context.getDiagnostics().hasErrorOccurred())
        Explainer(Context, Wanted, Heap, Out).run();
    }

  private:
    const Request &Wanted;
    const Allocator &Heap;
    Outcome &Out;
  };
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &,
                                                 StringRef) override {
    return std::make_unique<Consumer>(Wanted, Heap, Out);
  }
  const Request &Wanted;
  const Allocator &Heap;
  Outcome &Out;
};

class Factory : public tooling::FrontendActionFactory {
public:
  Factory(const Request &Wanted, const Allocator &Heap, Outcome &Out)
      : Wanted(Wanted), Heap(Heap), Out(Out) {}
  std::unique_ptr<FrontendAction> create() override {
    return std::make_unique<Action>(Wanted, Heap, Out);
  }

private:
  const Request &Wanted;
  const Allocator &Heap;
  Outcome &Out;
};

int fail(const llvm::Twine &Message) {
  llvm::WithColor::error(llvm::errs(), "heapwise explain") << Message << '\n';
  return 2;
}

/// Reads the command line. Returns a message on what is wrong, or "".
std::string parse(int Argc, const char **Argv, Request &Out) {
  for (int I = 1; I < Argc; ++I) {
    const StringRef Arg = Argv[I];
    std::string *Value = llvm::StringSwitch<std::string *>(Arg)
                             .Case("--layout", &Out.Type)
                             .Case("--svg", &Out.Svg)
                             .Case("--allocator", &Out.AllocatorName)
                             .Case("-p", &Out.BuildPath)
                             .Default(nullptr);
    if (Value) {
      if (I + 1 == Argc)
        return ("option " + Arg + " takes a value").str();
      *Value = Argv[++I];
    } else if (Arg == "--verify-layouts") {
      Out.Verify = true;
    } else if (Arg.starts_with("-")) {
      return ("unknown option " + Arg).str();
    } else {
      Out.Sources.push_back(Arg.str());
    }
  }
  if (Out.Type.empty() && !Out.Verify)
    return "which type? name it with --layout";
  if (Out.Sources.empty())
    return "no source file";
  return {};
}

int finish(const Request &Wanted, const Outcome &Out) {
  if (Wanted.Verify) {
    for (const std::string &D : Out.Differences)
      llvm::outs() << D << '\n';
    llvm::outs() << Out.Records << " records, " << Out.Differences.size()
                 << " with another layout than Clang's\n";
    return Out.Differences.empty() ? 0 : 1;
  }
  if (Out.Shown.empty())
    return fail("no complete type '" + Wanted.Type + "' in the sources");
  if (Wanted.Svg.empty())
    return 0;
  if (llvm::Error E =
          llvm::writeToOutput(Wanted.Svg, [&](llvm::raw_ostream &OS) {
            writeSvg(Out.Pictures, OS);
            return llvm::Error::success();
          }))
    return fail("cannot write '" + Wanted.Svg +
                "': " + llvm::toString(std::move(E)));
  return 0;
}

} // namespace

int explainMain(int Argc, const char **Argv) {
  std::string Message;
  std::unique_ptr<tooling::CompilationDatabase> Compilations =
      tooling::FixedCompilationDatabase::loadFromCommandLine(Argc, Argv,
                                                             Message);
  Request Wanted;
  if (std::string Problem = parse(Argc, Argv, Wanted); !Problem.empty())
    return fail(Problem);
  const std::optional<Allocator> Heap = Allocator::parse(Wanted.AllocatorName);
  if (!Heap)
    return fail("unknown allocator '" + Wanted.AllocatorName + "'");
  if (!Compilations)
    Compilations = Wanted.BuildPath.empty()
                       ? tooling::CompilationDatabase::autoDetectFromSource(
                             Wanted.Sources.front(), Message)
                       : tooling::CompilationDatabase::loadFromDirectory(
                             Wanted.BuildPath, Message);
  if (!Compilations)
    return fail(Message);

  tooling::ClangTool Tool(*Compilations, Wanted.Sources);
  const std::string ResourceDir = findResourceDir(Argv[0]);
  if (!ResourceDir.empty())
    Tool.appendArgumentsAdjuster(tooling::getInsertArgumentAdjuster(
        ("-resource-dir=" + ResourceDir).c_str(),
        tooling::ArgumentInsertPosition::BEGIN));
  Outcome Out;
  Factory Actions(Wanted, *Heap, Out);
  // What does not compile has no layouts; Clang has said what is wrong.
  const bool Compiled = Tool.run(&Actions) == 0;
  const bool Any = !Out.Shown.empty() || Out.Records > 0;
  const int Status = Compiled || Any ? finish(Wanted, Out) : 0;
  return Compiled ? Status : fail("the sources do not compile");
}

} // namespace heapwise
