package dev.oncue.hotrod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oncue.ballot.Ballot;
import dev.oncue.ballot.Cast;
import dev.oncue.ballot.CastBatch;
import dev.oncue.ballot.Tally;
import dev.oncue.poll.Latency;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollFixtures;
import dev.oncue.poll.PollLifecycle;
import dev.oncue.testbed.engine.GridAccess;
import dev.oncue.testbed.engine.GridServer;
import dev.oncue.testbed.engine.Ports;
import dev.oncue.window.Window;
import dev.oncue.window.WindowFixtures;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.infinispan.client.hotrod.RemoteCache;
import org.infinispan.client.hotrod.RemoteCacheManager;
import org.infinispan.client.hotrod.RemoteCacheManagerAdmin;
import org.infinispan.client.hotrod.RemoteCounterManagerFactory;
import org.infinispan.client.hotrod.configuration.ConfigurationBuilder;
import org.infinispan.commons.configuration.StringConfiguration;
import org.infinispan.counter.api.CounterConfiguration;
import org.infinispan.counter.api.CounterManager;
import org.infinispan.counter.api.CounterType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the login of a function may do on real servers: what the function does, and nothing else.
 * Everything that a client can ask for is tried.
 */
@Tag("grid")
class GridRightsIT {
  private static final List<String> LOGINS =
      List.of("vote", "reaction", "poll-open", "poll-close", "live", "warm-pool");
  private static final Set<String> CACHES =
      Set.of(
          "polls",
          "shards",
          "reactions",
          "reaction-limits",
          "deliveries",
          "windows",
          "latencies",
          "claims",
          "presence",
          "servers",
          "___protobuf_metadata",
          "___script_cache");
  private static final Set<String> READS =
      Set.of("get", "getWithMetadata", "containsKey", "getStream");
  private static final Set<String> NEWS =
      Set.of("get", "getWithMetadata", "containsKey", "getStream", "listen");
  private static final Set<String> WRITES =
      Set.of(
          "put",
          "putIfAbsent",
          "putAll",
          "putStream",
          "replace",
          "replaceWithVersion",
          "remove",
          "removeWithVersion");

  private static final Set<String> BULK = Set.of("getAll", "size", "iterate", "keySet");

  /** What does nothing, and is refused by nobody, where there is no entry. */
  private static final Set<String> CONDITIONAL =
      Set.of("replace", "replaceWithVersion", "removeWithVersion");

  /** What tasks write has no version of Infinispan's, so these do nothing to it. */
  private static final Set<String> VERSIONED = Set.of("replaceWithVersion", "removeWithVersion");

  /** Names, health and what else tells nothing of polls and viewers. */
  private static final Set<String> TOLD_BY_REST =
      Set.of(
          "GET /cache-managers/default",
          "GET /cache-managers/default/caches",
          "GET /cache-managers/default/health",
          "GET /caches",
          "GET /container",
          "GET /container/cache-configs",
          "GET /container/health",
          "GET /counters",
          "GET /logging/appenders",
          "GET /logging/loggers",
          "GET /schemas",
          "GET /schemas?action=types",
          "GET /security/user/acl",
          "GET /server",
          "GET /server/cache-managers",
          "GET /server/caches/defaults");

  private static final Set<String> WINDOWS = Set.of("poll-open", "live", "warm-pool");

  /** Each task of the servers, and who has it run; of Infinispan's own nobody. */
  private static final Map<String, Set<String>> TASKS =
      Map.ofEntries(
          Map.entry("oncue.version", Set.copyOf(LOGINS)),
          Map.entry("oncue.cast", Set.of("vote")),
          Map.entry("oncue.seal", Set.copyOf(LOGINS)),
          Map.entry("oncue.tally", Set.copyOf(LOGINS)),
          Map.entry("oncue.recount", Set.copyOf(LOGINS)),
          Map.entry("oncue.discard", Set.copyOf(LOGINS)),
          Map.entry("oncue.ballots", Set.of("vote", "live")),
          Map.entry("oncue.react", Set.of("reaction")),
          Map.entry("oncue.reactions", Set.of("live")),
          Map.entry("oncue.digest.polls", Set.copyOf(LOGINS)),
          Map.entry("oncue.page.polls", Set.copyOf(LOGINS)),
          Map.entry("oncue.digest.windows", WINDOWS),
          Map.entry("oncue.page.windows", WINDOWS),
          Map.entry("oncue.add.polls", Set.of("poll-open")),
          Map.entry("oncue.add.scratch", Set.copyOf(LOGINS)),
          Map.entry("oncue.add.windows", Set.of("warm-pool")),
          Map.entry("oncue.add.latencies", Set.of("live")),
          Map.entry("oncue.replace.polls", Set.copyOf(LOGINS)),
          Map.entry("oncue.replace.windows", Set.of("warm-pool")),
          Map.entry("oncue.replace.latencies", Set.of("live")),
          Map.entry("oncue.remove.polls", Set.copyOf(LOGINS)),
          Map.entry("oncue.remove.windows", Set.of("warm-pool")));

