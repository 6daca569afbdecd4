package org.limpid.denoise.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a time such as {@code 90s}, {@code 2m}, {@code 1.5h} or {@code 1h30m}. */
final class TimeConverter implements ITypeConverter<Duration> {
  private static final Pattern PART = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,3})?)([hms])");
  private static final Pattern WHOLE = Pattern.compile("(?:" + PART + ")+");

  @Override
  public Duration convert(String text) {
    if (!WHOLE.matcher(text).matches()) {
      throw new TypeConversionException("'" + text + "' (expected: a time like 90s, 2m or 1h30m)");
    }
    long millis = 0;
    for (Matcher part = PART.matcher(text); part.find(); ) {
      long unit =
          switch (part.group(2)) {
            case "h" -> 3_600_000;
            case "m" -> 60_000;
            default -> 1000;
          };
      millis += Math.round(Double.parseDouble(part.group(1)) * unit);
    }
    if (millis < 1) {
      throw new TypeConversionException("'" + text + "' (expected: more than no time)");
    }
    return Duration.ofMillis(millis);
  }
}
