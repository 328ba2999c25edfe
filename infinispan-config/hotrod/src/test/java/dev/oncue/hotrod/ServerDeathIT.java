package dev.oncue.hotrod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.oncue.ballot.Ballot;
import dev.oncue.ballot.Cast;
import dev.oncue.ballot.CastBatch;
import dev.oncue.ballot.CastOutcome;
import dev.oncue.ballot.Tally;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollFixtures;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAccumulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One server of three dies by SIGKILL while a crowd votes. */
class ServerDeathIT {
  private static final int VIEWERS = 5_000;
  private static final int THREADS = 16;
  private static final Duration BACK = Duration.ofSeconds(30);

  @TempDir Path folder;

  private List<GridServer> servers;
  private HotRodGrid hotrod;

  /** From a viewer's first attempt to the answer. */
  private final LongAccumulator longestMillis = new LongAccumulator(Math::max, 0);

  @BeforeEach
  void start() {
    servers = GridServer.cluster(folder, 3);
    hotrod = Connected.to(servers);
  }

  @AfterEach
  void stop() {
    hotrod.close();
    servers.forEach(GridServer::close);
  }

  @Test
  void every_acknowledged_ballot_is_in_the_result_once() throws Exception {
    long seed = Long.getLong("oncue.test.seed", System.nanoTime());
    System.out.println("ServerDeathIT: seed " + seed + " (-Doncue.test.seed)");
    Random random = new Random(seed);
    Poll poll = PollFixtures.freshPoll().shards(2).build();
    hotrod.grid().polls().add(poll).toCompletableFuture().get(30, TimeUnit.SECONDS);

    Map<String, Ballot> acknowledged = new ConcurrentHashMap<>();
    AtomicInteger next = new AtomicInteger();
    ExecutorService crowd = Executors.newFixedThreadPool(THREADS);
    for (int i = 0; i < THREADS; i++) {
      Random choices = new Random(random.nextLong());
      crowd.execute(() -> vote(poll, next, choices, acknowledged));
    }
    crowd.shutdown();
    int deathAfter = 500 + random.nextInt(VIEWERS - 1_500);
    await().atMost(BACK).until(() -> acknowledged.size() > deathAfter);
    servers.get(random.nextInt(servers.size())).kill();
    assertThat(crowd.awaitTermination(120, TimeUnit.SECONDS)).isTrue();

    System.out.println("ServerDeathIT: the longest vote took " + longestMillis.get() + " ms");
    assertThat(acknowledged).hasSize(VIEWERS);
    Tally sealed = hotrod.grid().ballotBoxes().seal(poll).toCompletableFuture().get();
    Tally recount = hotrod.grid().ballotBoxes().recount(poll).toCompletableFuture().get();
    int red = (int) acknowledged.values().stream().filter(b -> b.options() == 1).count();
    assertThat(sealed).isEqualTo(Tally.of(VIEWERS, red, VIEWERS - red)).isEqualTo(recount);
    for (Map.Entry<String, Ballot> viewer : acknowledged.entrySet()) {
      assertThat(
              hotrod.grid().ballotBoxes().ballot(poll, viewer.getKey()).toCompletableFuture().get())
          .contains(viewer.getValue());
    }
  }

  private void vote(
      Poll poll, AtomicInteger next, Random choices, Map<String, Ballot> acknowledged) {
    int number;
    while ((number = next.getAndIncrement()) < VIEWERS) {
      String viewer = "v" + number;
      Cast cast = new Cast(viewer, new Ballot(1 << choices.nextInt(2), 1_000_000L + number));
      long start = System.nanoTime();
      CastOutcome outcome = castUntilAnswered(poll, cast);
      longestMillis.accumulate((System.nanoTime() - start) / 1_000_000);
      acknowledged.put(viewer, ((CastOutcome.Accepted) outcome).ballot());
    }
  }

  /** As a viewer's client does: what was not answered is sent again. */
  private CastOutcome castUntilAnswered(Poll poll, Cast cast) {
    CastBatch batch = new CastBatch(false, List.of(cast));
    long end = System.nanoTime() + BACK.toNanos();
    while (true) {
      try {
        return hotrod
            .grid()
            .ballotBoxes()
            .cast(poll, poll.shardOf(cast.viewer()), batch)
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS)
            .get(0);
      } catch (Exception e) {
        assertThat(System.nanoTime()).as("answers come again: %s", e).isLessThan(end);
      }
    }
  }
}
