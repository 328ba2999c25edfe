package dev.oncue.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.function.Function;

/** The settings of the HTTP server, checked before it starts. */
final class ServerSettings {
  private static final int MAX_PORT = 65_535;

  private ServerSettings() {}

  /** Throws a {@link SettingException} when the port or the address cannot be used. */
  static void check() {
    check(Settings::property);
  }

  static void check(Function<String, Optional<String>> settings) {
    int port = port(settings);
    String host = settings.apply("quarkus.http.host").orElse("0.0.0.0").strip();
    requireFree(address(host), port);
  }

  /** The port, whether it is free or not. */
  static int port(Function<String, Optional<String>> settings) {
    String text = settings.apply("quarkus.http.port").orElse("8080");
    return Settings.number("QUARKUS_HTTP_PORT", text, 0, MAX_PORT);
  }

  private static InetAddress address(String host) {
    try {
      InetAddress address = InetAddress.getByName(host);
      if (address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null) {
        return address;
      }
    } catch (UnknownHostException | SocketException e) {
      // Falls through to the same rule.
    }
    throw new SettingException(
        "QUARKUS_HTTP_HOST", "must be an address of this machine, not " + host);
  }

  private static void requireFree(InetAddress address, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port));
    } catch (IOException e) {
      throw new SettingException(
          "QUARKUS_HTTP_PORT",
          port + " cannot be listened on at " + address.getHostAddress() + ": " + e.getMessage());
    }
  }
}
