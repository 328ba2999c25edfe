package dev.oncue.poll;

import static dev.oncue.poll.PollFixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.ballot.Tally;
import org.junit.jupiter.api.Test;

class ResultTest {
  private static final Tally TALLY = Tally.of(4, 3, 1);

  @Test
  void counts_of_an_open_poll_are_neither_final_nor_certified() {
    assertThat(Result.live(TALLY, NOON)).isEqualTo(new Result(TALLY, false, false, NOON));
  }

  @Test
  void counts_of_a_closed_poll_are_final_and_certified_once_recounted() {
    assertThat(Result.closed(TALLY, false, NOON)).isEqualTo(new Result(TALLY, true, false, NOON));
    assertThat(Result.closed(TALLY, true, NOON)).isEqualTo(new Result(TALLY, true, true, NOON));
  }

  @Test
  void visibility_goes_by_its_word_alone() {
    assertThat(ResultVisibility.of("live")).contains(ResultVisibility.LIVE);
    assertThat(ResultVisibility.of("closed")).contains(ResultVisibility.CLOSED);
    assertThat(ResultVisibility.of("LIVE")).isEmpty();
    assertThat(ResultVisibility.of("")).isEmpty();
  }
}
