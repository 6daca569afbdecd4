#!/usr/bin/env bash
# Denoises images larger than memory with a saved model and says what that takes; builds what it needs first.
#   benchmarks/large.sh                    5,000, 10,000 and 20,000 pixels square, 16 bits, under -Xmx1g
#   benchmarks/large.sh 30000              another size; images lie in a temporary folder, 4 bytes a pixel
#   LIMPID_JAVA_OPTS=-Xmx2g                another heap
#   JAVA_HOME  the Java to build with and to run (17 or newer); else the java on the PATH
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=benchmarks/build.sh
source "$home/benchmarks/build.sh"
export LIMPID_JAVA_OPTS=${LIMPID_JAVA_OPTS:--Xmx1g}
exec "$java" --add-modules jdk.incubator.vector -cp "$classes" \
  org.limpid.benchmarks.LargeImages "$home/limpid" "$@"
