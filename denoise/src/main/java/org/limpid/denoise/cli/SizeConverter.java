package org.limpid.denoise.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a size of memory such as {@code 500m} or {@code 1.5g}, in bytes. */
final class SizeConverter implements ITypeConverter<Long> {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,3})?)([mg])");
  private static final int LEAST = 1 << 20;

  @Override
  public Long convert(String text) {
    Matcher size = SIZE.matcher(text.toLowerCase(Locale.ROOT));
    if (!size.matches()) {
      throw new TypeConversionException("'" + text + "' (expected: a size like 500m or 2g)");
    }
    double unit = size.group(2).equals("g") ? 1 << 30 : 1 << 20;
    long bytes = Math.round(Double.parseDouble(size.group(1)) * unit);
    if (bytes < LEAST) {
      throw new TypeConversionException("'" + text + "' (expected: 1m or more)");
    }
    return bytes;
  }
}
