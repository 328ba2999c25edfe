package dev.oncue.hotrod;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.Converter;

/** The Infinispan servers of the grid. Read by the functions, and not by the local engine. */
@ConfigMapping(prefix = "oncue.grid")
public interface GridConfig {
  /**
   * {@code host:port,host:port} of some of the servers at least; the others are learnt from these.
   * Functions must be given it.
   */
  @WithConverter(ServersConverter.class)
  Optional<Servers> servers();

  /**
   * The user of the login to the servers (SCRAM-SHA-256). Give it with its password, or neither.
   */
  Optional<String> user();

  /** The password of that user. */
  Optional<String> password();

  /**
   * A PEM file with the certificates that the servers' are checked against: their own, or their
   * authority's. With it, connections are by TLS. Each server's certificate must be good for the
   * first host of {@code ONCUE_GRID_SERVERS}.
   */
  Optional<String> ca();

  /** Reads a list that has no empty part. */
  final class ServersConverter implements Converter<Servers> {
    private static final long serialVersionUID = 1L;

    @Override
    public Servers convert(String text) {
      return Servers.parse(text);
    }
  }
}
