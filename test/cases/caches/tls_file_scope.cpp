// pattern: thread_local map at file scope keyed by object address
// evidence: certain
#include <cstddef>
#include <map>

struct Node;
struct Extent {
  int w = 0, h = 0;
};
Extent measure(const Node* n);

namespace {
thread_local std::map<const Node*, Extent> tl_extents;  // EXPECT-ANY: cache
}

Extent extent_of(const Node* n) {
#ifdef FIXED
  if (tl_extents.size() > 5000) tl_extents.clear();
#endif
  const auto known = tl_extents.find(n);
  if (known != tl_extents.end()) return known->second;
  const Extent e = measure(n);
  tl_extents[n] = e;  // EXPECT-ANY: cache
  return e;
}
