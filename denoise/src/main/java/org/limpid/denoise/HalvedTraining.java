package org.limpid.denoise;

import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.limpid.backend.Size3;
import org.limpid.denoise.patch.Augmentation;
import org.limpid.denoise.training.Examination;
import org.limpid.denoise.training.Objective;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.denoise.training.TrainingOptions;

/**
 * What trainers do that learn how one half of a patch's pixels tells about the other half: patches
 * go to the device as they are, and the objective halves them.
 *
 * @param method name for model files
 * @param settings of the method, for model files
 * @param training what all trainers are told alike
 * @param objective halves patches and compares
 */
record HalvedTraining(
    String method, Map<String, Object> settings, TrainingOptions training, Objective objective) {

  /** Trains a new network on noisy images; results are judged as they will be used. */
  Denoiser train(List<Image> images, TrainingListener listener, BooleanSupplier stop) {
    TrainingData data = TrainingData.of(images, training.scaling());
    Denoiser denoiser =
        new Fitting(method, settings, training, data)
            .train(data.network(training), patch -> lesson(data, patch), listener, stop);
    return Referee.judged(denoiser, images, data, training, false);
  }

  private Lesson lesson(TrainingData data, Size3 patch) {
    PatchBatches batches =
        new PatchBatches(
            data.sampler(training, patch),
            training.augmentation(Augmentation.TURNS_AND_FLIPS),
            patch,
            data.volumetric(),
            training);
    return new Lesson(
        objective,
        batches,
        batches.validation(),
        Examination.none("results are judged once the model is made"));
  }
}
