package dev.oncue.coldstart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A window from 100 to 200. */
class VoteTest {
  private final Vote vote = new Vote(100, 200, 120);

  @Test
  void it_counts_until_the_close() {
    assertThat(vote.take(200)).isFalse();
    assertThat(vote.take(199)).isTrue();
  }

  @Test
  void one_that_was_counted_is_told_so_after_the_close() {
    assertThat(vote.take(150)).isTrue();
    assertThat(vote.take(300)).isTrue();
  }

  @Test
  void its_times_are_from_casting_and_from_the_opening() {
    vote.answer(170, 120);
    assertThat(vote.latency()).isEqualTo(50);
    assertThat(vote.answeredAfterOpening()).isEqualTo(70);
    assertThat(vote.isCold()).isFalse();
    vote.answer(170, 121);
    assertThat(vote.isCold()).isTrue();
  }

  @Test
  void one_that_nobody_answered_met_a_cold_start() {
    vote.refuse();
    assertThat(vote.isRefused()).isTrue();
    assertThat(vote.isAnswered()).isFalse();
    assertThat(vote.isCold()).isTrue();
  }
}
