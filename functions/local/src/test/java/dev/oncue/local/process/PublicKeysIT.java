package dev.oncue.local.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.oncue.testbed.engine.Engine;
import dev.oncue.testbed.engine.Engine.Setup;
import dev.oncue.testbed.engine.EngineClient;
import dev.oncue.testbed.engine.GridAccess;
import dev.oncue.testbed.engine.GridServer;
import dev.oncue.testbed.engine.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Functions as they run on a cluster: each with its own login to real servers, and with public keys
 * alone. poll-open has the key of tickets.
 */
@Tag("grid")
@EnabledOnOs({OS.LINUX, OS.MAC})
class PublicKeysIT {
  private static final String POLL =
      """
      {"stream":"show","poll":"q1","question":"?","duration":"PT1M",
       "options":[{"id":"red","text":"Red"},{"id":"blue","text":"Blue"}]}""";

  @TempDir Path folder;

  private GridAccess access;
  private KeyPair platform;
  private KeyPair tickets;

  @BeforeEach
  void makeKeys() throws Exception {
    access = GridAccess.make(folder.resolve("access"));
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    platform = generator.generateKeyPair();
    tickets = generator.generateKeyPair();
  }

  private String pem(String kind, byte[] key) throws Exception {
    String lines = Base64.getMimeEncoder().encodeToString(key);
    String text =
        "-----BEGIN " + kind + " KEY-----\n" + lines + "\n-----END " + kind + " KEY-----\n";
    return Files.writeString(Files.createTempFile(folder, "key", ".pem"), text).toString();
  }

  private Setup function(String module, GridServer server) throws Exception {
    return Engine.function(module, folder)
        .onGrid(server.address(), access)
        .set("ONCUE_JWT_KEYS", pem("PUBLIC", platform.getPublic().getEncoded()))
        .set("ONCUE_JWT_TICKET_KEYS", pem("PUBLIC", tickets.getPublic().getEncoded()));
  }

  private static String token(KeyPair keys, String group) throws Exception {
    String claims =
        "{\"sub\":\"me\",\"stream\":\"show\",\"groups\":[\"%s\"],\"exp\":%d}"
            .formatted(group, Instant.now().getEpochSecond() + 600);
    return signed(keys, claims);
  }

  private static String signed(KeyPair keys, String claims) throws Exception {
    String content =
        base64("{\"alg\":\"RS256\"}".getBytes(UTF_8)) + '.' + base64(claims.getBytes(UTF_8));
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(keys.getPrivate());
    signature.update(content.getBytes(UTF_8));
    return content + '.' + base64(signature.sign());
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Test
  void a_whole_poll_without_a_secret() throws Exception {
    try (GridServer server =
            GridServer.alone(access, folder.resolve("server"), Ports.free()).start();
        Engine opening =
            function("poll-open", server)
                .set("ONCUE_JWT_TICKET_KEY", pem("PRIVATE", tickets.getPrivate().getEncoded()))
                .start();
        Engine closing = function("poll-close", server).start();
        Engine voting = function("vote", server).start();
        Engine reacting = function("reaction", server).start();
        Engine live = function("live", server).start()) {
      for (Engine engine : new Engine[] {opening, closing, voting, reacting, live}) {
        assertThat(engine.out() + engine.err()).doesNotContain("priming", "ISPN000287");
      }
      assertThat(smokeTest(opening, closing, voting, live))
          .isEqualTo("0 smoke-test: two ballots in, two counted, certified\n");
      assertThatNobodyButThePlatformSpeaksForAProducer(opening);
      assertThat(
              reacting
                  .client("-")
                  .post(
                      "/reaction",
                      token(tickets, "viewer"),
                      "{\"stream\":\"show\",\"emoji\":\"🔥\"}")
                  .status())
          .isEqualTo(202);
      assertThat(server.log()).as("calls that were refused").doesNotContain("ISPN000287");
    }
  }

  private void assertThatNobodyButThePlatformSpeaksForAProducer(Engine opening) throws Exception {
    EngineClient client = opening.client("-");
    String claimed =
        client.post("/poll-open", token(tickets, "producer"), POLL).require(401).body().toString();
    assertThat(claimed).contains("groups: a key of tickets signs for viewers alone");
    client.post("/poll-open", token(tickets, "viewer"), POLL).require(403);
    client.post("/poll-open", token(platform, "producer"), POLL).require(201);
  }

  /** The result of knative/smoke-test with a token of the platform: status, and what it says. */
  private String smokeTest(Engine opening, Engine closing, Engine voting, Engine live)
      throws Exception {
    String claims =
        "{\"sub\":\"me\",\"groups\":[\"producer\"],\"exp\":%d}"
            .formatted(Instant.now().getEpochSecond() + 600);
    Path token = Files.writeString(folder.resolve("token"), signed(platform, claims));
    Path script = Path.of("..", "..", "knative", "smoke-test").toAbsolutePath().normalize();
    Process process =
        new ProcessBuilder(
                script.toString(),
                "--token-file",
                token.toString(),
                "--poll-open",
                address(opening),
                "--poll-close",
                address(closing),
                "--vote",
                address(voting),
                "--live",
                address(live))
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    return process.waitFor() + " " + out;
  }

  private static String address(Engine engine) {
    return "http://127.0.0.1:" + engine.port();
  }
}
