package org.limpid.benchmarks.quality.data;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.limpid.denoise.Image;

/** Real frames of microscopes and the averages of many. */
final class Microscopy {

  private Microscopy() {}

  static List<DataSet> sets() {
    return List.of(w2s(), confocal());
  }

  /**
   * The ten fields whose results the "Instant Image Denoising" plug-in's group published in a table
   * (W2S_n2v_default_training.xlsx); what is here after a fit was measured on their outputs.
   */
  private static DataSet w2s() {
    return new DataSet(
        "w2s",
        "W2S (Zhou et al. 2020), widefield microscope, 8 bits, 512 x 512: one frame against the"
            + " average of 400, the ten fields with published results; PSNR after a fit of gain and"
            + " offset, since frames and averages do not share one gain.",
        OptionalDouble.empty(),
        true,
        List.of("N2V", "N2N on pairs"),
        "Published columns: juglab's Noise2Void and a network trained on pairs of FMD, both run by"
            + " the Instant Image Denoising plug-in's group, put under the same fit.",
        List.of(
            field("100_1", 23.78, 26.06),
            field("044_0", 34.60, 34.57),
            field("099_0", 32.21, 32.53),
            field("020_1", 24.10, 27.21),
            field("077_2", 27.46, 30.70),
            field("031_2", 29.69, 31.05),
            field("042_1", 26.94, 27.79),
            field("085_1", 26.48, 27.99),
            field("035_1", 34.42, 34.00),
            field("049_0", 32.47, 32.96)));
  }

  private static Entry field(String name, double noise2Void, double noise2Noise) {
    return new Entry(
        name,
        List.of(noise2Void, noise2Noise),
        folder ->
            new TestImage(
                Image.read(folder.resolve("w2s_widefield_8bit/avg1/input_avg1_" + name + ".tif")),
                Image.read(
                    folder.resolve("w2s_widefield_8bit/avg400/target_avg400_" + name + ".tif"))));
  }

  private static DataSet confocal() {
    return new DataSet(
        "confocal",
        "FMD (Zhang et al. 2019), confocal microscope, BPAE cells in three stains, 8 bits, 512 x"
            + " 512, as Noise2Fast's authors give them: one frame against the average of 50.",
        OptionalDouble.empty(),
        false,
        List.of(),
        "",
        Stream.of("BPAE_R", "BPAE_G", "BPAE_B")
            .map(
                name ->
                    new Entry(
                        name,
                        List.of(),
                        folder ->
                            new TestImage(
                                Image.read(
                                    folder.resolve(
                                        "noise2fast_confocal/gaussianpoisson/" + name + ".tif")),
                                Image.read(
                                    folder.resolve("noise2fast_confocal/gt/" + name + ".tif")))))
            .toList());
  }
}
