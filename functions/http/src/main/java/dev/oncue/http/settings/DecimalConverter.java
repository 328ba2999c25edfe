package dev.oncue.http.settings;

import java.math.BigDecimal;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * Reads a decimal number within limits, both inclusive, with at most six decimals. A setting has a
 * subclass with its limits.
 */
public abstract class DecimalConverter implements Converter<BigDecimal> {
  private static final long serialVersionUID = 1L;

  private final BigDecimal min;
  private final BigDecimal max;

  protected DecimalConverter(int min, int max) {
    this.min = BigDecimal.valueOf(min);
    this.max = BigDecimal.valueOf(max);
  }

  @Override
  public BigDecimal convert(String text) {
    if (text.strip().matches("[0-9]{1,9}(\\.[0-9]{1,6})?")) {
      BigDecimal number = new BigDecimal(text.strip());
      if (number.compareTo(min) >= 0 && number.compareTo(max) <= 0) {
        return number;
      }
    }
    throw new IllegalArgumentException(
        "must be a decimal number from " + min + " to " + max + ", not " + text);
  }
}
