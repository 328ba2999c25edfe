package dev.oncue.hotrod;

import dev.oncue.hotrod.GridSettings.Address;
import java.util.ArrayList;
import java.util.List;

/** Where servers of the grid listen; one at least. */
public record Servers(List<Address> addresses) {
  private static final int MAX_PORT = 65_535;

  /**
   * Reads {@code host:port,host:port}.
   *
   * @throws IllegalArgumentException when a part is no host and port
   */
  static Servers parse(String text) {
    List<Address> addresses = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      addresses.add(address(part.strip(), text));
    }
    return new Servers(List.copyOf(addresses));
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
      throw new IllegalArgumentException("must be given as host:port,host:port, not " + text);
    }
    return new Address(host, Integer.parseInt(port));
  }
}
