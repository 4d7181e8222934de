//===-- Heapwise.cpp - The heapwise command -------------------------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// What one translation unit cannot show: `extract` writes the facts of one to
/// a file, `merge` joins such files and prints what they show together, `lint`
/// does both for a list of sources.
///
/// Exit status: 0 nothing found, 1 findings, 2 trouble.
///
//===----------------------------------------------------------------------===//

#include "Describe.h"
#include "ExplainLayout.h"
#include "FactFiles.h"
#include "Render.h"
#include "ResourceDir.h"

#include "analysis/OwnershipCycles.h"
#include "analysis/UnboundedCaches.h"

#include "clang/Tooling/CompilationDatabase.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/ThreadPool.h"
#include "llvm/Support/WithColor.h"

using namespace clang;
using namespace llvm;
using namespace heapwise;

enum ExitStatus { Clean = 0, Found = 1, Trouble = 2 };

static cl::SubCommand ExtractCommand("extract",
                                     "write the facts of a source file");
static cl::SubCommand MergeCommand("merge",
                                   "report what fact files show together");
static cl::SubCommand LintCommand("lint",
                                  "report what source files show together");

static cl::OptionCategory Category("heapwise options");
static cl::list<std::string> Inputs(cl::Positional, cl::desc("FILE..."),
                                    cl::cat(Category), cl::sub(ExtractCommand),
                                    cl::sub(MergeCommand),
                                    cl::sub(LintCommand));
static cl::opt<std::string>
    Output("o", cl::desc("write facts to this file, - for standard output"),
           cl::value_desc("file"), cl::cat(Category), cl::sub(ExtractCommand),
           cl::sub(MergeCommand));
static cl::opt<std::string>
    BuildPath("p",
              cl::desc("directory of compile_commands.json; without it the "
                       "flags after --, or a database above the source"),
              cl::value_desc("dir"), cl::cat(Category), cl::sub(ExtractCommand),
              cl::sub(LintCommand));
static cl::opt<unsigned> Jobs("j", cl::desc("number of sources read at a time"),
                              cl::init(0), cl::cat(Category),
                              cl::sub(LintCommand));
static cl::opt<analysis::Evidence> MinEvidence(
    "min-evidence", cl::desc("report findings of this level and above"),
    cl::values(clEnumValN(analysis::Evidence::Proved, "proved", ""),
               clEnumValN(analysis::Evidence::Likely, "likely", "(default)"),
               clEnumValN(analysis::Evidence::Possible, "possible", "")),
    cl::init(analysis::Evidence::Likely), cl::cat(Category),
    cl::sub(MergeCommand), cl::sub(LintCommand));

static int fail(const Twine &Message) {
  WithColor::error(errs(), "heapwise") << Message << '\n';
  return Trouble;
}

static int fail(Error E) { return fail(toString(std::move(E))); }

/// The compile commands that the command line asks for, or null with \p Message
/// set.
static std::unique_ptr<tooling::CompilationDatabase>
findCompilations(std::unique_ptr<tooling::CompilationDatabase> AfterDashes,
                 std::string &Message) {
  if (AfterDashes)
    return AfterDashes;
  if (!BuildPath.empty())
    return tooling::CompilationDatabase::loadFromDirectory(BuildPath, Message);
  return tooling::CompilationDatabase::autoDetectFromSource(Inputs.front(),
                                                            Message);
}

static int report(const facts::Facts &F) {
  std::vector<analysis::OwnershipCycle> Cycles =
      analysis::findOwnershipCycles(F, MinEvidence);
  for (const analysis::OwnershipCycle &Cycle : Cycles)
    renderText(Cycle, F, "heapwise-ownership-cycle", outs());
  std::vector<analysis::UnboundedCache> Caches =
      analysis::findUnboundedCaches(F, analysis::Extent::Program, MinEvidence);
  for (const analysis::UnboundedCache &Cache : Caches)
    renderText(Cache, F, "heapwise-unbounded-cache", outs());
  return Cycles.empty() && Caches.empty() ? Clean : Found;
}

