package org.limpid.denoise;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;
import org.limpid.backend.Size3;
import org.limpid.denoise.patch.Normalization;
import org.limpid.denoise.patch.PixelSource;
import org.limpid.denoise.patch.Scaling;
import org.limpid.denoise.predict.PredictionOptions;
import org.limpid.denoise.predict.TiledPredictor;
import org.limpid.denoise.predict.TiledPredictor.Job;
import org.limpid.denoise.similar.SimilarReading;
import org.limpid.denoise.training.Examination.Finding;
import org.limpid.denoise.training.Kept;
import org.limpid.denoise.training.StartingPoint;
import org.limpid.denoise.training.TrainingHistory;
import org.limpid.denoise.training.TrainingOptions;
import org.limpid.nn.Network;
import org.limpid.nn.net.Networks;
import org.limpid.nn.net.PerChannel;
import org.limpid.nn.net.Self2SelfNet;
import org.limpid.nn.net.UNet;
import org.limpid.nn.net.UNetOptions;
import org.limpid.tensor.Device;

/**
 * A trained network that removes noise from images like those it has learned from.
 *
 * <pre>{@code
 * Denoiser denoiser = Denoiser.load(Path.of("cells.safetensors"));
 * Image clean = denoiser.denoise(Image.read(Path.of("cells.tif")));
 * }</pre>
 *
 * <p>Thread-safe, and there is nothing to close: on the processor its memory goes with it; on a
 * GPU, when the device is closed.
 */
public final class Denoiser {

  // The file is long with documentation, as this is what programs meet first.

  private final Model model;
  private final PredictionOptions prediction;
  private final List<Kept> kept;

  Denoiser(Model model) {
    this(model, List.of());
  }

  Denoiser(Model model, List<Kept> kept) {
    this(model, PredictionOptions.DEFAULT, kept);
  }

  private Denoiser(Model model, PredictionOptions prediction, List<Kept> kept) {
    this.model = model;
    this.prediction = prediction;
    this.kept = List.copyOf(kept);
  }

  /**
   * What a trainer of one's own gives: a network and the scale it works on.
   *
   * @param network trained; not to be changed any more. To be saved it has to be one that model
   *     files know, such as a {@link org.limpid.nn.net.UNet}
   * @param device where its parameters live
   * @param normalization brings images to the network's scale
   * @param method what model files and reports call the trainer, such as {@code two_shots}
   * @param history how training went
   */
  public static Denoiser of(
      Network network,
      Device device,
      Normalization normalization,
      String method,
      TrainingHistory history) {
    return new Denoiser(new Model(network, device, normalization, method, Map.of(), history));
  }

  /**
   * Reads a model, to be run on the processor. The file may come from anywhere: it is data only,
   * and checked.
   *
   * @throws IOException if it cannot be read or is no such model; the message, one line, names the
   *     file and the fault
   */
  public static Denoiser load(Path file) throws IOException {
    return load(file, Device.cpu());
  }

  /** The same, to be run on another device. */
  public static Denoiser load(Path file, Device device) throws IOException {
    return new Denoiser(ModelFile.read(file, device));
  }

  /**
   * Writes the model to one file, in the safetensors format, with all that is needed to load it
   * again. Replaces an existing file once the new one is complete.
   *
   * @throws IOException if the file cannot be written
   */
  public void save(Path file) throws IOException {
    ModelFile.write(model, file);
  }

  /** The same network, with what was found about its quality. */
  Denoiser judged(Finding finding) {
    Model other = model.with(model.network(), model.history().with(finding));
    return new Denoiser(other, prediction, kept);
  }

  /** The same with one more thing to say about how it came about, as JSON has it. */
  Denoiser described(String name, Object value) {
    Map<String, Object> options = new LinkedHashMap<>(model.options());
    options.put(name, value);
    return new Denoiser(model.withOptions(options), prediction, kept);
  }

  /** Weights to begin another training of the same network with. */
  StartingPoint weights() {
    return StartingPoint.of(model.network());
  }

  /** Whether results change in small jumps as the image does, and take long. */
  boolean isJumping() {
    return model.reading() instanceof SimilarReading;
  }

  /** Extents have to be multiples of these. */
  Size3 multiple() {
    return model.network().multiple();
  }

  /**
   * How the network is run: unless changed, once for each tile; after {@link AutoTrainer},
   * averaging over orientations where that pays. Not part of model files.
   */
  public PredictionOptions prediction() {
    return prediction;
  }

  /** The same network, run in another way: averaging over orientations, more or less memory. */
  public Denoiser withPrediction(PredictionOptions value) {
    return new Denoiser(model, value, kept);
  }

