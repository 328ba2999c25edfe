package dev.oncue.http.token;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What tokens are judged by, as it was set. Immutable.
 *
 * @param viewer the claim that holds the viewer's id; this name and the next three may be paths
 *     with dots
 * @param groups the claim that says what the caller may do
 * @param tenant the claim that holds the tenant
 * @param stream the claim that holds the one stream
 * @param issuer what {@code iss} must be; {@code null}: anything, or nothing
 * @param audience what {@code aud} must be or hold; {@code null}: anything, or nothing
 * @param leewaySeconds how far clocks may be apart
 * @param asked the names of all claims that are looked at
 */
record TokenRules(
    String viewer,
    String groups,
    String tenant,
    String stream,
    @Nullable String issuer,
    @Nullable String audience,
    double leewaySeconds,
    Set<String> asked) {
  static final String ISSUER = "iss";
  static final String AUDIENCE = "aud";
  static final String EXPIRES_AT = "exp";
  static final String NOT_BEFORE = "nbf";

  static TokenRules of(TokenConfig config) {
    TokenConfig.ClaimNames names = config.claim();
    return new TokenRules(
        names.viewer(),
        names.groups(),
        names.tenant(),
        names.stream(),
        config.issuer().orElse(null),
        config.audience().orElse(null),
        config.leeway().toMillis() / 1000.0,
        asked(names));
  }

  private static Set<String> asked(TokenConfig.ClaimNames names) {
    // One claim may say two things, so this is no Set.of().
    return Set.copyOf(
        List.of(
            names.viewer(),
            names.groups(),
            names.tenant(),
            names.stream(),
            ISSUER,
            AUDIENCE,
            EXPIRES_AT,
            NOT_BEFORE));
  }

  /** Whether a claim that is looked at lies inside the object at this path. */
  boolean reachInto(String path) {
    return isAbove(path, viewer)
        || isAbove(path, groups)
        || isAbove(path, tenant)
        || isAbove(path, stream);
  }

  private static boolean isAbove(String path, String claim) {
    return claim.length() > path.length()
        && claim.charAt(path.length()) == '.'
        && claim.startsWith(path);
  }
}
