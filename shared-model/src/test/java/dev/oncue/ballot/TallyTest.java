package dev.oncue.ballot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TallyTest {
  @Test
  void an_option_that_nobody_named_has_no_votes() {
    Tally tally = Tally.of(3, 2, 1);
    assertThat(tally.votes(0)).isEqualTo(2);
    assertThat(tally.votes(1)).isEqualTo(1);
    assertThat(tally.votes(31)).isZero();
    assertThat(Tally.ZERO.votes(0)).isZero();
  }

  @Test
  void zeros_at_the_end_make_no_difference() {
    assertThat(Tally.of(1, 1, 0, 0)).isEqualTo(Tally.of(1, 1)).hasSameHashCodeAs(Tally.of(1, 1));
    assertThat(Tally.of(0, 0, 0)).isEqualTo(Tally.ZERO).hasSameHashCodeAs(Tally.ZERO);
  }

  @Test
  void votes_and_ballots_both_make_a_difference() {
    assertThat(Tally.of(1, 0, 1)).isNotEqualTo(Tally.of(1, 1));
    assertThat(Tally.of(2, 1)).isNotEqualTo(Tally.of(1, 1));
    assertThat(Tally.of(1, 1)).isNotEqualTo(Tally.of(1, 1, 1));
  }

  @Test
  void a_sum_counts_both_and_changes_neither() {
    Tally few = Tally.of(2, 2);
    Tally many = Tally.of(5, 1, 0, 4);
    assertThat(few.plus(many)).isEqualTo(many.plus(few)).isEqualTo(Tally.of(7, 3, 0, 4));
    assertThat(few).isEqualTo(Tally.of(2, 2));
    assertThat(many).isEqualTo(Tally.of(5, 1, 0, 4));
    assertThat(Tally.ZERO.plus(few)).isEqualTo(few);
  }

  @Test
  void the_array_it_was_made_of_may_change_later() {
    int[] votes = {1, 2};
    Tally tally = Tally.of(3, votes);
    votes[0] = 9;
    assertThat(tally.votes(0)).isEqualTo(1);
  }

  @Test
  void a_counter_leaves_the_tally_it_goes_on_from() {
    Tally from = Tally.of(1, 1, 0);
    Tally.Counter counter = new Tally.Counter(from);
    counter.add(0b11);
    counter.replace(0b01, 1 << 31);
    Tally tally = counter.tally();
    assertThat(tally.ballots()).isEqualTo(2);
    assertThat(tally.votes(0)).isEqualTo(1);
    assertThat(tally.votes(1)).isEqualTo(1);
    assertThat(tally.votes(31)).isEqualTo(1);
    assertThat(from).isEqualTo(Tally.of(1, 1));
  }
}
