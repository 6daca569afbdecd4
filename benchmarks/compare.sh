#!/usr/bin/env bash
# Measures Limpid and its peers side by side; see --help. Builds what it needs first.
#   JAVA_HOME  the Java to build with and to start from (17 or newer); else the java on the PATH
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=benchmarks/build.sh
source "$home/benchmarks/build.sh"
exec "$java" -cp "$classes" org.limpid.benchmarks.Compare "$@"
