//===-- CacheNames.cpp - What names say of a container --------------------===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CacheNames.h"

#include "../facts/Words.h"

#include "llvm/ADT/STLExtras.h"

using namespace llvm;
using heapwise::facts::hasWord;
using heapwise::facts::wordsOf;

namespace heapwise::analysis {

static bool endsWithWord(StringRef Name, ArrayRef<StringRef> Wanted) {
  const auto Words = wordsOf(Name);
  return !Words.empty() && is_contained(Wanted, StringRef(Words.back()));
}

bool namesFew(StringRef Name, bool Integral) {
  static constexpr StringRef Quantities[] = {
      "size",  "width",  "height", "level", "index",     "idx",     "depth",
      "order", "degree", "count",  "num",   "n",         "bits",    "year",
      "month", "day",    "prio",   "rank",  "dim",       "dims",    "scale",
      "layer", "slot",   "row",    "col",   "dimension", "zoom",    "status",
      "i",     "j",      "radix",  "base",  "priority",  "column",  "version",
      "state", "flag",   "flags",  "code",  "percent",   "weekday", "hour"};
  static constexpr StringRef Kinds[] = {
      "type",   "kind",     "mode",      "format",   "font",      "style",
      "lang",   "language", "locale",    "category", "charset",   "encoding",
      "unit",   "property", "option",    "severity", "theme",     "color",
      "colour", "currency", "signal",    "opcode",   "ext",       "extension",
      "tag",    "typename", "classname", "level",    "algorithm", "algo"};
  if (Integral && hasWord(Name, Quantities))
    return true;
  return endsWithWord(Name, Kinds);
}

bool namesHistory(StringRef Name) {
  static constexpr StringRef Adjectives[] = {
      "cached",    "seen",      "visited",   "pending",  "inflight", "interned",
      "known",     "processed", "handled",   "past",     "recent",   "retired",
      "cancelled", "canceled",  "completed", "finished", "received", "expired",
      "retained",  "deferred",  "queued",    "dead",     "running",  "kept"};
  static constexpr StringRef Nouns[] = {
      "cache",     "memo",    "history", "log",     "intern",       "trace",
      "audit",     "archive", "journal", "samples", "measurements", "backlog",
      "graveyard", "garbage", "trash",   "errors",  "failures"};
  static constexpr StringRef Containers[] = {
      "entries", "entry", "items",  "list", "map",  "table",   "set",
      "queue",   "lines", "buffer", "data", "dict", "records", "events"};
  if (hasWord(Name, Adjectives))
    return true;
  auto Words = wordsOf(Name);
  while (!Words.empty() && is_contained(Containers, StringRef(Words.back())))
    Words.pop_back();
  return !Words.empty() && is_contained(Nouns, StringRef(Words.back()));
}

bool namesEvent(StringRef Function) {
  static constexpr StringRef Verbs[] = {
      "on",      "handle", "process", "receive", "record", "log",
      "report",  "accept", "cancel",  "publish", "notify", "enqueue",
      "request", "fail",   "retire",  "defer",   "trace",  "observe"};
  const auto Words = wordsOf(Function);
  return !Words.empty() && is_contained(Verbs, StringRef(Words.front()));
}

bool namesNotices(StringRef Container, StringRef Key) {
  static constexpr StringRef Done[] = {
      "warned",     "warning",     "warnings", "logged",   "complained",
      "deprecated", "deprecation", "notices",  "reported", "noticed"};
  static constexpr StringRef Texts[] = {"hash", "msg",    "message",
                                        "text", "line",   "warning",
                                        "what", "digest", "name"};
  return hasWord(Container, Done) && endsWithWord(Key, Texts);
}

bool namesAName(StringRef Key) {
  return endsWithWord(Key, {"name", "regname"});
}

bool namesHistory(StringRef Class, StringRef Member) {
  return namesHistory(Class) || namesHistory(Member);
}

bool namesMany(StringRef Name) {
  static constexpr StringRef Many[] = {
      "id",   "uid",     "uuid",     "guid",   "addr",       "address",
      "ip",   "host",    "client",   "peer",   "user",       "session",
      "conn", "request", "req",      "url",    "uri",        "query",
      "hash", "token",   "ptr",      "sender", "connection", "message",
      "msg",  "digest",  "endpoint", "nonce",  "this",       "txid"};
  return hasWord(Name, Many);
}

} // namespace heapwise::analysis
