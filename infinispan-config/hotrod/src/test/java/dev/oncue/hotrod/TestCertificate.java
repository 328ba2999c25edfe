package dev.oncue.hotrod;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A key with a certificate that it has signed itself, good for this machine.
 *
 * @param keyStore the key, for a server
 * @param pem the certificate, for its clients
 */
public record TestCertificate(Path keyStore, Path pem) {
  static final String PASSWORD = "not-a-secret";

  /** Makes one, with the JDK's keytool. */
  public static TestCertificate make(Path folder, String name, String alternativeName)
      throws IOException, InterruptedException {
    Path keyStore = folder.resolve(name + ".p12");
    Path pem = folder.resolve(name + ".pem");
    keytool(
        keyStore,
        List.of(
            "-genkeypair",
            "-keyalg",
            "EC",
            "-dname",
            "CN=" + name,
            "-validity",
            "2",
            "-ext",
            "san=" + alternativeName));
    keytool(keyStore, List.of("-exportcert", "-rfc", "-file", pem.toString()));
    return new TestCertificate(keyStore, pem);
  }

  private static void keytool(Path keyStore, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(arguments);
    command.addAll(List.of("-keystore", keyStore.toString(), "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass", PASSWORD, "-alias", "grid"));
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }
}
