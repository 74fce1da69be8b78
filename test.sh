#!/usr/bin/env bash
# Installs what the tests need, builds, runs every test project, and closes with 'N passed, N failed, N skipped'.
#   ./test.sh                 everything
#   ./test.sh --no-browser    without the browser journeys (they are counted as skipped)
set -uo pipefail
cd "$(dirname "$0")"

# What a shell starts in the background ignores interrupts, and so does all that it starts; some tests interrupt Traceboard.
if [[ -z ${TRACEBOARD_TEST_SIGNALS:-} ]] && env --default-signal=INT,QUIT true 2>/dev/null; then
  TRACEBOARD_TEST_SIGNALS=default exec env --default-signal=INT,QUIT ./test.sh "$@"
fi

browser=1
for argument in "$@"; do
  case $argument in
    --no-browser) browser=0 ;;
    *) echo "test.sh: unknown option $argument (known: --no-browser)" >&2; exit 2 ;;
  esac
done

fail() { echo "test.sh: $1" >&2; echo; echo "0 passed, 1 failed, 0 skipped"; exit 1; }

command -v dotnet >/dev/null || fail "the .NET SDK is missing: install the version that global.json names"

if (( browser )) && [[ -z ${TRACEBOARD_TEST_CHROMIUM:-} ]]; then
  chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
  if [[ -z $chromium ]] && command -v apt-get >/dev/null; then
    echo "Installing Chromium for the browser journeys ..."
    sudo=""; (( EUID == 0 )) || sudo=sudo
    { $sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq chromium; } >/tmp/traceboard-apt.$$ 2>&1 \
      || { tail -5 /tmp/traceboard-apt.$$ >&2; fail "Chromium could not be installed; install it by hand, or run ./test.sh --no-browser"; }
    rm -f /tmp/traceboard-apt.$$
    chromium=$(command -v chromium)
  fi
  [[ -n $chromium ]] || fail "no Chromium found; install it, name it in TRACEBOARD_TEST_CHROMIUM, or run ./test.sh --no-browser"
  export TRACEBOARD_TEST_CHROMIUM=$chromium
fi
(( browser )) || export TRACEBOARD_TEST_CHROMIUM=

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDTERMINALLOGGER=off
dotnet restore Traceboard.sln || fail "the packages could not be restored"
dotnet build Traceboard.sln --no-restore -c Release -v q || fail "the build failed"
dotnet format whitespace . --folder --verify-no-changes || fail "the code is not formatted: run dotnet format"

results=$PWD/artifacts/test-results
rm -rf "$results"
dotnet test --solution Traceboard.sln --no-build -c Release --max-parallel-test-modules 1 --report-trx --results-directory "$results"
rc=$?

shopt -s nullglob
trx=("$results"/*.trx)
expected=$(ls -d tests/*/ | grep -vc Benchmarks)
if (( ${#trx[@]} < expected )); then
  echo "test.sh: only ${#trx[@]} of $expected test projects wrote a result" >&2
  (( rc == 0 )) && rc=1
fi
sum() { grep -ho "<Counters [^>]*>" "${trx[@]}" /dev/null | grep -o " $1=\"[0-9]*\"" | tr -dc '0-9\n' | awk '{ n += $1 } END { print n + 0 }'; }
total=$(sum total); passed=$(sum passed); skipped=$(sum notExecuted)
failed=$(( total - passed - skipped ))
if (( rc != 0 && failed == 0 )); then failed=1; fi
if (( failed > 0 && rc == 0 )); then rc=1; fi
echo
echo "$passed passed, $failed failed, $skipped skipped"
exit $rc
