// case: p4_lazy_member
// pattern: P4 (lazily created member, created in an accessor and wired in another function)
// evidence: likely
// cross-tu: no
// what: Account::history() creates the member on demand; History::track stores the account
// fix: History takes the account as an argument where it needs it
#include <memory>
#include <utility>
#include <vector>

class Account;
class History {
public:
#ifndef FIXED
  void track(std::shared_ptr<Account> account) { account_ = std::move(account); } // EXPECT-ANY: cycle
  void record();
#else
  void record(const Account &account);
#endif
  std::size_t size() const { return balances_.size(); }

private:
#ifndef FIXED
  std::shared_ptr<Account> account_; // EXPECT-ANY: cycle
#endif
  std::vector<int> balances_;
};

class Account : public std::enable_shared_from_this<Account> {
public:
  History &history() {
    if (!history_)
      history_ = std::make_shared<History>(); // EXPECT-ANY: cycle
    return *history_;
  }
  void open() {
#ifndef FIXED
    history().track(shared_from_this()); // EXPECT-ANY: cycle
#endif
  }
  void deposit(int n) {
    balance_ += n;
#ifndef FIXED
    history().record();
#else
    history().record(*this);
#endif
  }
  int balance() const { return balance_; }

private:
  int balance_ = 0;
  std::shared_ptr<History> history_; // EXPECT-ANY: cycle
};
#ifndef FIXED
void History::record() { balances_.push_back(account_->balance()); }
#else
void History::record(const Account &account) { balances_.push_back(account.balance()); }
#endif

#ifdef PROVE
int main() {
  std::weak_ptr<Account> watch;
  {
    auto a = std::make_shared<Account>();
    watch = a;
    a->open();
    a->deposit(5);
    a->deposit(6);
    if (a->history().size() != 2)
      return 2;
  }
  return watch.expired() ? 0 : 1;
}
#endif
