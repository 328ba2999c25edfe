package dev.oncue.loadtest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The options of every scenario: where the started engine is, and the secret of its tokens. */
public final class EngineOptions {
  private static final int MIN_SECRET_BYTES = 32;

  @Option(names = "--target", defaultValue = "http://127.0.0.1:8080")
  String target;

  @Option(names = "--poll-open")
  String pollOpen;

  @Option(names = "--poll-close")
  String pollClose;

  @Option(names = "--live")
  String live;

  @Option(names = "--reaction")
  String reaction;

  @Option(names = "--vote", split = ",")
  List<String> vote;

  @Option(names = "--data-dir")
  Path dataDir;

  @Option(names = "--secret-file")
  Path secretFile;

  @Option(names = "--i-own-this-target")
  boolean owned;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true)
  boolean help;

  /** Reads the addresses; a function that has none of its own is at {@code --target}. */
  public Targets targets() {
    Stream<String> votes = vote == null ? Stream.of((String) null) : vote.stream();
    return new Targets(
        at("--poll-open", pollOpen),
        at("--poll-close", pollClose),
        at("--live", live),
        at("--reaction", reaction),
        votes.map(url -> at("--vote", url)).toList());
  }

  private Target at(String option, String url) {
    return Target.parse(url == null ? "--target" : option, url == null ? target : url, owned);
  }

  /**
   * Signs with the secret of {@code --secret-file}, else of {@code --data-dir}, else of the
   * environment, else of {@code ./data}, where a local engine started in this folder keeps the one
   * it made.
   */
  public Tokens tokens() {
    String environment = System.getenv("ONCUE_JWT_SECRET");
    if (secretFile == null && dataDir == null && environment != null) {
      return new Tokens(checked(environment, "ONCUE_JWT_SECRET"));
    }
    Path folder = dataDir == null ? Path.of("./data") : dataDir;
    Path file = secretFile == null ? folder.resolve("jwt-secret") : secretFile;
    try {
      return new Tokens(checked(Files.readString(file).strip(), file.toString()));
    } catch (IOException e) {
      throw LoadTestException.badOption(
          "no secret to sign tokens with: %s cannot be read; start the local engine here, or give --data-dir, --secret-file or ONCUE_JWT_SECRET"
              .formatted(file));
    }
  }

  private static byte[] checked(String secret, String source) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    if (bytes.length < MIN_SECRET_BYTES) {
      throw LoadTestException.badOption(
          source + " must hold " + MIN_SECRET_BYTES + " bytes or more");
    }
    return bytes;
  }
}
