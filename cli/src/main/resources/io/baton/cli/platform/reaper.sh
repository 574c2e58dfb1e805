# Outlives the program that started it by as long as it takes to end what that program left.
#
# Standard input, one a line:  group ID     a process group, its leader alive
#                              pool DIR     the local pool's directory
#                              postgres DIR PostgreSQL's data directory
#                              done         all was stopped in order: nothing is left to do
# The end of the input without 'done' means that the program died.
trap '' HUP INT TERM PIPE

# Clock ticks from boot to the start of a process: with its id they name it for good.
ticks() {
  local stat
  { read -r stat < "/proc/$1/stat"; } 2>/dev/null || return 1
  set -- ${stat##*) }
  [ "$1" != Z ] && [ "$1" != X ] && echo "${20}"
}

is() { [ "$(ticks "$1")" = "$2" ]; }

groups=() pool='' postgres=''
while read -r what argument; do
  case $what in
    group) if started=$(ticks "$argument"); then groups+=("$argument $started"); fi ;;
    pool) pool=$argument ;;
    postgres) postgres=$argument ;;
    done) exit 0 ;;
  esac
done

signal_groups() {
  local left=1 id started
  for entry in "${groups[@]}"; do
    read -r id started <<< "$entry"
    if is "$id" "$started"; then kill -s "$1" -- "-$id" 2>/dev/null; left=0; fi
  done
  return $left
}

signal_groups TERM
for _ in {1..50}; do
  signal_groups 0 || break
  sleep 0.1
done
signal_groups KILL

if [ -n "$pool" ]; then
  read -r boot < /proc/sys/kernel/random/boot_id
  for file in "$pool"/nodes/*.process; do
    [ -f "$file" ] && read -r id started then_boot < "$file" || continue
    if [ "$then_boot" = "$boot" ] && is "$id" "$started"; then kill -s KILL -- "-$id"; fi
  done
fi

if [ -n "$postgres" ] && { read -r id < "$postgres/postmaster.pid"; } 2>/dev/null; then
  # SIGINT: PostgreSQL's fast shutdown.
  if tr '\0' ' ' < "/proc/$id/cmdline" 2>/dev/null | grep -qF "$postgres"; then kill -s INT "$id"; fi
fi
