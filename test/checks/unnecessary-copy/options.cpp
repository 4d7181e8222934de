// RUN: %check_heapwise %s %t --config='{CheckOptions: {heapwise-unnecessary-copy.LargeBytes: 64, heapwise-unnecessary-copy.Getters: false}}'

#include <string>

struct Matrix {
  double M[8];
};
double first(Matrix M) { return M.M[0]; }
// CHECK-MESSAGES: :[[@LINE-1]]:21: warning: parameter 'M' is copied for each call (64 bytes) and only read

struct Vector {
  double V[7];
};
double first(Vector V) { return V.V[0]; }

class Account {
public:
  std::string owner() const { return Owner; }

private:
  std::string Owner;
};
bool owns(const Account &A, const std::string &Who) { return A.owner() == Who; }
