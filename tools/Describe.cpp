//===-- Describe.cpp - Descriptions of a program's classes ----------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// Writes specialisations of heapwise::descriptor (runtime/include/heapwise/
/// describe.h) for the classes that are defined in the headers of the given
/// sources, or with --main-file in the sources themselves.
///
/// Left out, with a comment in the output: classes that no name reaches (local
/// classes, closures), unions, and classes with virtual bases, whose members
/// the descriptions of two bases would count twice.
///
//===----------------------------------------------------------------------===//

#include "Describe.h"
#include "ResourceDir.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/QualTypeNames.h"
#include "clang/AST/RecordLayout.h"
#include "clang/AST/RecursiveASTVisitor.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Tooling/ArgumentsAdjusters.h"
#include "clang/Tooling/CompilationDatabase.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/WithColor.h"
#include "llvm/Support/raw_ostream.h"

#include <algorithm>
#include <map>
#include <set>

using namespace clang;
using namespace llvm;

namespace heapwise {
namespace {

/// What is written, in the order of definition: a base is described before a
/// class that derives from it.
struct Descriptions {
  std::vector<std::string> Headers;
  std::set<std::string> SeenHeaders;
  std::vector<std::string> Texts;
  std::set<std::string> SeenTypes;

  void addHeader(std::string Path) {
    if (SeenHeaders.insert(Path).second)
      Headers.push_back(std::move(Path));
  }
};

class Collector : public RecursiveASTVisitor<Collector> {
public:
  Collector(ASTContext &Context, Descriptions &Out, bool MainFile)
      : Context(Context), SM(Context.getSourceManager()), Out(Out),
        MainFile(MainFile), Policy(Context.getPrintingPolicy()) {
    Policy.SuppressUnwrittenScope = true; // "(anonymous namespace)"
    Policy.FullyQualifiedName = true;
    Policy.SuppressTagKeyword = true;
  }

  // Specialisations of the program's templates.
  bool shouldVisitTemplateInstantiations() const { return true; }

  bool VisitCXXRecordDecl(CXXRecordDecl *R) {
    if (R->isThisDeclarationADefinition())
      describe(R);
    return true;
  }

private:
  void describe(const CXXRecordDecl *R) {
    const SourceLocation Where = SM.getExpansionLoc(R->getLocation());
    // The runtime library's own classes are used, not measured.
    for (const DeclContext *C = R->getDeclContext(); C; C = C->getParent())
      if (const auto *N = dyn_cast<NamespaceDecl>(C))
        if (N->getName() == "heapwise" &&
            N->getParent()->getRedeclContext()->isTranslationUnit())
          return;
    if (Where.isInvalid() || SM.isInSystemHeader(Where) ||
        SM.isInMainFile(Where) != MainFile || R->isInvalidDecl() ||
        R->isDependentContext() || R->isAnonymousStructOrUnion())
      return;
    // These own nothing, or need a hook.
    if (!R->hasDefinition() || R->hasTrivialDestructor())
      return;
    const std::string Name = nameOf(R);
    if (!Out.SeenTypes.insert(Name).second)
      return;
    if (const char *Reason = whyNot(R)) {
      Out.Texts.push_back("// " + Name + ": " + Reason + ".\n");
      return;
    }
    if (!MainFile)
      Out.addHeader(headerOf(Where));
    Out.Texts.push_back(text(R, Name));
  }

  static const char *whyNot(const CXXRecordDecl *R) {
    if (R->isUnion())
      return "a union, needs a hook heapwise_walk";
    if (R->isLambda())
      return "a closure, which has no name";
    if (!R->getIdentifier())
      return "has no name";
    for (const DeclContext *C = R; C; C = C->getParent())
      if (C->isFunctionOrMethod())
        return "a local class";
    if (R->getNumVBases())
      return "has a virtual base, needs a hook heapwise_walk";
    if (const auto *S = dyn_cast<ClassTemplateSpecializationDecl>(R))
      for (const TemplateArgument &A : S->getTemplateArgs().asArray())
        if (A.getKind() == TemplateArgument::Type)
          if (const CXXRecordDecl *Argument =
                  A.getAsType()->getAsCXXRecordDecl())
            if (Argument->isLambda() || Argument->getParentFunctionOrMethod())
              return "has a local class among its template arguments";
    return nullptr;
  }

