package org.limpid.denoise.training;

import java.util.Map;
import org.limpid.backend.Size3;
import org.limpid.denoise.patch.Pixels;

/**
 * Hears how a training goes; override what is of interest. Called on the training thread, which
 * waits meanwhile.
 *
 * <pre>{@code
 * TrainingListener progress = new TrainingListener() {
 *   public void step(Step step) {
 *     System.out.printf("%d steps, %.0f s left%n", step.step(), step.remainingSeconds());
 *   }
 * };
 * new Noise2VoidTrainer().train(List.of(noisy), progress);
 * }</pre>
 */
public interface TrainingListener {

  /** Hears nothing. */
  TrainingListener NONE = new TrainingListener() {};

  /**
   * What is going to happen.
   *
   * @param method such as {@code noise2void}
   * @param device where it is computed
   * @param parameters number of trained values
   * @param images number of planes or volumes to learn from
   * @param patch slices, rows and columns of a patch
   * @param batchSize patches in a step
   * @param validationPatches patches held out; 0 for no validation
   * @param budget steps and time
   * @param settings of the method, as JSON has them: a checkpoint is not continued with others
   */
  record Plan(
      String method,
      String device,
      long parameters,
      int images,
      Size3 patch,
      int batchSize,
      int validationPatches,
      Budget budget,
      Map<String, Object> settings) {

    Plan withBudget(Budget value) {
      return new Plan(
          method, device, parameters, images, patch, batchSize, validationPatches, value, settings);
    }
  }

  /**
   * How far it is, every few steps.
   *
   * @param step number of steps done
   * @param loss mean loss of the steps since the last report
   * @param learningRate rate of the last step
   * @param seconds time since the start
   * @param remainingSeconds estimated time to the end
   * @param spent part of the budget that is spent, 0 to 1
   */
  record Step(
      int step,
      double loss,
      float learningRate,
      double seconds,
      double remainingSeconds,
      double spent) {}

  /**
   * A validation, made with the averaged weights.
   *
   * @param step number of steps done
   * @param loss mean loss over the patches held out; it never gets below the noise in them
   * @param seconds time since the start
   */
  record Validation(int step, double loss, double seconds) {}

  /** Why a training ended. */
  enum Reason {
    /** All steps done, or time over. */
    BUDGET_SPENT,
    /** Somebody asked for it; what was learned so far is kept. */
    STOPPED,
    /** The loss of validations did not fall any more; see {@link TrainingOptions#patience}. */
    NO_LONGER_BETTER
  }

  /**
   * The end.
   *
   * @param reason why
   * @param steps number of steps done
   * @param loss mean loss of the last steps
   * @param seconds time it took
   */
  record End(Reason reason, int steps, double loss, double seconds) {}

  /** Before the first step. */
  default void started(Plan plan) {}

  /**
   * Training goes on from a checkpoint.
   *
   * @param step number of steps that were done
   */
  default void resumed(int step) {}

  /**
   * Something is not as it should be, but training goes on.
   *
   * @param message for people, without a full stop
   */
  default void warning(String message) {}

  /**
   * Something that was decided on the way, and why.
   *
   * @param message for people, without a full stop
   */
  default void remark(String message) {}

  /** After the first step, after every tenth and after the last. */
  default void step(Step step) {}

  /**
   * What the network makes of a patch so far, with the averaged weights. Values are on the
   * network's scale; see {@link org.limpid.denoise.patch.Normalization}.
   *
   * @param step number of steps done
   * @param before what the network is given
   * @param after what it makes of it
   */
  record Preview(int step, Pixels before, Pixels after) {}

  /** How many steps from one preview to the next; 0 for none, which saves the work. */
  default int previewInterval() {
    return 0;
  }

  /** After as many steps as {@link #previewInterval} says. */
  default void preview(Preview preview) {}

  /** After each validation. */
  default void validation(Validation validation) {}

  /** After the last step; not called if training fails. */
  default void ended(End end) {}
}
