package dev.oncue.testbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What servers and their clients need to talk: a key, its certificate and logins, made with the
 * tools that an operator has. The login {@code oncue} may do what all functions may; each function
 * has one of its own name; {@code admin} may do everything.
 *
 * @param properties what a server is given with {@code -P}
 * @param ca the certificate, as PEM
 */
public record GridAccess(Path properties, String user, String password, Path ca) {
  private static final String PASSWORD = "correct-horse";
  private static final Map<String, String> LOGINS =
      Map.of(
          "oncue",
          "oncue-vote,oncue-reaction,oncue-poll-open,oncue-poll-close,oncue-live,oncue-warm-pool,"
              + "oncue-deliveries,oncue-claims,oncue-presence",
          "vote",
          "oncue-vote,oncue-deliveries",
          "reaction",
          "oncue-reaction,oncue-deliveries,oncue-claims",
          "poll-open",
          "oncue-poll-open,oncue-deliveries,oncue-claims,oncue-presence",
          "poll-close",
          "oncue-poll-close,oncue-deliveries",
          "live",
          "oncue-live,oncue-deliveries,oncue-claims,oncue-presence",
          "warm-pool",
          "oncue-warm-pool,oncue-deliveries,oncue-presence",
          "admin",
          "admin");
  private static final String KEYSTORE = "server.p12";
  private static final String KEYSTORE_PASSWORD = "battery-staple";

  /** Makes them in a folder. */
  public static GridAccess make(Path folder) {
    Path conf = folder.resolve("conf");
    try {
      Files.createDirectories(conf);
      Path ca = certificate(folder);
      Files.createFile(conf.resolve("users.properties"));
      Files.createFile(conf.resolve("groups.properties"));
      addUsers(folder, LOGINS);
      Path properties = folder.resolve("server.properties");
      Files.write(
          properties,
          List.of(
              "oncue.keystore.path=" + folder.resolve(KEYSTORE),
              "oncue.keystore.password=" + KEYSTORE_PASSWORD,
              "oncue.users.path=" + conf.resolve("users.properties"),
              "oncue.groups.path=" + conf.resolve("groups.properties")));
      return new GridAccess(properties, "oncue", PASSWORD, ca);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes a key, and gives its certificate, which it has signed itself. */
  public static Path certificate(Path folder) throws IOException {
    Path ca = folder.resolve("ca.pem");
    keytool(folder, "-genkeypair", "-storetype", "PKCS12", "-keyalg", "EC")
        .run("-dname", "CN=oncue-grid", "-ext", "san=ip:127.0.0.1", "-validity", "2");
    keytool(folder, "-exportcert", "-rfc").run("-file", ca.toString());
    return ca;
  }

  /** The same for another of the logins. */
  public GridAccess as(String login) {
    return new GridAccess(properties, login, PASSWORD, ca);
  }

  /** Lets users in, all with the same password, each with its groups. */
  public static void addUsers(Path folder, Map<String, String> groups) throws IOException {
    List<String> commands = new ArrayList<>();
    groups.forEach(
        (user, its) ->
            commands.add(
                "user create %s -p %s -g %s -s %s".formatted(user, PASSWORD, its, folder)));
    Path batch = Files.write(folder.resolve("users.cli"), commands);
    new Tool(
            folder,
            Built.java("java"),
            "-cp",
            GridServer.classPath(true),
            "-Dcli.dir=" + folder,
            "org.infinispan.cli.commands.CLI")
        .run("-f", batch.toString());
  }

  /** The settings with which a function reaches some servers, as config properties. */
  public Map<String, String> settings(String servers) {
    return Map.of(
        "oncue.grid.servers", servers,
        "oncue.grid.user", user,
        "oncue.grid.password", password,
        "oncue.grid.ca", ca.toString());
  }

  private static Tool keytool(Path folder, String... command) {
    List<String> arguments = new ArrayList<>(List.of(Built.java("keytool")));
    arguments.addAll(Arrays.asList(command));
    arguments.addAll(List.of("-alias", "oncue", "-storepass", KEYSTORE_PASSWORD));
    arguments.addAll(List.of("-keystore", folder.resolve(KEYSTORE).toString()));
    return new Tool(folder, arguments.toArray(String[]::new));
  }

  /** A program to run in a folder, with the first of its arguments. */
  private record Tool(Path folder, String... command) {
    void run(String... arguments) throws IOException {
      List<String> line = new ArrayList<>(Arrays.asList(command));
      line.addAll(Arrays.asList(arguments));
      Path out = folder.resolve("tool.out");
      Process process =
          new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(out.toFile()).start();
      assertThat(process.onExit().join().exitValue()).as(Files.readString(out)).isZero();
    }
  }
}
