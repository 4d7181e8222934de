//===-- FactFiles.cpp - Take facts from sources and files -----------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FactFiles.h"

#include "facts/Extractor.h"
#include "facts/FactsJson.h"

#include "clang/AST/ASTConsumer.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/VirtualFileSystem.h"

using namespace clang;
using namespace llvm;

namespace heapwise {

namespace {
class ExtractAction : public ASTFrontendAction {
public:
  explicit ExtractAction(facts::Facts &Out) : Out(Out) {}

private:
  class Consumer : public ASTConsumer {
  public:
    explicit Consumer(facts::Facts &Out) : Out(Out) {}
    void HandleTranslationUnit(ASTContext &Context) override {
      if (!Context.getDiagnostics().hasErrorOccurred())
        Out = facts::extractAllFacts(Context);
    }

  private:
    facts::Facts &Out;
  };
  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &,
                                                 StringRef) override {
    return std::make_unique<Consumer>(Out);
  }
  facts::Facts &Out;
};

class ExtractActionFactory : public tooling::FrontendActionFactory {
public:
  explicit ExtractActionFactory(facts::Facts &Out) : Out(Out) {}
  std::unique_ptr<FrontendAction> create() override {
    return std::make_unique<ExtractAction>(Out);
  }

private:
  facts::Facts &Out;
};
} // namespace

Expected<facts::Facts>
extractFile(const tooling::CompilationDatabase &Compilations, StringRef Source,
            StringRef ResourceDir) {
  sys::fs::file_status Status;
  if (std::error_code E = sys::fs::status(Source, Status))
    return createStringError(E, "cannot read '" + Source + "': " + E.message());
  // A file system of its own: the current directory of the process belongs to
  // all threads.
  tooling::ClangTool Tool(Compilations, {Source.str()},
                          std::make_shared<PCHContainerOperations>(),
                          IntrusiveRefCntPtr<vfs::FileSystem>(
                              vfs::createPhysicalFileSystem().release()));
  Tool.setPrintErrorMessage(false);
  if (!ResourceDir.empty())
    Tool.appendArgumentsAdjuster(tooling::getInsertArgumentAdjuster(
        ("-resource-dir=" + ResourceDir).str().c_str(),
        tooling::ArgumentInsertPosition::BEGIN));
  // The compiler's own warnings are for the build to show, and -Werror for the
  // build to heed.
  Tool.appendArgumentsAdjuster(tooling::getInsertArgumentAdjuster(
      "-w", tooling::ArgumentInsertPosition::END));
  facts::Facts Result;
  ExtractActionFactory Factory(Result);
  if (int Failure = Tool.run(&Factory))
    return createStringError(inconvertibleErrorCode(),
                             Failure == 2
                                 ? "'" + Source + "' has no compile command"
                                 : "'" + Source + "' does not compile");
  return Result;
}

Expected<facts::Facts> readFactFile(StringRef Path) {
  ErrorOr<std::unique_ptr<MemoryBuffer>> Buffer =
      MemoryBuffer::getFileOrSTDIN(Path);
  if (!Buffer)
    return createStringError(Buffer.getError(),
                             "cannot read '" + Path +
                                 "': " + Buffer.getError().message());
  Expected<facts::Facts> F = facts::readFacts((*Buffer)->getBuffer());
  if (!F)
    return createStringError(inconvertibleErrorCode(),
                             "'" + Path + "': " + toString(F.takeError()));
  return F;
}

Error writeFactFile(const facts::Facts &F, StringRef Path) {
  if (Path == "-") {
    facts::writeFacts(F, outs());
    return Error::success();
  }
  return writeToOutput(Path, [&](raw_ostream &OS) {
    facts::writeFacts(F, OS);
    return Error::success();
  });
}

} // namespace heapwise
