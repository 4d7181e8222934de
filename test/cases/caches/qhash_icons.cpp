// pattern: QHash stand-in as a member; contains/insert/value
// evidence: likely
#include <string>

class QString {
 public:
  QString();
  QString(const char*);
  QString(const QString&);
  QString operator+(const QString&) const;
};
class QIcon {
 public:
  QIcon();
  explicit QIcon(const QString& path);
};
template <class K, class V>
class QHash {
 public:
  struct iterator {
    V* v;
  };
  QHash();
  bool contains(const K& k) const;
  const V value(const K& k) const;
  iterator insert(const K& k, const V& v);
  V& operator[](const K& k);
  int size() const;
  int remove(const K& k);
  void clear();
};

class IconProvider {
 public:
  QIcon iconFor(const QString& path) {
    if (!m_icons.contains(path)) {
#ifdef FIXED
      if (m_icons.size() > 400) m_icons.clear();
#endif
      m_icons.insert(path, QIcon(path));  // EXPECT-ANY: cache
    }
    return m_icons.value(path);
  }
  static IconProvider* instance();

 private:
  QHash<QString, QIcon> m_icons;  // EXPECT-ANY: cache
};

static IconProvider theProvider;
IconProvider* IconProvider::instance() { return &theProvider; }

QIcon fileIcon(const QString& dir, const QString& name) { return IconProvider::instance()->iconFor(dir + "/" + name); }
