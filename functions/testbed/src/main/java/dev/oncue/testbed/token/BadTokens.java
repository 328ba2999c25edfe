package dev.oncue.testbed.token;

import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** What nobody may call with: each has a name and is one argument of a parameterized test. */
public final class BadTokens {
  private BadTokens() {}

  /** Values of the header {@code Authorization} that bear no token, or a bad one. */
  public static Stream<Arguments> headers() {
    return Stream.concat(
        Stream.of("", "Bearer", "Bearer ", "Basic dTpw", "Token x", "Bearer a b", "bearer:x")
            .map(header -> Arguments.of("header " + header, header)),
        tokens().map(token -> Arguments.of(token.get()[0], "Bearer " + token.get()[1])));
  }

  /** Tokens alone. */
  public static Stream<Arguments> tokens() {
    long now = Instant.now().getEpochSecond();
    String good = all().text();
    int signature = good.lastIndexOf('.') + 1;
    return Stream.of(
        Arguments.of("garbage", "garbage"),
        Arguments.of("three letters", "x.y.z"),
        Arguments.of("dots", "..."),
        Arguments.of("no signature part", good.substring(0, signature - 1)),
        Arguments.of("empty signature", good.substring(0, signature)),
        Arguments.of("cut signature", good.substring(0, good.length() - 4)),
        Arguments.of("other claims", good.replaceFirst("\\.", ".e30")),
        Arguments.of(
            "wrong secret", all().signedWith("another secret that is long enough too").text()),
        Arguments.of("alg none, not signed", all().unsigned().text()),
        algorithm("none"),
        algorithm("None"),
        algorithm("RS256"),
        algorithm("HS512"),
        claim("expired", "exp", Long.toString(now - 6)),
        claim("expired long ago", "exp", "0"),
        claim("no exp", "exp", null),
        claim("exp null", "exp", "null"),
        claim("exp a string", "exp", "\"" + (now + 99) + "\""),
        claim("exp a word", "exp", "\"tomorrow\""),
        claim("exp a list", "exp", "[]"),
        claim("nbf a text", "nbf", "\"0\""),
        claim("nbf ahead", "nbf", Long.toString(now + 600)),
        claim("no sub", "sub", null),
        claim("sub null", "sub", "null"),
        claim("sub a number", "sub", "7"),
        claim("sub a list", "sub", "[\"v1\"]"),
        claim("sub half a character", "sub", "\"\\ud83d\""),
        claim("sub empty", "sub", "\"\""),
        claim("sub too long", "sub", "\"" + "s".repeat(256) + "\""),
        claim("tenant empty", "tenant", "\"\""),
        claim("tenant a path", "tenant", "\"a/b\""),
        claim("tenant a number", "tenant", "1"),
        claim("stream a list", "stream", "[]"),
        claim("stream empty", "stream", "\"\""),
        claim("groups an object", "groups", "{}"));
  }

  private static SignedToken all() {
    return SignedToken.of("v1", "viewer", "host", "producer");
  }

  private static Arguments claim(String what, String name, String json) {
    return Arguments.of(what, all().claim(name, json).text());
  }

  private static Arguments algorithm(String name) {
    return Arguments.of("alg " + name, all().algorithm(name).text());
  }
}