  /**
   * Removes noise. Every frame by itself; a network for planes takes the slices of a stack one by
   * one. Nothing is clipped or rounded; opacity passes through. Samples that are no finite numbers
   * stay what they are, and the network sees the mean of those around.
   *
   * @param noisy any size, with the channels it was trained on. Not modified.
   * @return the same size, type and metadata
   * @throws IllegalArgumentException if channels or slices do not fit the network
   */
  public Image denoise(Image noisy) {
    check(noisy);
    Network network = model.network();
    Normalization normalization = model.normalization();
    List<PixelSource> sources =
        network.isVolumetric() ? Frames.volumes(noisy) : Frames.planes(noisy);
    int channels = noisy.channels();
    int rows = noisy.height();
    int columns = noisy.width();
    float[] result = new float[sources.size() * sources.get(0).extents().volume() * channels];
    List<Job> jobs = new ArrayList<>();
    for (int i = 0; i < sources.size(); i++) {
      int first = i * sources.get(i).extents().depth();
      jobs.add(
          new Job(
              normalization.over(sources.get(i)),
              (slice, row, column, channel, value) -> {
                // A network may say more about each channel behind the channels themselves.
                if (channel < channels) {
                  int pixel = ((first + slice) * rows + row) * columns + column;
                  result[pixel * channels + channel] = model.output().undo(value, channel);
                }
              }));
    }
    predict(jobs);
    int plane = rows * columns * channels;
    for (int i = 0; i < noisy.frames() * noisy.depth(); i++) {
      Frames.keepGaps(noisy, i / noisy.depth(), i % noisy.depth(), 0, rows, result, i * plane);
    }
    return likewise(noisy, result);
  }

  /**
   * Removes noise from a file of any size and writes the result, both piece by piece: memory is
   * needed for some rows of tiles only. Samples are those of {@link #denoise(Image)}, but for
   * rounding. The result appears only when it is complete.
   *
   * @param noisy any image file; those that {@link Image#open} reads in parts may be larger than
   *     memory
   * @param result file to write, in the format its suffix names; replaced if it exists
   * @throws IOException if a file cannot be read or written; the message, one line, names it
   * @throws IllegalArgumentException as {@link #denoise(Image)} does
   */
  public void denoise(Path noisy, Path result) throws IOException {
    denoise(noisy, result, fraction -> {});
  }

