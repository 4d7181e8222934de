# What `cmake --install` puts where. The runtime library installs itself.

# Not lib/<triple>: the modules are given to clang-tidy and clang by path, and
# the path should be the same one on every machine.
set(HEAPWISE_MODULE_DIR "lib" CACHE STRING
  "Where the clang-tidy module and the compiler plugin are installed")

install(TARGETS heapwise heapwise-clang
  LIBRARY DESTINATION "${HEAPWISE_MODULE_DIR}" COMPONENT tools)
install(TARGETS heapwise-tidy heapwise-clangd heapwise-tool
  RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT tools)
install(DIRECTORY docs/ DESTINATION "${CMAKE_INSTALL_DOCDIR}" COMPONENT docs
  FILES_MATCHING PATTERN "*.md")
install(FILES README.md LICENSE
  DESTINATION "${CMAKE_INSTALL_DOCDIR}" COMPONENT docs)

# find_package(HeapwiseTools): heapwise_lint(<target>) for a project's own
# build.
include(CMakePackageConfigHelpers)
configure_package_config_file(cmake/HeapwiseToolsConfig.cmake.in
  "${PROJECT_BINARY_DIR}/HeapwiseToolsConfig.cmake"
  INSTALL_DESTINATION "${CMAKE_INSTALL_LIBDIR}/cmake/HeapwiseTools"
  PATH_VARS CMAKE_INSTALL_BINDIR HEAPWISE_MODULE_DIR)
write_basic_package_version_file(
  "${PROJECT_BINARY_DIR}/HeapwiseToolsConfigVersion.cmake"
  COMPATIBILITY SameMinorVersion)
install(FILES
  "${PROJECT_BINARY_DIR}/HeapwiseToolsConfig.cmake"
  "${PROJECT_BINARY_DIR}/HeapwiseToolsConfigVersion.cmake"
  DESTINATION "${CMAKE_INSTALL_LIBDIR}/cmake/HeapwiseTools" COMPONENT tools)
