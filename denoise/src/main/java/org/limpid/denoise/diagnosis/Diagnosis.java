package org.limpid.denoise.diagnosis;

import java.util.ArrayList;
import java.util.List;
import org.limpid.denoise.Image;

/**
 * What one can tell of an image's noise from the image alone, and what to do about it.
 *
 * <pre>{@code
 * Diagnosis diagnosis = Diagnosis.of(Image.read(Path.of("cells.tif")));
 * String first = diagnosis.verdict();
 * String method = diagnosis.recommendation().method();
 * }</pre>
 *
 * @param noise noise of each channel, at most the first four
 * @param correlation how alike the noise of neighbouring pixels is, over those channels
 * @param levels which values occur
 * @param traces what earlier processing left behind
 * @param warnings what may spoil a result, one sentence each; nothing is refused
 * @param recommendation what to try first
 */
public record Diagnosis(
    List<NoiseLevel> noise,
    Autocorrelation correlation,
    Levels levels,
    Traces traces,
    List<String> warnings,
    Recommendation recommendation) {
  /** Copies the lists. */
  public Diagnosis {
    noise = List.copyOf(noise);
    warnings = List.copyOf(warnings);
  }

  /**
   * Examines an image of any size. Looks at the middle of at most four planes, at most 1024 pixels
   * a side; takes a second at most.
   *
   * @param image not modified
   */
  public static Diagnosis of(Image image) {
    List<List<Plane>> channels = Plane.of(image);
    Levels levels = Levels.of(channels.stream().flatMap(List::stream).toList());
    List<Levels> own = channels.stream().map(Levels::of).toList();
    List<List<Brightness>> groups = new ArrayList<>();
    List<Brightness> all = new ArrayList<>();
    for (int c = 0; c < channels.size(); c++) {
      List<Block> blocks = new ArrayList<>();
      for (Plane plane : channels.get(c)) {
        blocks.addAll(Block.of(plane, own.get(c)));
      }
      groups.add(Brightness.group(blocks));
      all.addAll(groups.get(c));
    }
    Autocorrelation correlation = Autocorrelation.of(all);
    boolean white =
        correlation.pattern() == Autocorrelation.Pattern.WHITE || !correlation.isCertain();
    List<NoiseLevel> noise = new ArrayList<>();
    for (int c = 0; c < channels.size(); c++) {
      noise.add(NoiseFit.of(groups.get(c), white, own.get(c).median(), own.get(c).step()));
    }
    // Of a colour camera's channels the second, green, is interpolated least.
    Traces traces = Traces.of(channels.get(Math.min(1, channels.size() - 1)).get(0));
    Advice advice = new Advice(image, noise, correlation, levels, traces);
    return new Diagnosis(
        noise, correlation, levels, traces, advice.warnings(), advice.recommendation());
  }

  /** How alike neighbours are and what follows, in one or two sentences. */
  public String verdict() {
    return new Verdict(correlation, noise, traces).words();
  }
}
