//===-- WeakCapture.cpp - Fix-its for owning captures ---------------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "WeakCapture.h"
#include "WeakForm.h"

#include "clang-tidy/utils/LexerUtils.h"
#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ParentMap.h"
#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/StringExtras.h"

using namespace clang;
using tidy::utils::lexer::findNextTokenSkippingComments;

namespace heapwise::fixes {

static const Stmt *bodyOf(const FunctionDecl *F) {
  return F && F->hasBody() ? F->getBody() : nullptr;
}

/// The names tried for the weak handle to \p Name: weak, weakName.
static std::string weakName(StringRef Name, StringRef Text) {
  if (!mentions(Text, "weak"))
    return "weak";
  Name = Name.trim('_');
  std::string Candidate =
      Name.contains('_')
          ? "weak_" + Name.str()
          : "weak" + Name.take_front().upper() + Name.drop_front().str();
  while (mentions(Text, Candidate))
    Candidate += '_';
  return Candidate;
}

/// An expression for "nothing" of type \p T, or "" if there is none. A lambda
/// whose return type is deduced needs one of exactly that type.
static std::string emptyValue(QualType T, bool Deduced,
                              const ASTContext &Context) {
  const CXXRecordDecl *R = T->getAsCXXRecordDecl();
  if (T->isReferenceType() || T->isDependentType() ||
      (R && (!R->hasDefinition() || !R->hasDefaultConstructor())))
    return "";
  if (!Deduced)
    return "{}";
  if (R)
    return R->isLambda() ? ""
                         : writtenType(T.getUnqualifiedType(), Context) + "()";
  if (T->isBooleanType())
    return "false";
  if (T->isSpecificBuiltinType(BuiltinType::Int))
    return "0";
  if (T->isSpecificBuiltinType(BuiltinType::Double))
    return "0.0";
  if (!T->isScalarType())
    return "";
  return "static_cast<" + writtenType(T.getUnqualifiedType(), Context) + ">(" +
         (T->isPointerType() || T->isNullPtrType() ? "nullptr" : "0") + ")";
}

namespace {
/// Why an object must not be held weakly by a callable made at one place.
class Ownership {
public:
  Ownership(const Expr &Callable, const FunctionDecl *Enclosing,
            const ASTContext &Context)
      : Callable(Callable), Body(bodyOf(Enclosing)), Context(Context) {}

