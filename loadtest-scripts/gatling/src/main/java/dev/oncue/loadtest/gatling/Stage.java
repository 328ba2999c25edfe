package dev.oncue.loadtest.gatling;

import static io.gatling.javaapi.http.HttpDsl.http;

import dev.oncue.loadtest.BadOptionException;
import dev.oncue.loadtest.Options;
import dev.oncue.loadtest.Target;
import dev.oncue.loadtest.Targets;
import dev.oncue.loadtest.TestBed;
import dev.oncue.loadtest.poll.BallotPaper;
import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.CoreDsl;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * What all scenarios take from the command line.
 *
 * @param bed what the scenarios of the other generator take, too
 * @param out the folder that reports go to, each with a folder of its own
 * @param maxErrors of 100 requests, how many may fail and be sent again
 * @param length how long requests are sent
 */
record Stage(TestBed bed, Path out, int maxErrors, Duration length) {
  private static final Duration BEFORE_AND_AFTER = Duration.ofMinutes(30);

  /** Reads the words; a scenario's own options each take a value. */
  static Options options(String[] words, String... own) throws BadOptionException {
    Stream<String> all = Stream.concat(Stream.of(own), Stream.of("--out", "--errors"));
    return TestBed.options(words, all.toArray(String[]::new));
  }

  /** Reads the options that all scenarios take. */
  static Stage read(Options options, Duration length) throws BadOptionException {
    return new Stage(
        TestBed.read(options, length.plus(BEFORE_AND_AFTER)),
        Path.of(options.text("--out", "target/gatling")),
        options.integer("--errors", 1, 0, 100),
        length);
  }

  /** Where reactions go. */
  static Target reaction(Options options) throws BadOptionException {
    String all = options.text("--target", "http://127.0.0.1:8080");
    return Target.parse("--reaction", options.text("--reaction", all), options.has(Targets.OWNED));
  }

  /**
   * Requests with as few headers as can be, each user's to the next address for votes, over
   * connections of its own.
   */
  HttpProtocolBuilder http() {
    return http.baseUrls(bed.targets().vote().stream().map(Object::toString).toList())
        .contentTypeHeader("application/json")
        .disableAutoReferer()
        .disableAutoOrigin()
        .disableCaching();
  }

  /** Opens a poll on a stream of its own, with the tokens of those who will vote in it. */
  Voters voters(String scenario, int count) throws IOException, InterruptedException {
    String stream = BallotPaper.newStream(scenario);
    bed.engine().refuseWrongSecret(stream);
    System.out.printf("%d voters, stream %s at %s%n", count, stream, bed.targets());
    BallotPaper paper = new BallotPaper(stream, "q1");
    Viewers viewers = Viewers.sign(bed.tokens(), stream + "-viewer-", count);
    return Voters.open(bed.engine(), paper, viewers, length.plus(BEFORE_AND_AFTER));
  }

  /** That no more requests fail than may. */
  Assertion errorsInLimit() {
    return CoreDsl.global().failedRequests().percent().lte((double) maxErrors);
  }
}
