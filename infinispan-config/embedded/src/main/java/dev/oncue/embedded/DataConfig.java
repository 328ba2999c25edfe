package dev.oncue.embedded;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/** The data of the embedded grid. Read by the local engine alone. */
@ConfigMapping(prefix = "oncue.data")
public interface DataConfig {
  /** The folder where the data lies. One process at a time may use it. */
  @WithDefault("./data")
  Path dir();
}
