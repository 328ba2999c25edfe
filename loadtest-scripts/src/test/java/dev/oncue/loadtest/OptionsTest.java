package dev.oncue.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class OptionsTest {
  @Test
  void theLastOfTwoCounts() throws BadOptionException {
    assertThat(parse("--viewers", "1", "--viewers", "2").integer("--viewers", 9, 1, 5))
        .isEqualTo(2);
  }

  @Test
  void whatIsLeftOutHasItsDefault() throws BadOptionException {
    assertThat(parse().integer("--viewers", 9, 1, 5)).isEqualTo(9);
    assertThat(parse().has("--quick")).isFalse();
  }

  @Test
  void whatCannotBeUsedIsRefusedWithItsRule() {
    assertRefused(() -> parse("--nonsense"), "--nonsense is not an option");
    assertRefused(() -> parse("--viewers"), "--viewers needs a value");
    assertRefused(() -> parse("--viewers", "x").integer("--viewers", 9, 1, 5), "from 1 to 5");
    assertRefused(() -> parse("--viewers", "6").integer("--viewers", 9, 1, 5), "from 1 to 5");
    assertRefused(() -> duration("20"), "from PT1S to PT1M");
    assertRefused(() -> duration("PT2M"), "from PT1S to PT1M");
  }

  private static Duration duration(String text) throws BadOptionException {
    Duration second = Duration.ofSeconds(1);
    return parse("--duration", text).duration("--duration", second, second, Duration.ofMinutes(1));
  }

  private static Options parse(String... words) throws BadOptionException {
    return Options.parse(words, Set.of("--viewers", "--duration"), Set.of("--quick"));
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(BadOptionException.class).hasMessageContaining(message);
  }
}
