//===-- detail/walk_std.h - The standard library's types --------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
///
/// \file
/// One walk_traits for every type of the standard library that owns memory.
/// Addresses of blocks that no public function shows are read from the layouts
/// of libstdc++ and libc++, which their ABIs freeze; each place names its
/// source. The truth test compares every one with the allocator.
///
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_DETAIL_WALK_STD_H
#define HEAPWISE_DETAIL_WALK_STD_H

// IWYU pragma: private, include "heapwise/walker.h"
#include "heapwise/detail/walk.h"

#include <any>
#include <array>
#include <condition_variable>
#include <deque>
#include <exception>
#include <filesystem>
#include <forward_list>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <queue>
#include <set>
#include <shared_mutex>
#include <stack>
#include <string>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <valarray>
#include <variant>
#include <vector>
#if __has_include(<version>)
#include <version>
#endif
#ifdef __cpp_lib_expected
#include <expected>
#endif

namespace heapwise::detail {

/// \name Contiguous storage
/// @{

template <class C, class Traits, class A>
struct walk_traits<std::basic_string<C, Traits, A>> : never_flat<C> {
  using type = std::basic_string<C, Traits, A>;
  static void walk(walker &w, const type &s) {
    const C *data = s.data();
    if (!is_inside(data, s)) // else the small-string buffer
      allocated(w, s.get_allocator(), data, (s.capacity() + 1) * sizeof(C));
  }
};
template <class C, class Traits, class A>
struct is_leaf<std::basic_string<C, Traits, A>> : std::true_type {};

template <class T, class A>
struct walk_traits<std::vector<T, A>> : never_flat<T> {
  static void walk(walker &w, const std::vector<T, A> &v) {
    if (!v.capacity())
      return;
    if constexpr (!is_leaf<std::vector<T, A>>::value)
      if (access::postpone(w, v))
        return;
    allocated(w, v.get_allocator(), v.data(), v.capacity() * sizeof(T));
    visit_elements(w, v);
  }
};
template <class T, class A>
struct is_leaf<std::vector<T, A>, std::enable_if_t<!std::is_class_v<T>>>
    : std::true_type {};

template <class A> struct walk_traits<std::vector<bool, A>> : never_flat<A> {
  static void walk(walker &w, const std::vector<bool, A> &v) {
    if (!v.capacity())
      return;
#if HEAPWISE_LIBSTDCXX
    const void *data = v.begin()._M_p; // bits/stl_bvector.h
#else
    const void *data = read_at<const void *>(&v, 0); // __vector/vector_bool.h
#endif
    allocated(w, v.get_allocator(), data, v.capacity() / 8);
  }
};

template <class T> struct walk_traits<std::valarray<T>> : never_flat<T> {
  static void walk(walker &w, const std::valarray<T> &v) {
    if (!v.size())
      return;
    const T *data = std::addressof(v[0]);
    access::unique_block(w, data, v.size() * sizeof(T));
    if constexpr (!is_flat<T>())
      for (std::size_t i = 0; i < v.size(); ++i) {
        access::scope step(w, {step_kind::element, nullptr, i}, data + i,
                           record_of<T>());
        visit(w, v[i]);
      }
  }
};

template <class T, class A>
struct walk_traits<std::deque<T, A>> : never_flat<T> {
  static void walk(walker &w, const std::deque<T, A> &d) {
    if (access::postpone(w, d))
      return;
    const auto allocator = d.get_allocator();
#if HEAPWISE_LIBSTDCXX
    // bits/stl_deque.h, _Deque_impl_data: map, its size, and two iterators of
    // four words {current, first, last, node}; after the allocator.
    constexpr std::size_t data = sizeof(d) - 80;
    void **const map = read_at<void **>(&d, data);
    const std::size_t map_size = read_at<std::size_t>(&d, data + 8);
    void **const first = read_at<void **>(&d, data + 40);
    void **const last = read_at<void **>(&d, data + 72);
    constexpr std::size_t block_bytes =
        (sizeof(T) < 512 ? 512 / sizeof(T) : 1) * sizeof(T);
    if (map) {
      allocated(w, allocator, map, map_size * sizeof(void *));
      for (void **node = first; node <= last; ++node)
        allocated(w, allocator, *node, block_bytes);
    }
#else
    // deque and __split_buffer: {first, begin, end, capacity} of the map.
    void **const storage = read_at<void **>(&d, 0);
    void **const first = read_at<void **>(&d, 8);
    void **const last = read_at<void **>(&d, 16);
    void **const end = read_at<void **>(&d, 24);
    constexpr std::size_t block_bytes =
        std::__deque_block_size<T, std::ptrdiff_t>::value * sizeof(T);
    if (storage) {
      allocated(w, allocator, storage, (end - storage) * sizeof(void *));
      for (void **node = first; node < last; ++node)
        allocated(w, allocator, *node, block_bytes);
    }
#endif
    visit_elements(w, d);
  }
};
/// @}

/// \name Nodes
/// @{

/// Where an element lies in its node, and how large the node is. In bytes.
struct node_layout {
  std::size_t element_offset;
  std::size_t node_size;
};

#if HEAPWISE_LIBSTDCXX
// bits/stl_list.h, bits/forward_list.h, bits/stl_tree.h,
// bits/hashtable_policy.h
template <class T>
inline constexpr node_layout list_node = {round_up(16, alignof(T)),
                                          sizeof(std::_List_node<T>)};
template <class T>
inline constexpr node_layout forward_list_node = {
    round_up(8, alignof(T)), sizeof(std::_Fwd_list_node<T>)};
template <class T>
inline constexpr node_layout tree_node = {round_up(32, alignof(T)),
                                          sizeof(std::_Rb_tree_node<T>)};
template <class Handle> struct handle_node;
template <class K, class V, class NodeAllocator>
struct handle_node<std::_Node_handle<K, V, NodeAllocator>> {
  using type = typename std::allocator_traits<NodeAllocator>::value_type;
};
template <class C>
inline constexpr node_layout hash_node = {
    round_up(8, alignof(typename C::value_type)),
    sizeof(typename handle_node<typename C::node_type>::type)};
#else
// list, forward_list, __tree, __hash_table. A tree's header has 25 bytes, and
// the element may lie in its tail padding.
template <class T>
inline constexpr node_layout list_node = {round_up(16, alignof(T)),
                                          sizeof(std::__list_node<T, void *>)};
template <class T>
inline constexpr node_layout forward_list_node = {
    round_up(8, alignof(T)), sizeof(std::__forward_list_node<T, void *>)};
template <class T>
inline constexpr node_layout tree_node = {
    round_up(25, alignof(T)),
    round_up(round_up(25, alignof(T)) + sizeof(T), max_size(8, alignof(T)))};
template <class C>
inline constexpr node_layout hash_node = {
    round_up(16, alignof(typename C::value_type)),
    round_up(round_up(16, alignof(typename C::value_type)) +
                 sizeof(typename C::value_type),
             max_size(8, alignof(typename C::value_type)))};
#endif

/// Walks a range of nodes.
template <class C> void visit_nodes(walker &w, const C &c, node_layout layout) {
  using value_type = typename C::value_type;
  const auto allocator = c.get_allocator();
  ++access::depth(w);
  std::size_t i = 0;
  for (const value_type &element : c) {
    access::scope step(w, {step_kind::element, nullptr, i++},
                       std::addressof(element), record_of<value_type>());
    allocated(w, allocator,
              reinterpret_cast<const char *>(std::addressof(element)) -
                  layout.element_offset,
              layout.node_size);
    visit(w, element);
  }
  --access::depth(w);
}

/// A comparator, hash function, key equality or the like kept by a container.
template <class F> void visit_policy(walker &w, const char *what) {
  if constexpr (!is_flat<F>())
    access::opaque(w, type_name<F>, sizeof(F), what);
}

template <class C, class T> struct walk_list : never_flat<C> {
  static void walk(walker &w, const C &c) {
    if (!access::postpone(w, c))
      visit_nodes(w, c, list_node<T>);
  }
};
template <class T, class A>
struct walk_traits<std::list<T, A>> : walk_list<std::list<T, A>, T> {};

template <class T, class A>
struct walk_traits<std::forward_list<T, A>> : never_flat<T> {
  static void walk(walker &w, const std::forward_list<T, A> &c) {
    if (!access::postpone(w, c))
      visit_nodes(w, c, forward_list_node<T>);
  }
};

/// The links of a tree's nodes, for a walk in any order. Null where the root
/// cannot be read.
#if HEAPWISE_LIBSTDCXX
using tree_link = const std::_Rb_tree_node_base *; // bits/stl_tree.h
template <class C> tree_link tree_root(const C &c) {
  return c.end()._M_node->_M_parent;
}
inline tree_link left_of(tree_link node) { return node->_M_left; }
inline tree_link right_of(tree_link node) { return node->_M_right; }
#else
using tree_link = const void *; // __tree: {begin, root, size}; {left, right}
template <class C> tree_link tree_root(const C &c) {
  return sizeof(C) == 24 ? read_at<const void *>(&c, 8) : nullptr;
}
inline tree_link left_of(tree_link node) {
  return read_at<const void *>(node, 0);
}
inline tree_link right_of(tree_link node) {
  return read_at<const void *>(node, 8);
}
#endif

/// Counts the nodes of a tree from the top down. The nodes of a large tree are
/// spread over memory; in key order each would be waited for, here several are
/// fetched at a time.
template <class C>
void count_tree(walker &w, const C &c, tree_link root, node_layout layout) {
  constexpr std::size_t window = 8;
  const auto allocator = c.get_allocator();
  std::array<tree_link, window> fetched{};
  std::vector<tree_link> pending = {root};
  std::size_t in_flight = 0;
  ++access::depth(w);
  for (std::size_t i = 0; in_flight || !pending.empty(); ++i) {
    tree_link &slot = fetched[i % window];
    if (slot) {
      const char *node = reinterpret_cast<const char *>(slot);
      allocated(w, allocator, node, layout.node_size);
      visit(w, *reinterpret_cast<const typename C::value_type *>(
                   node + layout.element_offset));
      for (tree_link child : {left_of(slot), right_of(slot)})
        if (child)
          pending.push_back(child);
      --in_flight;
      slot = nullptr;
    }
    if (!pending.empty()) {
      slot = pending.back();
      pending.pop_back();
      // The word before a block belongs to the allocator, which reads it.
      __builtin_prefetch(reinterpret_cast<const char *>(slot) - 8);
      __builtin_prefetch(slot);
      ++in_flight;
    }
  }
  --access::depth(w);
}

template <class C> struct walk_tree : never_flat<C> {
  static void walk(walker &w, const C &c) {
    if (access::postpone(w, c))
      return;
    visit_policy<typename C::key_compare>(w, "comparator with state");
    constexpr node_layout layout = tree_node<typename C::value_type>;
    const tree_link root = c.empty() ? nullptr : tree_root(c);
    if (root && !access::observed(w))
      count_tree(w, c, root, layout);
    else
      visit_nodes(w, c, layout);
  }
};
template <class K, class V, class L, class A>
struct walk_traits<std::map<K, V, L, A>> : walk_tree<std::map<K, V, L, A>> {};
template <class K, class V, class L, class A>
struct walk_traits<std::multimap<K, V, L, A>>
    : walk_tree<std::multimap<K, V, L, A>> {};
template <class K, class L, class A>
struct walk_traits<std::set<K, L, A>> : walk_tree<std::set<K, L, A>> {};
template <class K, class L, class A>
struct walk_traits<std::multiset<K, L, A>> : walk_tree<std::multiset<K, L, A>> {
};

template <class C> struct walk_hash : never_flat<C> {
  static void walk(walker &w, const C &c) {
    if (access::postpone(w, c))
      return;
    visit_policy<typename C::hasher>(w, "hash function with state");
    visit_policy<typename C::key_equal>(w, "key equality with state");
#if HEAPWISE_LIBSTDCXX
    // bits/hashtable.h: {buckets, bucket count, before begin, element count,
    // rehash policy of two words, single bucket}, after stateful policies.
    const void *buckets = read_at<const void *>(&c, sizeof(C) - 56);
#else
    const void *buckets = read_at<const void *>(&c, 0); // __hash_table
#endif
    if (buckets && !is_inside(buckets, c))
      allocated(w, c.get_allocator(), buckets,
                c.bucket_count() * sizeof(void *));
    visit_nodes(w, c, hash_node<C>);
  }
};
template <class K, class V, class H, class E, class A>
struct walk_traits<std::unordered_map<K, V, H, E, A>>
    : walk_hash<std::unordered_map<K, V, H, E, A>> {};
template <class K, class V, class H, class E, class A>
struct walk_traits<std::unordered_multimap<K, V, H, E, A>>
    : walk_hash<std::unordered_multimap<K, V, H, E, A>> {};
template <class K, class H, class E, class A>
struct walk_traits<std::unordered_set<K, H, E, A>>
    : walk_hash<std::unordered_set<K, H, E, A>> {};
template <class K, class H, class E, class A>
struct walk_traits<std::unordered_multiset<K, H, E, A>>
    : walk_hash<std::unordered_multiset<K, H, E, A>> {};
/// @}

/// \name Adaptors
/// @{

template <class Adaptor> struct walk_adaptor {
  using container = typename Adaptor::container_type;
  static constexpr bool flat = is_flat<container>();
  static void walk(walker &w, const Adaptor &a) {
    struct open : Adaptor { // the container is a protected member
      static const container &of(const Adaptor &a) { return a.*(&open::c); }
    };
    visit(w, open::of(a));
  }
};
template <class T, class C>
struct walk_traits<std::stack<T, C>> : walk_adaptor<std::stack<T, C>> {};
template <class T, class C>
struct walk_traits<std::queue<T, C>> : walk_adaptor<std::queue<T, C>> {};
template <class T, class C, class L>
struct walk_traits<std::priority_queue<T, C, L>>
    : walk_adaptor<std::priority_queue<T, C, L>> {};
/// @}

/// \name Values in place
/// @{

template <class T, std::size_t N> struct walk_traits<std::array<T, N>> {
  static constexpr bool flat = N == 0 || is_flat<T>();
  static void walk(walker &w, const std::array<T, N> &a) {
    visit_elements(w, a);
  }
};

template <class A, class B> struct walk_traits<std::pair<A, B>> {
  static constexpr bool flat = is_flat<A>() && is_flat<B>();
  static void walk(walker &w, const std::pair<A, B> &p) {
    if constexpr (!std::is_reference_v<A>)
      w.member("first", p.first);
    if constexpr (!std::is_reference_v<B>)
      w.member("second", p.second);
  }
};

template <class... T> struct walk_traits<std::tuple<T...>> {
  static constexpr bool flat = (is_flat<T>() && ...);
  static void walk(walker &w, const std::tuple<T...> &t) {
    walk_each(w, t, std::index_sequence_for<T...>());
  }

private:
  template <std::size_t... I>
  static void walk_each(walker &w, const std::tuple<T...> &t,
                        std::index_sequence<I...>) {
    (walk_one<I, T>(w, t), ...);
  }
  template <std::size_t I, class E>
  static void walk_one(walker &w, const std::tuple<T...> &t) {
    if constexpr (!std::is_reference_v<E>) {
      access::scope step(w, {step_kind::slot, nullptr, I},
                         std::addressof(std::get<I>(t)), record_of<E>());
      visit(w, std::get<I>(t));
    }
  }
};

template <class T> struct walk_traits<std::optional<T>> {
  static constexpr bool flat = is_flat<T>();
  static void walk(walker &w, const std::optional<T> &o) {
    if (o)
      visit(w, *o);
  }
};

template <class... T> struct walk_traits<std::variant<T...>> {
  static constexpr bool flat = (is_flat<T>() && ...);
  static void walk(walker &w, const std::variant<T...> &v) {
    if (!v.valueless_by_exception())
      std::visit([&](const auto &value) { visit(w, value); }, v);
  }
};

#ifdef __cpp_lib_expected
template <class T, class E> struct walk_traits<std::expected<T, E>> {
  static constexpr bool flat = is_flat<T>() && is_flat<E>();
  static void walk(walker &w, const std::expected<T, E> &e) {
    if (!e)
      visit(w, e.error());
    else if constexpr (!std::is_void_v<T>)
      visit(w, *e);
  }
};
#endif
/// @}

/// \name Handles
/// @{

template <class T, class D>
struct walk_traits<std::unique_ptr<T, D>> : never_flat<T> {
  using type = std::unique_ptr<T, D>;
  static void walk(walker &w, const type &p) {
    if (!p)
      return;
    // Not part of the guarded object, but of this one.
    if constexpr (!std::is_reference_v<D> && !is_flat<D>())
      w.member("<deleter>", p.get_deleter());
    if constexpr (!std::is_pointer_v<typename type::pointer>) {
      access::opaque(w, type_name<type>, 0, "unique_ptr of a fancy pointer");
    } else if constexpr (deletes_object<std::remove_reference_t<D>>::value) {
      access::owned(w, p.get());
    } else if constexpr (std::is_same_v<D, void (*)(void *)>) {
      if (p.get_deleter() == &std::free)
        access::owned(w, p.get());
      else
        unknown(w);
    } else {
      unknown(w);
    }
  }

private:
  static void unknown(walker &w) {
    access::opaque(w, type_name<T>, 0, "unique_ptr with a deleter of its own");
  }
};

template <class T>
struct walk_traits<std::unique_ptr<T[], std::default_delete<T[]>>>
    : never_flat<T> {
  static void walk(walker &w, const std::unique_ptr<T[]> &p) {
    if (!p)
      return;
    if constexpr (!is_complete<T>::value)
      access::opaque(w, type_name<T>, 0, "array of an incomplete type");
    else if constexpr (has_class_array_new<T>::value)
      access::foreign(w, p.get(), 0, "operator new[] of the class");
    else
      access::array(w, p.get());
  }
};

/// Both libraries keep {element pointer, control block} in a shared_ptr and in
/// a weak_ptr.
template <class T> struct walk_traits<std::shared_ptr<T>> : never_flat<T> {
  static void walk(walker &w, const std::shared_ptr<T> &p) {
    static_assert(sizeof(p) == 2 * sizeof(void *));
    access::shared(w, read_at<const void *>(&p, sizeof(void *)), p.get());
  }
};

template <class T> struct walk_traits<std::weak_ptr<T>> : never_flat<T> {
  static void walk(walker &w, const std::weak_ptr<T> &p) {
    static_assert(sizeof(p) == 2 * sizeof(void *));
    access::weak(w, reinterpret_cast<const char *>(&p) + sizeof(void *));
  }
};

/// Has the weak_ptr of the object to itself and nothing else.
template <class T>
struct walk_traits<std::enable_shared_from_this<T>> : never_flat<T> {
  static void walk(walker &w, const std::enable_shared_from_this<T> &e) {
    static_assert(sizeof(e) == 2 * sizeof(void *));
    access::weak(w, reinterpret_cast<const char *>(&e) + sizeof(void *));
  }
};
/// @}

/// \name Type-erased values
/// @{

/// The target of a type-erased wrapper: its address, if it is known.
inline void visit_erased(walker &w, const std::type_info &type,
                         const void *target, const void *block,
                         std::size_t size, const char *reason) {
  const type_record *record = registry::find(type);
  if (block)
    access::unique_block(w, block, size);
  if (!record)
    access::opaque(w, demangle(type), block ? usable_size(block) : 0, reason);
  else
    access::follow(w, *record, target);
}

template <> struct walk_traits<std::any> : never_flat<void> {
  static void walk(walker &w, const std::any &a);
};

template <class S> struct walk_traits<std::function<S>> : never_flat<S> {
  static void walk(walker &w, const std::function<S> &f) {
    if (!f)
      return;
    const std::type_info &type = f.target_type();
    access::scope step(w, {step_kind::target, nullptr, 0});
#if HEAPWISE_LIBSTDCXX
    // bits/std_function.h: the manager gives the address of the target.
    const auto &base = (const std::_Function_base &)f;
    std::_Any_data result;
    base._M_manager(result, base._M_functor, std::__get_functor_ptr);
    const void *target = result._M_access<void *>();
    const bool inside = is_inside(target, f);
    const type_record *record = registry::find(type);
    visit_erased(w, type, target, inside ? nullptr : target,
                 record ? record->size : 0, reason);
#else
    // __functional/function.h: the target follows the virtual table of a
    // __func, which is in the wrapper or in a block of its own.
    const void *holder = read_at<const void *>(&f, 32);
    const bool inside = is_inside(holder, f);
    const type_record *record = registry::find(type);
    const std::size_t alignment = record ? record->alignment : 8;
    const std::size_t offset = round_up(sizeof(void *), alignment);
    visit_erased(
        w, type, static_cast<const char *>(holder) + offset,
        inside ? nullptr : holder,
        record ? round_up(offset + record->size, max_size(8, alignment)) : 0,
        reason);
#endif
  }

private:
  static constexpr const char *reason =
      "target of a std::function whose type is not registered";
};
/// @}

/// \name No memory of their own
/// @{

struct always_flat {
  static constexpr bool flat = true;
};
template <> struct walk_traits<std::exception> : always_flat {};
template <> struct walk_traits<std::mutex> : always_flat {};
template <> struct walk_traits<std::timed_mutex> : always_flat {};
template <> struct walk_traits<std::recursive_mutex> : always_flat {};
template <> struct walk_traits<std::recursive_timed_mutex> : always_flat {};
template <> struct walk_traits<std::shared_mutex> : always_flat {};
template <> struct walk_traits<std::shared_timed_mutex> : always_flat {};
template <> struct walk_traits<std::condition_variable> : always_flat {};
template <class M> struct walk_traits<std::lock_guard<M>> : always_flat {};
template <class M> struct walk_traits<std::unique_lock<M>> : always_flat {};
template <class M> struct walk_traits<std::shared_lock<M>> : always_flat {};
template <class... M>
struct walk_traits<std::scoped_lock<M...>> : always_flat {};
/// @}

template <> struct walk_traits<std::filesystem::path> : never_flat<void> {
  static void walk(walker &w, const std::filesystem::path &p) {
    visit(w, p.native());
#if HEAPWISE_LIBSTDCXX
    // bits/fs_path.h, path::_List: the low two bits of the pointer are a tag.
    constexpr std::size_t offset = sizeof(std::filesystem::path::string_type);
    const auto word = read_at<std::uintptr_t>(&p, offset);
    const void *components =
        reinterpret_cast<const void *>(word & ~std::uintptr_t(3));
    if (!components)
      return;
    access::unique_block(w, components, 0);
    const auto *begin = static_cast<const char *>(components);
    for (auto it = p.begin(); it != p.end(); ++it) {
      const auto *component = reinterpret_cast<const char *>(&*it);
      if (component >= begin && component < begin + usable_size(components))
        visit(w, it->native());
    }
#endif
  }
};

} // namespace heapwise::detail

#include "heapwise/detail/walk_any.h"

#endif // HEAPWISE_DETAIL_WALK_STD_H
