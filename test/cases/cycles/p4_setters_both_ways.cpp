// case: p4_setters_both_ways
// pattern: P4 (two setters called on each other's objects)
// evidence: proved
// cross-tu: no
// what: view->setModel(model); model->setView(view)
// fix: the model keeps a weak view
#include <memory>
#include <utility>

class View;
class Model {
public:
  void setView(std::shared_ptr<View> view) { view_ = std::move(view); } // EXPECT-ANY: cycle
  void set(int v);
  int get() const { return value_; }

private:
  int value_ = 0;
#ifndef FIXED
  std::shared_ptr<View> view_; // EXPECT-ANY: cycle
#else
  std::weak_ptr<View> view_;
#endif
};
class View {
public:
  void setModel(std::shared_ptr<Model> model) { model_ = std::move(model); } // EXPECT-ANY: cycle
  void refresh() { shown_ = model_->get(); }
  int shown() const { return shown_; }

private:
  int shown_ = -1;
  std::shared_ptr<Model> model_; // EXPECT-ANY: cycle
};
void Model::set(int v) {
  value_ = v;
#ifndef FIXED
  if (view_)
    view_->refresh();
#else
  if (auto view = view_.lock())
    view->refresh();
#endif
}

std::shared_ptr<View> screen(int start) {
  auto model = std::make_shared<Model>();
  auto view = std::make_shared<View>();
  view->setModel(model); // EXPECT-ANY: cycle
  model->setView(view); // EXPECT-ANY: cycle
  model->set(start);
  return view;
}

#ifdef PROVE
int main() {
  std::weak_ptr<View> watch;
  {
    auto view = screen(9);
    watch = view;
    if (view->shown() != 9)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
