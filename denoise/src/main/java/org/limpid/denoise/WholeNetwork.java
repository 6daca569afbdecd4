package org.limpid.denoise;

import java.util.function.Supplier;
import org.limpid.nn.Network;
import org.limpid.nn.Parameters;
import org.limpid.tensor.Scope;

/** Builds networks wholly or not at all: where memory runs out on the way, none stays taken. */
final class WholeNetwork {
  private WholeNetwork() {}

  static <N extends Network> N of(Supplier<N> builder) {
    try (Scope scope = Scope.open()) {
      N network = builder.get();
      Parameters.of(network).byPath().values().forEach(each -> scope.keep(each.value()));
      return network;
    }
  }
}
