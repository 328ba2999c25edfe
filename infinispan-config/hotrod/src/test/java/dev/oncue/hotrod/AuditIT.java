package dev.oncue.hotrod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.oncue.ballot.Ballot;
import dev.oncue.ballot.Cast;
import dev.oncue.ballot.CastBatch;
import dev.oncue.poll.Poll;
import dev.oncue.poll.PollFixtures;
import dev.oncue.testbed.engine.GridAccess;
import dev.oncue.testbed.engine.GridServer;
import dev.oncue.testbed.engine.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.infinispan.client.hotrod.RemoteCache;
import org.infinispan.client.hotrod.RemoteCacheManager;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real server writes about who does what: what an auditor wants, and within a bound. */
@Tag("grid")
class AuditIT {
  private static final int BATCHES = 500;

  /** Functions look at the grid each second, and compare all polls every ten. */
  private static final Duration IDLE = Duration.ofSeconds(12);

  private static final long FILE_BYTES = 20_000;

  @TempDir Path folder;

  @Test
  void logins_refusals_and_administrators_and_no_reads_or_votes() throws Exception {
    GridAccess access = GridAccess.make(folder.resolve("access"));
    try (GridServer server = server(access);
        HotRodGrid producer =
            Connected.to(Connected.settings(access.as("poll-open"), server.address()));
        HotRodGrid votes = Connected.to(Connected.settings(access.as("vote"), server.address()))) {
      Poll poll = PollFixtures.freshPoll().build();
      join(producer.grid().polls().add(poll));
      vote(votes, poll, 0);
      assertThat(audit(server)).contains("LOGIN vote", "LOGIN poll-open");

      long before = written(server);
      for (int number = 1; number <= BATCHES; number++) {
        vote(votes, poll, number);
      }
      assertThat(written(server) - before).as("bytes for %d batches", BATCHES).isLessThan(1_000);

      long idle = written(server);
      await().atMost(IDLE.plusSeconds(10)).during(IDLE).until(() -> written(server) - idle < 1_000);
      System.out.printf(
          "bytes written: %d for %d batches of votes, %d in %d idle seconds%n",
          idle - before, BATCHES, written(server) - idle, IDLE.toSeconds());

      try (RemoteCacheManager function = client(access.as("vote"), server);
          RemoteCacheManager admin = client(access.as("admin"), server)) {
        assertThatThrownBy(() -> function.getCache("shards").clear())
            .hasMessageContaining("ISPN000287");
        admin.getCache("reactions").clear();
      }
      assertThat(audit(server))
          .containsPattern("DENY vote BULK_WRITE cache")
          .containsPattern("ALLOW admin BULK_WRITE cache");
    }
  }

  @Test
  void its_files_have_a_bound() throws Exception {
    GridAccess access = GridAccess.make(folder.resolve("access"));
    try (GridServer server = server(access);
        RemoteCacheManager function = client(access.as("vote"), server)) {
      RemoteCache<String, byte[]> shards = function.getCache("shards");
      await("files put aside")
          .atMost(Duration.ofMinutes(2))
          .pollInterval(Duration.ofMillis(1))
          .until(
              () -> {
                assertThatThrownBy(shards::clear).hasMessageContaining("ISPN000287");
                return Files.exists(folder.resolve("server").resolve("audit.log.3"));
              });
      long first = Files.getLastModifiedTime(aside(3)).toMillis();
      await("one that is dropped")
          .atMost(Duration.ofMinutes(2))
          .pollInterval(Duration.ofMillis(1))
          .until(
              () -> {
                assertThatThrownBy(shards::clear).hasMessageContaining("ISPN000287");
                return Files.getLastModifiedTime(aside(3)).toMillis() != first;
              });
      assertThat(aside(4)).doesNotExist();
      assertThat(all().mapToLong(AuditIT::size).sum()).isLessThan(5 * FILE_BYTES);
      assertThat(server.log().length()).as("the console, too").isLessThan(400_000);
    }
  }

  private Path aside(int number) {
    return folder.resolve("server").resolve("audit.log." + number);
  }

  private Stream<Path> all() throws IOException {
    return Files.list(folder.resolve("server"))
        .filter(file -> file.getFileName().toString().startsWith("audit.log"));
  }

  private GridServer server(GridAccess access) {
    return GridServer.alone(access, folder.resolve("server"), Ports.free())
        .with("oncue.log.size", FILE_BYTES + "")
        .start();
  }

  private static long written(GridServer server) {
    return server.log().length() + size(server.audit());
  }

  private static long size(Path file) {
    return file.toFile().length();
  }

  private static String audit(GridServer server) throws IOException {
    return Files.readString(server.audit());
  }

  private static RemoteCacheManager client(GridAccess access, GridServer server) {
    return new RemoteCacheManager(
        GridSession.client(Connected.settings(access, server.address())).build());
  }

  private static void vote(HotRodGrid votes, Poll poll, int number) {
    Cast cast = new Cast("viewer-" + number, Ballot.at(Instant.now(), 1));
    join(votes.grid().ballotBoxes().cast(poll, 0, new CastBatch(false, List.of(cast))));
  }

  private static <T> T join(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
