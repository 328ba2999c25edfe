package dev.oncue.hotrod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.oncue.WholeLife;
import dev.oncue.ballot.BallotBoxes;
import dev.oncue.ballot.Tally;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollFixtures;
import dev.oncue.reaction.Emoji;
import dev.oncue.reaction.Emojis;
import dev.oncue.reaction.Reaction;
import dev.oncue.reaction.Reactions;
import dev.oncue.stream.StreamId;
import dev.oncue.testbed.engine.GridCluster;
import dev.oncue.testbed.engine.GridServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What befalls servers while a crowd votes. After each fault: every ballot that was acknowledged is
 * in the result, viewer by viewer, no other is, and votes were answered again within ten seconds.
 *
 * <p>{@code -Doncue.test.runs} is how often each is run, {@code -Doncue.test.seed} the first seed.
 */
@Tag("faults")
class GridFaultsIT {
  private static final int VIEWERS = 5_000;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration BACK = Duration.ofSeconds(10);

  @TempDir static Path folder;

  private static GridCluster cluster;
  private static HotRodGrid hotrod;

  private Random random;
  private Poll poll;
  private VotingClients crowd;
  private WholeLife life;

  static LongStream seeds() {
    long first = Long.getLong("oncue.test.seed", System.nanoTime());
    return LongStream.range(first, first + Integer.getInteger("oncue.test.runs", 1));
  }

  @BeforeAll
  static void start() {
    cluster = new GridCluster(folder, 3);
    hotrod = Connected.to(cluster);
  }

  @AfterAll
  static void stop() {
    hotrod.close();
    cluster.close();
  }

  /**
   * Each begins with a grid that has settled: the loss of two servers, one after the other, is
   * another fault. A test that failed may have left one dead, hung or cut off.
   */
  @BeforeEach
  void startAll() {
    cluster.servers().stream().filter(GridServer::isAlive).forEach(GridServer::resume);
    cluster.servers().stream().filter(server -> !server.isAlive()).forEach(GridServer::launch);
    cluster.servers().forEach(GridServer::awaitReady);
    await("one cluster")
        .atMost(TIMEOUT)
        .ignoreExceptions()
        .until(
            () -> cluster.servers().stream().allMatch(server -> AskedServer.settled(server) == 3));
  }

  private void begin(String test, long seed) throws Exception {
    System.out.printf("GridFaultsIT.%s: seed %d (-Doncue.test.seed)%n", test, seed);
    random = new Random(seed);
    poll = PollFixtures.freshPoll().shards(2).build();
    // A server may just have died: a producer asks again, too.
    await("an open poll")
        .atMost(BACK)
        .ignoreExceptions()
        .untilAsserted(() -> result(hotrod.grid().polls().add(poll)));
    life = WholeLife.begin(hotrod.grid());
    crowd = new VotingClients(boxes(), poll, VIEWERS);
    crowd.begin(random);
    int some = 200 + random.nextInt(VIEWERS / 2);
    await().atMost(TIMEOUT).until(() -> crowd.answered() > some);
  }

  private static BallotBoxes boxes() {
    return hotrod.grid().ballotBoxes();
  }

