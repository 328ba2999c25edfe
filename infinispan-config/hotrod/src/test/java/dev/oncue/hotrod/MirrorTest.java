package dev.oncue.hotrod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.GridUnavailableException;
import dev.oncue.ballot.Receipts;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollFixtures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MirrorTest {
  private static final GridUnavailableException AWAY = new GridUnavailableException("away");

  private final Mirror<Poll> mirror = new Mirror<>(Kind.POLLS);
  private final Poll poll = PollFixtures.freshPoll().build();
  private final String key = poll.id().path();

  private static byte[] kept(int revision, Poll poll) {
    return new Kept<>(revision, poll).encode(Kind.POLLS);
  }

  private CompletableFuture<List<Poll>> all() {
    return mirror.all().toCompletableFuture();
  }

  private static void assertAway(CompletableFuture<?> stage) {
    assertThat(stage.handle((done, fault) -> fault))
        .succeedsWithin(Duration.ofSeconds(1))
        .satisfies(fault -> assertThat(fault).hasRootCause(AWAY));
  }

  @Test
  void whoAsksForAllWaitsUntilAllHaveBeenRead() {
    CompletableFuture<List<Poll>> early = all();
    mirror.put(key, kept(0, poll));
    assertThat(early).isNotDone();
    assertThat(mirror.get(key)).isNull();
    mirror.complete();
    assertThat(early).isCompletedWithValue(List.of(poll));
    assertThat(mirror.get(key)).isEqualTo(poll);
  }

  @Test
  void aLossIsToldToThoseWhoWaitAndToThoseWhoCome() {
    CompletableFuture<List<Poll>> early = all();
    mirror.lose(AWAY);
    assertAway(early);
    assertAway(all());
  }

  @Test
  void whatIsOldIsNotGivenUntilAllHasBeenReadAgain() {
    mirror.put(key, kept(0, poll));
    mirror.complete();
    mirror.lose(AWAY);
    assertThat(mirror.get(key)).isNull();
    mirror.awaitReading();
    assertThat(mirror.get(key)).isNull();
    assertThat(all()).isNotDone();
    mirror.complete();
    assertThat(all()).isCompletedWithValue(List.of(poll));
  }

  @Test
  void onlyWhatIsNewsIsTold() {
    List<Poll> told = new ArrayList<>();
    mirror.watch(told::add);
    mirror.put(key, kept(0, poll));
    mirror.lose(AWAY);
    mirror.put(key, kept(0, poll));
    Poll closed = poll.closedAt(PollFixtures.NOON);
    mirror.put(key, kept(1, closed));
    mirror.put(key, kept(0, poll));
    assertThat(told).as("an older read that came late").containsExactly(poll, closed);
    mirror.put(key, null);
    Poll another = PollFixtures.poll().id(poll.id()).receipts(Receipts.withNewKey()).build();
    mirror.put(key, kept(0, another));
    assertThat(told).containsExactly(poll, closed, another);
  }

  @Test
  void whoBeginsToWantItIsHeardOnce() {
    int[] heard = {0};
    mirror.whenWanted(() -> heard[0]++);
    assertThat(mirror.isWanted()).isFalse();
    mirror.watch(poll -> {});
    all();
    assertThat(mirror.isWanted()).isTrue();
    assertThat(heard[0]).isEqualTo(1);
  }
}
