package org.limpid.tensor;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.limpid.testing.GradientCheck;

/** Every operation's derivative against central differences, in double precision. */
class GradientTest {

  static Stream<OperationCase> operations() {
    return OperationCases.all();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void derivativeMatchesDifferences(OperationCase operation) {
    GradientCheck.check(operation.function(), operation.draw(GradientCheck.device(), 1));
  }
}
