// case: p2_unique_child_shared_parent
// pattern: P2 (children are unique_ptr, the parent pointer is shared)
// evidence: proved
// cross-tu: no
// what: unique_ptr looks safe, but the tab owns the window that uniquely owns the tab
// fix: the tab gets a reference
#include <memory>
#include <string>
#include <utility>
#include <vector>

class Window;
class Tab {
public:
#ifndef FIXED
  Tab(std::shared_ptr<Window> window, std::string url) : window_(window), url_(std::move(url)) {}
#else
  Tab(Window &window, std::string url) : window_(&window), url_(std::move(url)) {}
#endif
  const std::string &url() const { return url_; }
  void rename();

private:
#ifndef FIXED
  std::shared_ptr<Window> window_; // EXPECT-ANY: cycle
#else
  Window *window_;
#endif
  std::string url_;
};

class Window : public std::enable_shared_from_this<Window> {
public:
  Tab &open(const std::string &url) {
#ifndef FIXED
    tabs_.push_back(std::make_unique<Tab>(shared_from_this(), url)); // EXPECT-ANY: cycle
#else
    tabs_.push_back(std::make_unique<Tab>(*this, url));
#endif
    return *tabs_.back();
  }
  std::string title;

private:
  std::vector<std::unique_ptr<Tab>> tabs_; // EXPECT-ANY: cycle
};
void Tab::rename() { window_->title = url_; }

#ifdef PROVE
int main() {
  std::weak_ptr<Window> watch;
  {
    auto w = std::make_shared<Window>();
    watch = w;
    w->open("a");
    w->open("b").rename();
    if (w->title != "b")
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
