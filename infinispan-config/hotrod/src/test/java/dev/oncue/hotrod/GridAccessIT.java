package dev.oncue.hotrod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.oncue.testbed.engine.GridAccess;
import dev.oncue.testbed.engine.GridServer;
import dev.oncue.testbed.engine.Ports;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.infinispan.client.hotrod.RemoteCache;
import org.infinispan.client.hotrod.RemoteCacheManager;
import org.infinispan.client.hotrod.configuration.ConfigurationBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom the servers let in with the configuration that is shipped, and what they let them do. */
@Tag("grid")
class GridAccessIT {
  @TempDir static Path folder;

  private static GridAccess access;
  private static GridServer server;

  @BeforeAll
  static void start() throws Exception {
    access = GridAccess.make(folder.resolve("access"));
    GridAccess.addUsers(folder.resolve("access"), Map.of("onlooker", "oncue-deliveries"));
    server = GridServer.alone(access, folder.resolve("server"), Ports.free()).start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void a_user_with_the_password_over_tls() throws Exception {
    assertThatCode(() -> use(client(access))).doesNotThrowAnyException();
  }

  @Test
  void nobody_with_another_password() throws Exception {
    GridAccess guess = new GridAccess(null, access.user(), "incorrect-horse", access.ca());

    assertThatThrownBy(() -> use(client(guess))).hasMessageContaining("Invalid credentials");
  }

  @Test
  void nobody_without_a_login() throws Exception {
    ConfigurationBuilder client = client(access);
    client.security().authentication().disable();

    assertThatThrownBy(() -> use(client)).hasMessageContaining("requires authentication");
  }

  @Test
  void nobody_without_tls() throws Exception {
    ConfigurationBuilder client = client(access);
    client.security().ssl().disable();

    assertThatThrownBy(() -> use(client)).isNotNull();
  }

  @Test
  void a_client_does_not_trust_another_servers_certificate() throws Exception {
    GridAccess other = GridAccess.make(folder.resolve("other"));
    GridAccess mixed = new GridAccess(null, access.user(), access.password(), other.ca());

    assertThatThrownBy(() -> use(client(mixed))).hasStackTraceContaining("PKIX");
  }

  @Test
  void the_user_may_not_remove_a_cache() throws Exception {
    try (RemoteCacheManager manager = new RemoteCacheManager(client(access).build())) {
      assertThatThrownBy(() -> manager.administration().removeCache("shards"))
          .hasMessageContaining("Unauthorized");
    }
  }

  @Test
  void a_user_who_may_only_read_runs_no_task() throws Exception {
    GridAccess onlooker = access.as("onlooker");

    try (RemoteCacheManager manager = new RemoteCacheManager(client(onlooker).build())) {
      RemoteCache<String, byte[]> shards = manager.getCache("shards");
      for (String task : List.of("oncue.cast", "oncue.seal", "oncue.tally")) {
        assertThatThrownBy(() -> shards.execute(task, Map.of("shard", "s", "batch", new byte[0])))
            .hasMessageContaining("lacks 'EXEC' permission");
      }
    }
  }

  @Test
  void a_user_who_may_only_read_writes_nothing() throws Exception {
    GridAccess onlooker = access.as("onlooker");

    try (RemoteCacheManager manager = new RemoteCacheManager(client(onlooker).build())) {
      assertThatThrownBy(() -> manager.getCache("polls").put("p", "v"))
          .hasMessageContaining("lacks 'WRITE' permission");
    }
  }

  @Test
  void the_user_does_not_see_which_servers_there_are() throws Exception {
    try (RemoteCacheManager manager = new RemoteCacheManager(client(access).build())) {
      assertThatThrownBy(() -> manager.getCache("servers").get("s"))
          .hasMessageContaining("lacks 'READ' permission");
    }
  }

  private static void use(ConfigurationBuilder client) {
    try (RemoteCacheManager manager = new RemoteCacheManager(client.build())) {
      assertThat(manager.getCache("polls").containsKey("p")).isFalse();
    }
  }

  private static ConfigurationBuilder client(GridAccess access) throws Exception {
    ConfigurationBuilder client = new ConfigurationBuilder();
    client.addServers(server.address());
    client
        .maxRetries(0)
        .security()
        .authentication()
        .username(access.user())
        .password(access.password())
        .realm("default")
        .saslMechanism("SCRAM-SHA-512");
    client
        .security()
        .ssl()
        .sslContext(TrustedCertificates.context(access.ca()))
        .sniHostName("127.0.0.1");
    return client;
  }
}
