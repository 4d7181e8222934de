//===-- lru_cache.h - A map that forgets ------------------------*- C++ -*-===//
//
// Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef HEAPWISE_LRU_CACHE_H
#define HEAPWISE_LRU_CACHE_H

#include <cstddef>
#include <functional>
#include <list>
#include <unordered_map>
#include <utility>

namespace heapwise {

/// A map of at most `capacity()` entries. One more puts out the entry that was
/// not asked for the longest.
///
/// All operations on one key take constant time on average. An entry costs two
/// allocations, one of the list and one of the index; the key is stored once.
/// Pointers to values stay valid until their entry is put out or erased. Not
/// thread-safe: a look changes the order, so that readers need the lock too.
template <typename Key, typename Value, typename Hash = std::hash<Key>,
          typename Equal = std::equal_to<Key>>
class lru_cache {
  using entry_list = std::list<std::pair<const Key, Value>>;

public:
  using key_type = Key;
  using mapped_type = Value;
  using value_type = std::pair<const Key, Value>;
  using size_type = std::size_t;
  /// From the entry asked for last to the one that goes next.
  using const_iterator = typename entry_list::const_iterator;

  /// A cache of at most \p capacity entries. With 0 nothing is ever kept; there
  /// is no value that means "without limit".
  explicit lru_cache(size_type capacity) : capacity_(capacity) {}

  // The index has iterators and references into the list: a move keeps them, a
  // copy does not.
  lru_cache(const lru_cache &) = delete;
  lru_cache &operator=(const lru_cache &) = delete;
  lru_cache(lru_cache &&) = default;
  lru_cache &operator=(lru_cache &&) = default;

  /// The value of \p key, which is now the one asked for last, or null.
  Value *get(const Key &key) {
    auto found = index_.find(std::cref(key));
    if (found == index_.end())
      return nullptr;
    entries_.splice(entries_.begin(), entries_, found->second);
    return &found->second->second;
  }

  /// True if there is an entry of \p key; the order does not change.
  bool contains(const Key &key) const {
    return index_.find(std::cref(key)) != index_.end();
  }

  /// Sets the value of \p key and makes it the one asked for last.
  void put(Key key, Value value) {
    if (Value *known = get(key)) {
      *known = std::move(value);
      return;
    }
    if (capacity_ != 0)
      insert(std::move(key), std::move(value));
  }

  /// The value of \p key; makes one with \p make(key) if there is none. The
  /// value is returned by value, as with a capacity of 0 none is kept. If
  /// \p make throws, the cache is as before.
  template <typename Make> Value get_or_make(const Key &key, Make &&make) {
    if (Value *known = get(key))
      return *known;
    Value value = std::forward<Make>(make)(key);
    put(key, value);
    return value;
  }

  /// Takes the entry of \p key out; returns false if there is none.
  bool erase(const Key &key) {
    auto found = index_.find(std::cref(key));
    if (found == index_.end())
      return false;
    auto entry = found->second;
    index_.erase(found);
    entries_.erase(entry);
    return true;
  }

  /// Takes all entries out. Linear in size().
  void clear() {
    index_.clear();
    entries_.clear();
  }

  /// Changes the capacity and puts out what is too much. Linear in the number
  /// of entries put out.
  void set_capacity(size_type capacity) {
    capacity_ = capacity;
    shrink_to(capacity_);
  }

  size_type capacity() const { return capacity_; }
  size_type size() const { return entries_.size(); }
  bool empty() const { return entries_.empty(); }

  const_iterator begin() const { return entries_.begin(); }
  const_iterator end() const { return entries_.end(); }

private:
  // The index refers to the keys in the list instead of having copies.
  using key_reference = std::reference_wrapper<const Key>;
  struct reference_hash {
    std::size_t operator()(key_reference key) const { return hash(key.get()); }
    Hash hash;
  };
  struct reference_equal {
    bool operator()(key_reference a, key_reference b) const {
      return equal(a.get(), b.get());
    }
    Equal equal;
  };

  void insert(Key key, Value value) {
    entries_.emplace_front(std::move(key), std::move(value));
    try {
      index_.emplace(std::cref(entries_.front().first), entries_.begin());
    } catch (...) {
      entries_.pop_front();
      throw;
    }
    shrink_to(capacity_);
  }

  void shrink_to(size_type most) {
    while (entries_.size() > most) {
      index_.erase(std::cref(entries_.back().first));
      entries_.pop_back();
    }
  }

  size_type capacity_;
  entry_list entries_;
  std::unordered_map<key_reference, typename entry_list::iterator,
                     reference_hash, reference_equal>
      index_;
};

} // namespace heapwise

#endif // HEAPWISE_LRU_CACHE_H
