package dev.oncue.loadtest;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What every scenario takes from the command line: where the started engine is, and the secret that
 * it checks tokens with.
 *
 * @param targets the started engine
 * @param tokens signs for it; for one thread
 * @param engine the engine, for calls that carry no load
 */
public record TestBed(Targets targets, Tokens tokens, Engine engine) {
  /** Reads the words; a scenario's own options each take a value. */
  public static Options options(String[] words, String... own) throws BadOptionException {
    Set<String> valued = new HashSet<>(Targets.OPTIONS);
    valued.addAll(Set.of("--data-dir", "--secret-file"));
    valued.addAll(List.of(own));
    return Options.parse(words, valued, Set.of(Targets.OWNED));
  }

  /** Reads the options that every scenario takes; nothing is sent yet. */
  public static TestBed read(Options options) throws BadOptionException {
    return read(options, Tokens.LIFE);
  }

  /**
   * Reads the options that every scenario takes; nothing is sent yet.
   *
   * @param life how long a token is good, from when it is signed; the producer's is signed here
   */
  public static TestBed read(Options options, Duration life) throws BadOptionException {
    Targets targets = Targets.read(options);
    Tokens tokens = new Tokens(Secret.find(options, Secret.environment()), life);
    return new TestBed(targets, tokens, new Engine(targets, tokens.producer("loadtest")));
  }
}
