package dev.oncue.hotrod;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
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
  private static final int MAX_PORT = 65_535;

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
   * Reads the settings.
   *
   * @param servers {@code ONCUE_GRID_SERVERS}
   * @param user {@code ONCUE_GRID_USER}
   * @param password {@code ONCUE_GRID_PASSWORD}
   * @param authority {@code ONCUE_GRID_CA}
   * @throws IllegalStateException when one breaks its rule; the message names both
   */
  public static GridSettings of(
      Optional<String> servers,
      Optional<String> user,
      Optional<String> password,
      Optional<String> authority) {
    List<Address> addresses =
        addresses(
            servers.orElseThrow(() -> bad("SERVERS", "must be given as host:port,host:port")));
    Optional<Path> file = authority.map(GridSettings::certificates);
    if (file.isPresent()) {
      requireHostName(addresses.get(0).host());
    }
    return new GridSettings(addresses, login(user, password), file);
  }

  private static List<Address> addresses(String text) {
    List<Address> addresses = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      addresses.add(address(part.strip(), text));
    }
    return List.copyOf(addresses);
  }

  private static Address address(String part, String text) {
    int colon = part.lastIndexOf(':');
    String host = colon < 0 ? "" : part.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    host = bracketed ? host.substring(1, host.length() - 1) : host;
    String hosts = bracketed ? "[0-9a-fA-F:.]+" : "[A-Za-z0-9._-]+";
    String port = part.substring(colon + 1);
    if (!host.matches(hosts)
        || !port.matches("[0-9]{1,5}")
        || Integer.parseInt(port) < 1
        || Integer.parseInt(port) > MAX_PORT) {
      throw bad("SERVERS", "must be given as host:port,host:port, not " + text);
    }
    return new Address(host, Integer.parseInt(port));
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
