package org.limpid.denoise.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.limpid.denoise.Image;
import org.limpid.denoise.SampleType;
import org.limpid.denoise.SharedData;

/** Hundreds of real, odd and broken files, with what other programs found in them. */
class SharedFilesTest {
  private static final Pattern VERIFIED =
      Pattern.compile(
          "tiff_flavours/(\\S+)\t(?:Big)?TIFF\\S* (\\d+)p (\\w+) \\(([0-9, ]+)\\) (.*)");
  private static final Pattern RANGE = Pattern.compile("min(\\S+) max(\\S+)");

  @Test
  void flavoursOfTiffAreReadAsOthersDo() throws IOException {
    List<String> lines = Files.readAllLines(SharedData.of("VERIFY.tsv"));
    int read = 0;
    int ranges = 0;
    List<String> refused = new ArrayList<>();
    for (String line : lines) {
      Matcher verified = VERIFIED.matcher(line);
      if (!verified.matches()) {
        continue;
      }
      Path file = SharedData.of("tiff_flavours/" + verified.group(1));
      try {
        Image image = Image.read(file);
        read++;
        ranges += compare(verified, image, Images.info(file));
      } catch (IOException e) {
        assertThat(e.getMessage()).doesNotContain("\n").startsWith(file + ": ");
        refused.add(String.valueOf(e.getMessage()).substring(file.toString().length() + 2));
      }
    }
    System.out.println(
        "TIFF flavours: "
            + read
            + " read, "
            + ranges
            + " ranges equal, "
            + refused.size()
            + " refused by name");
    assertThat(read).isGreaterThanOrEqualTo(181);
    assertThat(ranges).isGreaterThanOrEqualTo(74);
    assertThat(refused)
        .allMatch(fault -> fault.matches(".*(holds|BigTIFF|cannot be decoded|damaged).*"));
  }

  /** 1 if the range of values was compared too. */
  private static int compare(Matcher verified, Image image, ImageInfo info) {
    String name = verified.group(1);
    assertThat(info.pages()).as(name).isLessThanOrEqualTo(Integer.parseInt(verified.group(2)));
    String[] shape = verified.group(4).split(", ");
    assertThat(shape).as(name).contains("" + image.height(), "" + image.width());
    String type = verified.group(3).replace("bool", "uint8");
    assertThat(image.type()).as(name).hasToString(type);
    Matcher range = RANGE.matcher(verified.group(5));
    int stored = shape.length == 2 ? 1 : Integer.parseInt(shape[shape.length - 1]);
    // Palettes are resolved, opacity is kept apart: no range to compare then.
    boolean comparable = image.channels() == stored || shape.length == 3 && shape[0].equals("3");
    if (!range.find() || image.alpha().isPresent() || !comparable || info.pages() > 1) {
      return 0;
    }
    double scale = verified.group(3).equals("bool") ? 255 : 1;
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (float sample : image.samples()) {
      min = Math.min(min, sample);
      max = Math.max(max, sample);
    }
    close(name, min, scale * Double.parseDouble(range.group(1).replace("nan", "NaN")));
    close(name, max, scale * Double.parseDouble(range.group(2).replace("nan", "NaN")));
    return 1;
  }

  /** Equal to the four digits that the table gives. */
  private static void close(String name, double found, double expected) {
    if (Double.isNaN(expected)) {
      assertThat(found).as(name).isNaN();
    } else {
      assertThat(found).as(name).isCloseTo(expected, within(1e-3 * Math.abs(expected)));
    }
  }

  @Test
  void allOfThePngSuiteIsRead() throws IOException {
    int read = 0;
    for (Path file : SharedData.filesOf("pngsuite")) {
      String name = file.getFileName().toString();
      Image image = Image.read(file);
      ImageInfo info = Images.info(file);
      assertThat(info.alpha()).as(name).isEqualTo(image.alpha().isPresent());
      assertThat(info.channels()).as(name).isEqualTo(image.channels());
      assertThat(info.type()).as(name).isEqualTo(image.type());
      if (name.matches("\\w{3}[ni]\\dg\\d\\d\\.png|\\w{3}[ni]\\da\\d\\d\\.png")) {
        boolean color = name.charAt(4) == '2' || name.charAt(4) == '6';
        assertThat(image.channels()).as(name).isEqualTo(color ? 3 : 1);
      }
      if (name.matches("\\w{3}[ni]\\d\\w\\d\\d\\.png")) {
        int bits = Integer.parseInt(name.substring(6, 8));
        assertThat(info.bits()).as(name).isEqualTo(bits);
        assertThat(image.type()).isEqualTo(bits == 16 ? SampleType.UINT16 : SampleType.UINT8);
      }
      read++;
    }
    System.out.println("PNG suite: " + read + " read");
    assertThat(read).isEqualTo(161);
  }

  @Test
  void arraysOfManyFilesAreNamed() {
    Path zarr = SharedData.of("zarr_n5/viv/ome-zarr/blobs_image_v04.ome.zarr");
    assertThatThrownBy(() -> Image.read(zarr)).hasMessageContaining("is a Zarr array");
    Path n5 = SharedData.of("zarr_n5/n5/backward/data-1.5.0.n5");
    assertThatThrownBy(() -> Image.read(n5)).hasMessageContaining("is an N5 array");
  }

  @Test
  void microscopesKeepTheirDescription() throws IOException {
    Image image = Image.read(SharedData.of("w2s_widefield_8bit/avg1/input_avg1_044_0.tif"));
    assertThat(image.metadata().description()).isEqualTo("ImageJ=1.53c\n");
    Image beads = Image.read(SharedData.of("bioimage_notebooks_tif/Bead_Image1_crop.tif"));
    assertThat(beads).hasToString("41 x 150 x 150 (Z, Y, X), 1 channel, uint8");
    assertThat(beads.metadata().description())
        .isEqualTo(
            "ImageJ=1.53f\nimages=41\nslices=41\nunit=\\u00B5m\nspacing=0.125\nloop=false\n");
    assertThat(beads.get(0, 0, 0, 0, 0)).isBetween(1f, 2f);
    Image cells = Image.read(SharedData.of("bioimage_notebooks_tif/hela-cells.tif"));
    assertThat(cells).hasToString("512 x 672 (Y, X), 3 channels, uint16");
    Image convallaria =
        Image.read(
            SharedData.of("pn2v_convallaria/20190520_tl_25um_50msec_05pc_488_130EM_Conv0000.tif"));
    assertThat(convallaria).hasToString("1024 x 1024 (Y, X), 1 channel, uint16");
    assertThat(convallaria.metadata().xResolution()).isEqualTo(1);
  }
}
