//===-- FactsJson.cpp - Fact files ----------------------------------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "FactsJson.h"

#include "llvm/Support/JSON.h"

#include <limits>

using namespace llvm;

namespace heapwise::facts {

static constexpr StringLiteral FormatName = "heapwise-facts";

//===----------------------------------------------------------------------===//
// Writing
//===----------------------------------------------------------------------===//

namespace {
/// Writes an entity as a flat array of numbers, the mirror of RowReader.
class RowWriter {
public:
  explicit RowWriter(json::OStream &J) : J(J) {}

  template <typename T> void operator()(T N) {
    J.value(static_cast<std::int64_t>(N));
  }
  void operator()(const Location &L) {
    (*this)(L.File);
    (*this)(L.Line);
    (*this)(L.Column);
  }
  template <typename Range> void list(const Range &Items) {
    (*this)(Items.size());
    for (const auto &Item : Items)
      (*this)(Item);
  }

  // For describe...() of the container facts.
  void symbol(Symbol S) { (*this)(S); }
  void location(const Location &L) { (*this)(L); }
  template <typename T> void number(T N) { (*this)(N); }
  template <typename T> void enumerator(T N, T) { (*this)(N); }
  void flag(bool B) { (*this)(B); }
  template <typename Range, typename Each>
  void list(const Range &Items, Each &&Visit) {
    (*this)(Items.size());
    for (const auto &Item : Items)
      Visit(Item);
  }

private:
  json::OStream &J;
};

/// Reads what RowWriter wrote, and checks it.
class RowReader {
public:
  RowReader(const json::Array &Row, std::size_t Strings)
      : Row(Row), Strings(Strings) {}

