// RUN: %check_heapwise %s %t --second-run-may-warn -- -std=c++17

// Callers for which a reference would not do.
#include <string>
#include <utility>
#include <vector>

using Names = std::vector<std::string>;
void take(Names &&);

struct Plain {
  Names names() const { return All; }
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'names' returns a copy of a member ({{.*}}) to callers that only read it
  // CHECK-FIXES: const Names& names() const { return All; }
  Names All;
};
std::size_t size(const Plain &P) { return P.names().size(); }
// A temporary lives to the end of the expression.
std::size_t sizeOfATemporary() { return Plain{}.names().size(); }

struct AtNamespaceScope {
  Names names() const { return All; }
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'names' returns a copy of a member ({{.*}}) to callers of which some only read it
  // CHECK-MESSAGES: :[[@LINE-2]]:9: note: it could return a reference to const
  Names All;
};
AtNamespaceScope make();
const Names &Global = make().names();
std::size_t size(const AtNamespaceScope &A) { return A.names().size(); }

struct InATemplate {
  Names lines() const { return All; }
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'lines' returns {{.*}} of which some only read it
  // CHECK-MESSAGES: :[[@LINE-2]]:9: note: it could return a reference to const
  Names All;
};
template <typename T> std::size_t changes(T Object) {
  const auto &Lines = Object.lines();
  Object.All.clear();
  return Lines.size();
}
std::size_t size(const InATemplate &A) {
  return A.lines().size() + changes(A);
}

struct ForAnRvalue {
  Names names() const { return All; }
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'names' returns {{.*}} of which some only read it
  // CHECK-MESSAGES: :[[@LINE-2]]:9: note: it could return a reference to const
  Names All;
};
std::size_t size(const ForAnRvalue &A) {
  take(A.names());
  take(std::move(A.names()));
  return A.names().size();
}

struct InADecltype {
  Names names() const { return All; }
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'names' returns {{.*}} of which some only read it
  // CHECK-MESSAGES: :[[@LINE-2]]:9: note: it could return a reference to const
  Names All;
};
std::size_t size(const InADecltype &A) {
  decltype(A.names()) Other;
  Other.push_back("x");
  return A.names().size() + Other.size();
}

// The argument is a part of what the call changes.
struct Changed {
  Names names() const { return All; }
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'names' returns {{.*}} of which some only read it
  // CHECK-MESSAGES: :[[@LINE-2]]:9: note: it could return a reference to const
  void set(const Names &N) {
    All.clear();
    All = N;
  }
  Names All;
};
std::size_t size(Changed &A) {
  A.set(A.names());
  return A.names().size();
}

struct InAnInitialiser {
  Names names() const { return All; }
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'names' returns {{.*}} of which some only read it
  // CHECK-MESSAGES: :[[@LINE-2]]:9: note: it could return a reference to const
  Names All;
};
InAnInitialiser load();
struct Holder {
  const Names &Kept = load().names();
};
std::size_t keeps(const Names &N = load().names());
std::size_t size(const InAnInitialiser &A) { return A.names().size(); }

namespace benign {

struct Walked {
  Names names() const { return All; }
  Names All;
};
Walked open();
std::size_t walks() {
  for (const auto &Name : open().names())
    if (Name.empty())
      return 1;
  return 0;
}
std::size_t size(const Walked &W) { return W.names().size(); }

struct Chosen {
  Names names() const { return All; }
  Names All;
};
std::size_t chooses(Chosen C, bool First) {
  const Names &N = First ? C.names() : C.names();
  C.All.clear();
  return N.size();
}
std::size_t size(const Chosen &C) { return C.names().size(); }

struct ReturnedAsItIs {
  Names names() const { return All; }
  Names All;
};
decltype(auto) forwards(ReturnedAsItIs &R) {
  ReturnedAsItIs Other{std::move(R)};
  return Other.names();
}
std::size_t size(ReturnedAsItIs R) {
  return R.names().size() + forwards(R).size();
}

} // namespace benign
