package org.limpid.benchmarks.quality.data;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.limpid.denoise.Image;

/** Photographs as cameras store them: neighbouring pixels share noise. */
final class Cameras {

  private static final String CC15 = "cc15_real_camera_pairs/%s_%s.png";
  private static final String POLYU = "polyu_real_camera_pairs/%s_%s.JPG";

  private Cameras() {}

  static List<DataSet> sets() {
    return List.of(
        set(
            "cc15",
            "CC15 (Nam et al. 2016), photographs after the camera's processing, RGB, 8 bits, 512 x"
                + " 512: one shot against the average of 500, nine of fifteen.",
            "The fifteen noisy shots have 33.41 dB.",
            CC15,
            Stream.of("5dmark3_iso3200", "d800_iso1600", "d800_iso6400")
                .flatMap(camera -> Stream.of("_1", "_2", "_3").map(camera::concat))
                .toList()),
        set(
            "polyu",
            "PolyU (Xu et al. 2018), photographs after the camera's processing, RGB, JPEG, 512 x"
                + " 512: one shot against the average of 500, nine of 100, of each camera one shot or"
                + " two.",
            "Over other images of the set Self2Self's paper has N2V 34.08, N2S 35.46, CBM3D 36.98,"
                + " Self2Self 37.52 dB.",
            POLYU,
            List.of(
                "Canon5D2_5_160_3200_chair_11",
                "Canon5D2_5_160_6400_bicycle_10",
                "Canon600D_3-5_125_1600_waterhouse_10",
                "Canon80D_8_8_3200_ball_16",
                "Canon80D_8_8_800_GO_11",
                "NikonD800_11_160_3200_classroom_15",
                "NikonD800_5-6_160_6400_wall_15",
                "Sony_3-5_200_1600_classroom_10",
                "Sony_4-5_125_3200_plant_10")));
  }

  private static DataSet set(
      String name, String protocol, String elsewhere, String path, List<String> images) {
    return new DataSet(
        name,
        protocol,
        OptionalDouble.empty(),
        false,
        List.of(),
        elsewhere,
        images.stream()
            .map(
                image ->
                    new Entry(
                        image,
                        List.of(),
                        folder ->
                            new TestImage(
                                Image.read(folder.resolve(String.format(path, image, "real"))),
                                Image.read(folder.resolve(String.format(path, image, "mean"))))))
            .toList());
  }
}
