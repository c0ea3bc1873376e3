# The lexicon's data files, laid beside the command (share/kembar) so that it finds them unaided.
# What is under CC BY-SA stays in a folder of its own and can be left out.
set(data_folder ${CMAKE_CURRENT_SOURCE_DIR}/src/lexicon/data)
file(GLOB_RECURSE data_files RELATIVE ${data_folder} CONFIGURE_DEPENDS ${data_folder}/*)
if(NOT KEMBAR_CC_BY_SA)
  list(FILTER data_files EXCLUDE REGEX "^cc-by-sa/")
endif()

include(cmake/lexicon.cmake)

set(data_copies ${bilingual_map})
foreach(file IN LISTS data_files)
  set(copy ${CMAKE_CURRENT_BINARY_DIR}/share/kembar/${file})
  add_custom_command(OUTPUT ${copy}
    COMMAND ${CMAKE_COMMAND} -E copy ${data_folder}/${file} ${copy}
    DEPENDS ${data_folder}/${file}
    COMMENT "Copying ${file}"
    VERBATIM)
  list(APPEND data_copies ${copy})
endforeach()
add_custom_target(kembar_data ALL DEPENDS ${data_copies})
add_dependencies(kembar_cli kembar_data)