  std::string nameOf(const CXXRecordDecl *R) const {
    // Without the reference to TypeDecl, LLVM 22 wants another function.
    const TypeDecl *T = R;
    return TypeName::getFullyQualifiedName(
        Context.getTypeDeclType(T).getCanonicalType(), Context, Policy,
        /*WithGlobalNsPrefix=*/true);
  }

  /// The header that has the definition, or that includes the file that has it:
  /// "x.inc" and the like are not to be included by themselves.
  std::string headerOf(SourceLocation Where) const {
    for (SourceLocation At = Where; At.isValid() && !SM.isInMainFile(At);
         At = SM.getIncludeLoc(SM.getFileID(At)))
      if (isHeader(SM.getFilename(At))) {
        Where = At;
        break;
      }
    SmallString<256> Path(SM.getFilename(Where));
    SM.getFileManager().makeAbsolutePath(Path);
    sys::path::remove_dots(Path, /*remove_dot_dot=*/true);
    return Path.str().str();
  }

  static bool isHeader(StringRef Path) {
    const StringRef Extension = sys::path::extension(Path);
    return Extension.empty() || Extension.starts_with_insensitive(".h");
  }

  std::string text(const CXXRecordDecl *R, const std::string &Name) const {
    const ASTRecordLayout &Layout = Context.getASTRecordLayout(R);
    struct Range {
      uint64_t Begin, End; // in bytes
      bool Described;
    };
    std::vector<Range> Ranges;
    std::string Bases, Members, Names;
    for (const CXXBaseSpecifier &B : R->bases()) {
      const CXXRecordDecl *Base = B.getType()->getAsCXXRecordDecl();
      if (!Base || Base->isEmpty())
        continue;
      Bases += (Bases.empty() ? "" : ", ") + nameOf(Base);
      const uint64_t Begin = Layout.getBaseClassOffset(Base).getQuantity();
      Ranges.push_back(
          {Begin,
           Begin + Context.getASTRecordLayout(Base).getDataSize().getQuantity(),
           true});
    }
    for (const FieldDecl *F : R->fields())
      addField(F, Name, Layout.getFieldOffset(F->getFieldIndex()), Ranges,
               Members, Names);

    // Bytes that are left out on purpose: the runtime counts gaps of a word and
    // more that no described member covers.
    std::sort(Ranges.begin(), Ranges.end(),
              [](const Range &A, const Range &B) { return A.Begin < B.Begin; });
    uint64_t End = R->isPolymorphic() ? 8 : 0, Skipped = 0;
    const uint64_t Limit =
        std::max<uint64_t>(8, Layout.getAlignment().getQuantity());
    auto Gap = [&](uint64_t Begin) {
      if (Begin > End && Begin - End >= Limit)
        Skipped += Begin - End;
    };
    for (const Range &X : Ranges)
      if (X.Described) {
        Gap(X.Begin);
        End = std::max(End, X.End);
      }
    Gap(Layout.getSize().getQuantity());

    std::string S = "template struct heapwise::detail::member_access<\n"
                    "    heapwise::detail::members_of<" +
                    Name + ">,\n    heapwise::detail::base_list<" + Bases +
                    ">" + Members + ">;\n";
    S +=
        "template <> struct heapwise::descriptor<" + Name +
        "> {\n"
        "  [[maybe_unused]] static constexpr bool exists = true;\n"
        "  [[maybe_unused]] static constexpr std::size_t undescribed_bytes = " +
        std::to_string(Skipped) +
        ";\n"
        "  [[maybe_unused]] static constexpr const char *names[] = {" +
        (Names.empty() ? "\"\"" : Names) + "};\n};\n";
    if (!R->isAbstract())
      S += "template struct heapwise::detail::registration<" + Name + ">;\n";
    return S;
  }

  template <class Ranges>
  void addField(const FieldDecl *F, const std::string &Name, uint64_t Bits,
                Ranges &Out, std::string &Members, std::string &Names) const {
    const uint64_t Begin = Bits / 8;
    if (F->isAnonymousStructOrUnion()) {
      // The members of an anonymous struct are named like the record's own;
      // those of a union stay opaque unless they own nothing.
      const auto *Inner = F->getType()->getAsCXXRecordDecl();
      if (Inner && !Inner->isUnion()) {
        const ASTRecordLayout &Layout = Context.getASTRecordLayout(Inner);
        for (const FieldDecl *G : Inner->fields())
          addField(G, Name, Bits + Layout.getFieldOffset(G->getFieldIndex()),
                   Out, Members, Names);
      }
      return;
    }
    if (F->isBitField() || F->getType()->isReferenceType() ||
        !F->getIdentifier())
      return; // no pointer to member
    const uint64_t Size =
        Context.getTypeSizeInChars(F->getType()).getQuantity();
    Out.push_back({Begin, Begin + Size, true});
    Members += ",\n    &" + Name + "::" + F->getNameAsString();
    Names += (Names.empty() ? "\"" : ", \"") + F->getNameAsString() + "\"";
  }