  @TempDir static Path folder;

  private static GridAccess access;
  private static GridServer server;
  private static HotRodGrid votes;
  private static HotRodGrid producer;
  private static Poll poll;
  private static Window window;

  /** The client logs each refusal, of which there are hundreds. */
  private static final Logger CLIENT = Logger.getLogger("org.infinispan");

  @BeforeAll
  static void start() {
    CLIENT.setLevel(Level.OFF);
    access = GridAccess.make(folder.resolve("access"));
    server = GridServer.alone(access, folder.resolve("server"), Ports.free()).start();
    votes = Connected.to(Connected.settings(access.as("vote"), server.address()));
    producer = Connected.to(Connected.settings(access.as("poll-open"), server.address()));
    poll = opened();
    cast(poll, 3);
    window = WindowFixtures.fresh().build();
    try (HotRodGrid pool =
            Connected.to(Connected.settings(access.as("warm-pool"), server.address()));
        HotRodGrid live = Connected.to(Connected.settings(access.as("live"), server.address()))) {
      join(pool.grid().windows().add(window));
      join(
          live.grid()
              .latencies()
              .set(poll.id().stream(), new Latency(Duration.ofSeconds(1), Duration.ofSeconds(2))));
    }
  }

  @AfterAll
  static void stop() {
    CLIENT.setLevel(null);
    votes.close();
    producer.close();
    server.close();
  }

  private static Poll opened() {
    Poll poll = PollFixtures.freshPoll().build();
    assertThat(join(producer.grid().polls().add(poll))).isEmpty();
    return poll;
  }

  private static void cast(Poll poll, int viewers) {
    List<Cast> casts =
        IntStream.range(0, viewers)
            .mapToObj(i -> new Cast("viewer-" + i, Ballot.at(Instant.now(), 1)))
            .toList();
    join(votes.grid().ballotBoxes().cast(poll, 0, new CastBatch(false, casts)));
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }

  private static RemoteCacheManager client(String login) {
    ConfigurationBuilder client =
        GridSession.client(Connected.settings(access.as(login), server.address()));
    // Iterations that are refused keep their connection.
    client.connectionPool().maxActive(-1);
    return new RemoteCacheManager(client.build());
  }

  private static Set<String> expected(String login, String cache) {
    boolean isPresent = Set.of("poll-open", "live", "warm-pool").contains(login);
    return switch (cache) {
      case "polls", "latencies" -> NEWS;
      // Infinispan's own: there is nothing in them that is not in the sources.
      case "___protobuf_metadata", "___script_cache" -> isPresent ? both(NEWS, BULK) : NEWS;
      case "windows" -> isPresent ? NEWS : Set.of();
      case "deliveries" -> both(READS, WRITES);
      case "claims" ->
          Set.of("poll-open", "live", "reaction").contains(login) ? both(READS, WRITES) : Set.of();
      case "presence" -> isPresent ? both(both(READS, WRITES), BULK) : Set.of();
      default -> Set.of();
    };
  }

  private static Set<String> both(Set<String> some, Set<String> others) {
    Set<String> all = new TreeSet<>(some);
    all.addAll(others);
    return all;
  }

