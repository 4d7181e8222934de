// RUN: %check_heapwise %s %t --expect-errors

#include <string>
#include <vector>

using Names = std::vector<std::string>;

std::size_t unknownType(const Missing &M) {
  auto Copy = M.Lines;
  return Copy.size();
}
std::size_t unknownMember(const Names &N) {
  auto Copy = N.missing();
  auto Other = N;
  Other.missing();
  return Other.size() + ;
}
struct Incomplete;
std::size_t incomplete(Incomplete I, std::vector<Incomplete> V) {
  auto F = [&V] { return V.size(); };
  return F();
}
