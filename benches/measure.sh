# Shared by the scripts in this folder: `. benches/measure.sh`.

# measure NAME RUNS COMMAND...: CPU seconds (user and system) and peak memory of the best run. `RUN`
# in the command is replaced by the number of the run, so each run can write to a new folder: on
# some file systems, creating files right after deleting many is 20 times slower. Ignores the exit
# code, because a check with findings costs the same.
measure() {
    local name=$1 runs=$2 best= memory= run seconds kilobytes
    shift 2
    for run in $(seq "$runs"); do
        read -r seconds kilobytes < <(/usr/bin/time -f '%U %S %M' "${@//RUN/$run}" 2>&1 >/dev/null | awk 'END { print $1 + $2, $3 }')
        if [ -z "$best" ] || awk "BEGIN { exit !($seconds < $best) }"; then best=$seconds memory=$kilobytes; fi
    done
    printf '%-52s %6.2f s  %4d MB\n' "$name" "$best" "$((memory / 1024))"
}
