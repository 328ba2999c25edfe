package dev.oncue.hotrod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A real Infinispan server process, with the configuration and the tasks that are shipped. */
public final class GridServer implements AutoCloseable {
  private static final Duration START_PATIENCE = Duration.ofSeconds(90);
  private static final String READY = "ISPN080001";
  private static final String TASKS = "oncue-server-tasks";

  private final Process process;
  private final Path log;
  private final int port;

  private GridServer(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
  }

  /** What is to be started. */
  public static final class Setup {
    private final Path folder;
    private int port = freePort();
    private int clusterPort = freePort();
    private List<Integer> clusterPorts = List.of(clusterPort);
    private boolean tasks = true;
    private String realm;

    private Setup(Path folder) {
      this.folder = folder;
    }

    /** Where clients reach it; else any port that is free. */
    public Setup port(int number) {
      port = number;
      return this;
    }

    /** Where the servers of its cluster reach it, and where all of them are; else it is alone. */
    Setup cluster(int own, List<Integer> all) {
      clusterPort = own;
      clusterPorts = all;
      return this;
    }

    /** Leaves the tasks' jar out. */
    Setup withoutTasks() {
      tasks = false;
      return this;
    }

    /** Lets one user in, over TLS. */
    public Setup guarded(String user, String password, TestCertificate certificate) {
      realm =
          "<security><security-realms><security-realm name=\"default\">"
              + "<server-identities><ssl><keystore path=\""
              + certificate.keyStore()
              + "\" password=\""
              + TestCertificate.PASSWORD
              + "\"/></ssl></server-identities>"
              + "<properties-realm><user-properties path=\"users.properties\" plain-text=\"true\"/>"
              + "<group-properties path=\"groups.properties\"/></properties-realm>"
              + "</security-realm></security-realms></security>";
      write(folder.resolve("conf").resolve("users.properties"), user + "=" + password + "\n");
      write(folder.resolve("conf").resolve("groups.properties"), "");
      return this;
    }

    /** Starts it, and waits until it answers. */
    public GridServer start() {
      configure();
      Path log = folder.resolve("server.out");
      try {
        Process process =
            new ProcessBuilder(command())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        GridServer server = new GridServer(process, log, port);
        await("the start of a server")
            .atMost(START_PATIENCE)
            .until(() -> !process.isAlive() || server.log().contains(READY));
        assertThat(process.isAlive()).as(server.log()).isTrue();
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void configure() {
      Path shipped = room().resolve("conf");
      Path conf = folder.resolve("conf");
      write(conf.resolve("log4j2.xml"), read(shipped.resolve("log4j2.xml")));
      String configuration = read(shipped.resolve("infinispan.xml"));
      write(
          conf.resolve("infinispan.xml"), realm == null ? configuration : withRealm(configuration));
    }

    private String withRealm(String configuration) {
      String open = "<endpoints>";
      String endpoint = "<endpoint socket-binding=\"default\">";
      assertThat(configuration).contains(open, endpoint);
      return configuration
          .replace(open, realm + open)
          .replace(endpoint, endpoint.replace(">", " security-realm=\"default\">"));
    }

    private List<String> command() {
      return List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-Xmx512m",
          "-Dinfinispan.server.home.path=" + folder,
          "-Dinfinispan.bind.port=" + port,
          "-Doncue.cluster.port=" + clusterPort,
          "-Doncue.cluster.hosts=" + hosts(clusterPorts),
          "-cp",
          classPath(),
          "org.infinispan.server.Bootstrap",
          "-s",
          folder.toString(),
          "-c",
          "infinispan.xml");
    }

    private String classPath() {
      try (Stream<Path> jars = Files.list(room().resolve("target").resolve("lib"))) {
        return jars.filter(jar -> tasks || !jar.getFileName().toString().startsWith(TASKS))
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Prepares a server.
   *
   * @param folder where it keeps what it keeps
   */
  public static Setup in(Path folder) {
    return new Setup(folder);
  }

  /** Starts servers that form a cluster. */
  static List<GridServer> cluster(Path folder, int size) {
    List<Integer> ports = Stream.generate(GridServer::freePort).limit(size).toList();
    List<GridServer> servers = new ArrayList<>();
    for (int port : ports) {
      servers.add(in(folder.resolve("server-" + port)).cluster(port, ports).start());
    }
    return servers;
  }

  /** The module with the shipped configuration, from wherever the tests run. */
  private static Path room() {
    Path above = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(above.resolve("infinispan-config"))) {
      above = above.getParent();
    }
    return above.resolve("infinispan-config").resolve("server");
  }

  private static String hosts(List<Integer> ports) {
    return String.join(",", ports.stream().map(port -> "127.0.0.1[" + port + "]").toList());
  }

  /** A port that nobody listens on. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where clients reach it. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  String log() {
    return read(log);
  }

  /** SIGKILL; returns once the process is gone. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
