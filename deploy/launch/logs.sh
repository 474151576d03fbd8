# ./chophien logs
help_logs() { echo "./chophien logs [service] [-f]: the last 20 lines of every log, or the last 100 of one; -f follows."; }
run_logs() {
  load_settings
  local name='' follow=''
  for word in "$@"; do if [ "$word" = -f ]; then follow=-f; else name=$word; fi; done
  compgen -G "$LOGS/*.log" > /dev/null || fail "Nothing has written a log yet." "./chophien up"
  if [ -z "$name" ]; then tail -n 20 $follow "$LOGS"/*.log; return; fi
  [ -e "$LOGS/$name.log" ] || fail "There is no log '$name'." "There are: $(cd "$LOGS" 2> /dev/null && printf '%s ' *.log | sed 's/\.log / /g')"
  tail -n 100 $follow "$LOGS/$name.log"
}