  ASTContext &Context;
  SourceManager &SM;
  Descriptions &Out;
  bool MainFile;
  PrintingPolicy Policy;
};

class Action : public ASTFrontendAction {
public:
  Action(Descriptions &Out, bool MainFile) : Out(Out), MainFile(MainFile) {}

  std::unique_ptr<ASTConsumer> CreateASTConsumer(CompilerInstance &,
                                                 StringRef) override {
    class Consumer : public ASTConsumer {
    public:
      Consumer(Descriptions &Out, bool MainFile)
          : Out(Out), MainFile(MainFile) {}
      void HandleTranslationUnit(ASTContext &Context) override {
        Collector(Context, Out, MainFile)
            .TraverseDecl(Context.getTranslationUnitDecl());
      }

    private:
      Descriptions &Out;
      bool MainFile;
    };
    return std::make_unique<Consumer>(Out, MainFile);
  }

private:
  Descriptions &Out;
  bool MainFile;
};

class Factory : public tooling::FrontendActionFactory {
public:
  Factory(Descriptions &Out, bool MainFile) : Out(Out), MainFile(MainFile) {}
  std::unique_ptr<FrontendAction> create() override {
    return std::make_unique<Action>(Out, MainFile);
  }

private:
  Descriptions &Out;
  bool MainFile;
};

int fail(const Twine &Message) {
  WithColor::error(errs(), "heapwise describe") << Message << '\n';
  return 2;
}

void write(const Descriptions &D, raw_ostream &OS) {
  OS << "// Written by `heapwise describe`: what the classes own.\n\n"
        "#pragma once\n\n";
  for (const std::string &Header : D.Headers)
    OS << "#include \"" << Header << "\"\n";
  OS << "\n#include <heapwise/walker.h>\n";
  for (const std::string &Text : D.Texts)
    OS << '\n' << Text;
}

} // namespace

int describeMain(int Argc, const char **Argv) {
  int Count = Argc;
  std::string Message;
  std::unique_ptr<tooling::CompilationDatabase> Compilations =
      tooling::FixedCompilationDatabase::loadFromCommandLine(Count, Argv,
                                                             Message);
  std::string Output = "-", BuildPath;
  bool MainFile = false;
  std::vector<std::string> Sources;
  for (int I = 1; I < Count; ++I) {
    const StringRef Arg = Argv[I];
    if ((Arg == "-o" || Arg == "-p") && I + 1 < Count)
      (Arg == "-o" ? Output : BuildPath) = Argv[++I];
    else if (Arg == "--main-file")
      MainFile = true;
    else if (Arg.starts_with("-") && Arg != "-")
      return fail("unknown option " + Arg);
    else
      Sources.push_back(Arg.str());
  }
  if (Sources.empty())
    return fail("no source file");
  if (!Compilations)
    Compilations = BuildPath.empty()
                       ? tooling::CompilationDatabase::autoDetectFromSource(
                             Sources[0], Message)
                       : tooling::CompilationDatabase::loadFromDirectory(
                             BuildPath, Message);
  if (!Compilations)
    return fail(Message);

  tooling::ClangTool Tool(*Compilations, Sources);
  const std::string ResourceDir = findResourceDir(Argv[0]);
  if (!ResourceDir.empty())
    Tool.appendArgumentsAdjuster(tooling::getInsertArgumentAdjuster(
        ("-resource-dir=" + ResourceDir).c_str(),
        tooling::ArgumentInsertPosition::BEGIN));
  Descriptions D;
  Factory F(D, MainFile);
  if (Tool.run(&F))
    return 2;
  if (Output == "-") {
    write(D, outs());
    return 0;
  }
  std::string Text;
  raw_string_ostream Stream(Text);
  write(D, Stream);
  std::error_code EC;
  raw_fd_ostream OS(Output, EC);
  if (EC)
    return fail(Output + ": " + EC.message());
  OS << Stream.str();
  return 0;
}

} // namespace heapwise
