package dev.oncue.hotrod;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SNIHostName;

/**
 * How the servers of the grid are reached.
 *
 * @param servers some of them at least; the others are learnt from these
 * @param login whom a function is to them; empty: they ask for no login
 * @param authority a PEM file with the certificates that theirs are checked against; empty: no TLS
 */
public record GridSettings(List<Address> servers, Optional<Login> login, Optional<Path> authority) {
  /** Where a server listens. */
  public record Address(String host, int port) {
    @Override
    public String toString() {
      return (host.contains(":") ? '[' + host + ']' : host) + ':' + port;
    }
  }

  /** A user and its password. Does not tell the password. */
  public record Login(String user, String password) {
    @Override
    public String toString() {
      return user;
    }
  }

  /**
   * Checks what settings ask of each other.
   *
   * @throws IllegalStateException when one breaks its rule; the message names both
   */
  public static GridSettings of(GridConfig config) {
    List<Address> servers =
        config
            .servers()
            .orElseThrow(() -> bad("SERVERS", "must be given as host:port,host:port"))
            .addresses();
    Optional<Path> file = config.ca().map(GridSettings::certificates);
    if (file.isPresent()) {
      requireHostName(servers.get(0).host());
    }
    return new GridSettings(servers, login(config.user(), config.password()), file);
  }

  private static Optional<Login> login(Optional<String> user, Optional<String> password) {
    if (user.isPresent() && password.isEmpty()) {
      throw bad("PASSWORD", "must be given when ONCUE_GRID_USER is");
    }
    if (user.isEmpty() && password.isPresent()) {
      throw bad("USER", "must be given when ONCUE_GRID_PASSWORD is");
    }
    return user.map(name -> new Login(name, password.orElseThrow()));
  }

  private static Path certificates(String file) {
    try {
      Path path = Path.of(file);
      if (!TrustedCertificates.read(path).isEmpty()) {
        return path;
      }
    } catch (IOException | InvalidPathException e) {
      throw bad("CA", "names a file that cannot be read: " + file);
    } catch (GeneralSecurityException e) {
      // Falls through to the same rule.
    }
    throw bad("CA", "must name a PEM file with certificates, not " + file);
  }

  /** The client checks all servers' certificates for one name, which is the first host's. */
  private static void requireHostName(String host) {
    try {
      new SNIHostName(host);
    } catch (IllegalArgumentException e) {
      throw bad("SERVERS", "must begin with a host name when ONCUE_GRID_CA is given, not " + host);
    }
  }

  private static IllegalStateException bad(String setting, String rule) {
    return new IllegalStateException("ONCUE_GRID_" + setting + " " + rule);
  }

  /** The servers, as they are named in a line of the log. */
  String names() {
    return servers.stream().map(Address::toString).collect(Collectors.joining(", "));
  }
}
