package dev.oncue.hotrod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.ballot.Ballot;
import dev.oncue.ballot.BallotBoxes;
import dev.oncue.ballot.BallotLookup;
import dev.oncue.ballot.Cast;
import dev.oncue.ballot.CastBatch;
import dev.oncue.ballot.CastOutcome;
import dev.oncue.ballot.Tally;
import dev.oncue.poll.Poll;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Viewers who vote for red or blue, each sending the same ballot again until it is answered, and
 * what they were told.
 */
final class VotingClients {
  private static final int THREADS = 16;
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Duration RETRY_AFTER = Duration.ofMillis(100);
  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  private final BallotBoxes boxes;
  private final Poll poll;
  private final int viewers;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final Map<String, Ballot> acknowledged = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final AtomicLong lastAnswer = new AtomicLong();
  private final AtomicLong longestSilence = new AtomicLong();

  VotingClients(BallotBoxes boxes, Poll poll, int viewers) {
    this.boxes = boxes;
    this.poll = poll;
    this.viewers = viewers;
  }

  void begin(Random random) {
    lastAnswer.set(System.nanoTime());
    for (int i = 0; i < THREADS; i++) {
      Random choices = new Random(random.nextLong());
      threads.execute(() -> vote(choices));
    }
    threads.shutdown();
  }

  private void vote(Random choices) {
    int number;
    while ((number = next.getAndIncrement()) < viewers) {
      Cast cast = new Cast("v" + number, new Ballot(1 << choices.nextInt(2), 1_000_000L + number));
      if (answerTo(cast) instanceof CastOutcome.Accepted accepted) {
        acknowledged.put(cast.viewer(), accepted.ballot());
      }
      long now = System.nanoTime();
      longestSilence.accumulateAndGet(now - lastAnswer.getAndSet(now), Math::max);
      answered.incrementAndGet();
    }
  }

  private CastOutcome answerTo(Cast cast) {
    CastBatch batch = new CastBatch(false, List.of(cast));
    long end = System.nanoTime() + TIMEOUT.toNanos();
    while (true) {
      try {
        return boxes
            .cast(poll, poll.shardOf(cast.viewer()), batch)
            .toCompletableFuture()
            .get(ANSWER.toMillis(), TimeUnit.MILLISECONDS)
            .get(0);
      } catch (Exception e) {
        assertThat(System.nanoTime()).as("answers come again: %s", e).isLessThan(end);
        LockSupport.parkNanos(RETRY_AFTER.toNanos());
      }
    }
  }

  int answered() {
    return answered.get();
  }

  /** The longest time in which nobody got an answer. */
  Duration longestSilence() {
    return Duration.ofNanos(longestSilence.get());
  }

  void awaitAnswers() throws InterruptedException {
    assertThat(threads.awaitTermination(3, TimeUnit.MINUTES)).isTrue();
    assertThat(answered).hasValue(viewers);
  }

  Map<String, Ballot> acknowledged() {
    return acknowledged;
  }

  /** Every acknowledged ballot is in the result, and nothing else, viewer by viewer. */
  void assertCounted(Tally result) throws Exception {
    int red = (int) acknowledged.values().stream().filter(b -> b.options() == 1).count();
    assertThat(result).isEqualTo(Tally.of(acknowledged.size(), red, acknowledged.size() - red));
    assertThat(ballots()).containsExactlyInAnyOrderEntriesOf(acknowledged);
  }

  /** The ballots of all viewers, as any server that has their shard gives them. */
  private Map<String, Ballot> ballots() throws Exception {
    Map<String, Ballot> ballots = new HashMap<>();
    for (int from = 0; from < viewers; from += BallotBoxes.MAX_LOOKUPS) {
      List<BallotLookup> lookups =
          IntStream.range(from, Math.min(viewers, from + BallotBoxes.MAX_LOOKUPS))
              .mapToObj(number -> new BallotLookup(poll, "v" + number))
              .toList();
      List<Optional<Ballot>> found =
          boxes.ballots(lookups).toCompletableFuture().get(10, TimeUnit.SECONDS);
      for (int i = 0; i < lookups.size(); i++) {
        String viewer = lookups.get(i).viewer();
        found.get(i).ifPresent(ballot -> ballots.put(viewer, ballot));
      }
    }
    return ballots;
  }
}
