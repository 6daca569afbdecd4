package org.limpid.denoise.diagnosis;

import java.util.List;
import java.util.Map;

/**
 * What to try first.
 *
 * @param method name of a method, as the command line has it
 * @param options what to tell it, by name, in order; empty for its defaults
 * @param reasons why, one sentence each
 */
public record Recommendation(String method, Map<String, String> options, List<String> reasons) {
  /** Copies the reasons; the order of options is kept. */
  public Recommendation {
    options = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(options));
    reasons = List.copyOf(reasons);
  }

  /** Method and options as they are typed, such as {@code --method noise2void}. */
  public String arguments() {
    StringBuilder text = new StringBuilder("--method ").append(method);
    options.forEach((name, value) -> text.append(" --").append(name).append(' ').append(value));
    return text.toString();
  }
}
