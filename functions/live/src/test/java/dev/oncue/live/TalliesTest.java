package dev.oncue.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.Grid;
import dev.oncue.ballot.BallotBoxes;
import dev.oncue.ballot.Receipts;
import dev.oncue.ballot.Tally;
import dev.oncue.poll.Poll;
import dev.oncue.testbed.Prepared;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** On a grid that answers when the test says so. */
@Timeout(60)
class TalliesTest {
  private final Vertx vertx = Vertx.vertx();
  private final BlockingQueue<Reading> readings = new LinkedBlockingQueue<>();
  private final Tallies tallies = new Tallies(vertx, grid());

  private record Reading(Poll poll, CompletableFuture<Tally> tally) {}

  /** Of which ballot boxes are used alone, and of those the tallies. */
  private Grid grid() {
    BallotBoxes boxes =
        (BallotBoxes)
            Proxy.newProxyInstance(
                BallotBoxes.class.getClassLoader(),
                new Class<?>[] {BallotBoxes.class},
                (proxy, method, arguments) -> {
                  Reading reading = new Reading((Poll) arguments[0], new CompletableFuture<>());
                  readings.add(reading);
                  return reading.tally();
                });
    return new Grid(null, boxes, null, null, null, null, null, null);
  }

  private static Poll poll(String stream) {
    return Prepared.draft("default", stream).at(Instant.now(), 1, Receipts.withNewKey());
  }

  private Reading next() throws InterruptedException {
    Reading reading = readings.poll(30, TimeUnit.SECONDS);
    assertThat(reading).isNotNull();
    return reading;
  }

  private List<CompletableFuture<Tally>> crowd(Poll poll) {
    return IntStream.range(0, 1_000).mapToObj(i -> tallies.of(poll).toCompletableFuture()).toList();
  }

  @AfterEach
  void stop() {
    vertx.close();
  }

  @Test
  void aCrowdSharesOneReadingOfEachPollThatBeginsAfterTheQuestion() throws Exception {
    Poll poll = poll("show-1");
    Poll other = poll("show-2");
    CompletableFuture<Tally> first = tallies.of(poll).toCompletableFuture();
    Reading underWay = next();
    List<CompletableFuture<Tally>> crowd = crowd(poll);
    List<CompletableFuture<Tally>> others = crowd(other);
    underWay.tally().complete(Tally.of(1, 1));
    assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo(Tally.of(1, 1));
    for (int i = 0; i < 2; i++) {
      Reading shared = next();
      shared.tally().complete(shared.poll().equals(poll) ? Tally.of(2, 2) : Tally.of(3, 3));
    }
    for (CompletableFuture<Tally> one : crowd) {
      assertThat(one.get(30, TimeUnit.SECONDS)).isEqualTo(Tally.of(2, 2));
    }
    for (CompletableFuture<Tally> one : others) {
      assertThat(one.get(30, TimeUnit.SECONDS)).isEqualTo(Tally.of(3, 3));
    }
    assertThat(readings).isEmpty();
  }
}
