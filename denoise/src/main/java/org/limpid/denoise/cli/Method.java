package org.limpid.denoise.cli;

import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.limpid.denoise.Denoiser;
import org.limpid.denoise.Image;
import org.limpid.denoise.Noise2VoidOptions;
import org.limpid.denoise.Noise2VoidTrainer;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.denoise.training.TrainingOptions;

/** Ways of learning, by the names that the command line gives them. */
enum Method {
  /** From noisy images alone; the noise of a pixel must not depend on that of its neighbours. */
  NOISE2VOID("noise2void") {
    @Override
    Denoiser train(
        List<Image> images,
        TrainingOptions options,
        TrainingListener listener,
        BooleanSupplier stop) {
      return new Noise2VoidTrainer(Noise2VoidOptions.DEFAULT, options)
          .train(images, listener, stop);
    }
  };

  private final String text;

  Method(String text) {
    this.text = text;
  }

  /** The method of a name. */
  static Method of(String name) {
    return Arrays.stream(values())
        .filter(method -> method.text.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    "--method: no method '" + name + "' (there is: " + names() + ")."));
  }

  private static String names() {
    return Arrays.stream(values()).map(method -> method.text).collect(Collectors.joining(", "));
  }

  /** Learns; see {@link Noise2VoidTrainer#train(List, TrainingListener, BooleanSupplier)}. */
  abstract Denoiser train(
      List<Image> images, TrainingOptions options, TrainingListener listener, BooleanSupplier stop);

  @Override
  public String toString() {
    return text;
  }
}
