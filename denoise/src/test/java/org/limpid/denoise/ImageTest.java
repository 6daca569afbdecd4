package org.limpid.denoise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.limpid.denoise.Metadata.ResolutionUnit;

class ImageTest {
  /** Two frames, three slices, four rows, five columns, two channels; each sample its own index. */
  private final Image stack = Image.of(counting(2 * 3 * 4 * 5 * 2), 2, 3, 4, 5, 2);

  @Test
  void samplesLieChannelsLast() {
    assertThat(stack.get(0, 0, 0, 0, 1)).isEqualTo(1);
    assertThat(stack.get(0, 0, 0, 1, 0)).isEqualTo(2);
    assertThat(stack.get(0, 0, 1, 0, 0)).isEqualTo(10);
    assertThat(stack.get(0, 1, 0, 0, 0)).isEqualTo(40);
    assertThat(stack.get(1, 0, 0, 0, 0)).isEqualTo(120);
    assertThat(stack.get(1, 2, 3, 4, 1)).isEqualTo(239);
    assertThat(stack).hasToString("2 x 3 x 4 x 5 (T, Z, Y, X), 2 channels, float32");
  }

  @Test
  void rowsMakeAPicture() {
    Image image = Image.of(new float[][] {{1, 2, 3}, {4, 5, 6}});
    assertThat(image.height()).isEqualTo(2);
    assertThat(image.width()).isEqualTo(3);
    assertThat(image.samples()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(Image.of(image.samples(), 3, 2).get(0, 0, 1, 0, 0)).isEqualTo(4);
  }

  @Test
  void nothingOutsideCanChangeAnImage() {
    float[] source = counting(6);
    Image image = Image.of(source, 3, 2);
    source[0] = 99;
    image.samples()[1] = 99;
    assertThat(image.samples()).containsExactly(0, 1, 2, 3, 4, 5);
    assertThatThrownBy(() -> image.plane(0, 0).put(0, 99))
        .isInstanceOf(ReadOnlyBufferException.class);
  }

  @Test
  void planesAndRegionsAreThoseOfTheirIndices() {
    FloatBuffer plane = stack.plane(1, 2);
    assertThat(plane.limit()).isEqualTo(40);
    assertThat(plane.get(0)).isEqualTo(200);
    float[] region = new float[1 + 2 * 3 * 2];
    stack.copyRegion(1, 2, 1, 2, 2, 3, region, 1);
    for (int y = 0; y < 2; y++) {
      for (int x = 0; x < 3; x++) {
        for (int c = 0; c < 2; c++) {
          assertThat(region[1 + (y * 3 + x) * 2 + c]).isEqualTo(stack.get(1, 2, 1 + y, 2 + x, c));
        }
      }
    }
    assertThatThrownBy(() -> stack.copyRegion(1, 2, 1, 3, 2, 3, region, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> stack.plane(2, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> stack.get(0, 0, 0, 5, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void withersChangeOneThing() {
    Metadata metadata = new Metadata("cells", 2, 3, ResolutionUnit.INCH);
    Image typed = stack.withType(SampleType.UINT16).withMetadata(metadata);
    float[] other = new float[240];
    other[7] = 7;
    Image changed = typed.withSamples(other);
    assertThat(changed.samples()).isEqualTo(other);
    assertThat(changed.type()).isEqualTo(SampleType.UINT16);
    assertThat(changed.metadata()).isEqualTo(metadata);
    assertThat(changed).hasToString("2 x 3 x 4 x 5 (T, Z, Y, X), 2 channels, uint16");
    Image regrouped = stack.withPlanes(1, 6);
    assertThat(regrouped.get(0, 5, 3, 4, 1)).isEqualTo(239);
    float[] alpha = new float[120];
    alpha[3] = 0.5f;
    assertThat(typed.withAlpha(alpha).withSamples(other).alpha()).hasValue(alpha);
    assertThat(typed.alpha()).isEmpty();
  }

  @Test
  void wrongSizesAreNamed() {
    assertThatThrownBy(() -> Image.of(new float[5], 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Image: 5 samples for [1, 1, 3, 2, 1] (expected: 6)");
    assertThatThrownBy(() -> Image.of(new float[0], 0, 3)).hasMessageContaining("width 0");
    assertThatThrownBy(() -> Image.of(new float[][] {{1}, {1, 2}}))
        .hasMessage("Image.of: row 1 has 2 samples (expected: 1, as row 0)");
    assertThatThrownBy(() -> Image.of(new float[0][])).hasMessageContaining("height 0");
    assertThatThrownBy(() -> stack.withSamples(new float[3]))
        .hasMessageContaining("3 samples (expected: 240");
    assertThatThrownBy(() -> stack.withPlanes(4, 2)).hasMessageContaining("expected: 6 planes");
    assertThatThrownBy(() -> stack.withAlpha(new float[3]))
        .hasMessageContaining("3 values (expected: 120");
    float[] wrong = new float[120];
    wrong[1] = 255;
    assertThatThrownBy(() -> stack.withAlpha(wrong))
        .hasMessage("Image.withAlpha: value 255.0 at index 1 (expected: 0 to 1)");
    assertThatThrownBy(() -> new Metadata("", -1, 0, ResolutionUnit.INCH))
        .hasMessageContaining("xResolution -1.0");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_INT_BGR,
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_4BYTE_ABGR,
        BufferedImage.TYPE_INT_ARGB_PRE
      })
  void colorsComeInTheOrderRedGreenBlue(int pictureType) {
    BufferedImage picture = new BufferedImage(2, 1, pictureType);
    picture.setRGB(0, 0, 0xff102030);
    picture.setRGB(1, 0, 0xffffffff);
    Image image = Image.of(picture);
    assertThat(image.samples()).containsExactly(0x10, 0x20, 0x30, 255, 255, 255);
    assertThat(image.type()).isEqualTo(SampleType.UINT8);
    assertThat(image.alpha().isPresent()).isEqualTo(picture.getColorModel().hasAlpha());
    image.alpha().ifPresent(alpha -> assertThat(alpha).containsOnly(1));
  }

  @Test
  void opacityIsKeptApart() {
    BufferedImage picture = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
    picture.setRGB(0, 0, 0x33102030);
    Image image = Image.of(picture);
    assertThat(image.channels()).isEqualTo(3);
    assertThat(image.alpha().orElseThrow()).containsExactly(0x33 / 255f);
  }

  @Test
  void grayPicturesHaveOneChannel() {
    BufferedImage bytes = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
    bytes.getRaster().setSample(0, 0, 0, 200);
    assertThat(Image.of(bytes).samples()).containsExactly(200);
    BufferedImage shorts = new BufferedImage(1, 1, BufferedImage.TYPE_USHORT_GRAY);
    shorts.getRaster().setSample(0, 0, 0, 60000);
    assertThat(Image.of(shorts).samples()).containsExactly(60000);
    assertThat(Image.of(shorts).type()).isEqualTo(SampleType.UINT16);
    BufferedImage bits = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
    bits.getRaster().setSample(1, 0, 0, 1);
    assertThat(Image.of(bits).samples()).containsExactly(0, 255);
    BufferedImage narrow = new BufferedImage(1, 1, BufferedImage.TYPE_USHORT_555_RGB);
    narrow.setRGB(0, 0, 0xffffffff);
    assertThat(Image.of(narrow).samples()).containsExactly(255, 255, 255);
    BufferedImage indexed = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_INDEXED);
    indexed.setRGB(0, 0, 0xffff0000);
    assertThat(Image.of(indexed).samples()).containsExactly(255, 0, 0);
  }

  @Test
  void eightBitsAreShownAsTheyAre() {
    Image image = Image.of(new float[] {0, 100, 254.6f, 300}, 4, 1).withType(SampleType.UINT8);
    assertThat(levels(image.toBufferedImage())).containsExactly(0, 100, 255, 255);
  }

  @Test
  void otherTypesAreStretchedBetweenPercentiles() {
    float[] samples = counting(1001);
    samples[1000] = 1e6f;
    samples[500] = Float.NaN;
    int[] levels = levels(Image.of(samples, 1001, 1).toBufferedImage());
    assertThat(levels[0]).isZero();
    assertThat(levels[999]).isEqualTo(255);
    assertThat(levels[1000]).isEqualTo(255);
    assertThat(levels[250]).isBetween(63, 64);
    assertThat(levels[500]).isZero();
  }

  @Test
  void aConstantImageCanBeShown() {
    assertThat(levels(Image.of(new float[] {5, 5}, 2, 1).toBufferedImage())).containsOnly(0);
  }

  @Test
  void limitsOfDisplayCanBeGiven() {
    BufferedImage picture = stack.toBufferedImage(1, 2, 200, 240);
    assertThat(picture.getWidth()).isEqualTo(5);
    assertThat(picture.getRaster().getSample(0, 2, 0)).isEqualTo((int) (20 * 255 / 40.0 + 0.5));
    Image color = Image.of(new float[] {10, 20, 30}, 1, 1, 1, 1, 3).withType(SampleType.UINT8);
    assertThat(color.toBufferedImage().getRGB(0, 0)).isEqualTo(0xff0a141e);
    assertThatThrownBy(() -> stack.toBufferedImage(0, 0, 1, 0))
        .hasMessageContaining("expected: black <= white");
  }

  private static int[] levels(BufferedImage picture) {
    return picture.getRaster().getPixels(0, 0, picture.getWidth(), 1, (int[]) null);
  }

  private static float[] counting(int length) {
    float[] samples = new float[length];
    for (int i = 0; i < length; i++) {
      samples[i] = i;
    }
    return samples;
  }

  @Test
  void lazyImagesAreAskedForWhatIsNeeded() {
    List<String> asked = new ArrayList<>();
    RegionReader reader =
        (frame, slice, y, x, rows, columns, target, offset) -> {
          asked.add(List.of(frame, slice, y, x, rows, columns).toString());
          Arrays.fill(target, offset, offset + rows * columns, 10 * frame + slice);
        };
    Image image = Image.lazy(reader, 2, 3, 50_000, 60_000, 1);
    assertThat(image).hasToString("2 x 3 x 50000 x 60000 (T, Z, Y, X), 1 channel, float32");
    assertThat(image.isInMemory()).isFalse();
    assertThat(asked).isEmpty();
    assertThat(image.get(1, 2, 4, 5, 0)).isEqualTo(12);
    assertThat(asked).containsExactly("[1, 2, 4, 5, 1, 1]");
    assertThat(image.withPlanes(6, 1).get(5, 0, 0, 0, 0)).isEqualTo(12);
    assertThat(image.withStackAs(StackAxis.CHANNELS).get(0, 0, 7, 7, 4)).isEqualTo(11);
    assertThatThrownBy(image::samples).isInstanceOf(ArithmeticException.class);
  }

  @Test
  void failuresOfALazyImageAreUnchecked() {
    RegionReader broken =
        (frame, slice, y, x, rows, columns, target, offset) -> {
          throw new IOException("gone");
        };
    assertThatThrownBy(() -> Image.lazy(broken, 1, 1, 2, 2, 1).samples())
        .isInstanceOf(UncheckedIOException.class)
        .hasRootCauseMessage("gone");
  }

  @Test
  void stacksAreTakenAsTold() {
    Image stack = Image.of(new float[] {1, 2, 3, 4, 5, 6}, 1, 3, 1, 2, 1);
    Image series = stack.withStackAs(StackAxis.of("time"));
    assertThat(series).hasToString("3 x 1 x 1 x 2 (T, Z, Y, X), 1 channel, float32");
    Image channels = series.withType(SampleType.UINT8).withStackAs(StackAxis.of("C"));
    assertThat(channels).hasToString("1 x 2 (Y, X), 3 channels, uint8");
    assertThat(channels.samples()).containsExactly(1, 3, 5, 2, 4, 6);
    Image back = channels.withStackAs(StackAxis.of("z"));
    assertThat(back).hasToString("3 x 1 x 2 (Z, Y, X), 1 channel, uint8");
    assertThat(back.samples()).isEqualTo(stack.samples());
    assertThat(channels.withStackAs(StackAxis.TIME).frames()).isEqualTo(3);
    Image colours = Image.of(new float[12], 1, 2, 1, 2, 3);
    assertThatThrownBy(() -> colours.withStackAs(StackAxis.CHANNELS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: 1 channel to stack as channels");
    assertThatThrownBy(() -> StackAxis.of("x"))
        .hasMessage("axes: 'x' (expected: time, depth or channels, or T, Z, C)");
  }
}
