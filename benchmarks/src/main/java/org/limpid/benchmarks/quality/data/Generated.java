package org.limpid.benchmarks.quality.data;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.limpid.denoise.Image;
import org.limpid.denoise.synthetic.Noise;
import org.limpid.denoise.synthetic.Specimen;

/** Scenes that the project draws itself: no file is needed, and their pictures may be shown. */
final class Generated {

  private static final int SIDE = 256;

  private Generated() {}

  static List<DataSet> sets() {
    return List.of(
        set(
            "generated",
            "as a camera gives them: photons of 4 gray levels each, read noise of sigma 10.",
            OptionalDouble.empty(),
            Noise.poissonGaussian(4, 10)),
        set(
            "generated-25",
            "with Gaussian noise of sigma 25.",
            OptionalDouble.of(25),
            Noise.gaussian(25)),
        set(
            "generated-correlated",
            "with Gaussian noise of sigma 25 that 3 x 3 neighbours share.",
            OptionalDouble.empty(),
            Noise.correlated(25, 1)));
  }

  private static DataSet set(String name, String noise, OptionalDouble sigma, Noise kind) {
    return new DataSet(
        name,
        "Drawn scenes of 256 x 256 pixels, values from 0 to 255, " + noise,
        sigma,
        false,
        List.of(),
        "",
        Stream.of(Specimen.values())
            .map(
                specimen ->
                    new Entry(
                        specimen.name().toLowerCase(Locale.ROOT),
                        List.of(),
                        folder -> {
                          Image clean = specimen.image(SIDE, SIDE, 1);
                          return new TestImage(kind.apply(clean, 1), clean);
                        }))
            .toList());
  }
}
