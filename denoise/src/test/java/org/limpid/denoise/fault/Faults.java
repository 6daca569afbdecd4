package org.limpid.denoise.fault;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Counts what is asked of a file system, and fails at the chosen request. Thread-safe. */
final class Faults {
  /** What the message of every injected fault says. */
  static final String CAUSE = "injected fault";

  /** What is asked. */
  enum Request {
    OPEN,
    CREATE,
    READ,
    WRITE,
    SYNC,
    RENAME,
    DELETE
  }

  /** How a fault goes on. */
  enum Kind {
    /** Only the one request fails. */
    ONCE,
    /** From then on nothing can be written, as on a full disk; deleting and renaming work. */
    FULL,
    /** From then on everything fails, as if the disk was pulled out or the process killed. */
    GONE
  }

  private final Kind kind;
  private final int at;
  private final List<String> seen = new ArrayList<>();
  private boolean enabled = true;
  private String hit = "";

  /**
   * Fails at one request.
   *
   * @param at which, from 0; those of {@link Kind#FULL} count only what needs room
   */
  Faults(Kind kind, int at) {
    this.kind = kind;
    this.at = at;
  }

  /** Counts and never fails. */
  static Faults none() {
    return new Faults(Kind.ONCE, Integer.MAX_VALUE);
  }

  synchronized void check(Request request, Object file) throws IOException {
    Set<Request> counted =
        kind == Kind.FULL
            ? EnumSet.of(Request.CREATE, Request.WRITE, Request.SYNC)
            : EnumSet.allOf(Request.class);
    if (!enabled || !counted.contains(request)) {
      return;
    }
    int number = seen.size();
    seen.add(request + " " + file);
    if (kind == Kind.ONCE ? number == at : number >= at) {
      hit = hit.isEmpty() ? seen.get(number) : hit;
      // As from the operating system: without the name of the file.
      throw new IOException(CAUSE);
    }
  }

  /** The first request that failed; empty if none did. */
  synchronized String hit() {
    return hit;
  }

  /** Requests so far, each with its file. */
  synchronized List<String> requests() {
    return List.copyOf(seen);
  }

  /** The disk is in order again. */
  synchronized void end() {
    enabled = false;
  }

  @Override
  public synchronized String toString() {
    return kind + " at request " + at + " (" + hit + ")";
  }
}
