package org.limpid.denoise;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.limpid.denoise.Candidate.Kind;
import org.limpid.denoise.Candidate.Recipe;
import org.limpid.denoise.patch.Symmetries;
import org.limpid.denoise.predict.PredictionOptions;
import org.limpid.denoise.training.Budget;
import org.limpid.denoise.training.Examination.Finding;
import org.limpid.denoise.training.QualityEstimate;
import org.limpid.denoise.training.StartingPoint;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.denoise.training.TrainingOptions;

/**
 * Trainings of candidates one after the other, judged by the same referee; the best one goes on.
 */
final class Contest {

  /** The first answer has to come soon, whatever the budget. */
  private static final Duration LONGEST_FIRST = Duration.ofSeconds(20);

  private static final int MOST_FIRST_STEPS = 1000;

  /**
   * Share of the error of what learned nothing that a mean must stay below, 0.05 dB: where noise is
   * not quite white, networks keep more of it than the estimate sees.
   */
  private static final double TIE = 0.99;

  private final long start = System.nanoTime();
  private final List<Image> images;
  private final TrainingData data;
  private final TrainingOptions training;
  private final TrainingListener listener;
  private final BooleanSupplier stop;
  private final Consumer<Denoiser> answers;
  private final Symmetries averaging;
  private final List<Map<String, Object>> entries = new ArrayList<>();
  private final List<Entry> tried = new ArrayList<>();
  private @Nullable Entry best;

  /**
   * What a candidate brought about, and how close to the truth that is; null if nobody can tell.
   */
  private record Entry(Candidate candidate, Denoiser denoiser, @Nullable QualityEstimate quality) {

    boolean canGoOn() {
      return !candidate.isReady();
    }

    /** Whether results are means over orientations. */
    boolean isMean() {
      return !denoiser.prediction().averaging().equals(Symmetries.NONE);
    }

    /** Whether it is better than another; the later one where nobody can tell. */
    boolean isBetterThan(@Nullable Entry other) {
      return other == null
          || quality == null
          || other.quality == null
          || quality.error() < other.quality.error() * (isMean() && !other.canGoOn() ? TIE : 1);
    }
  }

  /**
   * Among whoever will be named.
   *
   * @param averaging orientations that the final answer is a mean over; those before it are of one
   */
  Contest(
      List<Image> images,
      TrainingData data,
      TrainingOptions training,
      TrainingListener listener,
      BooleanSupplier stop,
      Consumer<Denoiser> answers,
      Symmetries averaging) {
    this.images = images;
    this.data = data;
    this.training = training;
    this.listener = listener;
    this.stop = stop;
    this.answers = answers;
    this.averaging = averaging;
  }

  /** The best that came of the budget. */
  Denoiser among(List<Candidate> candidates) {
    List<Candidate> learning = candidates.stream().filter(each -> !each.isReady()).toList();
    List<Long> lengths = lengths(learning.size());
    double whole = lengths.stream().mapToLong(Long::longValue).sum();
    Rounds rounds = new Rounds(listener, lengths.stream().map(each -> each / whole).toList());
    Referee referee = null;
    for (int i = 0; i < lengths.size() && !rounds.isStopped(); i++) {
      Entry leader = i < learning.size() ? null : bestOf(Entry::canGoOn);
      Candidate candidate = leader == null ? learning.get(i) : leader.candidate();
      TrainingOptions options =
          training
              .withNetwork(candidate.network())
              .withBudget(budget(lengths.get(i), i == lengths.size() - 1))
              .withStart(start(candidate, leader));
      Recipe recipe = leader == null ? candidate.recipe() : candidate.further();
      Denoiser trained = recipe.train(options, images, rounds, stop);
      rounds.add(trained.history());
      if (best == null || trained.history().steps() > 0) {
        referee = referee == null ? referee(trained) : referee;
        enter(entry(candidate, trained, referee.judge(trained, false)), leader == null);
      }
      if (i == 0 && referee != null && !rounds.isStopped()) {
        enterReady(candidates, referee);
      }
    }
    if (referee != null && !rounds.isStopped()) {
      enterMean(referee);
    }
    return described(Objects.requireNonNull(best, "at least one training"))
        .withPrediction(PredictionOptions.DEFAULT.withAveraging(averaging));
  }

  /** What needs no training, once there is a first answer. */
  private void enterReady(List<Candidate> candidates, Referee referee) {
    for (Candidate candidate : candidates) {
      if (candidate.isReady() && referee.reason() == null && !stop.getAsBoolean()) {
        Denoiser made = candidate.recipe().train(training, images, TrainingListener.NONE, stop);
        enter(entry(candidate, made, referee.judge(made, results(candidate), false)), true);
      }
    }
  }

  /** Averaging makes networks better, and what learned nothing stays what it is. */
  private void enterMean(Referee referee) {
    Entry network = bestOf(Entry::canGoOn);
    boolean isAhead = best != null && best.canGoOn();
    if (network != null && !isAhead && !averaging.equals(Symmetries.NONE)) {
      Denoiser mean =
          network.denoiser().withPrediction(PredictionOptions.DEFAULT.withAveraging(averaging));
      enter(entry(network.candidate(), mean, referee.judge(mean, false)), false);
    }
  }

