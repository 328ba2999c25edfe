package dev.oncue.testbed.token;

/**
 * Signs tokens of the default tenant for one engine, as text.
 *
 * @param secret the engine's
 */
public record TokenSigner(String secret) {
  /** A viewer's. */
  public String viewer(String name) {
    return sign(SignedToken.viewer(name));
  }

  /** A host's. */
  public String host() {
    return sign(SignedToken.host());
  }

  /** A producer's. */
  public String producer() {
    return sign(SignedToken.producer());
  }

  /** Any token, which is signed with the engine's secret. */
  public String sign(SignedToken token) {
    return token.signedWith(secret).text();
  }
}
