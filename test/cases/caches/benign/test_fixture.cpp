// evidence: none
// pattern: test fixture that records calls; a fresh object per test, SetUp clears the static
#include <string>
#include <vector>
namespace testing { struct Test { virtual ~Test() = default; virtual void SetUp() {} virtual void TearDown() {} virtual void TestBody() = 0; }; }
static std::vector<std::string> calls;
void hook(const char* s) { calls.push_back(s); }
class HookTest : public testing::Test {
 protected:
  void SetUp() override { calls.clear(); }
  std::vector<std::string> expected_;
  void expect(const char* s) { expected_.push_back(s); }
};
class HookTest_Runs : public HookTest {
  void TestBody() override { expect("a"); hook("a"); }
};
void run_one() { HookTest_Runs t; testing::Test& b = t; b.SetUp(); b.TestBody(); b.TearDown(); }
