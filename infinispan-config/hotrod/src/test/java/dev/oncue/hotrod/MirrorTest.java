package dev.oncue.hotrod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.oncue.GridUnavailableException;
import dev.oncue.ballot.Receipts;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollFixtures;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MirrorTest {
  private static final GridUnavailableException AWAY = new GridUnavailableException("away");

  private final Mirror<Poll> mirror = new Mirror<>(EntryKind.POLLS);
  private final Poll poll = PollFixtures.freshPoll().build();
  private final String key = poll.id().path();

  private static byte[] kept(int revision, Poll poll) {
    return new Versioned<>(revision, poll).encode(EntryKind.POLLS);
  }

  /** A read that begins and ends now. */
  private void read(byte[] bytes) {
    try (Mirror<Poll>.Reading reading = mirror.begin()) {
      reading.found(key, bytes);
    }
  }

  private void complete() {
    try (Mirror<Poll>.Reading reading = mirror.begin()) {
      reading.completes();
    }
  }

  private List<Poll> notifiedOf(Runnable reads) {
    List<Poll> told = new CopyOnWriteArrayList<>();
    mirror.watch(told::add);
    reads.run();
    Poll last = PollFixtures.freshPoll().build();
    try (Mirror<Poll>.Reading reading = mirror.begin()) {
      reading.found(last.id().path(), kept(0, last));
    }
    await().until(() -> told.remove(last));
    return told;
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
    read(kept(0, poll));
    assertThat(early).isNotDone();
    assertThat(mirror.get(key)).isNull();
    complete();
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
    read(kept(0, poll));
    complete();
    mirror.lose(AWAY);
    assertThat(mirror.get(key)).isNull();
    mirror.awaitReading();
    assertThat(mirror.get(key)).isNull();
    assertThat(all()).isNotDone();
    complete();
    assertThat(all()).isCompletedWithValue(List.of(poll));
  }

  @Test
  void onlyWhatIsNewsIsTold() {
    Poll closed = poll.closedAt(PollFixtures.NOON);
    Poll another = PollFixtures.poll().id(poll.id()).receipts(Receipts.withNewKey()).build();
    List<Poll> told =
        notifiedOf(
            () -> {
              read(kept(0, poll));
              mirror.lose(AWAY);
              mirror.awaitReading();
              read(kept(0, poll));
              read(kept(1, closed));
              read(kept(0, poll));
              read(null);
              read(kept(0, another));
            });
    assertThat(told).containsExactly(poll, closed, another);
  }

  @Test
  void aReadThatBeganBeforeAnOpeningNeverRemovesIt() {
    complete();
    try (Mirror<Poll>.Reading slow = mirror.begin()) {
      read(kept(0, poll));
      slow.found(key, null);
    }
    assertThat(mirror.get(key)).isEqualTo(poll);
    read(null);
    assertThat(mirror.get(key)).as("one that began after it does").isNull();
  }

  @Test
  void aReadThatBeganBeforeARemovalNeverBringsItBack() {
    complete();
    try (Mirror<Poll>.Reading slow = mirror.begin()) {
      read(null);
      slow.found(key, kept(0, poll));
      assertThat(mirror.get(key)).as("never known, and removed").isNull();
    }
    read(kept(0, poll));
    try (Mirror<Poll>.Reading slow = mirror.begin()) {
      read(null);
      slow.found(key, kept(0, poll));
    }
    assertThat(mirror.get(key)).isNull();
    read(kept(0, poll));
    assertThat(mirror.get(key)).as("one that began after it does").isEqualTo(poll);
  }

  @Test
  void aReadOfAnEarlierConnectionFindsNothing() {
    Mirror<Poll>.Reading late = mirror.begin();
    mirror.lose(AWAY);
    mirror.awaitReading();
    late.found(key, kept(0, poll));
    late.completes();
    late.close();
    assertThat(all()).isNotDone();
    complete();
    assertThat(mirror.get(key)).isNull();
  }

  @Test
  void serversThatCameBackWithoutTheLastMomentsAreBelieved() {
    complete();
    read(kept(1, poll.closedAt(PollFixtures.NOON)));
    mirror.lose(AWAY);
    mirror.awaitReading();
    read(kept(0, poll));
    complete();
    assertThat(mirror.get(key)).isEqualTo(poll);
  }

  @Test
  void anEntryThatCannotBeUnderstoodKeepsNobodyFromTheOthers() {
    complete();
    read(new byte[] {0, 0, 0, 0, '{'});
    assertThat(mirror.get(key)).isNull();
    read(kept(0, poll));
    assertThat(mirror.get(key)).isEqualTo(poll);
  }

  @Test
  void aListenerThatFailsOrIsSlowKeepsNobodyFromNews() throws Exception {
    CountDownLatch isFree = new CountDownLatch(1);
    List<Poll> slow = new CopyOnWriteArrayList<>();
    mirror.watch(
        news -> {
          throw new IllegalStateException("a listener's own fault");
        });
    mirror.watch(
        news -> {
          awaitUninterruptibly(isFree);
          slow.add(news);
        });
    Poll closed = poll.closedAt(PollFixtures.NOON);
    List<Poll> told =
        notifiedOf(
            () -> {
              read(kept(0, poll));
              read(kept(1, closed));
            });
    assertThat(told).containsExactly(poll, closed);
    assertThat(slow).isEmpty();
    isFree.countDown();
    await().untilAsserted(() -> assertThat(slow).startsWith(poll, closed));
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aListenerThatTakesNothingIsToldOfAllThereIsWhenItGoesOn() {
    CountDownLatch isFree = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    List<Integer> told = new CopyOnWriteArrayList<>();
    Notifications<Integer> news =
        new Notifications<>(
            "numbers",
            number -> {
              calls.incrementAndGet();
              awaitUninterruptibly(isFree);
              told.add(number);
            },
            () -> List.of(-1, -2));
    news.send(0);
    await().untilAtomic(calls, equalTo(1));
    for (int i = 1; i <= Notifications.MAX_WAITING + 1; i++) {
      news.send(i);
    }
    news.send(-3);
    isFree.countDown();
    await().untilAsserted(() -> assertThat(told).containsExactly(0, -1, -2, -3));
  }

  @Test
  void whoBeginsToWantItIsHeardOnce() {
    int[] heard = {0};
    mirror.whenActivated(() -> heard[0]++);
    assertThat(mirror.isActive()).isFalse();
    mirror.watch(poll -> {});
    all();
    assertThat(mirror.isActive()).isTrue();
    assertThat(heard[0]).isEqualTo(1);
  }
}
