package dev.oncue.embedded;

import static dev.oncue.Concurrently.await;
import static dev.oncue.Concurrently.awaitFault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.oncue.ballot.Ballot;
import dev.oncue.ballot.BallotShard;
import dev.oncue.ballot.Cast;
import dev.oncue.ballot.CastBatch;
import dev.oncue.ballot.CastOutcome;
import dev.oncue.ballot.Tally;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollFixtures;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.infinispan.AdvancedCache;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.configuration.cache.CustomStoreConfigurationBuilder;
import org.infinispan.configuration.global.GlobalConfigurationBuilder;
import org.infinispan.context.Flag;
import org.infinispan.factories.ComponentRegistry;
import org.infinispan.manager.DefaultCacheManager;
import org.infinispan.persistence.manager.PersistenceManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A ballot is acknowledged only once it is kept, also while writes are slow or fail. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JournalTest {
  private static final int RED = 1;
  private static final long AT = PollFixtures.NOON.toEpochMilli();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path folder;

  private final DefaultCacheManager manager = new DefaultCacheManager(global(), true);
  private final Poll poll = PollFixtures.freshPoll().shards(1).build();
  private GatedStore store;
  private AdvancedCache<String, byte[]> cache;
  private EmbeddedBallotBoxes boxes;

  private static org.infinispan.configuration.global.GlobalConfiguration global() {
    GlobalConfigurationBuilder global = new GlobalConfigurationBuilder().nonClusteredDefault();
    global.jmx().disable();
    global.serialization().marshaller(new StoreMarshaller());
    return global.build();
  }

  @AfterEach
  void stop() {
    if (store != null) {
      // The manager waits for writes that are under way.
      store.writes().forEach(GatedStore.Write::succeed);
    }
    manager.stop();
  }

  /** Boxes whose journal lies in a store that the test holds. */
  private void openGated() {
    ConfigurationBuilder configuration = new ConfigurationBuilder();
    configuration
        .persistence()
        .addStore(CustomStoreConfigurationBuilder.class)
        .customStoreClass(GatedStore.class)
        .segmented(false);
    manager.defineConfiguration("journal", configuration.build());
    cache = manager.<String, byte[]>getCache("journal").getAdvancedCache();
    boxes();
    store =
        ComponentRegistry.componentOf(cache, PersistenceManager.class)
            .getStores(GatedStore.class)
            .iterator()
            .next();
  }

  private void boxes() {
    manager.defineConfiguration("shards", new ConfigurationBuilder().build());
    AdvancedCache<String, BallotShard> shards =
        manager.<String, BallotShard>getCache("shards").getAdvancedCache();
    boxes = new EmbeddedBallotBoxes(shards, new Journal(cache));
  }

  private CompletableFuture<List<CastOutcome>> cast(String viewer) {
    Cast cast = new Cast(viewer, new Ballot(RED, AT));
    return boxes.cast(poll, 0, new CastBatch(false, List.of(cast))).toCompletableFuture();
  }

  /** Casts, and returns once the ballot is on its way to the store. */
  private CompletableFuture<List<CastOutcome>> castAndWrite(String viewer) {
    int before = store.writes().size();
    CompletableFuture<List<CastOutcome>> outcome = cast(viewer);
    awaitWrites(before + 1);
    return outcome;
  }

  private void awaitWrites(int count) {
    await().atMost(PATIENCE).until(() -> store.writes().size() >= count);
  }

  private static List<CastOutcome> accepted() {
    return List.of(new CastOutcome.Accepted(new Ballot(RED, AT)));
  }

  private Tally kept() {
    return await(boxes.recount(poll));
  }

  @Test
  void a_ballot_is_acknowledged_when_its_write_has_ended_and_not_before() {
    openGated();
    CompletableFuture<List<CastOutcome>> ann = castAndWrite("ann");
    assertThat(await(boxes.tally(poll))).isEqualTo(Tally.of(1, 1));
    assertThat(ann).isNotDone();
    store.writes().get(0).succeed();
    assertThat(await(ann)).isEqualTo(accepted());
    assertThat(kept()).isEqualTo(Tally.of(1, 1));
  }

  @Test
  void a_write_that_fails_is_told_and_the_retry_is_written() {
    openGated();
    CompletableFuture<List<CastOutcome>> ann = castAndWrite("ann");
    store.writes().get(0).fail();
    assertThat(awaitFault(ann)).isNotNull();
    assertThat(kept()).isEqualTo(Tally.ZERO);

    CompletableFuture<List<CastOutcome>> retry = castAndWrite("ann");
    assertThat(retry).isNotDone();
    store.writes().get(1).succeed();
    assertThat(await(retry)).isEqualTo(accepted());
    assertThat(kept()).isEqualTo(Tally.of(1, 1));
    assertThat(store.writes()).extracting(GatedStore.Write::key).doesNotHaveDuplicates();
  }

  @Test
  void a_retry_while_the_write_is_slow_waits_for_that_write() {
    openGated();
    CompletableFuture<List<CastOutcome>> ann = castAndWrite("ann");
    CompletableFuture<List<CastOutcome>> bob = castAndWrite("bob");
    CompletableFuture<List<CastOutcome>> retry = cast("ann");
    store.writes().get(1).succeed();
    assertThat(retry).isNotDone();
    store.writes().get(0).fail();
    assertThat(awaitFault(retry)).isNotNull();
    assertThat(awaitFault(ann)).isNotNull();
    // Bob's ballot is kept; that he is asked to send it again does no harm.
    assertThat(awaitFault(bob)).isNotNull();
  }

  @Test
  void ballots_of_a_failed_write_go_with_the_next_ballot() {
    openGated();
    CompletableFuture<List<CastOutcome>> ann = castAndWrite("ann");
    store.writes().get(0).fail();
    assertThat(awaitFault(ann)).isNotNull();
    CompletableFuture<List<CastOutcome>> bob = castAndWrite("bob");
    store.writes().get(1).succeed();
    assertThat(await(bob)).isEqualTo(accepted());
    assertThat(kept()).isEqualTo(Tally.of(2, 2));
  }

  @Test
  void a_write_that_failed_does_not_fail_those_that_begin_later_though_writes_overlap() {
    openGated();
    CompletableFuture<List<CastOutcome>> ann = castAndWrite("ann");
    CompletableFuture<List<CastOutcome>> bob = castAndWrite("bob");
    store.writes().get(0).fail();
    assertThat(awaitFault(ann)).isNotNull();
    CompletableFuture<List<CastOutcome>> cleo = castAndWrite("cleo");
    store.writes().get(2).succeed();
    store.writes().get(1).succeed();
    assertThat(await(cleo)).isEqualTo(accepted());
    // Bob's ballot was on its way together with the one that failed, so he is told to send again.
    assertThat(awaitFault(bob)).isNotNull();
    assertThat(kept()).isEqualTo(Tally.of(3, 3));
  }

  @Test
  void the_seal_is_done_when_all_ballots_are_kept() {
    openGated();
    CompletableFuture<List<CastOutcome>> ann = castAndWrite("ann");
    store.writes().get(0).fail();
    assertThat(awaitFault(ann)).isNotNull();
    CompletableFuture<Tally> seal = boxes.seal(poll).toCompletableFuture();
    awaitWrites(2);
    assertThat(seal).isNotDone();
    store.writes().get(1).succeed();
    assertThat(await(seal)).isEqualTo(Tally.of(1, 1));
    assertThat(kept()).isEqualTo(Tally.of(1, 1));
  }

  @Test
  void a_ballot_is_shown_only_once_it_is_kept() {
    openGated();
    castAndWrite("ann");
    CompletableFuture<?> shown = boxes.ballot(poll, "ann").toCompletableFuture();
    assertThat(shown).isNotDone();
    store.writes().get(0).succeed();
    assertThat(await(boxes.ballot(poll, "ann"))).contains(new Ballot(RED, AT));
  }

  @Test
  void the_journal_holds_a_few_batches_in_memory_and_all_in_its_store() throws Exception {
    int batches = 1_000;
    GlobalConfigurationBuilder global = new GlobalConfigurationBuilder().nonClusteredDefault();
    global.jmx().disable();
    global.serialization().marshaller(new StoreMarshaller());
    global.globalState().enable().persistentLocation(folder.toString());
    try (DefaultCacheManager stored = new DefaultCacheManager(global.build(), true)) {
      cache = new CacheDefinitions(stored, false).start("journal");
      boxes();
      for (int i = 0; i < batches; i++) {
        assertThat(await(cast("v" + i))).isEqualTo(accepted());
      }
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(cache.getDataContainer().size()).isBetween(1, 256));
      assertThat(cache.withFlags(Flag.SKIP_LOCKING).size()).isEqualTo(batches);
      assertThat(kept()).isEqualTo(Tally.of(batches, batches));
    }
  }
}
