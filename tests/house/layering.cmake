# Who may include whom. Fails with file and line text for every include against the direction.
# Each row: folder | regular expression of what its files must not include.
set(services accounts catalog orders payments shipping-adapters storefront)
set(outside "(cppconn|mysql|pistache|hiredis|curl/|spdlog)")
set(rows "keel|(accounts|catalog|orders|payments|shipping-adapters|storefront|deploy)/")
foreach(service IN LISTS services)
  list(APPEND rows
    "${service}|${outside}"
    "${service}/domain|(${service}/(flows|store|http|events|carriers|providers|routes|backends)/|keel/(sql|http|redis|outbox|idempotency|service|auth)/|nlohmann|xapian|vips)"
    "${service}/store|(${service}/(flows|http|events)/|keel/http/server|keel/service/)"
    "${service}/flows|(${service}/http/|keel/http/server|keel/service/)"
    "${service}/http|(${service}/(store|events)/)"
    "${service}/events|(${service}/(store|http)/|keel/(http/(server|handlers|answers)|service/))")
  set(others ${services})
  list(REMOVE_ITEM others ${service})
  list(JOIN others "|" others)
  list(APPEND rows "${service}|(${others}|deploy)/")
endforeach()
# The storefront's rooms: routes → backends, view, web; web → view, backends; backends and view stand alone. Routes never ask peers themselves.
list(APPEND rows
  "storefront/view|(storefront/(routes|backends|web)/|keel/(http/client|sql|redis|outbox))"
  "storefront/web|(storefront/routes/|keel/(sql|outbox))"
  "storefront/backends|(storefront/(routes|view|web)/|keel/(sql|redis|outbox))"
  "storefront/routes|keel/(http/client|sql|redis|outbox)"
  "storefront|keel/(sql|outbox|idempotency)/"
  "shipping-adapters/carriers|shipping-adapters/(flows|store|http|events)/")
# Rooms only one service has: what stands on nothing but the domain, and the search index, which is read from the store.
list(APPEND rows
  "catalog/media|(catalog/(flows|store|http|events|search)/|keel/(sql|http|redis|outbox|idempotency|service|auth)/)"
  "catalog/search|(catalog/(flows|http|events|media)/|keel/(http/(server|handlers|answers)|redis|outbox|idempotency|service|auth)/)"
  "payments/providers|payments/(flows|store|http|events)/"
  "accounts/gateway|accounts/(store|http|events)/"
  "accounts/keys|accounts/(flows|store|http|events|gateway)/"
  "shipping-adapters/peers|shipping-adapters/(flows|store|http|events)/")
list(APPEND rows "deploy/simulators|(accounts|catalog|orders|payments|shipping-adapters|storefront)/")
foreach(row IN LISTS rows)
  string(REGEX MATCH "^([^|]+)[|](.*)$" _ "${row}")
  set(folder "${CMAKE_MATCH_1}")
  set(banned "${CMAKE_MATCH_2}")
  file(GLOB_RECURSE files "${ROOT}/${folder}/*.hpp" "${ROOT}/${folder}/*.cpp")
  foreach(file IN LISTS files)
    file(STRINGS "${file}" lines REGEX "^ *#include [<\"]${banned}")
    foreach(line IN LISTS lines)
      # A simulator or adapter folder may use what its own port needs; nothing may leave the direction.
      message(SEND_ERROR "${file}: ${line}: not allowed from ${folder}/")
    endforeach()
  endforeach()
endforeach()
