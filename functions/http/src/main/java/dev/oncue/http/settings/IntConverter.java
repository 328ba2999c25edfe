package dev.oncue.http.settings;

import org.eclipse.microprofile.config.spi.Converter;

/** Reads a whole number within limits, both inclusive. A setting has a subclass with its limits. */
public abstract class IntConverter implements Converter<Integer> {
  private static final long serialVersionUID = 1L;

  private final int min;
  private final int max;

  protected IntConverter(int min, int max) {
    this.min = min;
    this.max = max;
  }

  @Override
  public Integer convert(String text) {
    try {
      int number = Integer.parseInt(text.strip());
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Falls through to the same rule.
    }
    throw new IllegalArgumentException(
        "must be a number from " + min + " to " + max + ", not " + text);
  }
}
