package dev.oncue.http.request;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.Converter;

/** Pages of other origins. Read by all functions and the local engine. */
@ConfigMapping(prefix = "oncue.cors")
public interface CorsConfig {
  /**
   * The origins (RFC 6454) whose pages may call, with commas between them; {@code *}: all; {@code
   * none}: none but the engine's own. Tokens travel in a header and never in a cookie, so a page
   * can only use a token that it has.
   */
  @WithDefault("*")
  @WithConverter(OriginsConverter.class)
  String origins();

  /** Takes what Quarkus' filter compares with the header {@code Origin}. */
  final class OriginsConverter implements Converter<String> {
    private static final long serialVersionUID = 1L;
    private static final String ORIGIN = "https?://[a-z0-9.-]+(:[0-9]{1,5})?";
    private static final Pattern RULE =
        Pattern.compile("\\*|none|" + ORIGIN + "(," + ORIGIN + ")*");

    @Override
    public String convert(String text) {
      if (!RULE.matcher(text).matches()) {
        throw new IllegalArgumentException(
            "must be *, none, or origins like https://tv.example,http://localhost:3000, not "
                + text);
      }
      return text;
    }
  }
}
