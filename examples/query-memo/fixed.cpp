// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A server that remembers the plans of the last queries.
//
// The least recently used plan goes when there are too many.

#include <cstddef>
#include <iostream>
#include <list>
#include <string>
#include <unordered_map>
#include <utility>

struct Plan {
  std::string steps;
};

class Planner {
public:
  const Plan &plan(const std::string &query) {
    auto known = index_.find(query);
    if (known != index_.end()) {
      plans_.splice(plans_.begin(), plans_, known->second);
      return plans_.front().second;
    }
    if (plans_.size() == Most) {
      index_.erase(plans_.back().first);
      plans_.pop_back();
    }
    plans_.emplace_front(query, Plan{"scan; filter " + query});
    index_[query] = plans_.begin();
    return plans_.front().second;
  }
  std::size_t remembered() const { return plans_.size(); }

private:
  // What heapwise::lru_cache does.
  static constexpr std::size_t Most = 100;
  using List = std::list<std::pair<std::string, Plan>>;
  List plans_;
  std::unordered_map<std::string, List::iterator> index_;
};

static Planner &planner() {
  static Planner p;
  return p;
}

/// The text of the next query; false after \p most of them.
static bool nextQuery(std::size_t most, std::string &query) {
  static std::size_t received = 0;
  if (received == most)
    return false;
  query = "select * from orders where id = " + std::to_string(received++);
  return true;
}

int main(int argc, char **argv) {
  const std::size_t most = argc > 1 ? std::stoul(argv[1]) : 1000;
  std::size_t steps = 0;
  std::string query;
  while (nextQuery(most, query))
    steps += planner().plan(query).steps.size();
  std::cout << steps << " bytes of steps, " << planner().remembered()
            << " plans remembered\n";
  return 0;
}