  /** An entry that is there, where one can be. */
  private static String key(String cache) {
    return switch (cache) {
      case "polls" -> poll.id().path();
      case "shards" -> poll.shardKey(0);
      case "latencies" -> poll.id().stream().path();
      case "windows" -> window.id().path();
      default -> "default/tried/entry";
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"vote", "reaction", "poll-open", "poll-close", "live", "warm-pool"})
  void a_function_does_by_hot_rod_what_it_must_and_nothing_else(String login) {
    Map<String, Set<String>> allowed = new TreeMap<>();
    Map<String, Set<String>> expected = new TreeMap<>();
    try (RemoteCacheManager client = client(login)) {
      byte[] asItWas = client.<String, byte[]>getCache("polls").get(poll.id().path());
      for (String name : CACHES) {
        expected.put(name, new TreeSet<>(expected(login, name)));
        allowed.put(name, allowed(client, name));
      }
      assertThat(client.<String, byte[]>getCache("polls").get(poll.id().path())).isEqualTo(asItWas);
    }
    assertThat(allowed).isEqualTo(expected);
    assertThat(join(votes.grid().ballotBoxes().tally(poll))).isEqualTo(Tally.of(3, 3));
  }

  private static Set<String> allowed(RemoteCacheManager client, String name) {
    RemoteCache<String, byte[]> cache = client.getCache(name);
    if (cache == null) {
      return Set.of();
    }
    Set<String> allowed = HotRodTries.allowed(cache, key(name));
    if (name.startsWith("___")) {
      allowed.removeAll(CONDITIONAL);
    } else if (Set.of("polls", "windows", "latencies").contains(name)) {
      allowed.removeAll(VERSIONED);
    }
    return allowed;
  }

  @ParameterizedTest
  @ValueSource(strings = {"vote", "poll-open", "live"})
  void a_function_does_nothing_by_rest_but_read_what_it_reads_anyway(String login)
      throws Exception {
    RestTries rest = new RestTries(access.as(login), server.address());
    Map<String, Integer> ofServer = rest.ofServer();
    assertThat(ofServer).doesNotContainValue(401).doesNotContainValue(-1);
    assertThat(done(ofServer)).isSubsetOf(TOLD_BY_REST);
    for (String name : List.of("polls", "shards", "reactions", "servers", "latencies")) {
      Map<String, Integer> ofCache = rest.ofCache(name, key(name));
      assertThat(ofCache).doesNotContainValue(401).doesNotContainValue(-1);
      assertThat(ofCache).containsEntry("POST /caches/" + name + "?action=clear", 403);
      assertThat(ofCache).containsEntry("DELETE /caches/" + name, 403);
      assertThat(done(ofCache)).as(name).isSubsetOf(toldByRest(name));
    }
    assertThat(join(votes.grid().ballotBoxes().tally(poll))).isEqualTo(Tally.of(3, 3));
  }

