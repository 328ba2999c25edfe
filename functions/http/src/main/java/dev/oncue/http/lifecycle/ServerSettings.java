package dev.oncue.http.lifecycle;

import dev.oncue.http.settings.IntConverter;
import dev.oncue.http.settings.SettingException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.config.ConfigProvider;

/** The settings of the HTTP server, checked before it starts. */
final class ServerSettings {
  private ServerSettings() {}

  /** Throws a {@link SettingException} when the port or the address cannot be used. */
  static void check() {
    check(name -> ConfigProvider.getConfig().getOptionalValue(name, String.class));
  }

  static void check(Function<String, Optional<String>> settings) {
    int port = port(settings);
    String host = settings.apply("quarkus.http.host").orElse("0.0.0.0").strip();
    requireFree(address(host), port);
  }

  /** The limits of a port. */
  private static final class Port extends IntConverter {
    private static final long serialVersionUID = 1L;

    Port() {
      super(0, 65_535);
    }
  }

  /** The port, whether it is free or not. */
  static int port(Function<String, Optional<String>> settings) {
    String text = settings.apply("quarkus.http.port").orElse("8080");
    try {
      return new Port().convert(text);
    } catch (IllegalArgumentException e) {
      throw new SettingException("QUARKUS_HTTP_PORT", String.valueOf(e.getMessage()));
    }
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
