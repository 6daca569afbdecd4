package org.limpid.denoise.cli;

import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.limpid.denoise.Denoiser;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.denoise.training.TrainingOptions;

/**
 * A way of learning, as the command line offers it. To add one, write a class and list it in {@link
 * Methods}.
 */
interface Method {

  /** What {@code --method} and model files call it. */
  String name();

  /** What it learns from, as {@code --help} says it; one sentence without a full stop. */
  String summary();

  /**
   * Objects with picocli's annotations: the options that this method understands besides those of
   * every training. Several methods may understand the same object.
   */
  default List<Object> arguments() {
    return List.of();
  }

  /** Whether an image alone is enough, so that {@code limpid denoise} can offer it. */
  default boolean learnsFromOneFile() {
    return true;
  }

  /** Whether it trains at all, so that it matters how long. */
  default boolean learns() {
    return true;
  }

  /**
   * Refuses what says how long to train, where nothing is trained.
   *
   * @param command for the message
   * @param isAnyGiven whether there is any such option
   */
  default void checkLength(String command, boolean isAnyGiven) {
    if (isAnyGiven && !learns()) {
      throw new UserException(
          command
              + ": --method "
              + name()
              + " learns nothing, so --steps, --budget, --checkpoint and the like mean nothing."
              + " Leave them out.");
    }
  }

  /** What training starts from before the user's options are applied. */
  default TrainingOptions defaults() {
    return TrainingOptions.DEFAULT;
  }

  /**
   * Checks its options and reads what it needs besides the inputs, before time is spent.
   *
   * @throws UserException if an option is wrong or something is missing
   */
  Learner learner(Inputs inputs) throws IOException;

  /**
   * The same, for somebody who can use results before the end. Most methods have none.
   *
   * @param answers given what there is on the way, each better than the one before
   */
  default Learner learner(Inputs inputs, Consumer<Denoiser> answers) throws IOException {
    return learner(inputs);
  }

  /** Learns from what was read. */
  @FunctionalInterface
  interface Learner {

    /** As the method's trainer does it. */
    Denoiser train(TrainingOptions options, TrainingListener listener, BooleanSupplier stop);
  }
}
