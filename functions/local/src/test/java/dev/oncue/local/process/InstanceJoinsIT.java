package dev.oncue.local.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.oncue.ballot.Tally;
import dev.oncue.hotrod.GridConfig;
import dev.oncue.hotrod.GridSettings;
import dev.oncue.hotrod.HotRodGrid;
import dev.oncue.json.Fields;
import dev.oncue.local.feed.VoteClient;
import dev.oncue.poll.Opening;
import dev.oncue.poll.PollDraft;
import dev.oncue.poll.PollId;
import dev.oncue.poll.PollLifecycle;
import dev.oncue.stream.StreamId;
import dev.oncue.testbed.TestSettings;
import dev.oncue.testbed.engine.Engine;
import dev.oncue.testbed.engine.Engine.Setup;
import dev.oncue.testbed.engine.EngineClient.Answer;
import dev.oncue.testbed.engine.GridAccess;
import dev.oncue.testbed.engine.GridServer;
import dev.oncue.testbed.engine.Ports;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An instance of vote joins a grid that has many polls, without priming, and a crowd votes from the
 * moment it listens: it does not know the polls yet, and asks the grid.
 *
 * <p>{@code -Doncue.test.runs} is how many join one after the other, {@code -Doncue.test.polls} how
 * many other polls there are, {@code -Doncue.test.connections} how many vote at once. Two seconds
 * are promised for an answer: {@code -Doncue.test.seconds=2} asks for them, on a machine that does
 * nothing else. Without it ten are asked for, since other tests use the machine. The first to join
 * is not measured: the crowd's program and the server are new then, too.
 */
@Tag("faults")
class InstanceJoinsIT {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final int RUNS = Integer.getInteger("oncue.test.runs", 2);
  private static final int POLLS = Integer.getInteger("oncue.test.polls", 2_000);
  private static final int CONNECTIONS = Integer.getInteger("oncue.test.connections", 384);
  private static final Duration IN_TIME =
      Duration.ofSeconds(Long.getLong("oncue.test.seconds", 10));
  private static final Duration PROMISED = Duration.ofSeconds(2);
  private static final int VOTES_EACH = 12;
  private static final int OPTIONS = 16;
  private static final int TRIES = 20;
  private static final int ADDED_AT_ONCE = 32;
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  @TempDir Path folder;

  private GridServer server;
  private HotRodGrid hotrod;
  private PollLifecycle lifecycle;
  private Setup vote;

  @BeforeEach
  void startServer() throws Exception {
    GridAccess access = GridAccess.make(folder.resolve("access"));
    server = GridServer.alone(access, folder.resolve("server"), Ports.free()).start();
    GridConfig config = TestSettings.of(GridConfig.class, access.settings(server.address()));
    hotrod = HotRodGrid.start(GridSettings.of(config));
    lifecycle = new PollLifecycle(hotrod.grid(), Clock.systemUTC(), 1);
    await("a connection").atMost(START_TIMEOUT).until(() -> isDone(open("filler", "first")));
    Semaphore free = new Semaphore(ADDED_AT_ONCE);
    List<CompletableFuture<?>> added = new ArrayList<>();
    for (int number = 0; number < POLLS; number++) {
      free.acquire();
      added.add(
          open("filler", "q" + number, TRIES)
              .whenComplete((poll, fault) -> free.release())
              .toCompletableFuture());
    }
    CompletableFuture.allOf(added.toArray(CompletableFuture[]::new)).get(2, TimeUnit.MINUTES);
    vote =
        Engine.function("vote", folder)
            .set("ONCUE_JWT_SECRET", SECRET)
            .set("ONCUE_PRIMING_REQUESTS", "0")
            .onGrid(server.address(), access);
  }

  private static boolean isDone(CompletionStage<?> stage) {
    return stage.handle((done, fault) -> fault == null).toCompletableFuture().join();
  }

  @AfterEach
  void stopServer() {
    hotrod.close();
    server.close();
  }

  private static String option(int number) {
    return "option-" + number % OPTIONS;
  }

  /** A server that is cold, on a busy machine, may leave a call without an answer. */
  private CompletionStage<Opening> open(String stream, String name, int tries) {
    return open(stream, name)
        .exceptionallyCompose(
            fault ->
                tries > 1 ? open(stream, name, tries - 1) : CompletableFuture.failedFuture(fault));
  }

