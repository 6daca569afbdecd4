package org.limpid.denoise.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.limpid.denoise.Denoiser;

/** What {@code --method auto} tried before it chose, as its models tell it. */
final class Candidates {

  /** Where models tell it, among their options. */
  static final String KEY = "auto";

  private Candidates() {}

  /** A row for each training, in order; empty for models of other methods. */
  static Map<String, String> of(Denoiser denoiser) {
    Map<String, String> rows = new LinkedHashMap<>();
    @Nullable Object entries =
        denoiser.description().get("options") instanceof Map<?, ?> options
            ? options.get(KEY)
            : null;
    if (entries instanceof List<?> list) {
      for (Object entry : list) {
        if (entry instanceof Map<?, ?> candidate) {
          rows.put(rows.size() + 1 + ". " + name(candidate), result(candidate));
        }
      }
    }
    return rows;
  }

  private static String name(Map<?, ?> candidate) {
    boolean isAgain = Boolean.TRUE.equals(candidate.get("again"));
    return candidate.get("method")
        + (isAgain ? " again, " : ", ")
        + candidate.get("steps")
        + " steps";
  }

  private static String result(Map<?, ?> candidate) {
    String chosen = Boolean.TRUE.equals(candidate.get("chosen")) ? "; taken" : "; not taken";
    if (!(candidate.get("decibels") instanceof Number decibels)) {
      return "cannot be told" + chosen;
    }
    return String.format(
        Locale.ROOT,
        "noise reduced by about %.1f dB (%s to %s)%s",
        decibels.doubleValue(),
        end(candidate.get("low")),
        end(candidate.get("high")),
        chosen);
  }

  private static String end(@Nullable Object decibels) {
    return decibels instanceof Number number
        ? String.format(Locale.ROOT, "%.1f", number.doubleValue())
        : "more";
  }
}
