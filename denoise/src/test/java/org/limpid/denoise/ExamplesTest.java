package org.limpid.denoise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.limpid.denoise.synthetic.Noise;
import org.limpid.denoise.synthetic.Specimen;
import org.limpid.denoise.training.Budget;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.nn.Layer;
import org.limpid.tensor.Device;

/** Compiles and runs {@code docs/examples}. */
class ExamplesTest {
  private static final Path EXAMPLES = Path.of("..", "docs", "examples");
  private static final TrainingOptions OPTIONS = SmallTraining.OPTIONS.withBudget(Budget.steps(3));

  @TempDir private static Path classes = Path.of("");
  private static URLClassLoader loader = new URLClassLoader(new URL[0]);

  @BeforeAll
  static void compile() throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("-proc:none", "-d", classes.toString(), "-cp", classPath()));
    try (Stream<Path> files = Files.walk(EXAMPLES)) {
      files.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(arguments::add);
    }
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertThat(result).isZero();
    loader =
        new URLClassLoader(
            new URL[] {classes.toUri().toURL()}, ExamplesTest.class.getClassLoader());
  }

  /** Limpid alone: examples need nothing else. */
  static String classPath() {
    return Stream.of(Image.class, Layer.class, Device.class)
        .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
        .map(place -> Path.of(URI.create(place.toString())).toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  @AfterAll
  static void close() throws IOException {
    loader.close();
  }

  /** What each changes has an effect. */
  @ParameterizedTest
  @ValueSource(strings = {"CustomLoss", "CustomMask", "CustomSchedule"})
  void changesTraining(String name) throws ReflectiveOperationException {
    Method train = loader.loadClass(name).getMethod("train", Image.class, TrainingOptions.class);
    Denoiser denoiser = (Denoiser) train.invoke(null, noisy(1), OPTIONS);
    Denoiser usual = new Noise2VoidTrainer().withTraining(OPTIONS).train(noisy(1));

    float[] result = denoiser.denoise(noisy(1)).samples();
    assertThat(result[77]).isFinite();
    assertThat(result).isNotEqualTo(usual.denoise(noisy(1)).samples());
  }

  @Test
  void aLayerLearns() throws ReflectiveOperationException {
    Method learn = loader.loadClass("CustomLayer").getMethod("learn", Device.class, int.class);
    assertThat((float) learn.invoke(null, Device.cpu(), 1)).isGreaterThan(10);
    assertThat((float) learn.invoke(null, Device.cpu(), 60)).isLessThan(0.5f);
  }

  @Test
  void aTrainerTakesAnAugmentationAndIsSaved(@TempDir Path folder)
      throws ReflectiveOperationException, IOException {
    Denoiser changed = twoShots(0.5f);
    Denoiser plain = twoShots(0);

    float[] result = plain.denoise(noisy(1)).samples();
    assertThat(changed.denoise(noisy(1)).samples()).isNotEqualTo(result);
    plain.save(folder.resolve("model.safetensors"));
    assertThat(Denoiser.load(folder.resolve("model.safetensors")).denoise(noisy(1)).samples())
        .isEqualTo(result);
  }

  private static Denoiser twoShots(float brighter) throws ReflectiveOperationException {
    return (Denoiser)
        loader
            .loadClass("CustomTrainer")
            .getMethod("train", Image.class, Image.class, float.class, TrainingOptions.class)
            .invoke(null, noisy(1), noisy(2), brighter, OPTIONS);
  }

  private static Image noisy(long seed) {
    return Noise.gaussian(20).apply(Specimen.CELLS.image(64, 64, 5), seed);
  }
}
