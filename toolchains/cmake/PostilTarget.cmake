# postil_target(NAME): warnings, sanitizers and floating-point rules that every target of this house shares.
function(postil_target name)
  target_compile_options(${name} PRIVATE -Wall -Wextra -Wshadow -Wno-unused-parameter -ffp-contract=off)
  if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_FLAGS MATCHES "-fsanitize")
    # GCC's manual: sanitizers lead this warning astray; it is on in the builds without them.
    target_compile_options(${name} PRIVATE -Wno-maybe-uninitialized)
  endif()
  if(POSTIL_WERROR)
    target_compile_options(${name} PRIVATE -Werror)
  endif()
endfunction()

# postil_sources(VARIABLE DIR...): the .cc files of these folders, found again when one is added.
function(postil_sources variable)
  set(found "")
  foreach(dir ${ARGN})
    file(GLOB here CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${dir}/*.cc)
    list(APPEND found ${here})
  endforeach()
  set(${variable} ${found} PARENT_SCOPE)
endfunction()
