// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A server that remembers the plan of every query text it ever saw.
//
// The queries have values in their text, so that there is no end of them.

#include <cstddef>
#include <iostream>
#include <string>
#include <unordered_map>

struct Plan {
  std::string steps;
};

class Planner {
public:
  const Plan &plan(const std::string &query) {
    auto known = plans_.find(query);
    if (known == plans_.end())
      known = plans_.emplace(query, Plan{"scan; filter " + query}).first;
    return known->second;
  }
  std::size_t remembered() const { return plans_.size(); }

private:
  std::unordered_map<std::string, Plan> plans_;
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
