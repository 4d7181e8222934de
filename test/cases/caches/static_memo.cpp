// evidence: certain
// A memo keyed by the text of a request; nothing is ever taken out.
#include <map>
#include <string>

double evaluate(const std::string &formula);

double cached(const std::string &formula) {
  static std::map<std::string, double> values;
  auto known = values.find(formula);
  if (known != values.end())
    return known->second;
#ifdef FIXED
  if (values.size() > 1000)
    values.clear();
#endif
  double v = evaluate(formula);
  values[formula] = v; // EXPECT: cache
  return v;
}
