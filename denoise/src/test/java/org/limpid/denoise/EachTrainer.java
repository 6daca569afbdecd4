package org.limpid.denoise;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.limpid.denoise.masking.Pattern;
import org.limpid.denoise.synthetic.Noise;
import org.limpid.denoise.synthetic.Specimen;
import org.limpid.denoise.training.Budget;
import org.limpid.denoise.training.TrainingListener;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.nn.net.UNetOptions;

/** A training of each method that takes a fraction of a second, for what all must hold alike. */
enum EachTrainer {
  NOISE2VOID {
    @Override
    Denoiser train(TrainingOptions options, TrainingListener listener, BooleanSupplier stop) {
      return new Noise2VoidTrainer()
          .withTraining(options)
          .train(List.of(NOISY, OTHER), listener, stop);
    }
  },
  NOISE2VOID_VOLUME {
    @Override
    Denoiser train(TrainingOptions options, TrainingListener listener, BooleanSupplier stop) {
      return new Noise2VoidTrainer().withTraining(options).train(List.of(VOLUME), listener, stop);
    }

    @Override
    Image noisy() {
      return VOLUME;
    }
  },
  N2V2 {
    @Override
    Denoiser train(TrainingOptions options, TrainingListener listener, BooleanSupplier stop) {
      return Noise2VoidTrainer.n2v2(options).train(List.of(NOISY), listener, stop);
    }
  },
  POSTERIOR {
    @Override
    Denoiser train(TrainingOptions options, TrainingListener listener, BooleanSupplier stop) {
      return new PosteriorTrainer().withTraining(options).train(List.of(EVEN), listener, stop);
    }

    @Override
    Image noisy() {
      return EVEN;
    }
  },
  REFINEMENT {
    @Override
    Denoiser train(TrainingOptions options, TrainingListener listener, BooleanSupplier stop) {
      return new IterativeRefinementTrainer()
          .withTraining(options)
          .train(List.of(EVEN), listener, stop);
    }

    @Override
    Image noisy() {
      return EVEN;
    }
  },
  STRUCT_N2V {
    @Override
    Denoiser train(TrainingOptions options, TrainingListener listener, BooleanSupplier stop) {
      return new Noise2VoidTrainer(
              Noise2VoidOptions.UNIFORM.withPattern(Pattern.horizontal(3)),
              options.withAugmentation(false))
          .train(List.of(NOISY), listener, stop);
    }
  },
  NOISE2NOISE {
    @Override
    Denoiser train(TrainingOptions options, TrainingListener listener, BooleanSupplier stop) {
      return new Noise2NoiseTrainer()
          .withTraining(options)
          .train(List.of(new ImagePair(NOISY, OTHER)), listener, stop);
    }
  },
  SUPERVISED {
    @Override
    Denoiser train(TrainingOptions options, TrainingListener listener, BooleanSupplier stop) {
      return new SupervisedTrainer()
          .withTraining(options)
          .train(List.of(new ImagePair(NOISY, CLEAN)), listener, stop);
    }
  },
  SELF2SELF {
    @Override
    Denoiser train(TrainingOptions options, TrainingListener listener, BooleanSupplier stop) {
      return new Self2SelfTrainer(Self2SelfOptions.DEFAULT.withPasses(3), options)
          .train(List.of(NOISY), listener, stop);
    }
  },
  NEIGHBOR2NEIGHBOR {
    @Override
    Denoiser train(TrainingOptions options, TrainingListener listener, BooleanSupplier stop) {
      return new Neighbor2NeighborTrainer()
          .withTraining(options)
          .train(List.of(NOISY, OTHER), listener, stop);
    }
  },
  ZERO_SHOT_NOISE2NOISE {
    @Override
    Denoiser train(TrainingOptions options, TrainingListener listener, BooleanSupplier stop) {
      return new ZeroShotNoise2NoiseTrainer(options).train(List.of(NOISY), listener, stop);
    }
  },
  NEURAL_EGG_SEPARATION {
    @Override
    Denoiser train(TrainingOptions options, TrainingListener listener, BooleanSupplier stop) {
      return new NeuralEggSeparationTrainer(
              NeuralEggSeparationOptions.DEFAULT.withRounds(1), options)
          .train(List.of(NOISY), List.of(CLEAN), listener, stop);
    }
  };

  private static final Image CLEAN = Specimen.MIXED.image(44, 37, 1);
  private static final Image NOISY = Noise.gaussian(40).apply(CLEAN, 1);
  private static final Image OTHER = Noise.gaussian(40).apply(CLEAN, 2);

  /** Large enough, and with enough flat parts, for its noise to be measured. */
  private static final Image EVEN = Noise.gaussian(40).apply(Specimen.CELLS.image(96, 80, 1), 1);

  private static final Image VOLUME =
      Noise.gaussian(40).apply(Specimen.CELLS.volume(20, 18, 6, 1), 1);

  /** A network of one level with 6 filters; two patches a step, some held out. */
  static TrainingOptions steps(int steps) {
    return TrainingOptions.DEFAULT
        .withNetwork(UNetOptions.DEFAULT.withDepth(1).withFilters(6))
        .withPatchSize(16, 4)
        .withBatchSize(2)
        .withLearningRate(4e-3f)
        .withWeightAveraging(0.95f)
        .withValidationShare(0.2)
        .withValidationInterval(5)
        .withBudget(Budget.steps(steps));
  }

  /** Trains on images that are always the same. */
  abstract Denoiser train(TrainingOptions options, TrainingListener listener, BooleanSupplier stop);

  /** Trains to the end. */
  Denoiser train(TrainingOptions options) {
    return train(options, TrainingListener.NONE, () -> false);
  }

  /** An image for its models. */
  Image noisy() {
    return NOISY;
  }
}
