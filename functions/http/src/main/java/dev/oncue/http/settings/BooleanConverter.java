package dev.oncue.http.settings;

import org.eclipse.microprofile.config.spi.Converter;

/** Reads true or false. Without it every other word would mean false. */
public final class BooleanConverter implements Converter<Boolean> {
  private static final long serialVersionUID = 1L;

  @Override
  public Boolean convert(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("must be true or false, not " + text);
    };
  }
}