  /**
   * As the other method, and says how far it is.
   *
   * @param progress is told the fraction that is done, from 0 to 1, again and again
   */
  public void denoise(Path noisy, Path result, DoubleConsumer progress) throws IOException {
    try {
      lazily(Image.open(noisy), progress).write(result);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * As the other method, and goes on where it was broken off if it was, even by {@code kill -9}.
   *
   * @param kept file that holds what is done meanwhile, 4 bytes a sample; made if it is missing and
   *     deleted in the end
   * @throws IllegalArgumentException also if that file belongs to another model or image, or to
   *     other options or another size of memory, which give other tiles
   */
  public void denoise(Path noisy, Path result, DoubleConsumer progress, Path kept)
      throws IOException {
    try {
      lazily(Image.open(noisy), progress, kept).write(result);
      FinishedBands.delete(kept);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * The denoised image as one whose samples are computed when they are asked for, a row of tiles at
   * a time; best asked for from top to bottom, as writers do.
   *
   * @param noisy as for {@link #denoise(Image)}; may be larger than memory
   * @throws IllegalArgumentException as {@link #denoise(Image)} does
   */
  public Image lazily(Image noisy) {
    return lazily(noisy, fraction -> {});
  }

  /**
   * As the other method, and says how far it is.
   *
   * @param progress is told the fraction that is done, from 0 to 1, whenever more has been computed
   */
  public Image lazily(Image noisy, DoubleConsumer progress) {
    return image(noisy, reader(noisy, progress));
  }

  /**
   * As the other method, and keeps what has been computed in a file, so that it need not be again
   * after a crash. Reads the image once to see that it is the same.
   *
   * @param kept made if it is missing, with 4 bytes for each sample that is done; delete it when
   *     the result is written
   * @throws IOException if that file cannot be read or written
   * @throws IllegalArgumentException also if it belongs to another model or image, or to other
   *     options or another size of memory, which give other tiles
   */
  public Image lazily(Image noisy, DoubleConsumer progress, Path kept) throws IOException {
    DenoisedReader reader = reader(noisy, progress);
    reader.keepIn(FinishedBands.in(kept, ResultKey.of(noisy, model, prediction, reader.plan())));
    return image(noisy, reader);
  }

  private DenoisedReader reader(Image noisy, DoubleConsumer progress) {
    check(noisy);
    return new DenoisedReader(noisy, model, this::predictor, prediction.memoryBytes(), progress);
  }

  private static Image image(Image noisy, RegionReader reader) {
    return Image.lazy(
            reader, noisy.frames(), noisy.depth(), noisy.height(), noisy.width(), noisy.channels())
        .withType(noisy.type())
        .withMetadata(noisy.metadata());
  }

  private void predict(List<Job> jobs) {
    Size3 extents = jobs.get(0).source().extents();
    new SmallerTiles(this::predictor, prediction.memoryBytes(), extents, jobs.size())
        .run((predictor, plan) -> predictor.predict(jobs));
  }

  private TiledPredictor predictor(long memoryBytes) {
    return new TiledPredictor(
        model.network(), model.device(), prediction.withMemoryBytes(memoryBytes), model.reading());
  }

  /** As {@link Image#withSamples}, but without a copy of what may be gigabytes. */
  private static Image likewise(Image noisy, float[] samples) {
    Image result =
        Image.wrap(
                samples,
                noisy.frames(),
                noisy.depth(),
                noisy.height(),
                noisy.width(),
                noisy.channels())
            .withType(noisy.type())
            .withMetadata(noisy.metadata());
    return noisy.alpha().map(result::withAlpha).orElse(result);
  }

  private void check(Image noisy) {
    Network network = model.network();
    int channels = model.normalization().channels();
    if (noisy.channels() != channels) {
      throw new IllegalArgumentException(
          "denoise: the image has "
              + noisy.channels()
              + " channels but the model was trained on "
              + channels
              + ". Train a model on such images, or denoise channels one by one");
    }
    if (network.isVolumetric() && noisy.depth() == 1) {
      throw new IllegalArgumentException(
          "denoise: the image is "
              + noisy
              + " but the model was trained on stacks of slices (expected: at least 2 slices)."
              + " If frames are meant as slices, say so with withPlanes");
    }
  }

  /**
   * Options of a training that goes on from this model, on other images or more of them: its
   * weights, its network, its scale, and the rate it ended with. Where that was less than a
   * hundredth of the first, as at the end of a cosine, a tenth of the first. Give them to a trainer
   * of the same method:
   *
   * <pre>{@code
   * TrainingOptions options = denoiser.continuing(TrainingOptions.DEFAULT);
   * Denoiser finer = new Noise2VoidTrainer().withTraining(options).train(noisy);
   * }</pre>
   *
   * @param options everything else
   */
  public TrainingOptions continuing(TrainingOptions options) {
    TrainingOptions changed =
        options
            .withStart(StartingPoint.of(model.network()))
            .withNetwork(shape(options.network()))
            .withScaling(Scaling.given(model.normalization()))
            .withTargetScaling(Scaling.given(model.output()));
    List<TrainingHistory.Point> points = model.history().points();
    if (points.isEmpty()) {
      return changed;
    }
    float first = firstRate(points.get(0).learningRate());
    float last = points.get(points.size() - 1).learningRate();
    float rate = last >= first / 100 ? last : first / 10;
    return rate > 0 ? changed.withLearningRate(rate) : changed;
  }

  /** What trainers make the same network from again. */
  private UNetOptions shape(UNetOptions otherwise) {
    if (model.network() instanceof UNet unet) {
      return unet.options();
    }
    if (model.network() instanceof PerChannel networks) {
      return networks.options();
    }
    if (model.network() instanceof Self2SelfNet net) {
      return otherwise
          .withDepth(net.options().depth())
          .withFilters(net.options().filters())
          .withPoolDepth(net.options().poolDepth());
    }
    return otherwise;
  }

  /** The rate that training began with, as the model says; the first point may be long after. */
  private float firstRate(float otherwise) {
    return model.options().get("training") instanceof Map<?, ?> training
            && training.get("learningRate") instanceof Number rate
        ? rate.floatValue()
        : otherwise;
  }

  /**
   * Models that training kept on the way, as {@link TrainingOptions#withKeepBest} asked it to: by
   * name {@code best-1}, {@code best-2} and so on, by their validation losses, then {@code last}.
   * Empty where losses do not {@linkplain org.limpid.denoise.training.Objective#isRanking rank}
   * results, and for models from files. Each call makes them anew.
   */
  public Map<String, Denoiser> kept() {
    Map<String, Denoiser> models = new LinkedHashMap<>();
    for (Kept weights : kept) {
      Network network = Networks.build(model.network().architecture(), model.device());
      new StartingPoint(weights.weights()).applyTo(network);
      Model other = model.with(network, model.history().until(weights.step()));
      models.put(weights.name(), new Denoiser(other, prediction, List.of()));
    }
    return models;
  }

  /** How the training went. */
  public TrainingHistory history() {
    return model.history();
  }

  /**
   * What the file says about the model, as maps, lists, texts and numbers: method, options,
   * network, normalization, history.
   */
  public Map<String, Object> description() {
    return ModelFile.describe(model);
  }
}
