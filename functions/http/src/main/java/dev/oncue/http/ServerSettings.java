package dev.oncue.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.config.ConfigProvider;

/** The settings of the HTTP server, checked before it starts. */
final class ServerSettings {
  private static final int MAX_PORT = 65_535;

  private ServerSettings() {}

  /** Throws a {@link SettingException} when the port or the address cannot be used. */
  static void check() {
    check(name -> ConfigProvider.getConfig().getOptionalValue(name, String.class));
  }

  static void check(Function<String, Optional<String>> settings) {
    int port = port(settings.apply("quarkus.http.port").orElse("8080").strip());
    String host = settings.apply("quarkus.http.host").orElse("0.0.0.0").strip();
    requireFree(address(host), port);
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= MAX_PORT) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Falls through to the same rule.
    }
    throw new SettingException(
        "QUARKUS_HTTP_PORT", "must be a number from 0 to 65535, not " + text);
  }

  private static InetAddress address(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new SettingException(
          "QUARKUS_HTTP_HOST", "must be an address of this machine: " + host);
    }
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
