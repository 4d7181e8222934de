// evidence: certain
// The slot of operator[] is looked at and filled; thread_local.
#include <cstdint>
#include <memory>
#include <unordered_map>

struct Plan {
  int steps = 0;
};
std::shared_ptr<Plan> make_plan(std::uint64_t hash);

std::shared_ptr<Plan> plan_for(std::uint64_t hash) {
  thread_local std::unordered_map<std::uint64_t, std::shared_ptr<Plan>> plans;
#ifdef FIXED
  if (plans.size() >= 64)
    plans.erase(plans.begin());
#endif
  auto &slot = plans[hash]; // EXPECT: cache
  if (!slot)
    slot = make_plan(hash);
  return slot;
}
