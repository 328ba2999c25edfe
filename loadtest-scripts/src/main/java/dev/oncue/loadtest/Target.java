package dev.oncue.loadtest;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The engine under load: an origin without a path.
 *
 * @param host its name or address
 * @param port 1 to 65535
 * @param tls whether it is spoken to by https
 */
public record Target(String host, int port, boolean tls) {
  private static final Pattern URL =
      Pattern.compile("(https?)://([^:/?#@]+|\\[[0-9a-fA-F:.]+])(?::(\\d{1,5}))?/?");

  /** An engine on this machine. */
  public static Target local(int port) {
    return new Target("127.0.0.1", port, false);
  }

  /**
   * Reads {@code http://host:port}.
   *
   * @param option what it was given by
   * @param owned whether the caller says that a target elsewhere is theirs to load
   * @throws LoadTestException when it is no such URL, or elsewhere and not owned
   */
  static Target parse(String option, String url, boolean owned) {
    Matcher parts = URL.matcher(url);
    if (!parts.matches()) {
      throw LoadTestException.badOption(
          option + " must be like http://127.0.0.1:8080, not '" + url + "'");
    }
    boolean tls = parts.group(1).equals("https");
    int port = parts.group(3) != null ? Integer.parseInt(parts.group(3)) : tls ? 443 : 80;
    Target target = new Target(parts.group(2), port, tls);
    if (!owned && !target.isLoopback(option)) {
      throw LoadTestException.badOption(
          option + " " + url + " is not this machine; add --i-own-this-target if it is yours");
    }
    return target;
  }

  private boolean isLoopback(String option) {
    try {
      return Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
    } catch (UnknownHostException e) {
      throw LoadTestException.badOption(option + ": no host is called " + host);
    }
  }

  /** The full address of a path. */
  public URI resolve(String path) {
    return URI.create(this + path);
  }

  @Override
  public String toString() {
    return (tls ? "https://" : "http://") + host + ':' + port;
  }
}
