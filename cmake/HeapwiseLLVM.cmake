# Finds the LLVM named by HEAPWISE_LLVM and defines
#
#   heapwise_llvm          how to compile code that includes LLVM's headers
#   heapwise_llvm_shared   the same, and link clang-cpp and LLVM
#   HEAPWISE_LLVM_PREFIX   /usr/lib/llvm-N, where its tools and libraries are
#
# find_package(Clang) checks every file of the export set, so it also says
# which Debian package is missing when only half of a toolchain is installed.

set(_heapwise_prefix "/usr/lib/llvm-${HEAPWISE_LLVM}")
set(HEAPWISE_LLVM_PREFIX "${_heapwise_prefix}" CACHE PATH
  "Prefix of the LLVM installation to build for")

find_package(Clang CONFIG REQUIRED NO_DEFAULT_PATH
  PATHS "${HEAPWISE_LLVM_PREFIX}/lib/cmake/clang")
if(NOT LLVM_VERSION_MAJOR EQUAL HEAPWISE_LLVM)
  message(FATAL_ERROR "HEAPWISE_LLVM is ${HEAPWISE_LLVM}, but "
    "${HEAPWISE_LLVM_PREFIX} holds LLVM ${LLVM_PACKAGE_VERSION}")
endif()
message(STATUS "Heapwise ${PROJECT_VERSION} for LLVM ${LLVM_PACKAGE_VERSION} "
  "in ${HEAPWISE_LLVM_PREFIX}")

separate_arguments(_heapwise_llvm_definitions NATIVE_COMMAND
  "${LLVM_DEFINITIONS}")

add_library(heapwise_llvm INTERFACE)
# After the compiler's own directories: beside LLVM's headers lie libc++abi's
# when that is installed, and its <cxxabi.h> is not the compiler's.
set(_heapwise_llvm_includes ${CLANG_INCLUDE_DIRS} ${LLVM_INCLUDE_DIRS})
list(REMOVE_DUPLICATES _heapwise_llvm_includes)
foreach(_dir IN LISTS _heapwise_llvm_includes)
  target_compile_options(heapwise_llvm INTERFACE "SHELL:-idirafter ${_dir}")
endforeach()
target_compile_definitions(heapwise_llvm INTERFACE
  HEAPWISE_VERSION="${PROJECT_VERSION}")
target_compile_options(heapwise_llvm INTERFACE
  ${_heapwise_llvm_definitions}
  # LLVM is built without RTTI: with it, our vtables would refer to type
  # information that no LLVM library holds.
  -fno-rtti -fno-exceptions -Wall -Wextra)

add_library(heapwise_llvm_shared INTERFACE)
target_link_libraries(heapwise_llvm_shared INTERFACE heapwise_llvm clang-cpp LLVM)
