# heapwise_add_plugin(<target> OUTPUT_NAME <name> OBJECTS <object library>...
#                     [ARCHIVES <static library>...])
#
# A module that links nothing of LLVM and refers to LLVM's symbols weakly.
#
# Nothing of LLVM: the host has it already, and a second copy would register
# every command-line option twice and abort.
#
# Weakly: dlopen refuses a module with an unresolved reference to a variable
# before any code of the module runs, and clang-tidy goes on without it. With
# weak references the module loads in every LLVM, and HostGuard.cpp gets to
# say what is wrong.
function(heapwise_add_plugin target)
  cmake_parse_arguments(ARG "" "OUTPUT_NAME" "OBJECTS;ARCHIVES" ${ARGN})
  set(objects)
  foreach(library IN LISTS ARG_OBJECTS)
    list(APPEND objects "$<TARGET_OBJECTS:${library}>")
  endforeach()
  set(archives)
  foreach(archive IN LISTS ARG_ARCHIVES)
    list(APPEND archives "$<TARGET_FILE:${archive}>")
  endforeach()

  set(combined "${CMAKE_CURRENT_BINARY_DIR}/${target}.weak.o")
  add_custom_command(OUTPUT "${combined}"
    COMMAND "${CMAKE_CXX_COMPILER}" -nostdlib -r -o "${combined}"
      ${objects} ${archives}
    COMMAND "${HEAPWISE_LLVM_PREFIX}/bin/llvm-objcopy" --wildcard
      "--weaken-symbol=*4llvm*" "--weaken-symbol=*5clang*"
      "--weaken-symbol=LLVM*" "${combined}"
    DEPENDS ${ARG_OBJECTS} ${objects} ${archives}
    COMMAND_EXPAND_LISTS VERBATIM
    COMMENT "Weakening references to LLVM in ${target}")

  add_library(${target} MODULE HostGuard.cpp "${combined}")
  target_link_libraries(${target} PRIVATE heapwise_llvm ${CMAKE_DL_LIBS})
  set_source_files_properties("${combined}" PROPERTIES
    EXTERNAL_OBJECT ON GENERATED ON)
  set_target_properties(${target} PROPERTIES
    PREFIX "" OUTPUT_NAME "${ARG_OUTPUT_NAME}")
endfunction()
