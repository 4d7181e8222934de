// case: p1_copy_default
// pattern: P1 ([=] copies a local owner)
// evidence: proved
// cross-tu: no
// what: the capture list says [=] only; the body uses a local shared_ptr to the receiver, so that is what is copied
// fix: explicit weak capture
#include <functional>
#include <memory>
#include <string>
#include <vector>

struct Form {
  std::string title;
  std::function<bool(const std::string &)> validate;
  std::vector<std::string> errors;
};

std::shared_ptr<Form> signUpForm(std::size_t shortest) {
  auto form = std::make_shared<Form>();
  form->title = "sign up";
#ifndef FIXED
  form->validate = [=](const std::string &name) { // EXPECT: cycle
    if (name.size() >= shortest)
      return true;
    form->errors.push_back(name + " is too short");
    return false;
  };
#else
  form->validate = [shortest, weak = std::weak_ptr<Form>(form)](const std::string &name) {
    auto form = weak.lock();
    if (!form || name.size() >= shortest)
      return true;
    form->errors.push_back(name + " is too short");
    return false;
  };
#endif
  return form;
}

#ifdef PROVE
int main() {
  std::weak_ptr<Form> watch;
  {
    auto form = signUpForm(3);
    watch = form;
    if (form->validate("al") || form->errors.size() != 1)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
