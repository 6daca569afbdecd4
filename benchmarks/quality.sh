#!/usr/bin/env bash
# Says how close results come to the truth; builds what it needs first.
#   benchmarks/quality.sh run --data w2s --method noise2void --steps 2000
#       runs a method on an image set and prints a table; the method is one of limpid denoise, which
#       gets all options that are not these, or a baseline: gaussian, median, nlm, bm3d, similar-patches (with
#       --sigma S, where the noise is to be told)
#       --data SET  --method M, else noise2void  --image NAME  --limit K images  --threads N
#       --folder F     where the image sets lie, else ../shared/data
#       --learn SET    learns from that set first, with options of limpid train; images of --data are then only
#                      predicted. --learn-limit K images, --model FILE keeps the model, --average N orientations
#       --json FILE    adds the scores to a file, or replaces those of the same image and method
#       --label TEXT   what tables call the method, else its name and options
#       --pictures F   noisy image, result and truth side by side, as PNG
#   benchmarks/quality.sh estimate               the gain that is estimated without a truth beside the true
#       one, for 48 drawn images, or for --data SET; --image, --limit, --threads and --folder as above,
#       --method zs-n2n with a set, --steps N, --filters N, --seed S of the drawn images and their noise
#   benchmarks/quality.sh sets                   the image sets and their protocols
#   benchmarks/quality.sh table FILE [SET]       methods side by side, from what --json wrote
#   benchmarks/quality.sh noise2noise            noise2noise-squared, nes-one-shot and nes likewise
#   benchmarks/quality.sh nes 1000 30 1          at most 1,000 steps and 30 minutes, on one thread
#   benchmarks/quality.sh self2self IMAGE 25 10000 50   noise of that deviation added, steps, passes
#   JAVA_HOME  the Java to build with and to train with (17 or newer); else the java on the PATH
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=benchmarks/build.sh
source "$home/benchmarks/build.sh"
class=quality.SeedScenarios
case ${1:-} in
  run | estimate | table | sets) class=quality.Runner ;;
  self2self)
    class=Self2SelfQuality
    shift
    ;;
esac
exec "$java" --add-modules jdk.incubator.vector -cp "$classes" "org.limpid.benchmarks.$class" "$@"
