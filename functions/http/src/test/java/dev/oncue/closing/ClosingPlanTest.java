package dev.oncue.closing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.ballot.Receipts;
import dev.oncue.ballot.Tally;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollLifecycle;
import dev.oncue.poll.Result;
import dev.oncue.stream.StreamId;
import dev.oncue.testbed.Prepared;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClosingPlanTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final Duration TIMEOUT = Duration.ofMillis(600);
  private static final ClosingPlan FIRST = new ClosingPlan(Duration.ZERO);
  private static final ClosingPlan LATER = new ClosingPlan(TIMEOUT);

  private static Poll poll(String... more) {
    return Prepared.draft(StreamId.DEFAULT_TENANT, "show-42", more)
        .at(NOON, 1, Receipts.withNewKey());
  }

  private static Poll settled(boolean certified) {
    return poll().closedAt(NOON).settled(Result.closed(Tally.ZERO, certified, NOON.plusMillis(30)));
  }

  @Test
  void whoIsFirstComesBeforeTheEndAndTheOthersAfterIt() {
    Poll poll = poll("\"duration\":\"PT20S\"", "\"grace\":\"PT1S\"");
    Instant end = NOON.plusSeconds(21);
    assertThat(FIRST.due(poll)).isEqualTo(end.minus(PollLifecycle.LEAD));
    assertThat(LATER.due(poll)).isEqualTo(end.plus(TIMEOUT));
  }

  @Test
  void whereViewersAreLateTheEndIsTheirs() {
    Poll poll = poll("\"duration\":\"PT20S\"", "\"latency\":{\"max\":\"PT8S\"}");
    assertThat(LATER.due(poll)).isEqualTo(NOON.plusSeconds(28).plus(TIMEOUT));
    Poll byHand = poll.closedByHand(NOON.plusSeconds(5));
    assertThat(LATER.due(byHand)).isEqualTo(NOON.plusSeconds(13).plus(TIMEOUT));
  }

  @Test
  void aPollWithoutAnEndIsLeftToWhoClosesIt() {
    assertThat(FIRST.due(poll())).isNull();
    assertThat(LATER.due(poll())).isNull();
    assertThat(LATER.due(poll().closedAt(NOON.plusSeconds(5))))
        .isEqualTo(NOON.plusSeconds(5).plus(TIMEOUT));
  }

  @Test
  void aResultIsCertifiedByOthersOnlyWhenNobodyHas() {
    assertThat(FIRST.due(settled(true))).isNull();
    assertThat(FIRST.due(settled(false))).isEqualTo(NOON.plusMillis(1_030));
    assertThat(LATER.due(settled(false))).isEqualTo(NOON.plusMillis(1_630));
  }
}