  private static <T> T result(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  /** As the reconciler does: what failed is tried again, and has to work within ten seconds. */
  private static <T> T resultOrAgain(Supplier<CompletionStage<T>> call) {
    return await().atMost(BACK).ignoreExceptions().until(() -> result(call.get()), any -> true);
  }

  private GridServer anyServer() {
    return cluster.servers().get(random.nextInt(cluster.servers().size()));
  }

  private void finish() throws Exception {
    crowd.awaitAnswers();
    Tally sealed = resultOrAgain(() -> boxes().seal(poll));
    crowd.assertCounted(sealed);
    assertThat(resultOrAgain(() -> boxes().recount(poll))).isEqualTo(sealed);
    System.out.printf(
        "GridFaultsIT: %d acknowledged, longest silence %d ms%n",
        crowd.acknowledged().size(), crowd.longestSilence().toMillis());
    life.goesOn();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void a_server_dies_while_viewers_vote(long seed) throws Exception {
    begin("a_server_dies_while_viewers_vote", seed);
    GridServer victim = anyServer();
    victim.kill();
    finish();
    assertThat(crowd.acknowledged()).hasSize(VIEWERS);
    assertThat(crowd.longestSilence()).isLessThan(BACK);
    victim.launch();
    victim.awaitReady();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void a_server_dies_while_the_poll_closes(long seed) throws Exception {
    begin("a_server_dies_while_the_poll_closes", seed);
    GridServer victim = anyServer();
    CompletionStage<Tally> closing = boxes().seal(poll);
    TimeUnit.MICROSECONDS.sleep(random.nextInt(3_000));
    victim.kill();
    Tally closed =
        resultOrAgain(
            () ->
                closing.toCompletableFuture().isCompletedExceptionally()
                    ? boxes().seal(poll)
                    : closing);
    finish();
    assertThat(result(boxes().tally(poll))).isEqualTo(closed);
    assertThat(crowd.longestSilence()).isLessThan(BACK);
    victim.launch();
    victim.awaitReady();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void a_server_joins_while_viewers_vote(long seed) throws Exception {
    GridServer joining = cluster.servers().get((int) Math.floorMod(seed, 3L));
    joining.kill();
    begin("a_server_joins_while_viewers_vote", seed);
    List<StreamId> streams = Stream.generate(PollFixtures::freshStream).limit(8).toList();
    Map<String, Long> sent = new HashMap<>();
    for (StreamId stream : streams) {
      sent = sendAllEmojis(stream);
    }
    joining.launch();
    joining.awaitReady();
    finish();
    for (StreamId stream : streams) {
      assertThat(resultOrAgain(() -> hotrod.grid().reactions().totals(stream))).isEqualTo(sent);
    }
    assertThat(crowd.acknowledged()).hasSize(VIEWERS);
    assertThat(crowd.longestSilence()).isLessThan(BACK);
  }

  /** Returns the totals that the stream has then. */
  private static Map<String, Long> sendAllEmojis(StreamId stream) throws Exception {
    Map<String, Long> sent = new HashMap<>();
    List<Reaction> batch = new ArrayList<>();
    for (Emoji emoji : Emojis.all()) {
      sent.put(emoji.text(), 1L);
      String viewer = stream.name() + "-" + sent.size();
      batch.add(new Reaction(stream, viewer, emoji, Instant.now()));
      if (batch.size() == Reactions.MAX_REACTIONS) {
        result(hotrod.grid().reactions().send(batch));
        batch.clear();
      }
    }
    result(hotrod.grid().reactions().send(batch));
    return sent;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void all_servers_die_and_come_back(long seed) throws Exception {
    begin("all_servers_die_and_come_back", seed);
    List<GridServer> order = new ArrayList<>(cluster.servers());
    Collections.shuffle(order, random);
    for (GridServer server : order) {
      server.kill();
    }
    Collections.shuffle(order, random);
    order.forEach(GridServer::launch);
    order.forEach(GridServer::awaitReady);
    finish();
    assertThat(crowd.acknowledged()).hasSize(VIEWERS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void all_servers_are_stopped_and_started_again(long seed) throws Exception {
    begin("all_servers_are_stopped_and_started_again", seed);
    // Each hands over what it has before the next one goes, as operators stop them.
    cluster.servers().forEach(GridServer::stop);
    cluster.servers().forEach(GridServer::launch);
    cluster.servers().forEach(GridServer::awaitReady);
    finish();
    assertThat(crowd.acknowledged()).hasSize(VIEWERS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void a_server_is_cut_off_from_the_others_and_heals(long seed) throws Exception {
    begin("a_server_is_cut_off_from_the_others_and_heals", seed);
    GridServer victim = anyServer();
    AskedServer.cutOff(victim, true);
    crowd.awaitAnswers();
    Tally sealed = result(boxes().seal(poll));
    AskedServer.cutOff(victim, false);
    await("the merge").atMost(TIMEOUT).until(() -> victim.sees() == 3);
    assertThat(crowd.acknowledged()).hasSize(VIEWERS);
    finish();
    assertThat(result(boxes().tally(poll))).isEqualTo(sealed);
    assertThat(crowd.longestSilence()).isLessThan(BACK);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void a_server_hangs_and_goes_on(long seed) throws Exception {
    begin("a_server_hangs_and_goes_on", seed);
    GridServer victim = anyServer();
    victim.hang();
    int before = crowd.answered();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> crowd.answered() >= Math.min(VIEWERS, before + 1_000));
    victim.resume();
    finish();
    assertThat(crowd.acknowledged()).hasSize(VIEWERS);
    assertThat(crowd.longestSilence()).isLessThan(BACK);
  }
}