  /// The reason, or "" if another owner is in sight. \p Handle is what the
  /// callable copies.
  std::string objection(const Expr *Handle) const;
  std::string objection(const ValueDecl &V) const;
  /// "" unless a thread runs the callable.
  std::string threadObjection() const;

private:
  const Expr &Callable;
  const Stmt *Body;
  const ASTContext &Context;
};
} // namespace

std::string Ownership::objection(const Expr *Handle) const {
  const Expr *E = stripHandle(Handle);
  if (isFresh(E))
    return "the callable is the only owner of the object";
  if (const auto *Call = dyn_cast_or_null<CallExpr>(E);
      Call && Call->isCallToStdMove())
    return "the handle is moved into the callable, which may be the only "
           "owner";
  const ValueDecl *V = namedVariable(E);
  return V ? objection(*V) : "";
}

std::string Ownership::objection(const ValueDecl &V) const {
  if (!isOnlyKept(&V, Body, &Callable))
    return "";
  return ("nothing else owns what '" + V.getName() +
          "' leads to, the object would die at the end of the function")
      .str();
}

static bool isThread(const CXXRecordDecl *R) {
  return R && R->isInStdNamespace() && R->getIdentifier() &&
         (R->getName() == "thread" || R->getName() == "jthread");
}

/// True for std::thread and containers of it.
static bool holdsThread(QualType T) {
  const CXXRecordDecl *R =
      T.isNull() ? nullptr : T.getNonReferenceType()->getAsCXXRecordDecl();
  if (isThread(R))
    return true;
  const auto *S = dyn_cast_or_null<ClassTemplateSpecializationDecl>(R);
  return S && S->getTemplateArgs().size() &&
         S->getTemplateArgs()[0].getKind() == TemplateArgument::Type &&
         isThread(S->getTemplateArgs()[0].getAsType()->getAsCXXRecordDecl());
}

std::string Ownership::threadObjection() const {
  if (!Body)
    return "";
  const std::string Reason = "a thread runs it, so the locked handle would "
                             "keep the object alive all the same; capture "
                             "'this' and join the thread in the destructor";
  ParentMap Parents(const_cast<Stmt *>(Body));
  for (const Stmt *Up = Parents.getParent(&Callable); Up && isa<Expr>(Up);
       Up = Parents.getParent(Up)) {
    if (const auto *Made = dyn_cast<CXXConstructExpr>(Up);
        Made && holdsThread(Made->getType()))
      return Reason;
    if (const auto *Call = dyn_cast<CXXMemberCallExpr>(Up);
        Call && holdsThread(Call->getObjectType()))
      return Reason;
    const auto *Call = dyn_cast<CallExpr>(Up);
    const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
    if (Callee && Callee->getIdentifier() && Callee->getName() == "async" &&
        !sourceText(*Call, Context).contains("deferred"))
      return Reason;
  }
  return "";
}

//===----------------------------------------------------------------------===//
// Lambdas
//===----------------------------------------------------------------------===//

namespace {
class WeakCapture {
public:
  WeakCapture(const LambdaExpr &Lambda, const FunctionDecl *Enclosing,
              const ASTContext &Context)
      : Lambda(Lambda), Enclosing(Enclosing), Context(Context),
        SM(Context.getSourceManager()), LO(Context.getLangOpts()),
        Change(Context) {}

  FixPlan run(StringRef Captured);

private:
  const LambdaCapture *find(StringRef Captured) const;
  std::string objection() const;
  void recapture();
  void expandDefault();
  void lockInBody();
  CharSourceRange rangeOf(const LambdaCapture &C) const;
  /// What the handle is copied from.
  std::string initialiser() const;
  std::string weakCapture();
  std::string earlyReturn() const;

  const LambdaExpr &Lambda;
  const FunctionDecl *Enclosing;
  const ASTContext &Context;
  const SourceManager &SM;
  const LangOptions &LO;
  Edits Change;
  const LambdaCapture *Capture = nullptr;
  const ValueDecl *Var = nullptr;
  std::optional<WeakForm> Form;
  std::string Weak;
};
} // namespace

/// The capture named \p Captured or, when the name is not known, the only one
/// that owns.
const LambdaCapture *WeakCapture::find(StringRef Captured) const {
  const LambdaCapture *Only = nullptr;
  unsigned Owning = 0;
  for (const LambdaCapture &C : Lambda.captures()) {
    if (!C.capturesVariable() || C.getCaptureKind() != LCK_ByCopy)
      continue;
    if (C.getCapturedVar()->getName() == Captured)
      return &C;
    if (WeakForm::of(C.getCapturedVar()->getType())) {
      Only = &C;
      ++Owning;
    }
  }
  return Owning == 1 ? Only : nullptr;
}

static bool isSharedFromThis(const Expr *E) {
  const auto *Call = dyn_cast_or_null<CXXMemberCallExpr>(E);
  const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
  return Method && Method->getIdentifier() &&
         Method->getParent()->isInStdNamespace() &&
         Method->getName() == "shared_from_this" &&
         isa<CXXThisExpr>(
             Call->getImplicitObjectArgument()->IgnoreParenImpCasts());
}

namespace {
/// Finds what keeps a body from going on with a local copy of a capture.
class CaptureUses {
public:
  CaptureUses(const ValueDecl *V, const Stmt *Body) : V(V) { walk(Body); }
  bool Modified = false;

private:
  bool names(const Expr *E) const {
    const auto *Ref = dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts());
    return Ref && Ref->getDecl() == V;
  }
  void walk(const Stmt *S) {
    if (!S)
      return;
    if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(S))
      Modified |= Operator->isAssignmentOp() && names(Operator->getArg(0));
    if (const auto *Call = dyn_cast<CXXMemberCallExpr>(S);
        Call && Call->getMethodDecl() && !Call->getMethodDecl()->isConst())
      Modified |= names(Call->getImplicitObjectArgument());
    if (const auto *Call = dyn_cast<CallExpr>(S);
        Call && Call->isCallToStdMove())
      Modified |= names(Call->getArg(0));
    for (const Stmt *Child : S->children())
      walk(Child);
  }
  const ValueDecl *V;
};
} // namespace

