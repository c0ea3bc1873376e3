# Relative, so that the installed folder may move.
file(RELATIVE_PATH prefix_from_pc
  ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
configure_file(kembar.pc.in kembar.pc @ONLY)

install(TARGETS kembar_cli kembar kembar_shared)
install(DIRECTORY include/kembar DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/kembar.pc
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
install(FILES LICENSE NOTICE DESTINATION ${CMAKE_INSTALL_DOCDIR})
foreach(file IN LISTS data_files)
  get_filename_component(folder ${file} DIRECTORY)
  install(FILES ${data_folder}/${file} DESTINATION ${CMAKE_INSTALL_DATADIR}/kembar/${folder})
endforeach()
install(FILES ${bilingual_map} DESTINATION ${CMAKE_INSTALL_DATADIR}/kembar)