  private static Set<String> done(Map<String, Integer> statuses) {
    return statuses.entrySet().stream()
        .filter(status -> status.getValue() < 400)
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Of each cache what it is; of those that are read anyway the entries, too. */
  private static Set<String> toldByRest(String cache) {
    String path = " /caches/" + cache;
    Set<String> told = Set.of("GET" + path, "HEAD" + path, "GET" + path + "/search/stats");
    String entry = path + '/' + key(cache).replace("/", "%2F");
    return Set.of("polls", "latencies").contains(cache)
        ? both(told, Set.of("GET" + entry, "HEAD" + entry, "GET" + path + "?action=listen"))
        : told;
  }

  @ParameterizedTest
  @ValueSource(strings = {"vote", "live"})
  void a_function_makes_no_counter(String login) {
    try (RemoteCacheManager client = client(login)) {
      CounterManager counters = RemoteCounterManagerFactory.asCounterManager(client);
      assertThat(
              HotRodTries.isAllowed(
                  () ->
                      counters.defineCounter(
                          "mine",
                          CounterConfiguration.builder(CounterType.UNBOUNDED_STRONG).build())))
          .isFalse();
    }
  }

  /** Every task, with every login: those that the function calls, and no others. */
  @Test
  void a_function_has_its_own_tasks_run_and_no_others() {
    Map<String, Set<String>> allowed = new TreeMap<>();
    for (String login : LOGINS) {
      try (RemoteCacheManager client = client(login)) {
        TASKS.keySet().stream()
            .filter(task -> HotRodTries.isAllowed(() -> run(client, task)))
            .forEach(task -> allowed.computeIfAbsent(task, t -> new TreeSet<>()).add(login));
      }
    }
    Map<String, Set<String>> expected = new TreeMap<>();
    TASKS.forEach((task, logins) -> expected.put(task, new TreeSet<>(logins)));
    expected.values().removeIf(Set::isEmpty);
    assertThat(allowed).isEqualTo(expected);
  }

  /** Without parameters it fails in another way than for a lack of rights. */
  private static void run(RemoteCacheManager client, String task) {
    client.getCache("polls").execute(task, Map.of());
  }

  @Test
  void a_poll_is_opened_by_poll_open_alone_and_one_of_priming_by_all() {
    Poll other = PollFixtures.freshPoll().build();
    assertThatThrownBy(() -> join(votes.grid().polls().add(other)))
        .hasMessageContaining("lacks 'EXEC' permission for oncue.add.polls");
    assertThat(join(producer.grid().polls().find(other.id()))).isEmpty();
    Map<String, Object> notScratch = Map.of("key", other.id().path(), "entry", new byte[0]);
    try (RemoteCacheManager client = client("vote")) {
      assertThatThrownBy(() -> client.getCache("polls").execute("oncue.add.scratch", notScratch))
          .hasMessageContaining("does not add");
    }
  }

  @Test
  void nothing_of_a_poll_is_removed_before_it_has_its_result() {
    Poll open = opened();
    cast(open, 2);
    assertThatThrownBy(() -> join(votes.grid().ballotBoxes().discard(open)))
        .hasMessageContaining("has no result yet");
    assertThatThrownBy(() -> join(votes.grid().polls().remove(open.id())))
        .hasMessageContaining("has no result yet");
    assertThat(join(votes.grid().ballotBoxes().tally(open))).isEqualTo(Tally.of(2, 2));

    Poll closed = closed(open);
    assertThat(closed.result().certified()).isTrue();
    join(votes.grid().ballotBoxes().discard(open));
    join(votes.grid().polls().remove(open.id()));
    assertThat(join(votes.grid().ballotBoxes().tally(open))).isEqualTo(Tally.ZERO);
  }

  private static Poll closed(Poll poll) {
    PollLifecycle lifecycle = new PollLifecycle(votes.grid(), Clock.systemUTC(), 1);
    return join(lifecycle.close(poll.id())).orElseThrow();
  }

  /** An administrator may, and it is seen: who had voted has a receipt. */
  @ParameterizedTest
  @ValueSource(strings = {"clear", "remove", "rest"})
  void a_result_is_not_certified_when_ballots_with_receipts_are_gone(String how) throws Exception {
    Poll robbed = opened();
    cast(robbed, 3);
    Poll other = opened();
    cast(other, 2);
    try (RemoteCacheManager admin = client("admin")) {
      switch (how) {
        case "clear" -> admin.getCache("shards").clear();
        case "remove" -> admin.getCache("shards").remove(robbed.shardKey(0));
        default ->
            assertThat(
                    new RestTries(access.as("admin"), server.address())
                        .status("POST", "/caches/shards?action=clear"))
                .isEqualTo(204);
      }
    }
    cast(robbed, 1);
    Poll closed = closed(robbed);
    assertThat(closed.result().tally()).isEqualTo(Tally.of(1, 1));
    assertThat(closed.result().certified()).isFalse();
    assertThat(join(votes.grid().ballotBoxes().recount(closed)).ballots())
        .as("receipts that were given, and the ballot of today")
        .isEqualTo(4);
    assertThat(closed(other).result().certified()).isEqualTo(how.equals("remove"));
    cast(poll, 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vote", "poll-open", "live", "warm-pool"})
  void a_function_administers_nothing(String login) {
    StringConfiguration local = new StringConfiguration("<local-cache/>");
    try (RemoteCacheManager client = client(login)) {
      RemoteCacheManagerAdmin admin = client.administration();
      Map<String, Runnable> all = new TreeMap<>();
      all.put("create", () -> admin.createCache("mine", local));
      all.put("getOrCreate", () -> admin.getOrCreateCache("mine", local));
      all.put("remove", () -> admin.removeCache("shards"));
      all.put("template", () -> admin.createTemplate("mine", local));
      all.put("removeTemplate", () -> admin.removeTemplate("mine"));
      all.put(
          "attribute",
          () -> admin.updateConfigurationAttribute("reactions", "memory.max-count", "1"));
      all.put("reindex", () -> admin.reindexCache("shards"));
      assertThat(all)
          .allSatisfy((name, call) -> assertThat(HotRodTries.isAllowed(call)).as(name).isFalse());
    }
  }
}
