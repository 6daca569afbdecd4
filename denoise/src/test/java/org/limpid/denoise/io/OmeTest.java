package org.limpid.denoise.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.limpid.denoise.Image;
import org.limpid.denoise.Metadata;
import org.limpid.denoise.PixelSize;
import org.limpid.denoise.SampleType;
import org.limpid.denoise.SharedData;

class OmeTest {
  private final Path folder;

  OmeTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static String xml(String order, int c, int z, int t, String data) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><OME xmlns=\"http://www.openmicroscopy.org/"
        + "Schemas/OME/2016-06\"><Image ID=\"Image:0\"><Pixels ID=\"Pixels:0\" DimensionOrder=\""
        + order
        + "\" Type=\"uint16\" SizeX=\"5\" SizeY=\"4\" SizeC=\""
        + c
        + "\" SizeZ=\""
        + z
        + "\" SizeT=\""
        + t
        + "\" PhysicalSizeX=\"0.1\" PhysicalSizeY=\"0.2\" PhysicalSizeZ=\"1.5\""
        + " PhysicalSizeXUnit=\"µm\"><Channel ID=\"Channel:0:0\"></Channel>"
        + data
        + "</Pixels></Image></OME>";
  }

  /** Pages in the order that the description gives, each filled with its own number. */
  private Image read(String description, int pages) throws IOException {
    float[] samples = new float[pages * 20];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = i / 20;
    }
    Image stack =
        Image.of(samples, 1, pages, 4, 5, 1)
            .withType(SampleType.UINT16)
            .withMetadata(Metadata.NONE.withDescription("plain"));
    Path file = folder.resolve("ome.tif");
    stack.write(file);
    // The writer would order pages as it likes, so the text is exchanged behind its back.
    return Image.read(TiffTexts.withDescription(file, description));
  }

  @ParameterizedTest
  @ValueSource(strings = {"XYCZT", "XYCTZ", "XYZCT", "XYZTC", "XYTCZ", "XYTZC"})
  void planesAreFoundInAnyOrder(String order) throws IOException {
    int[] extents = {2, 3, 4};
    Image image = read(xml(order, 2, 3, 4, "<TiffData/>"), 24);
    assertThat(image).hasToString("4 x 3 x 4 x 5 (T, Z, Y, X), 2 channels, uint16");
    for (int t = 0; t < 4; t++) {
      for (int z = 0; z < 3; z++) {
        for (int c = 0; c < 2; c++) {
          int[] at = {c, z, t};
          int page = 0;
          int step = 1;
          for (char axis : order.substring(2).toCharArray()) {
            int i = "CZT".indexOf(axis);
            page += at[i] * step;
            step *= extents[i];
          }
          assertThat(image.get(t, z, 1, 2, c)).isEqualTo(page);
        }
      }
    }
    assertThat(image.metadata().pixelSize()).isEqualTo(new PixelSize(0.1, 0.2, 1.5, "µm"));
  }

  @Test
  void entriesSayWhichPageHoldsWhichPlane() throws IOException {
    String data =
        "<TiffData IFD=\"0\" FirstZ=\"2\" FirstC=\"0\" FirstT=\"0\" PlaneCount=\"1\">"
            + "<UUID FileName=\"ome.tif\">urn:uuid:1</UUID></TiffData>"
            + "<TiffData IFD=\"1\" FirstZ=\"0\" PlaneCount=\"2\"/>";
    Image image = read(xml("XYZCT", 1, 3, 1, data), 3);
    assertThat(image).hasToString("3 x 4 x 5 (Z, Y, X), 1 channel, uint16");
    assertThat(
            List.of(image.get(0, 0, 0, 0, 0), image.get(0, 1, 0, 0, 0), image.get(0, 2, 0, 0, 0)))
        .containsExactly(1f, 2f, 0f);
  }

  @Test
  void whatIsWrongOrElsewhereLeavesAPlainStack() throws IOException {
    String elsewhere =
        "<TiffData IFD=\"0\"><UUID FileName=\"other.tif\">urn:uuid:1</UUID></TiffData>";
    List<String> texts = new ArrayList<>();
    texts.add(xml("XYZCT", 1, 3, 1, elsewhere));
    texts.add(xml("XYZCT", 1, 3, 1, "<TiffData IFD=\"0\" PlaneCount=\"1\"/>"));
    texts.add(xml("XYZCT", 2, 3, 1, "<TiffData/>"));
    texts.add(xml("XYABC", 1, 3, 1, "<TiffData/>"));
    texts.add(xml("XYZCT", 3, 1, 1, "<TiffData").replace("</OME>", ""));
    texts.add(
        "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>" + xml("XYCZT", 3, 1, 1, ""));
    for (String text : texts) {
      assertThat(read(text, 3)).hasToString("3 x 4 x 5 (Z, Y, X), 1 channel, uint16");
    }
  }

  @Test
  void writtenFilesSayTheirAxes() throws IOException {
    String data =
        "<TiffData IFD=\"0\"><UUID FileName=\"ome.tif\">urn:uuid:1</UUID></TiffData>\n"
            + "<TiffData IFD=\"1\"/><Plane TheC=\"0\" TheZ=\"0\" TheT=\"0\"/>";
    String old = xml("XYZTC", 1, 2, 1, data);
    Image image =
        Samples.image(SampleType.FLOAT32, 2, 3, 4, 5, 2)
            .withMetadata(
                Metadata.NONE
                    .withDescription(old)
                    .withPixelSize(new PixelSize(0.1, 0.2, 1.5, "µm")));
    Path file = folder.resolve("a.ome.tif");
    image.write(file);
    Image back = Image.read(file);
    assertThat(back).hasToString(image.toString());
    assertThat(back.samples()).isEqualTo(image.samples());
    assertThat(back.metadata().pixelSize()).isEqualTo(image.metadata().pixelSize());
    assertThat(back.metadata().description())
        .contains("DimensionOrder=\"XYCZT\" Type=\"float\"")
        .contains("SizeC=\"2\" SizeZ=\"3\" SizeT=\"2\"")
        .contains("</Channel><TiffData IFD=\"0\" PlaneCount=\"12\"/><Plane TheC")
        .doesNotContain("UUID");
    // Written again, the text stays as it is.
    Path copy = folder.resolve("b.ome.tif");
    back.write(copy);
    assertThat(Image.read(copy).metadata().description()).isEqualTo(back.metadata().description());
  }

  @Test
  void filesOfOthersAreRead() throws IOException {
    Image part =
        Image.read(
            SharedData.of("tiff_flavours/viv__sites__avivator__data__multifile-Z1.ome.tiff"));
    assertThat(part).hasToString("24 x 18 (Y, X), 1 channel, uint8");
    Image signed =
        Image.read(SharedData.of("tiff_flavours/TwelveMonkeys__tiff__signed-integral-8bit.tif"));
    assertThat(signed).hasToString("167 x 439 (Y, X), 1 channel, int8");
  }
}