  template <typename T>
  void number(T &Out, std::uint64_t Limit = std::numeric_limits<T>::max()) {
    std::optional<std::int64_t> N;
    if (Next < Row.size())
      N = Row[Next++].getAsInteger();
    if (!N || *N < 0 || static_cast<std::uint64_t>(*N) > Limit)
      Failed = true;
    else
      Out = static_cast<T>(*N);
  }
  template <typename T> void enumerator(T &Out, T Last) {
    std::uint8_t N = 0;
    number(N, static_cast<std::uint64_t>(Last));
    Out = static_cast<T>(N);
  }
  void flag(bool &Out) {
    std::uint8_t N = 0;
    number(N, 1);
    Out = N != 0;
  }
  void symbol(Symbol &Out) { number(Out, Strings - 1); }
  void location(Location &Out) {
    symbol(Out.File);
    number(Out.Line);
    number(Out.Column);
  }
  std::size_t length() {
    std::uint32_t N = 0;
    number(N, Row.size());
    return N;
  }
  void symbols(std::vector<Symbol> &Out) {
    Out.resize(length());
    for (Symbol &S : Out)
      symbol(S);
  }
  template <typename T, typename Each>
  void list(std::vector<T> &Out, Each &&Visit) {
    Out.resize(length());
    for (T &Item : Out) {
      if (Failed)
        return;
      Visit(Item);
    }
  }
  bool failed() const { return Failed || Next != Row.size(); }
  bool broken() const { return Failed; }

private:
  const json::Array &Row;
  std::size_t Strings;
  std::size_t Next = 0;
  bool Failed = false;
};
} // namespace

static void writeField(RowWriter W, const Field &F) {
  for (Symbol S : {F.Usr, F.Record, F.Name, F.WeakForm})
    W(S);
  W(F.Loc);
  W(F.Kind);
  W(F.Const);
  W(F.UserCode);
}

static void writeRecord(RowWriter W, const Record &R) {
  W(R.Usr);
  W(R.Name);
  W(R.Loc);
  W.list(R.Bases);
  W.list(R.Bodiless);
}

static void writeFunction(RowWriter W, const Function &F) {
  W(F.Usr);
  W(F.Name);
  W(F.Record);
  W(F.Loc);
  W(F.Constructor);
  W(F.Destructor);
  W.list(F.Overrides);
  W(F.Paths.size());
  for (const Path &P : F.Paths) {
    W(P.Parent);
    W(P.Branch);
    W(P.Arm);
    W(P.Kind);
  }
  W(F.Body.size());
  for (const Instr &I : F.Body) {
    W(I.Opcode);
    W(I.Kind);
    W(I.How);
    W(I.Virtual);
    for (std::uint32_t N :
         {I.A, I.B, I.Sym, I.Label, I.Index, I.Path, I.Statement})
      W(N);
    W(I.Loc);
    W.list(I.Args);
  }
}

static void writePlace(RowWriter W, const ContainerPlace &P) {
  describePlace(W, P);
}
static void writeContainerFunction(RowWriter W, const ContainerFunction &F) {
  describeFunction(W, F);
}
static void writeClass(RowWriter W, const ContainerClass &C) {
  describeClass(W, C);
}
static void writeHolder(RowWriter W, const Holder &H) { describeHolder(W, H); }

template <typename T>
static void writeTable(json::OStream &J, StringRef Name,
                       const std::vector<T> &Table,
                       void (*WriteRow)(RowWriter, const T &)) {
  J.attributeArray(Name, [&] {
    for (const T &Entity : Table) {
      J.array([&] { WriteRow(RowWriter(J), Entity); });
    }
  });
}

void writeFacts(const Facts &F, raw_ostream &OS) {
  json::OStream J(OS);
  J.object([&] {
    J.attribute("format", FormatName);
    J.attribute("version", FactsVersion);
    J.attributeArray("strings", [&] {
      for (StringRef Text : F.Strings)
        J.value(json::isUTF8(Text) ? Text : StringRef(json::fixUTF8(Text)));
    });
    writeTable(J, "fields", F.Fields, writeField);
    writeTable(J, "records", F.Records, writeRecord);
    writeTable(J, "functions", F.Functions, writeFunction);
    const ContainerFacts &C = F.Containers;
    writeTable(J, "containers", C.Places.rows(), writePlace);
    writeTable(J, "container-functions", C.Functions.rows(),
               writeContainerFunction);
    writeTable(J, "container-classes", C.Classes.rows(), writeClass);
    writeTable(J, "holders", C.Holders.rows(), writeHolder);
  });
  OS << '\n';
}

//===----------------------------------------------------------------------===//
// Reading
//===----------------------------------------------------------------------===//

static bool readField(RowReader &R, Field &F) {
  for (Symbol *S : {&F.Usr, &F.Record, &F.Name, &F.WeakForm})
    R.symbol(*S);
  R.location(F.Loc);
  R.enumerator(F.Kind, EdgeKind::Callback);
  R.flag(F.Const);
  R.flag(F.UserCode);
  return !R.failed();
}

static bool readRecord(RowReader &R, Record &Out) {
  R.symbol(Out.Usr);
  R.symbol(Out.Name);
  R.location(Out.Loc);
  R.symbols(Out.Bases);
  R.symbols(Out.Bodiless);
  return !R.failed();
}

static bool readFunction(RowReader &R, Function &F) {
  for (Symbol *S : {&F.Usr, &F.Name, &F.Record})
    R.symbol(*S);
  R.location(F.Loc);
  R.flag(F.Constructor);
  R.flag(F.Destructor);
  R.symbols(F.Overrides);
  F.Paths.resize(R.length());
  for (auto [Index, P] : enumerate(F.Paths)) {
    // A tree: each parent comes before its children.
    R.number(P.Parent, Index ? Index - 1 : 0);
    R.number(P.Branch);
    R.number(P.Arm);
    R.enumerator(P.Kind, PathKind::NullTest);
  }
  F.Body.resize(R.length());
  for (auto [Index, I] : enumerate(F.Body)) {
    R.enumerator(I.Opcode, Op::Delete);
    R.enumerator(I.Kind, EdgeKind::Callback);
    R.enumerator(I.How, ResetKind::MoveOut);
    R.flag(I.Virtual);
    // An instruction only refers to earlier ones.
    R.number(I.A, Index ? Index - 1 : 0);
    R.number(I.B, Index ? Index - 1 : 0);
    R.symbol(I.Sym);
    R.symbol(I.Label);
    R.number(I.Index);
    R.number(I.Path, F.Paths.empty() ? 0 : F.Paths.size() - 1);
    R.number(I.Statement);
    R.location(I.Loc);
    I.Args.resize(R.length());
    for (Value &Arg : I.Args)
      R.number(Arg, Index ? Index - 1 : 0);
    if (R.broken())
      return false;
  }
  return !R.failed();
}

static bool readPlace(RowReader &R, ContainerPlace &P) {
  describePlace(R, P);
  return !R.failed();
}

static bool readContainerFunction(RowReader &R, ContainerFunction &F) {
  describeFunction(R, F);
  for (const ContainerEvent &E : F.Events)
    for (std::uint32_t Index : E.Under)
      if (Index >= F.Conditions.size())
        return false;
  return !R.failed();
}

static bool readClass(RowReader &R, ContainerClass &C) {
  describeClass(R, C);
  return !R.failed();
}

static bool readHolder(RowReader &R, Holder &H) {
  describeHolder(R, H);
  return !R.failed();
}

static Error damaged(const Twine &What) {
  return createStringError(inconvertibleErrorCode(),
                           "damaged fact file: " + What);
}

template <typename T, typename Table>
static Error readTable(const json::Object &Root, StringRef Name,
                       std::size_t Strings, Table &Out,
                       bool (*ReadRow)(RowReader &, T &)) {
  const json::Array *Rows = Root.getArray(Name);
  if (!Rows)
    return damaged("no table '" + Name + "'");
  for (const json::Value &V : *Rows) {
    const json::Array *Row = V.getAsArray();
    T Entity;
    if (!Row)
      return damaged("a row of '" + Name + "' is not an array");
    RowReader Reader(*Row, Strings);
    if (!ReadRow(Reader, Entity))
      return damaged("bad row in '" + Name + "'");
    if (!Out.add(std::move(Entity)))
      return damaged("duplicate entity in '" + Name + "'");
  }
  return Error::success();
}

/// True if \p Text nests deeper than any fact file does: the parser goes as
/// deep, and has no limit.
static bool nestsTooDeep(StringRef Text) {
  constexpr unsigned Limit = 16;
  unsigned Depth = 0;
  bool InString = false;
  for (std::size_t I = 0; I < Text.size(); ++I) {
    const char C = Text[I];
    if (C == '"')
      InString = !InString;
    else if (InString)
      I += C == '\\';
    else if (C == '[' || C == '{') {
      if (++Depth > Limit)
        return true;
    } else if ((C == ']' || C == '}') && Depth)
      --Depth;
  }
  return false;
}

Expected<Facts> readFacts(StringRef Text) {
  if (nestsTooDeep(Text))
    return createStringError(inconvertibleErrorCode(), "not a fact file");
  Expected<json::Value> Parsed = json::parse(Text);
  if (!Parsed)
    return createStringError(inconvertibleErrorCode(),
                             "not a fact file: " +
                                 toString(Parsed.takeError()));
  const json::Object *Root = Parsed->getAsObject();
  if (!Root || Root->getString("format") != FormatName)
    return createStringError(inconvertibleErrorCode(), "not a fact file");
  std::optional<std::int64_t> Version = Root->getInteger("version");
  if (Version != FactsVersion)
    return createStringError(
        inconvertibleErrorCode(),
        "fact file of version " + (Version ? Twine(*Version) : Twine("?")) +
            ", this program reads version " + Twine(FactsVersion));
  const json::Array *Strings = Root->getArray("strings");
  if (!Strings)
    return damaged("no table 'strings'");
  Facts Out;
  for (auto [Index, V] : enumerate(*Strings)) {
    std::optional<StringRef> S = V.getAsString();
    if (!S || Out.intern(*S) != Index)
      return damaged("bad string table");
  }
  const std::size_t Count = Out.Strings.size();
  ContainerFacts &C = Out.Containers;
  if (Error E = readTable<Field>(*Root, "fields", Count, Out, readField))
    return E;
  if (Error E = readTable<Record>(*Root, "records", Count, Out, readRecord))
    return E;
  if (Error E =
          readTable<Function>(*Root, "functions", Count, Out, readFunction))
    return E;
  if (Error E = readTable<ContainerPlace>(*Root, "containers", Count, C.Places,
                                          readPlace))
    return E;
  if (Error E =
          readTable<ContainerFunction>(*Root, "container-functions", Count,
                                       C.Functions, readContainerFunction))
    return E;
  if (Error E = readTable<ContainerClass>(*Root, "container-classes", Count,
                                          C.Classes, readClass))
    return E;
  if (Error E =
          readTable<Holder>(*Root, "holders", Count, C.Holders, readHolder))
    return E;
  return Out;
}

} // namespace heapwise::facts
