package dev.oncue.loadtest;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/**
 * The engine under load: an origin without a path.
 *
 * @param host its name or address
 * @param port 1 to 65535
 * @param tls whether it is spoken to by https
 */
public record Target(String host, int port, boolean tls) {
  /** An engine on this machine. */
  public static Target local(int port) {
    return new Target("127.0.0.1", port, false);
  }

  /**
   * Reads {@code http://host:port}.
   *
   * @param option what it was given by
   * @param owned whether the caller says that a target elsewhere is theirs to load
   * @throws BadOptionException when it is no such URL, or elsewhere and not owned
   */
  public static Target parse(String option, String url, boolean owned) throws BadOptionException {
    URI uri = uri(option, url);
    boolean tls = "https".equals(uri.getScheme());
    int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
    Target target = new Target(uri.getHost(), port, tls);
    if (!owned && !target.isLoopback(option)) {
      throw new BadOptionException(
          option + " " + url + " is not this machine; add --i-own-this-target if it is yours");
    }
    return target;
  }

  private static URI uri(String option, String url) throws BadOptionException {
    try {
      URI uri = URI.create(url);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      boolean bare = uri.getRawPath() == null || uri.getRawPath().matches("/?");
      if (http && bare && uri.getHost() != null && uri.getRawQuery() == null) {
        return uri;
      }
    } catch (IllegalArgumentException notAUrl) {
      // The rule below says it.
    }
    throw new BadOptionException(option + " must be like http://127.0.0.1:8080, not '" + url + "'");
  }

  private boolean isLoopback(String option) throws BadOptionException {
    try {
      for (InetAddress address : InetAddress.getAllByName(host)) {
        if (!address.isLoopbackAddress()) {
          return false;
        }
      }
      return true;
    } catch (UnknownHostException e) {
      throw new BadOptionException(option + ": no host is called " + host);
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
