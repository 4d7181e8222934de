//===-- ClangPlugin.cpp - Heapwise's checks during the compile ------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// `clang++ -fplugin=heapwise-clang-*.so` reports findings as warnings of the
// compiler, on the AST that the compile has anyway.
//
// The checks run under clang-tidy's own machinery, so .clang-tidy, NOLINT and
// header filters mean what they mean there. Only then are the findings handed
// to the compiler. Upstream's libclangTidyPlugin hands each on at once and
// thereby loses WarningsAsErrors and the header filter.
//
//===----------------------------------------------------------------------===//

#include "Compat.h"
#include "EnabledChecks.h"

#include "clang-tidy/ClangTidy.h"
#include "clang-tidy/ClangTidyDiagnosticConsumer.h"
#include "clang-tidy/ClangTidyOptions.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendPluginRegistry.h"
#include "clang/Frontend/MultiplexConsumer.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/SourceMgr.h"

using namespace clang;
using namespace clang::tidy;

namespace heapwise {
namespace {

/// Arguments of the plugin: -fplugin-arg-heapwise-<name>=<value>.
struct PluginArgs {
  std::string Checks;
  std::string WarningsAsErrors;
  std::string HeaderFilter;
  std::string ConfigFile;
};

} // namespace

static void error(DiagnosticsEngine &Diags, llvm::StringRef Message) {
  Diags.Report(Diags.getCustomDiagID(DiagnosticsEngine::Error, "heapwise: %0"))
      << Message;
}

/// Reads a configuration and reports what is wrong with it as an error of the
/// compile: with a broken .clang-tidy nobody knows what was checked.
static llvm::ErrorOr<ClangTidyOptions> parseConfig(llvm::MemoryBufferRef Buffer,
                                                   DiagnosticsEngine &Diags) {
  return parseConfigurationWithDiags(
      Buffer, [&](const llvm::SMDiagnostic &Problem) {
        if (Problem.getKind() == llvm::SourceMgr::DK_Error)
          error(Diags,
                (Problem.getFilename() + ":" +
                 llvm::Twine(Problem.getLineNo()) + ": " + Problem.getMessage())
                    .str());
      });
}

namespace {

/// .clang-tidy of the file that is compiled, then the plugin's arguments, with
/// our checks enabled unless one of them says otherwise.
class PluginOptionsProvider : public FileOptionsProvider {
public:
  PluginOptionsProvider(const PluginArgs &Args,
                        std::optional<ClangTidyOptions> ExplicitConfig,
                        CompilerInstance &Compiler)
      : FileOptionsProvider(
            ClangTidyGlobalOptions(), defaults(), /*OverrideOptions=*/{},
            Compiler.getFileManager().getVirtualFileSystemPtr()),
        Args(Args), ExplicitConfig(std::move(ExplicitConfig)) {
    DiagnosticsEngine &Diags = Compiler.getDiagnostics();
    ConfigHandlers = {{".clang-tidy", [&Diags](llvm::MemoryBufferRef Buffer) {
                         return parseConfig(Buffer, Diags);
                       }}};
  }

  std::vector<OptionsSource> getRawOptions(llvm::StringRef File) override {
    std::vector<OptionsSource> Sources;
    if (ExplicitConfig)
      Sources = {{defaults(), "heapwise"}, {*ExplicitConfig, Args.ConfigFile}};
    else
      Sources = FileOptionsProvider::getRawOptions(File);

    ClangTidyOptions FromArgs;
    if (!Args.Checks.empty())
      FromArgs.Checks = Args.Checks;
    if (!Args.WarningsAsErrors.empty())
      FromArgs.WarningsAsErrors = Args.WarningsAsErrors;
    if (!Args.HeaderFilter.empty())
      FromArgs.HeaderFilterRegex = Args.HeaderFilter;
    Sources.emplace_back(FromArgs, "-fplugin-arg-heapwise");

    std::string Checks;
    for (const OptionsSource &Source : Sources)
      if (const auto &More = Source.first.Checks; More && !More->empty())
        Checks += (Checks.empty() ? "" : ",") + *More;
    // Last in the list, so that it replaces what the others add up to.
    ClangTidyOptions Enabled;
    Enabled.Checks = "-*," + enableByDefault(Checks) + ",-clang-analyzer-*";
    Sources.emplace_back(Enabled, "heapwise");
    return Sources;
  }

private:
  static ClangTidyOptions defaults() {
    ClangTidyOptions Options;
    // The compiler warns wherever the user's code is.
    Options.HeaderFilterRegex = ".*";
    Options.SystemHeaders = false;
    return Options;
  }

