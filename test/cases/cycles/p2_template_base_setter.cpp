// case: p2_template_base_setter
// pattern: P2 (the back pointer and its setter live in a class template that the child derives from)
// evidence: proved
// cross-tu: no
// what: Owned<Playlist>::setOwner stores; Track derives from it; Playlist::add writes both directions
// fix: the template keeps weak_ptr
#include <memory>
#include <string>
#include <utility>
#include <vector>

template <class Owner> class Owned {
public:
  void setOwner(const std::shared_ptr<Owner> &owner) { owner_ = owner; } // EXPECT-ANY: cycle
#ifndef FIXED
  std::shared_ptr<Owner> owner() const { return owner_; }

private:
  std::shared_ptr<Owner> owner_; // EXPECT-ANY: cycle
#else
  std::shared_ptr<Owner> owner() const { return owner_.lock(); }

private:
  std::weak_ptr<Owner> owner_;
#endif
};

class Playlist;
class Track : public Owned<Playlist> {
public:
  explicit Track(std::string t) : title(std::move(t)) {}
  std::string title;
};

class Playlist : public std::enable_shared_from_this<Playlist> {
public:
  void add(std::shared_ptr<Track> track) {
    track->setOwner(shared_from_this()); // EXPECT-ANY: cycle
    tracks_.emplace_back(std::move(track)); // EXPECT-ANY: cycle
  }
  std::size_t size() const { return tracks_.size(); }

private:
  std::vector<std::shared_ptr<Track>> tracks_; // EXPECT-ANY: cycle
};

#ifdef PROVE
int main() {
  std::weak_ptr<Playlist> watch;
  {
    auto list = std::make_shared<Playlist>();
    watch = list;
    auto track = std::make_shared<Track>("one");
    list->add(track);
    if (track->owner()->size() != 1)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
