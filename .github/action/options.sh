# Sets `options` to the arguments of `errbook check` that all reports share.
#
# INPUT_CATALOG, INPUT_ARGS: inputs of the action.
# AGAINST: the revision to compare with, if any.
# shellcheck shell=bash

options=()
if [ -n "$INPUT_CATALOG" ]; then options+=("--catalog=$INPUT_CATALOG"); fi
if [ -n "$AGAINST" ]; then options+=("--against=$AGAINST"); fi
# Fails at the end of the input, after it read everything.
IFS=$' \t\n' read -r -d '' -a more <<<"$INPUT_ARGS" || true
# Bash 3.2 can't expand an empty array.
options+=(${more[@]+"${more[@]}"})
