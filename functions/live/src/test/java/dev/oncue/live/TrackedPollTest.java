package dev.oncue.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.ballot.Receipts;
import dev.oncue.ballot.Tally;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollStatus;
import dev.oncue.poll.Result;
import dev.oncue.testbed.Prepared;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TrackedPollTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final Tally TALLY = Tally.of(3, 2, 1);

  private static Poll poll(String... more) {
    return Prepared.draft("default", "show-42", more).at(NOON, 2, Receipts.withNewKey());
  }

  private static Poll settled(Poll poll, boolean certified) {
    return poll.closedAt(NOON.plusSeconds(5)).settled(Result.closed(TALLY, certified, NOON));
  }

  @Test
  void aPollOnlyEverGoesForward() {
    Poll open = poll();
    Poll closed = open.closedAt(NOON.plusSeconds(5));
    Poll settled = settled(open, false);
    Poll certified = settled(open, true);
    TrackedPoll tracked = new TrackedPoll(open, none -> null);
    assertThat(tracked.take(open)).isFalse();
    assertThat(tracked.take(settled)).isTrue();
    assertThat(tracked.take(closed)).isFalse();
    assertThat(tracked.take(open)).isFalse();
    assertThat(tracked.poll()).isEqualTo(settled);
    assertThat(tracked.take(certified)).isTrue();
    assertThat(tracked.take(settled)).isFalse();
    assertThat(tracked.poll()).isEqualTo(certified);
    Poll revealed = certified.revealedAt(NOON.plusSeconds(9));
    assertThat(tracked.take(revealed)).isTrue();
    assertThat(tracked.take(certified)).isFalse();
    assertThat(tracked.poll()).isEqualTo(revealed);
  }

  @Test
  void aResultThatIsRevealedUncertifiedMayStillBeCertified() {
    Poll revealed = settled(poll(), false).revealedAt(NOON.plusSeconds(9));
    TrackedPoll tracked = new TrackedPoll(settled(poll(), true), none -> null);
    assertThat(tracked.take(revealed)).isTrue();
    assertThat(tracked.take(settled(poll(), true).revealedAt(NOON.plusSeconds(9)))).isTrue();
    assertThat(tracked.take(revealed)).isFalse();
  }

  @Test
  void aPollIsClosedOnlyOnceItsResultIsFinal() {
    Poll open = poll("\"duration\":\"PT10S\"");
    TrackedPoll tracked = new TrackedPoll(open, none -> null);
    assertThat(tracked.phase(NOON.minusMillis(1))).isEqualTo(PollStatus.SCHEDULED);
    assertThat(tracked.phase(NOON)).isEqualTo(PollStatus.OPEN);
    assertThat(tracked.phase(NOON.plusSeconds(11))).isEqualTo(PollStatus.OPEN);
    tracked.take(open.closedAt(NOON.plusSeconds(10)));
    assertThat(tracked.phase(NOON.plusSeconds(11))).isEqualTo(PollStatus.OPEN);
    tracked.take(settled(open, false));
    assertThat(tracked.phase(NOON.plusSeconds(11))).isEqualTo(PollStatus.CLOSED);
  }

  @Test
  void liveCountsAreForAll() {
    TrackedPoll tracked = new TrackedPoll(poll(), none -> null);
    tracked.read(TALLY);
    assertThat(tracked.shown(false, NOON)).isEqualTo(Result.live(TALLY, NOON));
    assertThat(tracked.shown(true, NOON)).isEqualTo(Result.live(TALLY, NOON));
  }

  @Test
  void hiddenCountsAreForHostsUntilTheResultIsFinal() {
    Poll open = poll("\"results\":\"closed\"");
    TrackedPoll tracked = new TrackedPoll(open, none -> null);
    tracked.read(TALLY);
    assertThat(tracked.shown(false, NOON)).isNull();
    assertThat(tracked.shown(true, NOON)).isEqualTo(Result.live(TALLY, NOON));
    tracked.take(settled(open, true));
    assertThat(tracked.shown(false, NOON)).isEqualTo(Result.closed(TALLY, true, NOON));
  }

  @Test
  void whatWasToldToBeOpenStaysOpenWhenTheClockIsSetBack() {
    TrackedPoll tracked = new TrackedPoll(poll(), none -> null);
    tracked.statusPublished(PollStatus.OPEN);
    assertThat(tracked.phase(NOON.minusSeconds(60))).isEqualTo(PollStatus.OPEN);
  }

  @Test
  void aTallyOfFewerBallotsIsNone() {
    TrackedPoll tracked = new TrackedPoll(poll(), none -> null);
    tracked.read(Tally.of(3, 2, 1));
    tracked.tallyPublished(0);
    tracked.read(Tally.of(2, 2));
    assertThat(tracked.tally()).isEqualTo(Tally.of(3, 2, 1));
    assertThat(tracked.hasNewTally()).isFalse();
    tracked.read(Tally.of(3, 1, 2));
    assertThat(tracked.hasNewTally()).as("a ballot was changed").isTrue();
  }

  @Test
  void aTallyThatOneAloneWasShownIsNewsUntilAllAreTold() {
    TrackedPoll tracked = new TrackedPoll(poll(), none -> null);
    tracked.read(Tally.of(1, 1));
    tracked.tallyPublished(0);
    tracked.tallyShown();
    assertThat(tracked.hasNewTally()).isFalse();
    tracked.read(Tally.of(1, 0, 1));
    tracked.tallyShown();
    tracked.read(Tally.of(1, 1));
    assertThat(tracked.hasNewTally()).as("one was shown another").isTrue();
    tracked.tallyPublished(0);
    assertThat(tracked.hasNewTally()).isFalse();
  }
}
