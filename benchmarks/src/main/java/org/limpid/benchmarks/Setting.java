package org.limpid.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * One virtual machine to measure in.
 *
 * @param java which Java
 * @param isVector whether it has the Vector API
 * @param threads for Limpid and for the peer
 */
record Setting(JavaHome java, boolean isVector, int threads) {

  /** {@code vector} or {@code plain}. */
  String path() {
    return isVector ? "vector" : "plain";
  }

  /** How to start it on a class path. */
  List<String> command(String classPath, String main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(java.home().resolve("bin/java").toString());
    if (isVector) {
      command.add("--add-modules=jdk.incubator.vector");
    }
    if (java.feature() >= 22) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    // Collector and alignment are the launcher's; DJL must not look for libtorch on the network.
    command.addAll(
        List.of(
            "-Xmx6g",
            "-XX:+UseSerialGC",
            "-XX:ObjectAlignmentInBytes=64",
            "-Dai.djl.offline=true",
            "-Dai.djl.pytorch.num_interop_threads=1"));
    command.addAll(List.of("-cp", classPath, main));
    command.addAll(arguments);
    return command;
  }

  @Override
  public String toString() {
    return "JDK " + java.feature() + ", " + path() + " path, threads: " + threads;
  }
}
