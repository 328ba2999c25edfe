package dev.oncue.embedded;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import org.eclipse.microprofile.config.spi.Converter;

/** When a vote is acknowledged. Read by the local engine alone. */
@ConfigMapping(prefix = "oncue.fsync")
public interface FsyncConfig {
  /**
   * Whether a vote is acknowledged only once it is on the disk itself, so that a power cut loses
   * none. {@code false}: once the operating system has it, so that only a power cut can lose one.
   */
  @WithParentName
  @WithDefault("false")
  @WithConverter(TrueOrFalse.class)
  boolean isOn();

  /** Other words than these two are mistakes, and not {@code false}. */
  final class TrueOrFalse implements Converter<Boolean> {
    private static final long serialVersionUID = 1L;

    @Override
    public Boolean convert(String text) {
      return switch (text.strip()) {
        case "true" -> true;
        case "false" -> false;
        default -> throw new IllegalArgumentException("must be true or false, not " + text);
      };
    }
  }
}