  private static @Nullable List<Image> results(Candidate candidate) {
    Supplier<List<Image>> results = candidate.results();
    return results == null ? null : results.get();
  }

  /** What a training goes on from: the leader's weights, or the best of its kind for a sequel. */
  private @Nullable StartingPoint start(Candidate candidate, @Nullable Entry leader) {
    Entry before =
        leader == null && candidate.kind() == Kind.SEQUEL
            ? bestOf(
                each -> each.canGoOn() && each.candidate().network().equals(candidate.network()))
            : leader;
    return before == null ? null : before.denoiser().weights();
  }

  private @Nullable Entry bestOf(Predicate<Entry> wanted) {
    Entry found = null;
    for (Entry each : tried) {
      if (wanted.test(each) && each.isBetterThan(found)) {
        found = each;
      }
    }
    return found;
  }

  private static Entry entry(Candidate candidate, Denoiser trained, Finding finding) {
    return new Entry(candidate, trained.judged(finding), finding.estimate());
  }

  /** Windows lie where they lie for all candidates, as patches are equally large. */
  private Referee referee(Denoiser any) {
    return new Referee(
        images,
        data,
        data.sampler(training, data.patch(training, any.multiple())),
        training.seed());
  }

  private List<Long> lengths(int candidates) {
    Budget budget = training.budget();
    Duration time = budget.time();
    return budget.steps() == Integer.MAX_VALUE && time != null
        ? WorkPlan.lengths(time.toMillis(), LONGEST_FIRST.toMillis(), candidates)
        : WorkPlan.lengths(budget.steps(), MOST_FIRST_STEPS, candidates);
  }

  /** Of one training; none goes on beyond the end of all. */
  private Budget budget(long length, boolean isLast) {
    Budget all = training.budget();
    Duration time = all.time();
    if (time == null) {
      return Budget.steps(Math.toIntExact(length));
    }
    Duration gone = Duration.ofNanos(System.nanoTime() - start);
    Duration least = Duration.ofMillis(1);
    Duration left = time.compareTo(gone.plus(least)) > 0 ? time.minus(gone) : least;
    if (all.steps() != Integer.MAX_VALUE) {
      return Budget.steps(Math.toIntExact(length)).atMost(left);
    }
    Duration own = Duration.ofMillis(length);
    return Budget.time(isLast || own.compareTo(left) > 0 ? left : own);
  }

  private void enter(Entry entry, boolean isNew) {
    Entry before = best;
    boolean isBetter = entry.isBetterThan(before);
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("method", entry.candidate().name());
    line.put("steps", entry.denoiser().history().steps());
    line.put("again", !isNew);
    line.put("averaged", entry.isMean());
    QualityEstimate quality = entry.quality();
    if (quality != null) {
      put(line, "decibels", quality.decibels(quality.error()));
      put(line, "low", quality.decibels(quality.high()));
      put(line, "high", quality.decibels(quality.low()));
    }
    line.put("chosen", isBetter);
    entries.add(line);
    tried.add(entry);
    listener.remark(remark(entry, before, isBetter, isNew));
    if (isBetter) {
      best = entry;
      answers.accept(described(entry));
    }
  }

  private static void put(Map<String, Object> line, String name, double decibels) {
    if (Double.isFinite(decibels)) {
      line.put(name, decibels);
    }
  }

  private Denoiser described(Entry entry) {
    return entry.denoiser().described("auto", List.copyOf(entries));
  }

  private static String remark(
      Entry entry, @Nullable Entry before, boolean isBetter, boolean isNew) {
    QualityEstimate quality = entry.quality();
    String what =
        String.format(
            Locale.ROOT,
            "%s%s%s%s: %s",
            entry.candidate().name(),
            isNew ? "" : " again",
            entry.canGoOn()
                ? String.format(Locale.ROOT, ", %,d steps", entry.denoiser().history().steps())
                : "",
            entry.isMean() ? ", averaged over orientations" : "",
            quality == null
                ? "how close to the truth cannot be told (" + unjudged(entry) + ")"
                : gain(quality));
    if (before == null) {
      return what + "; the first answer";
    }
    QualityEstimate then = before.quality();
    if (quality == null || then == null) {
      return what + "; taken, as it learned longer";
    }
    String other = before.candidate().name() + "'s " + decibels(then);
    return what + (isBetter ? "; better than " + other + ", chosen" : "; no better than " + other);
  }

  private static String unjudged(Entry entry) {
    return String.valueOf(entry.denoiser().history().unjudged());
  }

  private static String gain(QualityEstimate quality) {
    return "noise reduced by about " + decibels(quality);
  }

  private static String decibels(QualityEstimate quality) {
    double gain = quality.decibels(quality.error());
    return Double.isInfinite(gain)
        ? "more than can be measured"
        : String.format(Locale.ROOT, "%.1f dB", gain);
  }
}
