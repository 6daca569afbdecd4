package org.limpid.denoise.training;

/** What random numbers are for in training; see {@link org.limpid.random.RandomKey}. */
public final class Purposes {

  /** First weights of a network. */
  public static final int WEIGHTS = 0x7765_6967;

  /** Where patches lie, how they are turned and what is hidden; the step is that of training. */
  public static final int BATCH = 0x6261_7463;

  /** Randomness inside a network, such as dropout; the step is that of training. */
  public static final int PASS = 0x7061_7373;

  /** Which pixels are held out for validation. */
  public static final int SPLIT = 0x7370_6c69;

  /** What is hidden in validation patches; the step is the number of the patch. */
  public static final int VALIDATION = 0x7661_6c69;

  /** What is hidden when a trained network is examined; the step is the number of the run. */
  public static final int EXAMINATION = 0x6578_616d;

  /** Images that are made up to measure the scale of their kind; the step is their number. */
  public static final int SCALE = 0x7363_616c;

  private Purposes() {}
}
