package dev.oncue.hotrod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.oncue.Grid;
import dev.oncue.GridFormat;
import dev.oncue.ballot.Tally;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollFixtures;
import dev.oncue.poll.Result;
import dev.oncue.testbed.engine.GridCluster;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.infinispan.client.hotrod.RemoteCache;
import org.infinispan.client.hotrod.jmx.RemoteCacheClientStatisticsMXBean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a mirror of many polls begins and goes on, and what it asks the servers for. */
@Tag("grid")
class MirrorIT {
  private static final int POLLS = Integer.getInteger("oncue.test.polls", 3_000);
  private static final Comparator<Poll> BY_NAME = Comparator.comparing(poll -> poll.id().path());

  @TempDir static Path folder;

  private static GridCluster cluster;
  private static HotRodGrid other;
  private static List<Poll> kept;

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final Mirror<Poll> mirror = new Mirror<>(EntryKind.POLLS);
  private GridSession session;
  private RemoteCache<String, byte[]> cache;
  private MirrorReader reader;

  @BeforeAll
  static void start() {
    cluster = new GridCluster(folder, 2);
    other = Connected.to(cluster);
    kept = new ArrayList<>(ManyPolls.add(other.grid(), POLLS));
  }

  @AfterAll
  static void stop() {
    other.close();
    cluster.close();
  }

  @BeforeEach
  void connect() {
    session = GridSession.open(Connected.settings(cluster), GridFormat.VERSION);
    cache = session.cache("polls");
  }

  @AfterEach
  void disconnect() {
    if (reader != null) {
      reader.close();
    }
    session.close();
  }

  private CompletableFuture<byte[]> run(String name, String task, Map<String, ?> parameters) {
    asked.add(task);
    return session.run(name, task, null, parameters);
  }

  private void read() {
    read(this::run);
  }

  private void read(MirrorReader.Tasks tasks) {
    mirror.awaitReading();
    reader = new MirrorReader(cache, tasks, mirror);
    reader.start();
  }

  private static void join(CompletableFuture<?> stage) {
    stage.orTimeout(10, TimeUnit.SECONDS).join();
  }

  /** Patience with a machine that does much else. */
  private List<Poll> all() {
    await()
        .until(
            () -> mirror.all().handle((all, fault) -> fault == null).toCompletableFuture().join());
    return mirror.all().toCompletableFuture().join();
  }

  private void assertSame() {
    List<Poll> expected = new ArrayList<>(kept);
    expected.sort(BY_NAME);
    assertThat(all().stream().sorted(BY_NAME).toList().equals(expected)).isTrue();
  }

  private static void open(Poll poll) {
    join(other.grid().polls().add(poll).toCompletableFuture());
    kept.add(poll);
  }

  private static void close(Poll poll) {
    Poll closed = poll.closedAt(PollFixtures.NOON);
    join(other.grid().polls().replace(poll, closed).toCompletableFuture());
    kept.set(kept.indexOf(poll), closed);
  }

  private static void remove(Poll poll) {
    Poll settled =
        poll.closedAt(PollFixtures.NOON)
            .settled(Result.closed(Tally.ZERO, true, PollFixtures.NOON));
    join(other.grid().polls().replace(poll, settled).toCompletableFuture());
    join(other.grid().polls().remove(poll.id()).toCompletableFuture());
    kept.remove(poll);
  }

  private long gets() {
    RemoteCacheClientStatisticsMXBean statistics = cache.clientStatistics();
    return statistics.getRemoteHits() + statistics.getRemoteMisses();
  }

  @Test
  void a_start_costs_a_few_calls_and_a_round_that_finds_nothing_new_one_small_one() {
    read();
    assertSame();
    int bytes =
        kept.stream()
            .mapToInt(poll -> new Versioned<>(0, poll).encode(EntryKind.POLLS).length)
            .sum();
    assertThat(asked).hasSizeBetween(2, 3 + bytes / (1 << 18)).startsWith("oncue.digest.polls");
    asked.clear();
    reader.failedOver(null);
    await().until(() -> asked.size() >= 2);
    assertThat(asked).as("one at once, and one in a moment").containsOnly("oncue.digest.polls");
    assertThat(answer(run("polls", "oncue.digest.polls", Map.of("known", mirror.digest().total()))))
        .isEmpty();
    assertThat(gets()).as("reads of single polls").isZero();
  }

  private static byte[] answer(CompletableFuture<byte[]> answer) {
    return answer.orTimeout(10, TimeUnit.SECONDS).join();
  }

  @Test
  void news_does_not_wait_for_a_read_of_all() {
    CompletableFuture<byte[]> neverAnswered = new CompletableFuture<>();
    List<Poll> told = new CopyOnWriteArrayList<>();
    mirror.watch(told::add);
    read(
        (name, task, parameters) -> {
          CompletableFuture<byte[]> answer = run(name, task, parameters);
          return task.equals("oncue.page.polls") ? neverAnswered.copy() : answer;
        });
    await().until(() -> asked.contains("oncue.page.polls"));
    Poll news = ManyPolls.poll(kept.get(0).id().stream(), "news");
    open(news);
    await().untilAsserted(() -> assertThat(told).containsExactly(news));
    assertThat(mirror.all().toCompletableFuture()).as("not all is known").isNotDone();
  }

  @Test
  void what_was_not_told_is_found_by_the_rounds() {
    read();
    all();
    cache.removeClientListener(reader);
    open(ManyPolls.poll(kept.get(0).id().stream(), "untold"));
    close(kept.get(1));
    remove(kept.get(2));
    Poll gone = kept.get(3);
    remove(gone);
    open(ManyPolls.poll(gone.id().stream(), gone.id().name()));
    asked.clear();
    reader.failedOver(null);
    await().untilAsserted(this::assertSame);
    assertThat(asked)
        .as("pages")
        .filteredOn("oncue.page.polls"::equals)
        .hasSizeLessThanOrEqualTo(2);
    assertThat(gets()).isZero();
  }

  @Test
  void no_other_cache_can_be_read_by_way_of_the_tasks() {
    for (String name : List.of("deliveries", "servers", "none")) {
      assertThat(
              run("polls", "oncue.digest." + name, Map.of("known", 0L))
                  .handle((answer, fault) -> fault)
                  .orTimeout(10, TimeUnit.SECONDS)
                  .join())
          .hasMessageContaining("ISPN027002");
    }
  }

  @Test
  void who_comes_knows_all_polls_or_says_that_they_have_not_been_read() {
    try (HotRodGrid hotrod = Connected.to(cluster)) {
      Grid grid = hotrod.grid();
      await()
          .until(
              () ->
                  grid.polls()
                      .all()
                      .handle((a, fault) -> fault == null)
                      .toCompletableFuture()
                      .join());
      List<Poll> all = new ArrayList<>(grid.polls().all().toCompletableFuture().join());
      all.sort(BY_NAME);
      List<Poll> expected = new ArrayList<>(kept);
      expected.sort(BY_NAME);
      assertThat(all.equals(expected)).isTrue();
    }
  }
}
