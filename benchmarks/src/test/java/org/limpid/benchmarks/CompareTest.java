package org.limpid.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.limpid.nn.weights.Json;

class CompareTest {

  private static final Setting SETTING = new Setting(new JavaHome(17, Path.of("java")), true, 2);

  private static String measured(String work, String peer, double ratio) {
    return Json.print(
        Map.of(
            "work",
            work,
            "peer",
            peer,
            "peerMedianMs",
            10.0,
            "limpidMedianMs",
            10 * ratio,
            "ratio",
            ratio,
            "rounds",
            7L,
            "difference",
            1e-6));
  }

  @Test
  void resultHasTheFieldsAskedForInTheirOrder() {
    Result result = Result.of(measured("n2v-train-16", "libtorch", 0.25), SETTING, "tuned");

    assertThat(Json.parseObject(result.json()))
        .containsEntry("work", "n2v-train-16")
        .containsEntry("threads", 2L)
        .containsEntry("jdk", 17L)
        .containsEntry("path", "vector")
        .containsEntry("peer", "libtorch")
        .containsEntry("peerMedianMs", 10.0)
        .containsEntry("limpidMedianMs", 2.5)
        .containsEntry("ratio", 0.25)
        .containsEntry("target", 0.33);
    assertThat(result.json()).startsWith("{\"work\":\"n2v-train-16\",\"threads\":2,\"jdk\":17,");
  }

  @Test
  void middleMachineCountsAndAllAreTold() {
    List<Result> all =
        Stream.of(0.5, 0.2, 0.3)
            .map(ratio -> Result.of(measured("n2v-train-16", "libtorch", ratio), SETTING, "tuned"))
            .toList();

    assertThat(Json.parseObject(Result.middle(all).json()))
        .containsEntry("ratio", 0.3)
        .containsEntry("limpidMedianMs", 3.0)
        .containsEntry("ratios", List.of(0.2, 0.3, 0.5));
    assertThat(Result.middle(all).row()).contains("| 0.3 | 0.2, 0.3, 0.5 | ≤ 0.33 ✓ |");
    assertThat(Result.middle(all.subList(0, 2)).row()).contains("| 0.5 | 0.2, 0.5 |");
    assertThat(Result.middle(all.subList(0, 1)).row()).contains("| 0.5 |  | ≤ 0.33 **missed** |");
  }

  @Test
  void resultsAreReadAsWrittenAndReplacedWhenMeasuredAgain(@TempDir Path folder) throws Exception {
    Path json = folder.resolve("r.json");
    Results results = new Results();
    results.put(Result.of(measured("3d-train-2", "libtorch", 0.5), SETTING, "tuned"));
    results.put(Result.of(measured("3d-train-2", "libtorch", 0.1), SETTING, "default"));
    results.write(json);
    Result again = Result.of(measured("3d-train-2", "libtorch", 0.4), SETTING, "tuned");

    Results read = Results.read(json);
    assertThat(read.array()).isEqualTo(results.array()).isEqualTo(Files.readString(json));
    read.put(again);
    read.write(json);

    assertThat(Json.parse(Files.readString(json)))
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .hasSize(2)
        .first()
        .isEqualTo(Json.parse(again.json()));
    assertThat(folder.resolve("r.md"))
        .content()
        .contains("| 0.4 |  | ≤ 0.6 ✓ |", "libtorch, default allocator", " processors, ");
  }

  @Test
  void filesOfOthersAreRefused(@TempDir Path folder) throws Exception {
    Path json = folder.resolve("r.json");
    for (String content : List.of("{}", "[1]", "[", "text")) {
      Files.writeString(json, content);
      assertThatThrownBy(() -> Results.read(json))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("holds no results");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "n2v-train-16, libtorch, 0.33, ≤ 0.33 ✓",
    "n2v-train-16, libtorch, 0.34, ≤ 0.33 **missed**",
    "n2v-infer-1024, ONNX Runtime, 0.44, ≤ 0.45 ✓",
    "conv3x3-weight-gradient-64, libtorch, 0.5, ≤ 0.45 **missed**",
    "conv3x3-weight-gradient-128, libtorch, 0.5, ≤ 0.7 ✓",
  })
  void tableSaysWhetherTheTargetIsMet(String work, String peer, double ratio, String verdict) {
    Result result = Result.of(measured(work, peer, ratio), SETTING, "tuned");

    assertThat(result.row()).contains("| " + verdict + " |");
    assertThat(columns(result.row())).isEqualTo(columns(Result.header().lines().toList().get(0)));
  }

  private static long columns(String row) {
    return row.chars().filter(c -> c == '|').count();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "--quick; Missing required option: '--json=FILE'",
        "--json FOLDER/none/r.json; no such folder",
        "--json FOLDER; a folder itself",
        "--json FOLDER/r.json --only [; no regular expression",
        "--json FOLDER/r.json --path fast; expected: vector or plain",
        "--json FOLDER/r.json --threads 0; expected: at least 1",
        "--json FOLDER/r.json --rounds 0; expected: at least 1",
        "--json FOLDER/r.json --rounds two; 'two' is not an int",
        "--json FOLDER/r.json --warm-up -1; expected: at least 0",
        "--json FOLDER/r.json --jdk 5; no Java of the versions [5]",
        "--json FOLDER/r.json --slow; Unknown option: '--slow'",
      })
  void wrongArgumentsGetOneLineAndCode2(String arguments, String message, @TempDir Path folder) {
    StringWriter err = new StringWriter();

    int code =
        Compare.run(
            new PrintWriter(new StringWriter()),
            new PrintWriter(err, true),
            arguments.replace("FOLDER", folder.toString()).split(" "));

    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).contains(message).hasLineCount(1);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void javasAreFoundByTheirReleaseFile(@TempDir Path folder) throws Exception {
    Path home = folder.resolve("jdk");
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"25.0.1\"\n");
    Files.createDirectories(folder.resolve("none"));
    assertThat(JavaHome.in(folder)).isEmpty();

    Files.createFile(home.resolve("bin/java")).toFile().setExecutable(true);
    assertThat(JavaHome.in(folder)).containsExactly(new JavaHome(25, home));
    assertThat(JavaHome.in(folder.resolve("nowhere"))).isEmpty();
    assertThat(JavaHome.installed(List.of(Runtime.version().feature())))
        .containsExactly(JavaHome.running());
  }

  @Test
  void plainPathHasNoVectorModule() {
    Setting plain = new Setting(new JavaHome(25, Path.of("java")), false, 1);

    assertThat(plain.command("cp", "Main", List.of("a")))
        .startsWith(Path.of("java/bin/java").toString())
        .doesNotContain("--add-modules=jdk.incubator.vector")
        .contains("--enable-native-access=ALL-UNNAMED")
        .endsWith("-cp", "cp", "Main", "a");
    assertThat(SETTING.command("cp", "Main", List.of()))
        .contains("--add-modules=jdk.incubator.vector")
        .doesNotContain("--enable-native-access=ALL-UNNAMED");
  }
}