  PluginArgs Args;
  std::optional<ClangTidyOptions> ExplicitConfig;
};

/// Reports clang-tidy's findings through the compiler.
class Reporter {
public:
  explicit Reporter(CompilerInstance &Compiler)
      : Diags(Compiler.getDiagnostics()), Sources(Compiler.getSourceManager()),
        Files(Compiler.getFileManager()) {}

  void report(const ClangTidyError &Finding) {
    bool AsError = Finding.DiagLevel == ClangTidyError::Error ||
                   Finding.IsWarningAsError || Diags.getWarningsAsErrors();
    std::string Name = Finding.DiagnosticName;
    if (Finding.IsWarningAsError)
      Name += ",-warnings-as-errors";
    else if (AsError && Finding.DiagLevel == ClangTidyError::Warning)
      Name += ",-Werror";
    {
      unsigned ID =
          AsError
              ? Diags.getCustomDiagID(DiagnosticsEngine::Error, "%0 [%1]")
              : Diags.getCustomDiagID(DiagnosticsEngine::Warning, "%0 [%1]");
      DiagnosticBuilder Builder = Diags.Report(
          location(Finding.Message.FilePath, Finding.Message.FileOffset), ID);
      Builder << Finding.Message.Message << Name;
      attach(Builder, Finding.Message);
    }
    for (const tooling::DiagnosticMessage &Note : Finding.Notes) {
      DiagnosticBuilder Builder =
          Diags.Report(location(Note.FilePath, Note.FileOffset),
                       Diags.getCustomDiagID(DiagnosticsEngine::Note, "%0"));
      Builder << Note.Message;
      attach(Builder, Note);
    }
  }

private:
  SourceLocation location(llvm::StringRef Path, unsigned Offset) {
    OptionalFileEntryRef File = Files.getOptionalFileRef(Path);
    if (!File)
      return {};
    FileID ID = Sources.translateFile(*File);
    if (ID.isInvalid())
      return {};
    return Sources.getLocForStartOfFile(ID).getLocWithOffset(
        static_cast<int>(Offset));
  }

  CharSourceRange range(llvm::StringRef Path, unsigned Offset,
                        unsigned Length) {
    SourceLocation Begin = location(Path, Offset);
    if (Begin.isInvalid())
      return {};
    return CharSourceRange::getCharRange(
        Begin, Begin.getLocWithOffset(static_cast<int>(Length)));
  }

  void attach(DiagnosticBuilder &Builder,
              const tooling::DiagnosticMessage &Message) {
    for (const tooling::FileByteRange &Range : Message.Ranges)
      if (CharSourceRange R =
              range(Range.FilePath, Range.FileOffset, Range.Length);
          R.isValid())
        Builder << R;
    for (const auto &FileAndFixes : Message.Fix)
      for (const tooling::Replacement &Fix : FileAndFixes.second)
        if (CharSourceRange R =
                range(Fix.getFilePath(), Fix.getOffset(), Fix.getLength());
            R.isValid())
          Builder << FixItHint::CreateReplacement(R, Fix.getReplacementText());
  }

  DiagnosticsEngine &Diags;
  SourceManager &Sources;
  FileManager &Files;
};

/// Runs the checks at the end of the translation unit and reports.
class CheckingConsumer : public MultiplexConsumer {
public:
  CheckingConsumer(CompilerInstance &Compiler,
                   std::unique_ptr<ClangTidyContext> Context,
                   std::unique_ptr<TidyDiagnostics> Diagnostics,
                   std::vector<std::unique_ptr<ASTConsumer>> Checks)
      : MultiplexConsumer(std::move(Checks)), Compiler(Compiler),
        Context(std::move(Context)), Diagnostics(std::move(Diagnostics)) {}

