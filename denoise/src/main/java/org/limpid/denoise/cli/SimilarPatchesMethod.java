package org.limpid.denoise.cli;

import org.limpid.denoise.SimilarPatchesTrainer;

/** Combines patches that look alike; learns nothing. */
record SimilarPatchesMethod() implements Method {

  @Override
  public String name() {
    return "similar-patches";
  }

  @Override
  public String summary() {
    return "combines patches of the image that look alike; learns nothing, so takes seconds, and is"
        + " best for sharp photographs";
  }

  @Override
  public boolean learns() {
    return false;
  }

  @Override
  public Learner learner(Inputs inputs) {
    return (training, listener, stop) ->
        new SimilarPatchesTrainer().withTraining(training).train(inputs.images(), listener);
  }
}
