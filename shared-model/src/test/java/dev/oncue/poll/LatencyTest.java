package dev.oncue.poll;

import static dev.oncue.poll.PollFixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oncue.ballot.Tally;
import dev.oncue.json.MalformedException;
import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Polls whose viewers are 2 to 8 s behind the host; from noon for 20 s, half a second of grace. */
class LatencyTest {
  private static final Latency BEHIND = new Latency(Duration.ofSeconds(2), Duration.ofSeconds(8));
  private static final Poll POLL = poll(NOON.plusSeconds(20));
  private static final Poll ENDLESS = poll(null);

  private static Poll poll(Instant closesAt) {
    return PollFixtures.poll()
        .window(new VotingWindow(NOON, closesAt, Duration.ofMillis(500), BEHIND))
        .build();
  }

  private static Instant at(long millis) {
    return NOON.plusMillis(millis);
  }

  @ParameterizedTest
  @CsvSource({
    "0,      SCHEDULED",
    "1999,   SCHEDULED",
    "2000,   OPEN",
    "20500,  OPEN",
    "28499,  OPEN",
    "28500,  CLOSED"
  })
  void ballots_count_from_the_first_viewer_to_the_last(long millis, PollStatus status) {
    assertThat(POLL.status(at(millis))).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "-1,     3000,  SCHEDULED",
    "0,      3000,  OPEN",
    "19999,  27000, OPEN",
    "20499,  27000, OPEN",
    "20500,  27000, CLOSED",
    // Whatever a viewer says of its video, the server's clock sets the bounds.
    "10000,  1999,  SCHEDULED",
    "10000,  28500, CLOSED"
  })
  void the_window_holds_for_a_viewers_own_media_time(
      long mediaMillis, long millis, PollStatus status) {
    assertThat(POLL.statusFor(at(mediaMillis), at(millis))).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"1999, SCHEDULED", "2000, OPEN", "28499, OPEN", "28500, CLOSED"})
  void who_does_not_say_what_its_video_shows_may_vote_while_anybody_may(
      long millis, PollStatus status) {
    assertThat(POLL.statusFor(null, at(millis))).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"-5000, OPEN", "0, OPEN", "20000, OPEN"})
  void without_a_latency_media_time_does_not_matter(long mediaMillis, PollStatus status) {
    Poll prompt = PollFixtures.poll().openFor(Duration.ofSeconds(20)).build();
    assertThat(prompt.statusFor(at(mediaMillis), at(1_000))).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    // closed by hand at, closes for viewers at, takes ballots until
    "10000, 10000, 18000",
    "500,   500,   8500",
    "20400, 20000, 28400",
    "25000, 20000, 28500"
  })
  void closed_by_hand_it_closes_for_every_viewer_on_the_same_frame(
      long closed, long closes, long end) {
    Poll closing = POLL.closedByHand(at(closed));
    assertThat(closing.closesAt()).isEqualTo(at(closes));
    assertThat(closing.end()).isEqualTo(at(end));
    assertThat(closing.status(at(end - 1))).isEqualTo(PollStatus.OPEN);
    assertThat(closing.status(at(end))).isEqualTo(PollStatus.CLOSED);
  }

  @Test
  void a_poll_without_an_end_gets_one_by_hand() {
    assertThat(ENDLESS.closesAt()).isNull();
    Poll closing = ENDLESS.closedByHand(at(3_600_000));
    assertThat(closing.closesAt()).isEqualTo(at(3_600_000));
    assertThat(closing.end()).isEqualTo(at(3_608_000));
  }

  @ParameterizedTest
  @CsvSource({"-3600000", "0"})
  void a_poll_that_nobody_has_seen_open_is_closed_at_once(long millis) {
    Poll closed = POLL.closedByHand(at(millis));
    assertThat(closed.status(at(millis))).isEqualTo(PollStatus.CLOSED);
    assertThat(closed.closesAt()).isEqualTo(NOON.plusSeconds(20));
  }

  @Test
  void without_a_latency_a_close_by_hand_is_at_once_also_where_a_clock_is_behind() {
    Poll closed = PollFixtures.poll().build().closedByHand(at(5_000));
    assertThat(closed.closedAt()).isEqualTo(at(5_000));
    assertThat(closed.status(at(4_000))).isEqualTo(PollStatus.CLOSED);
  }

  @Test
  void a_result_is_final_also_where_a_clock_is_behind() {
    Poll settled = POLL.closedAt(at(28_500)).settled(Result.closed(Tally.ZERO, true, at(28_520)));
    assertThat(settled.status(at(28_400))).isEqualTo(PollStatus.CLOSED);
  }

  @Property(tries = 300)
  void who_votes_in_time_on_the_own_video_is_never_cut_off(
      @ForAll @IntRange(min = 2_000, max = 8_000) int behind,
      @ForAll @IntRange(min = 0, max = 19_999) int mediaMillis) {
    assertThat(POLL.statusFor(at(mediaMillis), at(mediaMillis + behind)))
        .isEqualTo(PollStatus.OPEN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                | latency.max: is missing",
        "{\"min\":\"PT1S\"}                  | latency.max: is missing",
        "{\"max\":\"PT61S\"}                 | latency.max: must be from PT0S to PT1M",
        "{\"min\":\"PT3S\",\"max\":\"PT2S\"} | latency.min: must be from PT0S to PT2S",
        "{\"min\":\"-PT1S\",\"max\":\"PT2S\"}| latency.min: must be from PT0S to PT2S",
        "{\"max\":2}                       | latency.max: must be a string",
        "\"PT5S\"                          | latency: must be an object"
      })
  void a_latency_that_breaks_its_rule_is_named(String latency, String complaint) {
    assertThatThrownBy(() -> draft("\"latency\": " + latency))
        .isInstanceOf(MalformedException.class)
        .hasMessageStartingWith(complaint);
  }

  @Test
  void a_draft_with_another_latency_asks_for_another_poll() {
    PollDraft draft = draft("\"latency\": {\"min\": \"PT2S\", \"max\": \"PT8S\"}");
    Poll poll = draft.at(NOON, 2, POLL.receipts());
    assertThat(poll.window().latency()).isEqualTo(BEHIND);
    assertThat(draft.asksFor(poll)).isTrue();
    assertThat(draft("\"latency\": {\"max\": \"PT8S\"}").asksFor(poll)).isFalse();
    assertThat(draft("\"latency\": {\"max\": \"PT0S\"}").latency()).isEqualTo(Latency.NONE);
  }

  private static PollDraft draft(String more) {
    return PollFixtures.draft(POLL.id(), more);
  }
}
