# What the scripts here measure with: `. benches/measure.sh`.

# measure NAME RUNS COMMAND...: CPU seconds (user and system) and peak memory of the best of some runs. `RUN` in the command becomes the number
# of the run, so that each can have a folder that was never used: making files right after deleting many costs some file systems 20 times more.
# What the command ends with does not matter, since a check that finds something costs the same.
measure() {
    local name=$1 runs=$2 best= memory= run seconds kilobytes
    shift 2
    for run in $(seq "$runs"); do
        read -r seconds kilobytes < <(/usr/bin/time -f '%U %S %M' "${@//RUN/$run}" 2>&1 >/dev/null | awk 'END { print $1 + $2, $3 }')
        if [ -z "$best" ] || awk "BEGIN { exit !($seconds < $best) }"; then best=$seconds memory=$kilobytes; fi
    done
    printf '%-52s %6.2f s  %4d MB\n' "$name" "$best" "$((memory / 1024))"
}
