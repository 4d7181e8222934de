// case: assigned_later_overwrites
// what: a self-owning callback is replaced at once by one that owns nothing
// trap: two stores into one field in one function, the first of which would be a cycle
// expect: no diagnostic at the default setting
#include <functional>
#include <memory>

struct Dialog {
  std::function<void()> accept;
  int results = 0;
};

std::shared_ptr<Dialog> open() {
  auto dialog = std::make_shared<Dialog>();
  dialog->accept = [dialog] { ++dialog->results; };
  dialog->accept();
  dialog->accept = [raw = dialog.get()] { raw->results += 10; };
  return dialog;
}

#ifdef PROVE
int main() {
  auto d = open();
  std::weak_ptr<Dialog> watch = d;
  d->accept();
  if (d->results != 11)
    return 2;
  d.reset();
  return watch.expired() ? 0 : 1;
}
#endif