std::string WeakCapture::objection() const {
  const CXXMethodDecl *Call = Lambda.getCallOperator();
  if (Lambda.getBeginLoc().isMacroID() || Lambda.getEndLoc().isMacroID())
    return "the lambda is written in a macro";
  if (!Form)
    return "'" + writtenType(Var->getType().getNonReferenceType(), Context) +
           "' has no weak form";
  if (!Form->has("lock"))
    return "'" + Form->qualifiedName() + "' has no lock()";
  if (Capture->isPackExpansion())
    return "the capture is a parameter pack";
  if (isa_and_nonnull<CoroutineBodyStmt>(Lambda.getBody()))
    return "the lambda is a coroutine";
  if (Lambda.isMutable() && CaptureUses(Var, Lambda.getBody()).Modified)
    return ("the lambda changes its copy of '" + Var->getName() + "'").str();
  if (Enclosing && Enclosing->isTemplateInstantiation() && !LO.CPlusPlus17)
    return "the lambda is in a template";
  const Ownership Owners(Lambda, Enclosing, Context);
  if (std::string Reason = Owners.threadObjection(); !Reason.empty())
    return Reason;
  if (std::string Reason = Lambda.isInitCapture(Capture)
                               ? Owners.objection(cast<VarDecl>(Var)->getInit())
                               : Owners.objection(*Var);
      !Reason.empty())
    return Reason;
  if (!Call->getReturnType()->isVoidType() && earlyReturn().empty())
    return "there is no value of '" +
           writtenType(Call->getReturnType(), Context) +
           "' to return when the object is gone";
  return "";
}

std::string WeakCapture::earlyReturn() const {
  const CXXMethodDecl *Call = Lambda.getCallOperator();
  if (Call->getReturnType()->isVoidType())
    return "return;";
  const std::string Value = emptyValue(
      Call->getReturnType(), !Lambda.hasExplicitResultType(), Context);
  return Value.empty() ? "" : "return " + Value + ";";
}

/// From the name to the comma or bracket that ends the capture.
CharSourceRange WeakCapture::rangeOf(const LambdaCapture &C) const {
  SourceLocation Begin = C.getLocation();
  SourceLocation End = Begin;
  if (Lambda.isInitCapture(&C)) {
    End = cast<VarDecl>(C.getCapturedVar())->getInit()->getEndLoc();
    // The closing token of `x(init)` or `x{init}`.
    const SourceLocation Closing =
        cast<VarDecl>(C.getCapturedVar())->getEndLoc();
    if (SM.isBeforeInTranslationUnit(End, Closing))
      End = Closing;
    std::optional<Token> Next = findNextTokenSkippingComments(End, SM, LO);
    while (Next && Next->isOneOf(tok::r_paren, tok::r_brace)) {
      End = Next->getLocation();
      Next = findNextTokenSkippingComments(End, SM, LO);
    }
  }
  return CharSourceRange::getTokenRange(Begin, End);
}

std::string WeakCapture::initialiser() const {
  if (!Lambda.isInitCapture(Capture))
    return Var->getNameAsString();
  return sourceText(*cast<VarDecl>(Var)->getInit()->IgnoreImplicit(), Context)
      .str();
}

