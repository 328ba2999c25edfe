package dev.oncue.hotrod;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What servers and their clients need to talk: a key, its certificate and one user, made with the
 * tools that an operator has.
 *
 * @param properties what a server is given with {@code -P}
 * @param ca the certificate, as PEM
 */
record GridAccess(Path properties, String user, String password, Path ca) {

  static GridAccess make(Path folder) {
    String password = "correct-horse";
    String keystorePassword = "battery-staple";
    Path keystore = folder.resolve("server.p12");
    Path ca = folder.resolve("ca.pem");
    Path conf = folder.resolve("conf");
    try {
      Files.createDirectories(conf);
      Files.createFile(conf.resolve("users.properties"));
      Files.createFile(conf.resolve("groups.properties"));
      keytool(keystore, keystorePassword, "-genkeypair", "-storetype", "PKCS12", "-keyalg", "EC")
          .run("-dname", "CN=oncue-grid", "-ext", "san=ip:127.0.0.1", "-validity", "2");
      keytool(keystore, keystorePassword, "-exportcert", "-rfc").run("-file", ca.toString());
      new Tool(folder, GridServer.java(), "-cp", GridServer.CLASS_PATH, "-Dcli.dir=" + folder)
          .run(
              ("org.infinispan.cli.commands.CLI user create oncue -p " + password)
                  .concat(" -g application -s " + folder)
                  .split(" "));
      Path properties = folder.resolve("server.properties");
      Files.write(
          properties,
          List.of(
              "oncue.keystore.path=" + keystore,
              "oncue.keystore.password=" + keystorePassword,
              "oncue.users.path=" + conf.resolve("users.properties"),
              "oncue.groups.path=" + conf.resolve("groups.properties")));
      return new GridAccess(properties, "oncue", password, ca);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  HotRodGrid connect(List<GridServer> servers) {
    String addresses = String.join(",", servers.stream().map(GridServer::address).toList());
    return HotRodGrid.start(addresses, user, password, ca);
  }

  private static Tool keytool(Path keystore, String password, String... command) {
    List<String> arguments =
        new ArrayList<>(List.of(Path.of(GridServer.java()).resolveSibling("keytool").toString()));
    arguments.addAll(Arrays.asList(command));
    arguments.addAll(
        List.of("-alias", "oncue", "-keystore", keystore.toString(), "-storepass", password));
    return new Tool(keystore.getParent(), arguments.toArray(String[]::new));
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
