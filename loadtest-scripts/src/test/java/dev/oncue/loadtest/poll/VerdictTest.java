package dev.oncue.loadtest.poll;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.loadtest.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static final Map<String, Integer> ACKNOWLEDGED = Map.of("red", 2, "blue", 1);

  private static final String RIGHT =
      "{'status':'closed','result':{'counts':{'red':2,'green':0,'blue':1,'gold':0},"
          + "'ballots':3,'final':true,'certified':true}}";

  @Test
  void whatWasAcknowledgedAndNothingElseIsExact() {
    assertThat(verdict(RIGHT).isExact()).isTrue();
  }

  @Test
  void anyDeviationIsNamed() {
    assertThat(verdict(RIGHT.replace("'red':2", "'red':1")).deviations())
        .containsExactly("red: 2 acknowledged, the result says 1");
    assertThat(verdict(RIGHT.replace("'green':0", "'green':1")).isExact()).isFalse();
    assertThat(verdict(RIGHT.replace("'ballots':3", "'ballots':4")).isExact()).isFalse();
    assertThat(verdict(RIGHT.replace("'gold':0", "'gold':0,'grey':0")).isExact()).isFalse();
    assertThat(verdict(RIGHT.replace("'final':true", "'final':false")).isExact()).isFalse();
    assertThat(verdict(RIGHT.replace("'certified':true", "'x':true")).isExact()).isFalse();
    assertThat(verdict("{}").isExact()).isFalse();
  }

  private static Verdict verdict(String poll) {
    return Verdict.of(ACKNOWLEDGED, Json.parse(poll.replace('\'', '"')));
  }
}
