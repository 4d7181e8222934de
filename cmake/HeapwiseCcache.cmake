# Compiles through ccache when it is there; nothing depends on it.

find_program(HEAPWISE_CCACHE ccache)
mark_as_advanced(HEAPWISE_CCACHE)
if(HEAPWISE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # A precompiled header defeats the direct mode unless ccache is told that
  # the header's own macros and time stamps do not matter.
  set(CMAKE_CXX_COMPILER_LAUNCHER
    "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros
    "${HEAPWISE_CCACHE}")
endif()
