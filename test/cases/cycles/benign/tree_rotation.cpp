// case: tree_rotation
// what: binary search tree with shared nodes and rotations
// trap: y->left = x->right; x->right = y: stores in both directions between the same two variables
// expect: no diagnostic at the default setting
#include <memory>
#include <utility>

struct Tree {
  int key;
  std::shared_ptr<Tree> left, right;
};
using TreePtr = std::shared_ptr<Tree>;

TreePtr rotateRight(TreePtr y) {
  TreePtr x = y->left;
  y->left = x->right;
  x->right = y;
  return x;
}
TreePtr rotateLeft(TreePtr x) {
  TreePtr y = std::move(x->right);
  x->right = std::move(y->left);
  y->left = std::move(x);
  return y;
}
TreePtr insert(TreePtr t, int key) {
  if (!t)
    return std::make_shared<Tree>(Tree{key, nullptr, nullptr});
  auto &side = key < t->key ? t->left : t->right;
  side = insert(side, key);
  return t;
}

#ifdef PROVE
int main() {
  TreePtr t;
  for (int k : {5, 3, 8, 2, 4})
    t = insert(t, k);
  std::weak_ptr<Tree> top = t, three = t->left;
  t = rotateRight(t);
  if (t->key != 3)
    return 2;
  t = rotateLeft(t);
  if (t->key != 5)
    return 3;
  t.reset();
  return top.expired() && three.expired() ? 0 : 1;
}
#endif