  private CompletionStage<Opening> open(String stream, String name) {
    String options =
        IntStream.range(0, OPTIONS)
            .mapToObj(i -> "{\"id\":\"%s\",\"text\":\"%d\"}".formatted(option(i), i))
            .collect(Collectors.joining(","));
    String json =
        "{\"stream\":\"%s\",\"poll\":\"%s\",\"question\":\"Which?\",\"options\":[%s]}"
            .formatted(stream, name, options);
    return lifecycle.open(PollDraft.read(Fields.parse(json.getBytes(UTF_8)), "default", name));
  }

  @Test
  void every_vote_is_answered_and_counts_once() throws Exception {
    join("warm-up");
    for (int run = 0; run < RUNS; run++) {
      assertThat(join("show-" + run)).isLessThan(IN_TIME);
    }
  }

  /** Returns how long the longest answer took. */
  private Duration join(String stream) throws Exception {
    open(stream, "q1", TRIES).toCompletableFuture().get(40, TimeUnit.SECONDS);
    Crowd crowd;
    try (Engine joining = vote.launch();
        VoteClient client = new VoteClient(joining.client(SECRET), CONNECTIONS)) {
      crowd = new Crowd(client, stream);
      await("somebody who listens")
          .atMost(START_TIMEOUT)
          .pollInterval(Duration.ofMillis(10))
          .until(() -> joining.listens());
      crowd.vote();
      System.out.printf("InstanceJoinsIT: %s: %s%n", stream, crowd);
      await("nobody who waits")
          .untilAsserted(
              () ->
                  assertThat(joining.client(SECRET).get("/q/metrics", null).text())
                      .containsPattern("(?m)^oncue_vote_waiting\\S* 0\\.0$"));
      assertThat(joining.out()).doesNotContain(" ERROR ");
    }
    assertThat(result(stream)).isEqualTo(expected());
    return crowd.longest();
  }

  private Tally result(String stream) {
    PollId id = new PollId(new StreamId(StreamId.DEFAULT_TENANT, stream), "q1");
    return await("the final result")
        .atMost(START_TIMEOUT)
        .ignoreExceptions()
        .until(
            () ->
                hotrod
                    .grid()
                    .polls()
                    .find(id)
                    .thenCompose(poll -> hotrod.grid().ballotBoxes().seal(poll.orElseThrow()))
                    .toCompletableFuture()
                    .join(),
            tally -> true);
  }

  private static Tally expected() {
    int[] votes = new int[OPTIONS];
    for (int number = 0; number < CONNECTIONS * VOTES_EACH; number++) {
      votes[number % OPTIONS]++;
    }
    return Tally.of(CONNECTIONS * VOTES_EACH, votes);
  }

  /** Viewers who vote over many connections, each again until the ballot counts. */
  private static final class Crowd {
    private final VoteClient client;
    private final String stream;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger late = new AtomicInteger();
    private final AtomicLong longestNanos = new AtomicLong();

    Crowd(VoteClient client, String stream) {
      this.client = client;
      this.stream = stream;
    }

    void vote() throws Exception {
      List<CompletableFuture<Void>> connections = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        connections.add(go());
      }
      CompletableFuture.allOf(connections.toArray(CompletableFuture[]::new))
          .get(2, TimeUnit.MINUTES);
    }

    private CompletableFuture<Void> go() {
      int number = next.getAndIncrement();
      return number < CONNECTIONS * VOTES_EACH
          ? vote(number).thenCompose(voted -> go())
          : CompletableFuture.completedFuture(null);
    }

    private CompletableFuture<Void> vote(int number) {
      long start = System.nanoTime();
      return client
          .vote(stream, "q1", "v" + number, option(number))
          .thenCompose(
              answer -> {
                measure(System.nanoTime() - start);
                return answer.status() == 200 ? accepted(number, answer) : again(number, answer);
              });
    }

    private void measure(long nanos) {
      longestNanos.accumulateAndGet(nanos, Math::max);
      if (nanos > PROMISED.toNanos()) {
        late.incrementAndGet();
      }
    }

    private CompletableFuture<Void> accepted(int number, Answer answer) {
      assertThat(answer.body().at("/options/0").asText()).isEqualTo(option(number));
      acknowledged.incrementAndGet();
      return CompletableFuture.completedFuture(null);
    }

    private CompletableFuture<Void> again(int number, Answer answer) {
      refused.incrementAndGet();
      assertThat(answer.require(503).retryAfter()).isPresent();
      return CompletableFuture.supplyAsync(
              () -> null, CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS))
          .thenCompose(waited -> vote(number));
    }

    Duration longest() {
      return Duration.ofNanos(longestNanos.get());
    }

    @Override
    public String toString() {
      return "%d acknowledged, %d times 503, %d answers took more than 2 s, the longest %d ms"
          .formatted(acknowledged.get(), refused.get(), late.get(), longest().toMillis());
    }
  }
}