static int runExtract(const tooling::CompilationDatabase &Compilations,
                      StringRef ResourceDir) {
  if (Inputs.size() != 1)
    return fail("extract takes one source file");
  Expected<facts::Facts> F =
      extractFile(Compilations, Inputs.front(), ResourceDir);
  if (!F)
    return fail(F.takeError());
  F->canonicalise();
  std::string Path = Output;
  if (Path.empty()) {
    SmallString<128> Default(Inputs.front());
    sys::path::replace_extension(Default, "hws");
    Path = Default.str().str();
  }
  if (Error E = writeFactFile(*F, Path))
    return fail(std::move(E));
  return Clean;
}

static int runMerge() {
  facts::Facts All;
  for (const std::string &Input : Inputs) {
    Expected<facts::Facts> F = readFactFile(Input);
    if (!F)
      return fail(F.takeError());
    All.merge(*F);
  }
  All.canonicalise();
  if (!Output.empty())
    if (Error E = writeFactFile(All, Output))
      return fail(std::move(E));
  // Facts and findings do not mix on standard output.
  return Output == "-" ? Clean : report(All);
}

static int runLint(const tooling::CompilationDatabase &Compilations,
                   StringRef ResourceDir) {
  std::vector<Expected<facts::Facts>> Parts;
  Parts.reserve(Inputs.size());
  for (std::size_t I = 0; I < Inputs.size(); ++I)
    Parts.emplace_back(facts::Facts());
  DefaultThreadPool Pool(hardware_concurrency(Jobs));
  for (auto [Input, Part] : zip(Inputs, Parts))
    Pool.async([&, Input = StringRef(Input), Part = &Part] {
      *Part = extractFile(Compilations, Input, ResourceDir);
    });
  Pool.wait();

  facts::Facts All;
  bool Failed = false;
  for (Expected<facts::Facts> &Part : Parts) {
    if (!Part) {
      fail(Part.takeError());
      Failed = true;
      continue;
    }
    All.merge(*Part);
  }
  All.canonicalise();
  // What the readable files show is still worth telling.
  int Status = report(All);
  return Failed ? static_cast<int>(Trouble) : Status;
}

int main(int Argc, const char **Argv) {
  InitLLVM Init(Argc, Argv);
  // These have options of their own.
  const StringRef Command = Argc > 1 ? Argv[1] : "";
  if (Command == "describe" || Command == "explain") {
    std::vector<const char *> Rest(Argv + 1, Argv + Argc);
    Rest.front() = Argv[0];
    const int Count = static_cast<int>(Rest.size());
    return Command == "describe" ? describeMain(Count, Rest.data())
                                 : explainMain(Count, Rest.data());
  }
  // Takes what comes after `--` off the command line.
  std::string Message;
  std::unique_ptr<tooling::CompilationDatabase> AfterDashes =
      tooling::FixedCompilationDatabase::loadFromCommandLine(Argc, Argv,
                                                             Message);
  cl::HideUnrelatedOptions(Category, ExtractCommand);
  cl::HideUnrelatedOptions(Category, MergeCommand);
  cl::HideUnrelatedOptions(Category, LintCommand);
  cl::SetVersionPrinter(
      [](raw_ostream &OS) { OS << "heapwise " HEAPWISE_VERSION "\n"; });
  if (!cl::ParseCommandLineOptions(
          Argc, Argv, "finds how a C++ program leaks and wastes memory\n",
          &errs()))
    return Trouble;
  if (!ExtractCommand && !MergeCommand && !LintCommand) {
    cl::PrintHelpMessage();
    return Trouble;
  }
  if (Inputs.empty())
    return fail("no input files");
  if (MergeCommand)
    return runMerge();

  std::unique_ptr<tooling::CompilationDatabase> Compilations =
      findCompilations(std::move(AfterDashes), Message);
  if (!Compilations)
    return fail(Message);
  const std::string ResourceDir = findResourceDir(Argv[0]);
  return ExtractCommand ? runExtract(*Compilations, ResourceDir)
                        : runLint(*Compilations, ResourceDir);
}
