package org.limpid.denoise.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class TimeConverterTest {
  @Test
  void readsHoursMinutesAndSeconds() {
    TimeConverter converter = new TimeConverter();
    assertThat(converter.convert("90s")).isEqualTo(Duration.ofSeconds(90));
    assertThat(converter.convert("2m")).isEqualTo(Duration.ofMinutes(2));
    assertThat(converter.convert("1.5h")).isEqualTo(Duration.ofMinutes(90));
    assertThat(converter.convert("1h30m5s")).isEqualTo(Duration.ofSeconds(5405));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2", "m", "2 m", "-2m", "0s", "2d", "9999999h", "2m!"})
  void refusesWhatIsNoTime(String text) {
    assertThatThrownBy(() -> new TimeConverter().convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("'" + text + "' (expected: ");
  }
}
