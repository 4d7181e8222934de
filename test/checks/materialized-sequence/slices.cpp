// RUN: %check_heapwise %s %t --second-run-may-warn -- -std=c++20

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

using Bytes = std::vector<std::uint8_t>;

unsigned checksum(const Bytes &B) {
  unsigned Sum = 0;
  for (std::uint8_t X : B)
    Sum = Sum * 31 + X;
  return Sum;
}
unsigned total(std::span<const std::uint8_t> B);
bool blank(std::string_view S) { return S.empty(); }

std::size_t afterColon(const std::string &Line) {
  std::string Value = Line.substr(Line.find(':') + 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: 'Value' copies a part of what is there already (32 bytes and what it holds on the heap) and is only read; 'std::string_view' would do [heapwise-materialized-sequence]
  return Value.find_first_not_of(' ');
}
bool isHeader(std::string_view Path) {
  const std::string P(Path);
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'P' copies a part of what is there already
  return P.size() > 2 && P[P.size() - 1] == 'h';
}
bool bracket(const std::string &S) {
  return S.substr(3).find('(') != std::string::npos;
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'S.substr(3)' copies a part of what is there already
}
bool handed(const std::string &S) {
  return blank(S.substr(3));
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'S.substr(3)' copies
}
bool compared(const std::string &A, const std::string &B) {
  return A.substr(0, 3) == B;
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'A.substr(0, 3)' copies
}

// No fix: the callee would have to change.
unsigned payload(const Bytes &Packet) {
  Bytes Payload(Packet.begin() + 8, Packet.end());
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'Payload' copies a part of what is there already ({{.*}}) and is only read; 'std::span' would do
  return checksum(Payload);
}
unsigned temporary(const Bytes &Packet) {
  return total(Bytes(Packet.begin() + 8, Packet.end()));
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'Bytes(Packet.begin() + 8, Packet.end())' copies a part
}
std::uint8_t version(const std::uint8_t *Data, std::size_t N) {
  const std::vector<std::uint8_t> Copy(Data, Data + N);
  // CHECK-MESSAGES: :[[@LINE-1]]:35: warning: 'Copy' copies a part
  return Copy.empty() ? 0 : Copy[0];
}

// The loop in the function that is called only compares iterators.
struct Terrain {
  std::string Code;
  int Id = 0;
};
std::vector<std::shared_ptr<Terrain>> Terrains;
int terrainOf(const std::string &Code) {
  for (const auto &Each : Terrains)
    if (Each->Code == Code)
      return Each->Id;
  return 0;
}
int firstTerrain(const std::string &Row) {
  const std::string Code = Row.substr(0, 2);
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'Code' copies a part of what is there already
  return terrainOf(Code);
}

// Behind a pointer.
struct Line {
  std::string *Text;
  std::shared_ptr<std::string> Shared;
};
bool isComment(const std::string *S) {
  return S->substr(0, 2) == "//";
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'S->substr(0, 2)' copies a part of what is there already
}
bool isShared(const Line &L) {
  return L.Shared->substr(0, 2) == "//" || L.Text->substr(1).empty();
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'L.Shared->substr(0, 2)' copies a part
  // CHECK-MESSAGES: :[[@LINE-2]]:44: warning: 'L.Text->substr(1)' copies a part
}
bool middle(const std::string &S) {
  const std::string Part(S, 3, 5);
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'Part' copies a part
  return Part == "abcde";
}
// The comparator takes views.
bool isKey(const std::set<std::string, std::less<>> &Keys,
           const std::string &S) {
  return Keys.count(S.substr(3)) != 0;
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: 'S.substr(3)' copies a part
}
bool isMapped(const std::map<std::string, int, std::less<>> &Keys,
              std::string_view S) {
  return Keys.find(std::string(S)) != Keys.end();
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'std::string(S)' copies a part
}
