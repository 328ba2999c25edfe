package dev.oncue.hotrod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.oncue.Grid;
import dev.oncue.GridFormat;
import dev.oncue.GridUnavailableException;
import dev.oncue.ballot.Ballot;
import dev.oncue.ballot.Cast;
import dev.oncue.ballot.CastBatch;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollFixtures;
import dev.oncue.testbed.engine.GridAccess;
import dev.oncue.testbed.engine.GridServer;
import dev.oncue.testbed.engine.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.infinispan.client.hotrod.RemoteCacheManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the ports begin, lose and find the grid again, and what they say of it. */
@Tag("grid")
class ConnectionIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int AT_ONCE_SECONDS = 3;

  @TempDir Path folder;

  private GridAccess access;

  @BeforeEach
  void makeAccess() {
    access = GridAccess.make(folder.resolve("access"));
  }

  private static void awaitReason(HotRodGrid hotrod, String reason) {
    await(reason)
        .atMost(TIMEOUT)
        .untilAsserted(
            () ->
                assertThat(Connected.fault(hotrod))
                    .isInstanceOf(GridUnavailableException.class)
                    .hasMessageContaining(reason));
  }

  private static void assertReason(GridSettings settings, int version, String reason) {
    try (HotRodGrid hotrod = HotRodGrid.start(settings, version)) {
      awaitReason(hotrod, reason);
    }
  }

  private static void awaitConnection(HotRodGrid hotrod) {
    await("a connection").atMost(TIMEOUT).until(() -> Connected.fault(hotrod) == null);
  }

  /** Every port fails in time, and with nothing else than that the grid is not there. */
  private static void assertAway(Grid grid, Poll poll) throws Exception {
    assertFail(
        List.of(
            grid.polls().find(poll.id()),
            grid.polls().all(),
            grid.polls().ofStream(poll.id().stream()),
            grid.reactions().totals(poll.id().stream())));
    assertNothingIsAcknowledged(grid, poll);
  }

  private static void assertNothingIsAcknowledged(Grid grid, Poll poll) throws Exception {
    CastBatch batch = new CastBatch(false, List.of(new Cast("v1", new Ballot(1, 1))));
    assertFail(
        List.of(
            grid.polls().add(poll),
            grid.polls().replace(poll, poll),
            grid.ballotBoxes().cast(poll, 0, batch),
            grid.ballotBoxes().seal(poll),
            grid.ballotBoxes().discard(poll)));
  }

  private static void assertFail(List<CompletionStage<?>> calls) throws Exception {
    for (CompletionStage<?> call : calls) {
      try {
        call.toCompletableFuture().get(AT_ONCE_SECONDS, TimeUnit.SECONDS);
        throw new AssertionError("answered without a grid");
      } catch (ExecutionException e) {
        assertThat(e).hasCauseInstanceOf(GridUnavailableException.class);
      }
    }
  }

  private static void add(Grid grid, Poll poll) throws Exception {
    assertThat(grid.polls().add(poll).toCompletableFuture().get(5, TimeUnit.SECONDS)).isEmpty();
    assertThat(grid.polls().all().toCompletableFuture().get(5, TimeUnit.SECONDS)).contains(poll);
    assertThat(grid.ballotBoxes().tally(poll).toCompletableFuture().get(5, TimeUnit.SECONDS))
        .isNotNull();
  }

  @Test
  void a_grid_that_comes_later_and_goes_and_comes_again() throws Exception {
    int port = Ports.free();
    Poll poll = PollFixtures.freshPoll().build();
    GridSettings settings = Connected.settings(access, "127.0.0.1:" + port);
    try (HotRodGrid hotrod = HotRodGrid.start(settings);
        GridServer server = GridServer.alone(access, folder.resolve("server"), port)) {
      String nobodyThere = "no server of the grid can be reached: 127.0.0.1:" + port;
      awaitReason(hotrod, nobodyThere);
      assertAway(hotrod.grid(), poll);
      server.start();
      awaitConnection(hotrod);
      add(hotrod.grid(), poll);
      server.kill();
      assertNothingIsAcknowledged(hotrod.grid(), poll);
      awaitReason(hotrod, nobodyThere);
      assertAway(hotrod.grid(), poll);
      server.start();
      awaitConnection(hotrod);
      assertThat(hotrod.grid().polls().all().toCompletableFuture().get(5, TimeUnit.SECONDS))
          .contains(poll);
      add(hotrod.grid(), PollFixtures.freshPoll().build());
      assertReason(
          settings,
          GridFormat.VERSION + 1,
          "have oncue-server-tasks.jar of format " + GridFormat.VERSION);
    }
  }

  @Test
  void servers_that_lack_the_tasks() {
    try (GridServer server =
        GridServer.alone(access, folder.resolve("server"), Ports.free()).withoutTasks().start()) {
      assertReason(
          Connected.settings(access, server.address()),
          GridFormat.VERSION,
          "lack oncue-server-tasks.jar");
    }
  }

  @Test
  void servers_that_lack_a_cache_or_let_nobody_in() throws Exception {
    // The one login for all functions, as it was before each had its own.
    GridAccess.addUsers(folder.resolve("access"), Map.of("before", "application"));
    GridAccess other = GridAccess.make(folder.resolve("other"));
    try (GridServer server =
        GridServer.alone(access, folder.resolve("server"), Ports.free()).start()) {
      String address = server.address();
      assertReason(
          with(access.user(), "wrong", access.ca(), address),
          GridFormat.VERSION,
          "refuse the login of ONCUE_GRID_USER oncue");
      assertReason(
          Connected.settings(access.as("before"), address),
          GridFormat.VERSION,
          "do not let ONCUE_GRID_USER before do what a function must");
      assertReason(with(null, null, access.ca(), address), GridFormat.VERSION, "want a login");
      assertReason(
          with(access.user(), access.password(), other.ca(), address),
          GridFormat.VERSION,
          "show a certificate that cannot be trusted by ONCUE_GRID_CA");
      assertReason(
          with(access.user(), access.password(), null, address),
          GridFormat.VERSION,
          "close the connection");
      assertReason(
          Connected.settings(access, address.replace("127.0.0.1", "localhost")),
          GridFormat.VERSION,
          "show a certificate that cannot be trusted by ONCUE_GRID_CA");
      removeCache("deliveries", Connected.settings(access.as("admin"), address));
      assertReason(
          Connected.settings(access, address), GridFormat.VERSION, "lack the caches deliveries");
    }
  }

  private static GridSettings with(String user, String password, Path ca, String address) {
    return Connected.settings(address, user, password, ca == null ? null : ca.toString());
  }

  private static void removeCache(String name, GridSettings settings) {
    try (RemoteCacheManager operator =
        new RemoteCacheManager(GridSession.client(settings).build())) {
      operator.administration().removeCache(name);
    }
  }
}
