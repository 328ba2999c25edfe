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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.infinispan.client.hotrod.RemoteCacheManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the ports begin, lose and find the grid again, and what they say of it. */
class ConnectionIT {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final int AT_ONCE_SECONDS = 3;

  @TempDir Path folder;

  private static GridSettings settings(GridServer server, String user, String password, Path pem) {
    return settings(server.address(), user, password, pem);
  }

  private static GridSettings settings(String address, String user, String password, Path pem) {
    return GridSettings.of(
        Optional.of(address),
        Optional.ofNullable(user),
        Optional.ofNullable(password),
        Optional.ofNullable(pem).map(Path::toString));
  }

  private static void awaitReason(HotRodGrid hotrod, String reason) {
    await(reason)
        .atMost(SOON)
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
    await("a connection").atMost(SOON).until(() -> Connected.fault(hotrod) == null);
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
    int port = GridServer.freePort();
    Poll poll = PollFixtures.freshPoll().build();
    try (HotRodGrid hotrod = HotRodGrid.start(Connected.settings("127.0.0.1:" + port))) {
      String nobodyThere = "no server of the grid can be reached: 127.0.0.1:" + port;
      awaitReason(hotrod, nobodyThere);
      assertAway(hotrod.grid(), poll);
      try (GridServer server = GridServer.in(folder.resolve("first")).port(port).start()) {
        awaitConnection(hotrod);
        add(hotrod.grid(), poll);
        server.kill();
        assertNothingIsAcknowledged(hotrod.grid(), poll);
        awaitReason(hotrod, nobodyThere);
        assertAway(hotrod.grid(), poll);
      }
      try (GridServer server = GridServer.in(folder.resolve("second")).port(port).start()) {
        awaitConnection(hotrod);
        add(hotrod.grid(), PollFixtures.freshPoll().build());
        assertReason(
            Connected.settings(server.address()),
            GridFormat.VERSION + 1,
            "have oncue-server-tasks.jar of format " + GridFormat.VERSION);
      }
    }
  }

  @Test
  void servers_without_the_tasks_and_without_a_cache() {
    try (GridServer server = GridServer.in(folder).withoutTasks().start()) {
      GridSettings open = Connected.settings(server.address());
      assertReason(open, GridFormat.VERSION, "lack oncue-server-tasks.jar");
      assertReason(
          settings(server, "alice", "right", null), GridFormat.VERSION, "take no login by SCRAM");
      try (RemoteCacheManager operator = new RemoteCacheManager("hotrod://" + server.address())) {
        operator.administration().removeCache("deliveries");
      }
      assertReason(open, GridFormat.VERSION, "lack the caches deliveries");
    }
  }

  @Test
  void servers_that_let_one_user_in_over_tls() throws Exception {
    TestCertificate own = TestCertificate.make(folder, "own", "ip:127.0.0.1");
    TestCertificate other = TestCertificate.make(folder, "other", "ip:127.0.0.1");
    try (GridServer server =
        GridServer.in(folder.resolve("server")).guarded("alice", "right", own).start()) {
      try (HotRodGrid hotrod = HotRodGrid.start(settings(server, "alice", "right", own.pem()))) {
        awaitConnection(hotrod);
        add(hotrod.grid(), PollFixtures.freshPoll().build());
      }
      assertReason(
          settings(server, "alice", "wrong", own.pem()),
          GridFormat.VERSION,
          "refuse the login of ONCUE_GRID_USER alice");
      assertReason(settings(server, null, null, own.pem()), GridFormat.VERSION, "want a login");
      assertReason(
          settings(server, "alice", "right", other.pem()),
          GridFormat.VERSION,
          "show a certificate that cannot be trusted by ONCUE_GRID_CA");
      assertReason(
          settings(server, "alice", "right", null), GridFormat.VERSION, "close the connection");
      String byAnotherName = server.address().replace("127.0.0.1", "localhost");
      assertReason(
          settings(byAnotherName, "alice", "right", own.pem()),
          GridFormat.VERSION,
          "show a certificate that cannot be trusted by ONCUE_GRID_CA");
    }
  }
}
