package dev.oncue.hotrod;

import dev.oncue.GridUnavailableException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import org.infinispan.client.hotrod.RemoteCache;
import org.infinispan.client.hotrod.RemoteCacheManager;
import org.infinispan.client.hotrod.configuration.ConfigurationBuilder;
import org.infinispan.client.hotrod.configuration.ExhaustedAction;
import org.infinispan.client.hotrod.impl.InternalRemoteCache;
import org.infinispan.commons.marshall.ProtoStreamMarshaller;
import org.jspecify.annotations.Nullable;

/**
 * One client of the grid, from its connecting to its loss. A new one is made for each connection: a
 * client that has lost all its servers remembers too much of what they were. Thread-safe.
 */
final class GridSession implements AutoCloseable {
  private static final List<String> CACHES =
      List.of(
          "polls",
          "shards",
          "reactions",
          "deliveries",
          "windows",
          "latencies",
          "claims",
          "presence");
  private static final int TIMEOUT_MILLIS = 1_000;

  /** To each server. One carries several calls at once. */
  private static final int CONNECTIONS = 12;

  /** Each of three servers is asked once. */
  private static final int RETRIES = 2;

  private final RemoteCacheManager client;
  private final Map<String, RemoteCache<?, ?>> caches = new HashMap<>();

  private GridSession(RemoteCacheManager client) {
    this.client = client;
  }

  /**
   * Connects, and makes sure that the servers have what the ports need. Blocks for some seconds at
   * most.
   *
   * @param version the {@link dev.oncue.GridFormat} that their tasks must have
   * @throws GridUnavailableException saying what is wrong
   */
  static GridSession open(GridSettings settings, int version) {
    requireListening(settings);
    RemoteCacheManager client = null;
    try {
      client = new RemoteCacheManager(client(settings).build(), false);
      GridSession session = new GridSession(client);
      session.start();
      session.requireVersion(version, session.version().join());
      return session;
    } catch (Throwable e) {
      stop(client, e);
      throw Diagnosis.of(e, settings);
    }
  }

  private static void stop(@Nullable RemoteCacheManager client, Throwable because) {
    if (client == null) {
      return;
    }
    try {
      client.stop();
    } catch (Throwable e) {
      because.addSuppressed(e);
    }
  }

  /**
   * A socket tells in a moment, and in words, why nothing can be reached; and no client, which is
   * dear, is made for nothing.
   */
  private static void requireListening(GridSettings settings) {
    StringJoiner reasons = new StringJoiner(", ");
    for (GridSettings.Address server : settings.servers()) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(server.host(), server.port()), TIMEOUT_MILLIS);
        return;
      } catch (UnknownHostException e) {
        reasons.add(server + " (unknown host)");
      } catch (SocketTimeoutException e) {
        reasons.add(server + " (no answer)");
      } catch (IOException e) {
        reasons.add(server + " (" + e.getMessage() + ")");
      }
    }
    throw new GridUnavailableException("no server of the grid can be reached: " + reasons);
  }

  static ConfigurationBuilder client(GridSettings settings) {
    ConfigurationBuilder client = new ConfigurationBuilder();
    settings.servers().forEach(at -> client.addServer().host(at.host()).port(at.port()));
    client
        .connectionTimeout(TIMEOUT_MILLIS)
        .socketTimeout(TIMEOUT_MILLIS)
        .maxRetries(RETRIES)
        // The client's own choice as well, but not in a native executable.
        .marshaller(new ProtoStreamMarshaller())
        .statistics()
        .jmxDisable();
    // To connect, with TLS and a login, costs as much as a thousand calls: a crowd waits for a
    // connection that there is, and does not make one each. No maxWait: the client 15.0.19 loses a
    // connection for good when it becomes free while the wait for it ends. GridCache ends waits.
    client.connectionPool().maxActive(CONNECTIONS).minIdle(1).exhaustedAction(ExhaustedAction.WAIT);
    // Without it a put does not tell what was there before.
    client.remoteCache("deliveries").forceReturnValues(true);
    client.remoteCache("claims").forceReturnValues(true);
    settings.login().ifPresent(login -> logIn(client, login));
    settings.authority().ifPresent(file -> encrypt(client, file, settings.servers().get(0).host()));
    return client;
  }

  private static void logIn(ConfigurationBuilder client, GridSettings.Login login) {
    client
        .security()
        .authentication()
        .enable()
        .saslMechanism("SCRAM-SHA-256")
        .username(login.user())
        .password(login.password());
  }

  private static void encrypt(ConfigurationBuilder client, Path file, String host) {
    try {
      client
          .security()
          .ssl()
          .enable()
          .sslContext(TrustedCertificates.context(file))
          .sniHostName(host)
          .hostnameValidation(true);
    } catch (IOException | GeneralSecurityException e) {
      throw new GridUnavailableException("ONCUE_GRID_CA cannot be read any more: " + file);
    }
  }

  private void start() {
    client.start();
    StringJoiner missing = new StringJoiner(", ");
    for (String name : CACHES) {
      RemoteCache<?, ?> cache = client.getCache(name);
      if (cache == null) {
        missing.add(name);
      } else {
        caches.put(name, cache);
      }
    }
    if (missing.length() > 0) {
      throw new GridUnavailableException("the grid's servers lack the caches " + missing);
    }
  }

  /** Asks a server for the format of its tasks. */
  CompletableFuture<Integer> version() {
    return run("shards", "oncue.version", null, Map.of());
  }

  /**
   * Compares what {@link #version} gave.
   *
   * @throws GridUnavailableException when it is another
   */
  void requireVersion(int mine, int theirs) {
    if (theirs != mine) {
      throw new GridUnavailableException(
          "the grid's servers have oncue-server-tasks.jar of format "
              + theirs
              + ", this function needs format "
              + mine);
    }
  }

  @SuppressWarnings("unchecked")
  <V> RemoteCache<String, V> cache(String name) {
    return (RemoteCache<String, V>) known(name);
  }

  private RemoteCache<?, ?> known(String name) {
    return Objects.requireNonNull(caches.get(name), name);
  }

  /**
   * Runs a task of the servers. The client's own {@code execute} would block; this is the same
   * without that.
   *
   * @param key the server that has it first is asked first; {@code null}: any
   */
  <T> CompletableFuture<T> run(
      String cache, String task, @Nullable String key, Map<String, ?> parameters) {
    InternalRemoteCache<?, ?> remote = (InternalRemoteCache<?, ?>) known(cache);
    Map<String, byte[]> bytes = new HashMap<>();
    parameters.forEach((name, value) -> bytes.put(name, remote.keyToBytes(value)));
    return remote
        .getOperationsFactory()
        .<T>newExecuteOperation(task, bytes, key, remote.getDataFormat())
        .execute()
        .toCompletableFuture();
  }

  /** Ends the connection. */
  @Override
  public void close() {
    client.stop();
  }
}
