// case: m_tree_halves
// pattern: P2 (the downward edge is stored in one file, the upward edge in another)
// evidence: proved
// cross-tu: yes
// what: add() stores the part and calls attachTo(), whose body is elsewhere
// fix: weak whole_
#include "m_tree_halves.h"

void Part::add(const std::shared_ptr<Part> &part) {
  parts_.push_back(part); // EXPECT-ANY: cycle
  part->attachTo(shared_from_this()); // EXPECT-ANY: cycle
}
