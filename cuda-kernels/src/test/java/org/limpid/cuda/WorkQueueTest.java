package org.limpid.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.limpid.cuda.ptx.Scheduler;

/** What other threads do while a thread records what it has put on the stream. */
class WorkQueueTest {

  private static final int CALLS = 8;

  private final InterpretedGpu gpu = new InterpretedGpu(Scheduler.LOCKSTEP);
  private final GpuStream stream = gpu.newStream();
  private final WorkQueue queue = new WorkQueue(gpu, stream, true);
  private final long x = gpu.allocate(8);
  private final long y = gpu.allocate(8);

  @Test
  void workThatIsFlushedWithTheQueueIsNotRecorded() throws Exception {
    List<CompletableFuture<Void>> others =
        whileRecording(() -> queue.flush(() -> gpu.copy(x, y, 8, stream)));

    others.get(0).get(1, TimeUnit.MINUTES);
    assertThat(gpu.replays()).isEqualTo(1);
  }

  /** The control. */
  @Test
  void workPastTheQueueWouldBe() {
    List<CompletableFuture<Void>> others = whileRecording(() -> gpu.copy(x, y, 8, stream));

    assertThat(others.get(0))
        .failsWithin(1, TimeUnit.MINUTES)
        .withThrowableThat()
        .withMessageContaining("work of another thread would be recorded");
  }

  /** Records some calls, in the middle of which another thread is let go, for a while at least. */
  private List<CompletableFuture<Void>> whileRecording(Runnable other) {
    List<CompletableFuture<Void>> others = new ArrayList<>();
    for (int time = 0; time < 2; time++) {
      boolean isRecorded = time == 1;
      for (int i = 0; i < CALLS; i++) {
        boolean isMiddle = i == CALLS / 2;
        queue.call(
            "call " + i,
            () -> {
              if (isRecorded && isMiddle) {
                others.add(CompletableFuture.runAsync(other));
                awaitBriefly(others.get(0));
              }
            });
      }
      queue.flush();
    }
    return others;
  }

  private static void awaitBriefly(CompletableFuture<Void> other) {
    try {
      other.get(200, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException waitsOrFailed) {
      // The tests look at it afterwards.
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
