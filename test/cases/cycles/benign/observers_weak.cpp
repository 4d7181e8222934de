// case: observers_weak
// what: the subject lists weak observers, the observers own the subject
// trap: the twin of p7_observer_list: attach(shared_from_this()) in a class that owns the subject
// expect: no diagnostic at the default setting
#include <memory>
#include <utility>
#include <vector>

class Sheet;
class Chart : public std::enable_shared_from_this<Chart> {
public:
  explicit Chart(std::shared_ptr<Sheet> s) : sheet_(std::move(s)) {}
  void show();
  void update();
  int height = 0;

private:
  std::shared_ptr<Sheet> sheet_;
};
class Sheet {
public:
  void attach(std::shared_ptr<Chart> c) { charts_.push_back(std::move(c)); }
  void set(int v) {
    value = v;
    for (auto &w : charts_)
      if (auto c = w.lock())
        c->update();
  }
  int value = 0;

private:
  std::vector<std::weak_ptr<Chart>> charts_;
};
void Chart::show() { sheet_->attach(shared_from_this()); }
void Chart::update() { height = sheet_->value; }

#ifdef PROVE
int main() {
  auto sheet = std::make_shared<Sheet>();
  auto chart = std::make_shared<Chart>(sheet);
  std::weak_ptr<Sheet> watch = sheet;
  chart->show();
  sheet->set(4);
  if (chart->height != 4)
    return 2;
  sheet.reset(), chart.reset();
  return watch.expired() ? 0 : 1;
}
#endif
