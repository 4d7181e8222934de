// case: p2_ctor_back_pointer
// pattern: P2 (the child's constructor takes the parent, the parent pushes the child)
// evidence: proved
// cross-tu: no
// what: Folder::mkdir passes shared_from_this() to the constructor and keeps the new folder in a vector
// fix: weak parent
#include <memory>
#include <string>
#include <utility>
#include <vector>

class Folder : public std::enable_shared_from_this<Folder> {
public:
  Folder(std::string name, std::shared_ptr<Folder> parent) : name_(std::move(name)), parent_(std::move(parent)) {}

  std::shared_ptr<Folder> mkdir(const std::string &name) {
    auto folder = std::make_shared<Folder>(name, shared_from_this()); // EXPECT-ANY: cycle
    folders_.push_back(folder); // EXPECT-ANY: cycle
    return folder;
  }
  std::string path() const {
#ifndef FIXED
    return parent_ ? parent_->path() + "/" + name_ : name_;
#else
    auto parent = parent_.lock();
    return parent ? parent->path() + "/" + name_ : name_;
#endif
  }

private:
  std::string name_;
#ifndef FIXED
  std::shared_ptr<Folder> parent_; // EXPECT-ANY: cycle
#else
  std::weak_ptr<Folder> parent_;
#endif
  std::vector<std::shared_ptr<Folder>> folders_;
};

#ifdef PROVE
int main() {
  std::weak_ptr<Folder> watch;
  {
    auto root = std::make_shared<Folder>("r", nullptr);
    watch = root;
    if (root->mkdir("a")->mkdir("b")->path() != "r/a/b")
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
