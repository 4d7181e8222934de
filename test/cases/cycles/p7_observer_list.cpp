// case: p7_observer_list
// pattern: P7 (observers own the subject that lists them; detach exists and is not called on the usual path)
// evidence: likely
// cross-tu: no
// what: Chart keeps the sheet to read from; the sheet lists its charts; detach() is there for the user interface only
// fix: the sheet lists weak observers
#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

class Sheet;
class Chart : public std::enable_shared_from_this<Chart> {
public:
  explicit Chart(std::shared_ptr<Sheet> sheet) : sheet_(std::move(sheet)) {} // EXPECT-ANY: cycle
  void show();
  void hide();
  void update();
  int height() const { return height_; }

private:
  std::shared_ptr<Sheet> sheet_; // EXPECT-ANY: cycle
  int height_ = 0;
};

class Sheet {
public:
#ifndef FIXED
  void attach(std::shared_ptr<Chart> c) { charts_.push_back(std::move(c)); } // EXPECT-ANY: cycle
  void detach(const Chart *c) {
    charts_.erase(std::remove_if(charts_.begin(), charts_.end(), [c](auto &p) { return p.get() == c; }), charts_.end());
  }
  void set(int v) {
    value_ = v;
    for (auto &c : charts_)
      c->update();
  }

private:
  std::vector<std::shared_ptr<Chart>> charts_; // EXPECT-ANY: cycle
#else
  void attach(const std::shared_ptr<Chart> &c) { charts_.push_back(c); }
  void detach(const Chart *c) {
    charts_.erase(std::remove_if(charts_.begin(), charts_.end(), [c](auto &p) { return p.lock().get() == c; }), charts_.end());
  }
  void set(int v) {
    value_ = v;
    for (auto &w : charts_)
      if (auto c = w.lock())
        c->update();
  }

private:
  std::vector<std::weak_ptr<Chart>> charts_;
#endif
  int value_ = 0;

public:
  int value() const { return value_; }
};
void Chart::show() { sheet_->attach(shared_from_this()); } // EXPECT-ANY: cycle
void Chart::hide() { sheet_->detach(this); }
void Chart::update() { height_ = sheet_->value() * 2; }

#ifdef PROVE
int main() {
  std::weak_ptr<Chart> closed, hidden;
  {
    auto sheet = std::make_shared<Sheet>();
    auto a = std::make_shared<Chart>(sheet), b = std::make_shared<Chart>(sheet);
    closed = a, hidden = b;
    a->show(), b->show();
    b->hide();
    sheet->set(3);
    if (a->height() != 6 || b->height() != 0)
      return 2;
  }
  if (!hidden.expired())
    return 3;
  return closed.expired() ? 0 : 1;
}
#endif