  void HandleTranslationUnit(ASTContext &AST) override {
    // The compiler's own errors come first; what is found in a file that does
    // not compile may be their consequence.
    if (Compiler.getDiagnostics().hasErrorOccurred())
      return;
    MultiplexConsumer::HandleTranslationUnit(AST);
    Reporter Out(Compiler);
    for (const ClangTidyError &Finding : Diagnostics->take())
      Out.report(Finding);
  }

private:
  CompilerInstance &Compiler;
  std::unique_ptr<ClangTidyContext> Context;
  std::unique_ptr<TidyDiagnostics> Diagnostics;
};

class HeapwiseAction : public PluginASTAction {
public:
  ActionType getActionType() override { return AddBeforeMainAction; }

  bool ParseArgs(const CompilerInstance &Compiler,
                 const std::vector<std::string> &Given) override {
    DiagnosticsEngine &Diags = Compiler.getDiagnostics();
    const std::pair<llvm::StringRef, std::string *> Known[] = {
        {"checks", &Args.Checks},
        {"warnings-as-errors", &Args.WarningsAsErrors},
        {"header-filter", &Args.HeaderFilter},
        {"config-file", &Args.ConfigFile}};
    for (llvm::StringRef Arg : Given) {
      auto [Name, Value] = Arg.split('=');
      auto *Match = llvm::find_if(
          Known, [Name = Name](const auto &K) { return K.first == Name; });
      if (Match == std::end(Known)) {
        error(Diags, ("unknown argument '-fplugin-arg-heapwise-" + Name +
                      "'; known are checks=, warnings-as-errors=, "
                      "header-filter= and config-file=")
                         .str());
        return false;
      }
      if (Value.empty()) {
        error(Diags,
              ("argument '-fplugin-arg-heapwise-" + Name + "' needs a value")
                  .str());
        return false;
      }
      *Match->second = Value.str();
    }
    return true;
  }

  std::unique_ptr<ASTConsumer>
  CreateASTConsumer(CompilerInstance &Compiler, llvm::StringRef File) override {
    std::optional<ClangTidyOptions> Config;
    if (!Args.ConfigFile.empty() && !readConfigFile(Compiler, Config))
      return std::make_unique<ASTConsumer>();

    auto Context = makeTidyContext(std::make_unique<PluginOptionsProvider>(
        Args, std::move(Config), Compiler));
    llvm::SmallString<256> Directory;
    if (!llvm::sys::fs::current_path(Directory))
      Context->setCurrentBuildDirectory(Directory);
    auto Diagnostics = std::make_unique<TidyDiagnostics>(*Context);

    ClangTidyASTConsumerFactory Factory(*Context);
    std::vector<std::unique_ptr<ASTConsumer>> Checks;
    Checks.push_back(Factory.createASTConsumer(Compiler, File));
    return std::make_unique<CheckingConsumer>(Compiler, std::move(Context),
                                              std::move(Diagnostics),
                                              std::move(Checks));
  }

private:
  bool readConfigFile(CompilerInstance &Compiler,
                      std::optional<ClangTidyOptions> &Config) {
    auto Buffer = llvm::MemoryBuffer::getFile(Args.ConfigFile);
    if (!Buffer) {
      error(Compiler.getDiagnostics(), "cannot read '" + Args.ConfigFile +
                                           "': " + Buffer.getError().message());
      return false;
    }
    llvm::ErrorOr<ClangTidyOptions> Parsed =
        parseConfig((*Buffer)->getMemBufferRef(), Compiler.getDiagnostics());
    if (!Parsed)
      return false;
    Config = std::move(*Parsed);
    return true;
  }

  PluginArgs Args;
};

} // namespace

static FrontendPluginRegistry::Add<HeapwiseAction>
    Registration("heapwise", "Leaked and wasted memory.");

} // namespace heapwise
