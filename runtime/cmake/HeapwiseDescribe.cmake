#===-- HeapwiseDescribe.cmake - Descriptions of a target's classes -----------===#
#
# Part of Heapwise, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#
#===--------------------------------------------------------------------------===#
#
# heapwise_describe(<target> [SOURCES <file>...])
#
# Lets the runtime library see the private members of the classes that the
# headers of the target's sources define, also when the compiler is g++: runs
# `heapwise describe` on the sources (all of the target's, or those given)
# before the target is compiled, and has every C++ source of the target include
# the result first. Classes that are defined in the sources themselves are not
# described: run `heapwise describe --main-file` and include its output after
# the definitions.
#
# HEAPWISE_TOOL, a program or a target, is the heapwise command; it is looked
# for in the PATH.
#
#===--------------------------------------------------------------------------===#

include_guard(GLOBAL)

function(heapwise_describe target)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "SOURCES")
  if(NOT HEAPWISE_TOOL)
    if(TARGET heapwise-tool)
      set(HEAPWISE_TOOL heapwise-tool)
    else()
      find_program(HEAPWISE_TOOL heapwise)
    endif()
  endif()
  if(NOT HEAPWISE_TOOL)
    message(FATAL_ERROR "heapwise_describe: set HEAPWISE_TOOL to the heapwise "
                        "command")
  endif()

  get_target_property(source_dir ${target} SOURCE_DIR)
  if(NOT ARG_SOURCES)
    get_target_property(ARG_SOURCES ${target} SOURCES)
    list(FILTER ARG_SOURCES INCLUDE REGEX "\\.(cc|cpp|cxx|C)$")
  endif()
  set(sources)
  foreach(source IN LISTS ARG_SOURCES)
    cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY "${source_dir}")
    list(APPEND sources "${source}")
  endforeach()

  set(output "${CMAKE_CURRENT_BINARY_DIR}/heapwise/${target}_descriptions.h")
  set(includes "$<TARGET_PROPERTY:${target},INCLUDE_DIRECTORIES>")
  set(definitions "$<TARGET_PROPERTY:${target},COMPILE_DEFINITIONS>")
  set(standard "$<TARGET_PROPERTY:${target},CXX_STANDARD>")
  file(MAKE_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}/heapwise")
  add_custom_command(
    OUTPUT "${output}"
    COMMAND
      ${HEAPWISE_TOOL} describe -o "${output}" ${sources} --
      "-std=c++$<IF:$<BOOL:${standard}>,${standard},17>"
      "$<$<BOOL:${includes}>:-I$<JOIN:${includes},;-I>>"
      "$<$<BOOL:${definitions}>:-D$<JOIN:${definitions},;-D>>"
    DEPENDS ${sources} ${HEAPWISE_TOOL}
    COMMENT "Describing the classes of ${target}"
    COMMAND_EXPAND_LISTS VERBATIM)
  add_custom_target(${target}_descriptions DEPENDS "${output}")
  add_dependencies(${target} ${target}_descriptions)
  target_compile_options(
    ${target} PRIVATE "$<$<COMPILE_LANGUAGE:CXX>:SHELL:-include \"${output}\">")
  set_property(
    SOURCE ${sources}
    TARGET_DIRECTORY ${target}
    APPEND
    PROPERTY OBJECT_DEPENDS "${output}")
endfunction()
