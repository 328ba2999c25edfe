package dev.oncue.local;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Under which addresses a browser reaches what listens on this machine: pure rules of what it
 * listens on, and of the addresses that the machine has.
 */
final class Origins {
  /** Of private networks (RFC 1918) first, as phones in the same house are in. */
  private static final Comparator<InetAddress> LIKELY_FIRST =
      Comparator.comparing(address -> !address.isSiteLocalAddress());

  private Origins() {}

  /**
   * For a browser on this machine.
   *
   * @param host what is listened on: a name, an address, or all addresses
   */
  static String here(String host, int port) {
    return origin(isEverywhere(host) ? "localhost" : host, port);
  }

  /**
   * For a phone in the same network; none where one address alone is listened on.
   *
   * @param addresses those of this machine
   */
  static List<String> elsewhere(String host, int port, List<InetAddress> addresses) {
    if (!isEverywhere(host)) {
      return List.of();
    }
    return addresses.stream()
        .filter(Inet4Address.class::isInstance)
        .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
        .sorted(LIKELY_FIRST)
        .map(address -> origin(address.getHostAddress(), port))
        .distinct()
        .toList();
  }

  private static boolean isEverywhere(String host) {
    // As it is written, without looking any name up.
    return host.equals("0.0.0.0") || bare(host).matches("[0:]*:[0:]*");
  }

  private static String origin(String host, int port) {
    String name = bare(host);
    return "http://" + (name.contains(":") ? "[" + name + "]" : name) + ":" + port;
  }

  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** The addresses of this machine's networks that are up; none where it will not say. */
  static List<InetAddress> ofThisMachine() {
    List<InetAddress> addresses = new ArrayList<>();
    try {
      for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        if (network.isUp() && !network.isLoopback() && !network.isPointToPoint()) {
          addresses.addAll(Collections.list(network.getInetAddresses()));
        }
      }
    } catch (SocketException e) {
      return List.of();
    }
    return addresses;
  }
}
