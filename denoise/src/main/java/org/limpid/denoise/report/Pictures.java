package org.limpid.denoise.report;

import java.util.Locale;
import java.util.Optional;
import org.limpid.denoise.Image;

/** The pictures of a page: all of the same part, all with the same black and white. */
final class Pictures {
  private final Image noisy;
  private final Image denoised;
  private final Optional<Image> truth;
  private final View view;
  private final View detail;
  private final double[] limits;
  private final Image difference;
  private final double spread;

  Pictures(Image noisy, Image denoised, Optional<Image> truth) {
    this.noisy = noisy;
    this.denoised = denoised;
    this.truth = truth;
    this.view = View.middleOf(noisy);
    this.detail = view.detailOf(denoised);
    this.limits = view.limits(noisy, denoised);
    float[] samples = view.of(noisy).samples();
    float[] after = view.of(denoised).samples();
    double squares = 0;
    for (int i = 0; i < samples.length; i++) {
      samples[i] -= after[i];
      squares += (double) samples[i] * samples[i];
    }
    this.difference = view.of(noisy).withSamples(samples);
    this.spread = 3 * Math.max(Math.sqrt(squares / samples.length), 1e-9);
  }

  int width() {
    return view.columns();
  }

  int height() {
    return view.rows();
  }

  Image before() {
    return view.of(noisy);
  }

  Image after() {
    return view.of(denoised);
  }

  /** What was taken away: pure noise shows no trace of the objects. */
  Image difference() {
    return difference;
  }

  /** Pictures that lie over each other. */
  String layers() {
    return layer("before", Html.image(view.picture(noisy, limits[0], limits[1]), "Before: noisy"))
        + layer(
            "after", Html.image(view.picture(denoised, limits[0], limits[1]), "After: denoised"))
        + layer(
            "difference",
            Html.image(difference.toBufferedImage(0, 0, -spread, spread), "What was taken away"))
        + truth
            .map(
                image ->
                    layer("truth", Html.image(view.picture(image, limits[0], limits[1]), "Truth")))
            .orElse("");
  }

  private static String layer(String name, String image) {
    return "<div class=\"layer " + name + "\">" + image + "</div>";
  }

  /** Buttons that choose which of them is seen. */
  String choices() {
    return choice("wipe", "Wipe", true)
        + choice("before", "Before", false)
        + choice("after", "After", false)
        + choice("difference", "Taken away", false)
        + (truth.isPresent() ? choice("truth", "Truth", false) : "");
  }

  private static String choice(String value, String label, boolean first) {
    return "<button type=\"button\" data-show=\""
        + value
        + "\" aria-pressed=\""
        + first
        + "\">"
        + label
        + "</button>";
  }

  /** What gray means in the picture of what was taken away. */
  String scale() {
    return String.format(
        Locale.ROOT,
        "<span>%s</span><i></i><span>%s</span>",
        Chart.number(rounded(-spread)),
        Chart.number(rounded(spread)));
  }

  private static double rounded(double value) {
    return Double.parseDouble(String.format(Locale.ROOT, "%.3g", value));
  }

  String shown() {
    String place = view.place(noisy);
    return String.format(
        Locale.ROOT,
        "%s%s. %s is black and %s white in all pictures.",
        noisy,
        place.isEmpty() ? "" : ", of it " + place,
        Chart.number(rounded(limits[0])),
        Chart.number(rounded(limits[1])));
  }

  /** The whole image, made small, where only a part of it is shown; otherwise empty. */
  String overview() {
    return view.isPartOf(noisy)
        ? "<figure class=\"overview\">"
            + Html.image(Overview.of(denoised, view, limits), "The whole image after, made small")
            + "<figcaption>the whole image after; the frame is the part shown</figcaption></figure>"
        : "";
  }

  /** The part where most is to be seen, enlarged. */
  String details() {
    return detail(noisy, "before")
        + detail(denoised, "after")
        + truth.map(image -> detail(image, "truth")).orElse("");
  }

  private String detail(Image image, String caption) {
    return "<figure>"
        + Html.image(detail.picture(image, limits[0], limits[1]), "Detail, " + caption)
        + "<figcaption>"
        + caption
        + "</figcaption></figure>";
  }
}
