# Compiles through ccache when it is there; nothing depends on it.

find_program(HEAPWISE_CCACHE ccache)
mark_as_advanced(HEAPWISE_CCACHE)
if(HEAPWISE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # Paths relative to the sources: another clone or worktree has hits as well.
  set(CMAKE_CXX_COMPILER_LAUNCHER
    "${CMAKE_COMMAND}" -E env "CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}"
    "${HEAPWISE_CCACHE}")
endif()
