package dev.oncue.cue;

import static dev.oncue.cue.CueFixtures.SHOW;
import static dev.oncue.cue.CueFixtures.SHOW_JSON;
import static dev.oncue.poll.PollFixtures.NOON;
import static dev.oncue.poll.PollFixtures.poll;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oncue.poll.Latency;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollFixtures;
import dev.oncue.poll.PollId;
import dev.oncue.poll.VotingWindow;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CueTest {
  private static final Instant CLOSE = NOON.plusSeconds(20);

  @Provide
  Arbitrary<Cue> cues() {
    return CueFixtures.cues();
  }

  private static Cue show(Poll poll) {
    return new Cue(CueKind.SHOW, poll.id(), NOON);
  }

  private static Cue hide(Poll poll, Instant at) {
    return new Cue(CueKind.HIDE, poll.id(), at);
  }

  @Test
  void a_poll_without_an_end_is_only_shown() {
    Poll poll = poll().build();
    assertThat(Cue.of(poll)).containsExactly(show(poll));
  }

  @Test
  void a_poll_with_an_end_is_hidden_when_viewers_were_told_it_closes() {
    Poll open = poll().window(new VotingWindow(NOON, CLOSE, Duration.ofMillis(500))).build();
    assertThat(Cue.of(open)).containsExactly(show(open), hide(open, CLOSE));
    Poll closed = open.closedAt(open.window().end());
    assertThat(Cue.of(closed)).isEqualTo(Cue.of(open));
  }

  @Test
  void a_poll_that_was_closed_by_hand_is_hidden_then() {
    Instant early = NOON.plusSeconds(7);
    Poll endless = poll().build().closedAt(early);
    assertThat(Cue.of(endless)).containsExactly(show(endless), hide(endless, early));
    Poll planned = poll().openFor(Duration.ofSeconds(20)).build().closedAt(early);
    assertThat(Cue.of(planned)).containsExactly(show(planned), hide(planned, early));
  }

  @Test
  void a_poll_that_was_closed_before_it_opened_is_never_shown() {
    for (Instant early : List.of(NOON, NOON.minusSeconds(1))) {
      assertThat(Cue.of(poll().build().closedAt(early))).isEmpty();
      assertThat(Cue.of(poll().openFor(Duration.ofSeconds(20)).build().closedAt(early))).isEmpty();
    }
  }

  @Test
  void a_poll_whose_viewers_are_late_is_hidden_at_the_frame_on_which_it_was_closed() {
    Latency latency = new Latency(Duration.ofSeconds(2), Duration.ofSeconds(8));
    VotingWindow window = new VotingWindow(NOON, CLOSE, Duration.ofMillis(500), latency);
    Poll open = poll().window(window).build();
    assertThat(Cue.of(open)).containsExactly(show(open), hide(open, CLOSE));
    assertThat(Cue.of(open.closedAt(open.end()))).isEqualTo(Cue.of(open));
    Instant early = NOON.plusSeconds(7);
    assertThat(Cue.of(open.closedByHand(early))).containsExactly(show(open), hide(open, early));
    assertThat(Cue.of(open.closedByHand(NOON))).isEmpty();
  }

  @Test
  void cues_are_in_order_of_media_time_then_poll_then_kind() {
    PollId a = new PollId(SHOW.poll().stream(), "a");
    PollId b = new PollId(SHOW.poll().stream(), "b");
    List<Cue> ordered =
        List.of(
            new Cue(CueKind.HIDE, b, NOON.minusMillis(1)),
            new Cue(CueKind.SHOW, a, NOON),
            new Cue(CueKind.HIDE, a, NOON),
            new Cue(CueKind.SHOW, b, NOON));
    List<Cue> mixed = new ArrayList<>(ordered);
    Collections.reverse(mixed);
    mixed.sort(Cue.IN_ORDER);
    assertThat(mixed).isEqualTo(ordered);
  }

  @Test
  void the_payload_is_one_line_of_json() {
    assertThat(new String(SHOW.payload(), UTF_8)).isEqualTo(SHOW_JSON);
    assertThat(new String(hide(PollFixtures.poll().build(), CLOSE).payload(), UTF_8))
        .isEqualTo(
            "{\"cue\":\"hide\",\"stream\":\"show-42\",\"poll\":\"q1\",\"at\":\"2026-11-21T12:00:20.000Z\"}");
  }

  @Property
  void any_payload_can_be_read_and_is_small(@ForAll("cues") Cue cue) throws IOException {
    JsonNode json = new ObjectMapper().readTree(cue.payload());
    assertThat(json.fieldNames()).toIterable().containsExactly("cue", "stream", "poll", "at");
    assertThat(json.get("cue").asText()).isEqualTo(cue.kind().word());
    assertThat(json.get("stream").asText()).isEqualTo(cue.poll().stream().name());
    assertThat(json.get("poll").asText()).isEqualTo(cue.poll().name());
    assertThat(Instant.parse(json.get("at").asText())).isEqualTo(cue.at());
    assertThat(cue.payload()).hasSizeLessThan(400);
  }
}
