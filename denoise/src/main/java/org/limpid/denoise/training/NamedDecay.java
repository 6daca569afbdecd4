package org.limpid.denoise.training;

import java.util.function.Supplier;
import org.limpid.nn.optim.Schedule;

/** A decay that comes with the library. */
record NamedDecay(String describe, boolean needsValidation, Supplier<Schedule> schedules)
    implements Decay {

  @Override
  public Schedule schedule() {
    return schedules.get();
  }

  @Override
  public String toString() {
    return describe;
  }
}
