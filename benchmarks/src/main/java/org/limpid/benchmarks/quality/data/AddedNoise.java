package org.limpid.benchmarks.quality.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.limpid.denoise.Image;
import org.limpid.denoise.SampleType;
import org.limpid.denoise.synthetic.Noise;

/** Clean photographs to which white Gaussian noise is added. */
final class AddedNoise {

  private static final int[] LEVELS = {15, 25, 50};
  private static final String PROTOCOL =
      ", 8 bits, with Gaussian noise of sigma %d, not clipped and not rounded, the image's number"
          + " in the list as its seed.";

  /**
   * K. Zhang et al., Beyond a Gaussian denoiser (2017), table III: BM3D and DnCNN-S for images 01,
   * 03, 05, 06, 09, 11 at each level. The noise of the paper is not known.
   */
  private static final double[][][] SET12_PUBLISHED = {
    {{31.91, 32.69, 31.85, 31.07, 33.10, 31.92}, {32.61, 33.30, 33.09, 31.70, 32.64, 32.46}},
    {{29.45, 30.16, 29.25, 28.42, 30.71, 29.61}, {30.18, 30.87, 30.28, 29.13, 30.00, 30.10}},
    {{26.13, 26.68, 25.82, 25.10, 27.22, 26.81}, {27.03, 27.32, 26.78, 25.87, 26.22, 27.24}}
  };

  private static final String[] BSD68_PUBLISHED = {
    "BM3D 31.07, DnCNN-S 31.73", "BM3D 28.57, DnCNN-S 29.23, n2v 27.81", "BM3D 25.62, DnCNN-S 26.23"
  };

  private AddedNoise() {}

  static List<DataSet> sets() {
    List<DataSet> sets = new ArrayList<>();
    for (int level = 0; level < LEVELS.length; level++) {
      sets.add(set12(level));
    }
    for (int level = 0; level < LEVELS.length; level++) {
      sets.add(bsd68(level));
    }
    for (int level : LEVELS) {
      sets.add(bsd400(level));
    }
    sets.add(
        set(
            "kodak",
            25,
            "Kodak photographs, RGB, six of 24",
            "Over all 24 images: trained on many images N2V 30.32, Neighbor2Neighbor 32.08, N2N"
                + " 32.41; CBM3D 31.87; on one image Self2Self 31.28 (Neighbor2Neighbor's paper;"
                + " there images are rounded to 8 bits).",
            List.of("01", "02", "03", "05", "12", "19"),
            "kodak24_color/kodim%s.png"));
    sets.add(
        set(
            "mcmaster",
            25,
            "McMaster photographs, RGB, two of 18",
            "",
            List.of("1", "4"),
            "mcmaster_color_tif/%s.tif"));
    return sets;
  }

  private static DataSet set12(int level) {
    List<String> names = List.of("01", "03", "05", "06", "09", "11");
    double[][] published = SET12_PUBLISHED[level];
    DataSet plain =
        set(
            "set12",
            LEVELS[level],
            "Set12, gray, the six images that are here of twelve",
            "Published columns: DnCNN's paper, table III. Over all twelve NL-Ridge reaches "
                + List.of("32.46", "30.00", "26.73").get(level)
                + " dB (Herbreteau and Kervrann).",
            names,
            "set12_gray/%s.png");
    return new DataSet(
        plain.name(),
        plain.protocol(),
        plain.sigma(),
        false,
        List.of("BM3D", "DnCNN-S"),
        plain.elsewhere(),
        IntStream.range(0, names.size())
            .mapToObj(
                i ->
                    new Entry(
                        names.get(i),
                        List.of(published[0][i], published[1][i]),
                        plain.entries().get(i).source()))
            .toList());
  }

  private static DataSet bsd68(int level) {
    return set(
        "bsd68",
        LEVELS[level],
        "BSD68, gray, the first 34 images",
        "Over all 68 images: " + BSD68_PUBLISHED[level] + " dB (DnCNN's page, n2v's notebook).",
        IntStream.rangeClosed(1, 34).mapToObj(i -> String.format(Locale.ROOT, "%03d", i)).toList(),
        "bsd68_gray/test%s.png");
  }

  /** What {@code --learn} takes: the photographs that others learned from, too. */
  private static DataSet bsd400(int sigma) {
    return set(
        "bsd400",
        sigma,
        "The 400 photographs of 180 x 180 pixels that DnCNN and n2v learn from before BSD68",
        "",
        IntStream.rangeClosed(1, 400).mapToObj(i -> String.format(Locale.ROOT, "%03d", i)).toList(),
        "bsd400_train_gray_180/test_%s.png");
  }

  private static DataSet set(
      String name, int sigma, String files, String elsewhere, List<String> images, String path) {
    return new DataSet(
        name + "-" + sigma,
        files + String.format(Locale.ROOT, PROTOCOL, sigma),
        OptionalDouble.of(sigma),
        false,
        List.of(),
        elsewhere,
        IntStream.range(0, images.size())
            .mapToObj(
                i ->
                    new Entry(
                        images.get(i),
                        List.of(),
                        folder -> {
                          String file = String.format(Locale.ROOT, path, images.get(i));
                          Image clean = Image.read(folder.resolve(file));
                          return noisy(clean, sigma, i + 1);
                        }))
            .toList());
  }

  private static TestImage noisy(Image clean, int sigma, long seed) {
    // A type without fractions would be rounded when it is written.
    Image exact = clean.withType(SampleType.FLOAT32);
    return new TestImage(Noise.gaussian(sigma).apply(exact, seed), exact);
  }
}
