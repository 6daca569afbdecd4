# For compare.sh, jmh.sh and quality.sh, which set home: builds the benchmarks if a source has changed, and sets
#   java     the Java to start
#   classes  the class path of Limpid, its test fixtures, the benchmarks and the peers

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
if ! command -v "$java" >/dev/null || ! command -v mvn >/dev/null; then
  echo "${0##*/}: a JDK from 17 on and Maven are needed; install them, or set JAVA_HOME" >&2
  exit 2
fi

target=$home/benchmarks/target/bench
stamp=$target/built
if [[ ! -f $stamp || -n $(find "$home"/pom.xml "$home"/*/pom.xml "$home"/{core,nn,denoise,benchmarks}/src \
  -newer "$stamp" -print -quit) ]]; then
  echo "${0##*/}: building (the first time Maven loads the peers, about 300 MB)" >&2
  mkdir -p "$target"
  touch "$stamp.begun"
  if ! (cd "$home" && mvn -q -B -ntp -Pbench -DskipTests -pl benchmarks -am package) >"$target/build.log" 2>&1; then
    echo "${0##*/}: the build failed: $(sed -n "s,.*\[ERROR\] *,,p" "$target/build.log" | head -n 1). All of it: $target/build.log" >&2
    exit 1
  fi
  mv "$stamp.begun" "$stamp"
fi

# In place of this tree's Limpid another build of it can be measured, given as its class path.
limpid=${LIMPID_CLASSES:-$home/core/target/classes:$home/core/target/test-classes:$home/nn/target/classes:$home/denoise/target/classes}
# shellcheck disable=SC2034
classes=$target/classes:$limpid:$target/lib/*
