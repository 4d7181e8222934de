// evidence: likely
// A counter for each client address.
#include <map>
#include <string>

class Statistics {
public:
  void count(const std::string &client) {
#ifdef FIXED
    if (requests_.size() > 5000)
      requests_.clear();
#endif
    ++requests_[client]; // EXPECT: cache
  }
  std::size_t clients() const { return requests_.size(); }

private:
  std::map<std::string, unsigned long> requests_;
};

static Statistics statistics;

void on_request(const std::string &client) { statistics.count(client); }