/// The text of the capture that replaces the owning one; C++11 has to make the
/// weak handle before the statement.
std::string WeakCapture::weakCapture() {
  if (Lambda.isInitCapture(Capture) && LO.CPlusPlus17 &&
      isSharedFromThis(stripHandle(cast<VarDecl>(Var)->getInit()))) {
    const auto *Call =
        cast<CXXMemberCallExpr>(stripHandle(cast<VarDecl>(Var)->getInit()));
    const auto *Callee = cast<MemberExpr>(Call->getCallee());
    return Weak + " = " + (Callee->isImplicitAccess() ? "" : "this->") +
           "weak_from_this()";
  }
  const bool InTemplate = Enclosing && Enclosing->isTemplateInstantiation();
  // Only the standard library deduces the argument.
  const std::string Type =
      InTemplate && Form->isStd() ? "std::weak_ptr" : Form->typeName(Context);
  if (LO.CPlusPlus14)
    return Weak + " = " + Type + "(" + initialiser() + ")";

  const Stmt *Body = bodyOf(Enclosing);
  if (!Body) {
    Change.refuse("C++11 needs a local variable for the weak handle");
    return "";
  }
  ParentMap Parents(const_cast<Stmt *>(Body));
  const Stmt *At = &Lambda;
  while (At && !isa_and_nonnull<CompoundStmt>(Parents.getParent(At)))
    At = Parents.getParent(At);
  if (!At) {
    Change.refuse("C++11 needs a local variable for the weak handle");
    return "";
  }
  Change.insertBefore(At->getBeginLoc(),
                      Form->typeName(Context) + " " + Weak + " = " +
                          initialiser() + ";\n" +
                          indentation(At->getBeginLoc(), Context));
  return Weak;
}

/// `[=]` has to say what else it captures once one capture is special.
void WeakCapture::expandDefault() {
  std::string List;
  for (const LambdaCapture &C : Lambda.implicit_captures()) {
    if (!C.capturesVariable() && !C.capturesThis()) {
      Change.refuse("[=] captures what cannot be listed");
      return;
    }
    if (!List.empty())
      List += ", ";
    List += &C == Capture      ? weakCapture()
            : C.capturesThis() ? "this"
                               : C.getCapturedVar()->getNameAsString();
  }
  Change.replace(CharSourceRange::getTokenRange(Lambda.getCaptureDefaultLoc()),
                 List);
}

void WeakCapture::lockInBody() {
  const CompoundStmt *Body = Lambda.getCompoundStmtBody();
  const std::string Lock =
      ("auto " + Var->getName() + " = " + Weak + ".lock();").str();
  const std::string Test = ("if (!" + Var->getName() + ")").str();
  const SourceLocation Open = Body->getLBracLoc();
  const Stmt *First = Body->body_empty() ? nullptr : Body->body_front();
  if (First && SM.getExpansionLineNumber(First->getBeginLoc()) >
                   SM.getExpansionLineNumber(Open)) {
    // One step deeper than the statement, as that is deeper than its brace.
    const StringRef Outer = indentation(Open, Context);
    const StringRef Inner = indentation(First->getBeginLoc(), Context);
    const std::string Step =
        Inner.size() > Outer.size() && Inner.starts_with(Outer)
            ? Inner.drop_front(Outer.size()).str()
            : "  ";
    const std::string Line = "\n" + Inner.str();
    Change.insertBefore(First->getBeginLoc(), Lock + Line + Test + Line + Step +
                                                  earlyReturn() + Line);
    return;
  }
  Change.insertAfter(Open, " " + Lock + " " + Test + " " + earlyReturn() +
                               (First ? "" : " "));
}

