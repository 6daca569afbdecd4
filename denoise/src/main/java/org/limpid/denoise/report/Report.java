package org.limpid.denoise.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.limpid.denoise.Image;

/**
 * What a denoising run did, to be shown as one page that opens without a network.
 *
 * @param title heading, such as the name of the file
 * @param summary a sentence or two under it
 * @param noisy what went in
 * @param denoised what came out, of the same size
 * @param truth what should have come out, where that is known
 * @param history loss as training went on
 * @param noiseFloor loss that no network can get below, for there is noise in what it is judged by;
 *     NaN if it is not known
 * @param tables facts by heading and name, shown in their order
 * @param command what to type to get the same result
 */
public record Report(
    String title,
    String summary,
    Image noisy,
    Image denoised,
    Optional<Image> truth,
    List<LossPoint> history,
    double noiseFloor,
    Map<String, Map<String, String>> tables,
    String command) {
  private static final Pattern SLOT = Pattern.compile("\\{\\{(\\w+)}}");

  /** The page: markup, style, script and pictures in one; whatever was given as text is escaped. */
  public String html() {
    View view = View.middleOf(noisy);
    View detail = view.detailOf(denoised);
    double[] limits = view.limits(noisy, denoised);
    return SLOT.matcher(template())
        .replaceAll(slot -> Matcher.quoteReplacement(fill(slot.group(1), view, detail, limits)));
  }

  private String fill(String slot, View view, View detail, double[] limits) {
    return switch (slot) {
      case "title" -> Html.escape(title);
      case "summary" -> Html.escape(summary);
      case "width" -> Integer.toString(view.screenWidth());
      case "before" -> Html.image(view.picture(noisy, limits[0], limits[1]), "Before: noisy");
      case "after" -> Html.image(view.picture(denoised, limits[0], limits[1]), "After: denoised");
      case "shown" -> Html.escape(shown(view, limits));
      case "details" -> details(detail, limits);
      case "difference" -> difference(view);
      case "curve" -> LossCurve.of(history, noiseFloor);
      case "tables" -> tableMarkup();
      case "command" -> Html.escape(command);
      default -> throw new IllegalStateException("report.html: unknown slot " + slot);
    };
  }

  private String shown(View view, double[] limits) {
    String place = view.place(noisy);
    return String.format(
        Locale.ROOT,
        "Shown: %s%s. In all pictures %.5g is black and %.5g white.",
        noisy,
        place.isEmpty() ? "" : ", of it " + place,
        limits[0],
        limits[1]);
  }

  private String details(View detail, double[] limits) {
    StringBuilder figures = new StringBuilder();
    figures.append(figure(detail, noisy, limits, "before"));
    figures.append(figure(detail, denoised, limits, "after"));
    truth.ifPresent(image -> figures.append(figure(detail, image, limits, "truth")));
    return figures.toString();
  }

  private static String figure(View view, Image image, double[] limits, String caption) {
    return "<figure>"
        + Html.image(view.picture(image, limits[0], limits[1]), "Detail, " + caption)
        + "<figcaption>"
        + caption
        + "</figcaption></figure>";
  }

  /** What was taken away: pure noise shows no trace of the objects. */
  private String difference(View view) {
    float[] before = view.of(noisy).samples();
    float[] after = view.of(denoised).samples();
    double squares = 0;
    for (int i = 0; i < before.length; i++) {
      before[i] -= after[i];
      squares += (double) before[i] * before[i];
    }
    Image shownPart = view.of(noisy);
    double spread = 3 * Math.max(Math.sqrt(squares / before.length), 1e-9);
    return "<figure>"
        + Html.image(
            shownPart.withSamples(before).toBufferedImage(0, 0, -spread, spread),
            "Before minus after")
        + String.format(
            Locale.ROOT,
            "<figcaption>before minus after: gray is 0, black %.4g, white %.4g</figcaption>",
            -spread,
            spread)
        + "</figure>";
  }

  private String tableMarkup() {
    StringBuilder markup = new StringBuilder();
    tables.forEach(
        (heading, rows) -> {
          markup.append("<section><h2>" + Html.escape(heading) + "</h2><table>");
          rows.forEach(
              (name, value) ->
                  markup
                      .append("<tr><th scope=\"row\">" + Html.escape(name) + "</th><td>")
                      .append(Html.escape(value) + "</td></tr>"));
          markup.append("</table></section>");
        });
    return markup.toString();
  }

  private static String template() {
    try (InputStream in = Report.class.getResourceAsStream("report.html")) {
      if (in == null) {
        throw new IllegalStateException("report.html is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
