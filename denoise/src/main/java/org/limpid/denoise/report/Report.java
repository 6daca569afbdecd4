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
import org.limpid.denoise.diagnosis.Diagnosis;

/**
 * What a denoising run did, to be shown as one page that opens without a network. Of images larger
 * than {@value View#LARGEST} pixels a side the middle is shown in full and the whole made small, so
 * the page stays below 10 MB.
 *
 * @param title heading, such as the name of the file
 * @param summary a sentence or two under it
 * @param noisy what went in
 * @param denoised what came out, of the same size
 * @param truth what should have come out, where that is known
 * @param gain how much better the result is, where that is known or estimated
 * @param diagnosis what is known of the noise
 * @param history loss as training went on
 * @param noiseFloor loss of a perfect result, as the noise of its targets stays; NaN if unknown
 * @param tables facts by heading and name, shown in their order
 * @param command what to type to get the same result
 */
public record Report(
    String title,
    String summary,
    Image noisy,
    Image denoised,
    Optional<Image> truth,
    Optional<Gain> gain,
    Diagnosis diagnosis,
    List<LossPoint> history,
    double noiseFloor,
    Map<String, Map<String, String>> tables,
    String command) {
  private static final Pattern SLOT = Pattern.compile("\\{\\{(\\w+)}}");

  /** The page: markup, style, script and pictures in one; whatever was given as text is escaped. */
  public String html() {
    Pictures pictures = new Pictures(noisy, denoised, truth);
    return SLOT.matcher(template())
        .replaceAll(slot -> Matcher.quoteReplacement(fill(slot.group(1), pictures)));
  }

  private String fill(String slot, Pictures pictures) {
    return switch (slot) {
      case "title" -> Html.escape(title);
      case "summary" -> Html.escape(summary);
      case "facts" -> facts();
      case "warnings" -> warnings();
      case "width" -> Integer.toString(pictures.width());
      case "height" -> Integer.toString(pictures.height());
      case "layers" -> pictures.layers();
      case "choices" -> pictures.choices();
      case "scale" -> pictures.scale();
      case "shown" -> Html.escape(pictures.shown());
      case "overview" -> pictures.overview();
      case "details" -> pictures.details();
      case "curve" -> LossCurve.of(history, noiseFloor);
      case "validation" -> validation();
      case "floor" -> floor();
      case "histogram" -> Curves.histogram(pictures.before(), pictures.after());
      case "spectrum" ->
          Curves.spectrum(pictures.before(), pictures.after(), pictures.difference());
      case "map" -> CorrelationMap.of(diagnosis.correlation());
      case "verdict" -> Html.escape(diagnosis.verdict());
      case "tables" -> tableMarkup();
      case "command" -> Html.escape(command);
      default -> throw new IllegalStateException("report.html: unknown slot " + slot);
    };
  }

  private String facts() {
    StringBuilder facts = new StringBuilder();
    gain.ifPresent(
        known -> {
          String interval =
              Double.isNaN(known.low())
                  ? ""
                  : decibels("%.1f", known.low()) + " to " + decibels("%.1f", known.high()) + ", ";
          String value = decibels("%+.1f", known.decibels());
          facts.append(fact("Gain in PSNR", value, interval + known.how()));
        });
    double sigma = diagnosis.noise().get(0).sigma();
    facts.append(
        fact(
            "Noise before",
            (diagnosis.noise().get(0).isCertain() && diagnosis.correlation().isCertain()
                    ? ""
                    : "at most ")
                + Chart.number(Double.parseDouble(String.format(Locale.ROOT, "%.3g", sigma))),
            "standard deviation at the median brightness; " + diagnosis.noise().get(0).kind()));
    facts.append(fact("Neighbours", neighbours(), "correlation of noise with the next pixel"));
    return facts.toString();
  }

  private static String decibels(String format, double value) {
    return Double.isInfinite(value)
        ? "more than can be measured"
        : String.format(Locale.ROOT, format + " dB", value);
  }

  private String neighbours() {
    double along = diagnosis.correlation().at(0, 1);
    double across = diagnosis.correlation().at(1, 0);
    return Double.isNaN(along)
        ? "not known"
        : String.format(Locale.ROOT, "%.2f / %.2f", along, across).replace("-0.00", "0.00");
  }

  private static String fact(String name, String value, String more) {
    return "<div><dt>"
        + Html.escape(name)
        + "</dt><dd><strong>"
        + Html.escape(value)
        + "</strong> <span>"
        + Html.escape(more)
        + "</span></dd></div>";
  }

  private String warnings() {
    if (diagnosis.warnings().isEmpty()) {
      return "";
    }
    StringBuilder list = new StringBuilder("<ul class=\"warnings\">");
    diagnosis.warnings().forEach(w -> list.append("<li>" + Html.escape(w) + "</li>"));
    return list.append("</ul>").toString();
  }

  private String validation() {
    long points = history.stream().filter(p -> Double.isFinite(p.validation())).count();
    return points < 2 ? "" : "<span><i class=\"second\"></i>validation</span>";
  }

  private String floor() {
    return Double.isNaN(noiseFloor) ? "" : "<span><i class=\"floor\"></i>noise floor</span>";
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
