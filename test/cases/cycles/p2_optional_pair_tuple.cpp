// case: p2_optional_pair_tuple
// pattern: P2 (children in a vector of pairs, the parent in an optional)
// evidence: proved
// cross-tu: no
// what: every handle sits inside another vocabulary type
// fix: optional<weak_ptr>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

class Section {
public:
#ifndef FIXED
  using Up = std::shared_ptr<Section>;
#else
  using Up = std::weak_ptr<Section>;
#endif
  static void nest(const std::shared_ptr<Section> &outer, const std::string &key, std::shared_ptr<Section> inner) {
    inner->outer_ = outer; // EXPECT-ANY: cycle
    outer->parts_.emplace_back(key, inner); // EXPECT-ANY: cycle
  }
  bool nested() const { return outer_.has_value(); }
  std::size_t parts() const { return parts_.size(); }

private:
  std::optional<Up> outer_; // EXPECT-ANY: cycle
  std::vector<std::pair<std::string, std::shared_ptr<Section>>> parts_;
};

#ifdef PROVE
int main() {
  std::weak_ptr<Section> watch;
  {
    auto book = std::make_shared<Section>(), chapter = std::make_shared<Section>();
    watch = book;
    Section::nest(book, "one", chapter);
    if (!chapter->nested() || book->nested() || book->parts() != 1)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
