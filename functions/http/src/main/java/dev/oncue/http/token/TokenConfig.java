package dev.oncue.http.token;

import dev.oncue.http.settings.DurationConverter;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.Converter;

/** The tokens that callers bring. The secret or the keys must be given, or both. */
@ConfigMapping(prefix = "oncue.jwt")
public interface TokenConfig {
  /**
   * The secret of tokens that are signed with HS256 (RFC 7518, section 3.2). The engine signs
   * tickets with it. The local engine makes one at its first start, and keeps it in the data
   * folder.
   */
  @WithConverter(SecretConverter.class)
  Optional<String> secret();

  /**
   * A file with the public keys of tokens that the platform signs: a JWKS (RFC 7517), or one RSA
   * key as PEM. It is read once, at the start. An RSA key has 2,048 bits or more. Keys that are not
   * for signatures are passed over.
   */
  Optional<String> keys();

  /**
   * A file with the private key that tickets are signed with, in place of the secret: an RSA key as
   * PEM (PKCS #8), or a JWK. It is good for viewers alone, and for {@code poll-open} alone: other
   * functions get its public part. RS256 is the quickest to verify.
   */
  Optional<String> ticketKey();

  /**
   * A file with the public keys of tickets: a JWKS, or one RSA key as PEM. A token that these keys
   * sign speaks for a viewer, whatever it says: one that claims more gets 401.
   */
  Optional<String> ticketKeys();

  /** What a token's claim {@code iss} must be. Where it is not set, any issuer will do. */
  Optional<String> issuer();

  /**
   * What a token's claim {@code aud} must be, or must have in its list. Where it is not set, any
   * audience will do.
   */
  Optional<String> audience();

  /**
   * How much the clocks of who signs tokens and of who reads them may differ: a token is good for
   * so long after its {@code exp}, and before its {@code nbf}. The claim {@code iat} is not judged.
   */
  @WithDefault("PT5S")
  @WithConverter(Leeway.class)
  Duration leeway();

  /**
   * Which claims say who calls. A claim inside others is named with dots, like {@code
   * realm_access.roles}; a claim with just that name is found, too.
   */
  ClaimNames claim();

  /** The names of claims. */
  interface ClaimNames {
    /** The viewer's id, or the producer's name: any text of 1 to 255 bytes. */
    @WithDefault("sub")
    String viewer();

    /**
     * What the caller may do: a list with {@code viewer}, {@code host} or {@code producer}, or a
     * text with these words and spaces between them. Other words mean nothing.
     */
    @WithDefault("groups")
    String groups();

    /** Whose streams the caller may reach. Without this claim the tenant is {@code default}. */
    @WithDefault("tenant")
    String tenant();

    /** The one stream that the token is good for. Without this claim it is good for all. */
    @WithDefault("stream")
    String stream();
  }

  /** Does not tell the secret. */
  final class SecretConverter implements Converter<String> {
    private static final long serialVersionUID = 1L;
    private static final int MIN_BYTES = 32;

    @Override
    public String convert(String secret) {
      if (secret.getBytes(StandardCharsets.UTF_8).length < MIN_BYTES) {
        throw new IllegalArgumentException("must have 32 bytes or more");
      }
      return secret;
    }
  }

  /** The limit. */
  final class Leeway extends DurationConverter {
    private static final long serialVersionUID = 1L;

    public Leeway() {
      super(Duration.ofMinutes(5), "PT5M");
    }
  }
}