FixPlan WeakCapture::run(StringRef Captured) {
  Capture = find(Captured);
  if (!Capture)
    return FixPlan::refuse("the lambda does not copy one handle that could be "
                           "weak");
  Var = Capture->getCapturedVar();
  Form = WeakForm::of(Var->getType());
  if (std::string Reason = objection(); !Reason.empty())
    return FixPlan::refuse(Reason);

  const Stmt *Body = bodyOf(Enclosing);
  // C++11 puts the name into the function, later ones into the lambda only.
  Weak = weakName(Var->getName(), LO.CPlusPlus14 || !Body
                                      ? sourceText(Lambda, Context)
                                      : sourceText(*Body, Context));
  if (Capture->isImplicit())
    expandDefault();
  else
    Change.replace(rangeOf(*Capture), weakCapture());
  lockInBody();
  return std::move(Change).finish();
}

FixPlan planWeakCapture(const LambdaExpr &Lambda, StringRef Captured,
                        const FunctionDecl *Enclosing,
                        const ASTContext &Context) {
  return WeakCapture(Lambda, Enclosing, Context).run(Captured);
}

//===----------------------------------------------------------------------===//
// std::bind
//===----------------------------------------------------------------------===//

/// The bound arguments after the handle are _1, _2... in order.
static bool passesAllOn(const CallExpr &Bind) {
  for (unsigned I = 2; I < Bind.getNumArgs(); ++I) {
    const ValueDecl *V = namedVariable(Bind.getArg(I));
    if (!V || V->getName() != ("_" + Twine(I - 1)).str())
      return false;
  }
  return true;
}

FixPlan planWeakBind(const CallExpr &Bind, const FunctionDecl *Enclosing,
                     const ASTContext &Context) {
  const LangOptions &LO = Context.getLangOpts();
  const FunctionDecl *Callee = Bind.getDirectCallee();
  const auto Refuse = [](const Twine &Why) {
    return FixPlan::refuse("a bound argument cannot be locked, " + Why);
  };
  const auto *Target =
      Bind.getNumArgs() >= 2
          ? dyn_cast<UnaryOperator>(Bind.getArg(0)->IgnoreParenImpCasts())
          : nullptr;
  const auto *Named =
      Target ? dyn_cast<DeclRefExpr>(Target->getSubExpr()) : nullptr;
  const auto *Method =
      Named ? dyn_cast<CXXMethodDecl>(Named->getDecl()) : nullptr;
  const std::optional<WeakForm> Form =
      Method ? WeakForm::of(Bind.getArg(1)->getType()) : std::nullopt;
  const bool Front = Callee && Callee->getName() == "bind_front";
  if (!Form || !Form->has("lock") || !Callee || !Callee->isInStdNamespace())
    return Refuse("write a lambda that captures a weak handle");
  if (!LO.CPlusPlus14 || Bind.getBeginLoc().isMacroID() ||
      (Enclosing && Enclosing->isTemplateInstantiation()) ||
      !Method->getReturnType()->isVoidType() || Method->isStatic() ||
      (Front ? Bind.getNumArgs() != 2 : !passesAllOn(Bind)))
    return Refuse("write a lambda that captures a weak handle instead of this "
                  "call");
  const Ownership Owners(Bind, Enclosing, Context);
  if (std::string Reason = Owners.threadObjection(); !Reason.empty())
    return FixPlan::refuse(Reason);
  if (std::string Reason = Owners.objection(Bind.getArg(1)); !Reason.empty())
    return FixPlan::refuse(Reason);

  const Expr *Handle = stripHandle(Bind.getArg(1));
  const std::string Init = isSharedFromThis(Handle) && LO.CPlusPlus17
                               ? "weak_from_this()"
                               : Form->typeName(Context) + "(" +
                                     sourceText(*Handle, Context).str() + ")";
  const bool NoArguments = !Front && Bind.getNumArgs() == 2;
  const std::string Method_ = Method->getNameAsString();
  Edits Change(Context);
  Change.replace(
      Bind, "[weak = " + Init + "](" +
                (NoArguments ? "auto &&..." : "auto &&...args") +
                ") { if (auto strong = weak.lock()) strong->" + Method_ + "(" +
                (NoArguments ? "" : "std::forward<decltype(args)>(args)...") +
                "); }");
  return std::move(Change).finish();
}

} // namespace heapwise::fixes
