#!/usr/bin/env bash
# Times kernels one by one with JMH and says what they allocate; builds what it needs first.
#   benchmarks/jmh.sh                             everything, an hour
#   benchmarks/jmh.sh ConvolutionForward -p shape=32x64
#   benchmarks/jmh.sh Pooling -p kind=MAX -jvmArgs ""      without the Vector API
# Takes a regular expression over benchmark names, then any option of JMH (-h lists them).
#   JAVA_HOME  the Java to build with and to measure (17 or newer); else the java on the PATH
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=benchmarks/build.sh
source "$home/benchmarks/build.sh"
exec "$java" -cp "$classes" org.openjdk.jmh.Main -prof gc "$@"
