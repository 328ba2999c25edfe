package dev.oncue.loadtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.loadtest.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {
  /** Per option: red, green, blue, gold. */
  private static final int[] ACKNOWLEDGED = {2, 0, 1, 0};

  private static final String RIGHT =
      "{'status':'closed','result':{'counts':{'red':2,'green':0,'blue':1,'gold':0},"
          + "'ballots':3,'final':true,'certified':true}}";

  @Test
  void whatWasAcknowledgedAndNothingElseIsExact() {
    assertThat(verdict(RIGHT)).isEmpty();
  }

  @Test
  void anyDeviationIsNamed() {
    assertThat(verdict(RIGHT.replace("'red':2", "'red':1")))
        .containsExactly("red: 2 acknowledged, the result says 1");
    assertThat(verdict(RIGHT.replace("'green':0", "'green':1"))).isNotEmpty();
    assertThat(verdict(RIGHT.replace("'ballots':3", "'ballots':4"))).isNotEmpty();
    assertThat(verdict(RIGHT.replace("'gold':0", "'gold':0,'grey':0"))).isNotEmpty();
    assertThat(verdict(RIGHT.replace("'final':true", "'final':false"))).isNotEmpty();
    assertThat(verdict(RIGHT.replace("'certified':true", "'x':true"))).isNotEmpty();
    assertThat(verdict("{}")).isNotEmpty();
  }

  private static List<String> verdict(String poll) {
    return Verdict.deviations(ACKNOWLEDGED, Json.parse(poll.replace('\'', '"')));
  }
}
