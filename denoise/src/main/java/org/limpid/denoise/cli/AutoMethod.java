package org.limpid.denoise.cli;

import java.util.function.Consumer;
import org.limpid.denoise.AutoTrainer;
import org.limpid.denoise.Denoiser;
import org.limpid.denoise.training.Checkpoints;

/** Tries methods and goes on with the one that does best. */
record AutoMethod() implements Method {

  @Override
  public String name() {
    return "auto";
  }

  @Override
  public String summary() {
    return "looks at the noise, tries what suits it and goes on with the best; a first result soon,"
        + " better ones until the budget ends";
  }

  @Override
  public Learner learner(Inputs inputs) {
    return learner(inputs, better -> {});
  }

  @Override
  public Learner learner(Inputs inputs, Consumer<Denoiser> answers) {
    return (training, listener, stop) -> {
      Checkpoints checkpoints = training.checkpoints();
      if (checkpoints != null && checkpoints.resume()) {
        throw new UserException(
            "--resume: --method auto begins anew. Name the method that was chosen, or leave it"
                + " out.");
      }
      return new AutoTrainer(training.withCheckpoints(null))
          .train(inputs.images(), listener, stop, answers);
    };
  }
}
