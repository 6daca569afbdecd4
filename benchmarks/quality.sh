#!/usr/bin/env bash
# Trains a scenario whose truth is known and says how close results come; builds what it needs first.
#   benchmarks/quality.sh noise2noise            noise2noise-squared, nes-one-shot and nes likewise
#   benchmarks/quality.sh nes 1000 30 1          at most 1,000 steps and 30 minutes, on one thread
#   benchmarks/quality.sh self2self IMAGE 25 10000 50   noise of that deviation added, steps, passes
#   JAVA_HOME  the Java to build with and to train with (17 or newer); else the java on the PATH
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=benchmarks/build.sh
source "$home/benchmarks/build.sh"
class=quality.SeedScenarios
if [[ ${1:-} == self2self ]]; then
  class=Self2SelfQuality
  shift
fi
exec "$java" --add-modules jdk.incubator.vector -cp "$classes" "org.limpid.benchmarks.$class" "$@"
