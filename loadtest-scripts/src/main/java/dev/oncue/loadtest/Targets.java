package dev.oncue.loadtest;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Where each function is: all at one address, as the local engine, or each at its own, as on a
 * cluster.
 *
 * @param vote where votes go, by turns
 */
public record Targets(Target pollOpen, Target pollClose, Target live, List<Target> vote) {
  /** The options that {@link #read} takes, each with a value. */
  public static final Set<String> OPTIONS =
      Set.of("--target", "--poll-open", "--poll-close", "--live", "--vote");

  /** The option without a value that allows targets elsewhere. */
  public static final String OWNED = "--i-own-this-target";

  /** Everything at one target. */
  public static Targets all(Target target) {
    return new Targets(target, target, target, List.of(target));
  }

  /** Reads the options; a function that has none of its own is at {@code --target}. */
  public static Targets read(Options options) throws BadOptionException {
    boolean owned = options.has(OWNED);
    String all = options.text("--target", "http://127.0.0.1:8080");
    List<Target> vote = new ArrayList<>();
    for (String url : options.text("--vote", all).split(",", -1)) {
      vote.add(Target.parse("--vote", url, owned));
    }
    return new Targets(
        Target.parse("--poll-open", options.text("--poll-open", all), owned),
        Target.parse("--poll-close", options.text("--poll-close", all), owned),
        Target.parse("--live", options.text("--live", all), owned),
        vote);
  }

  /** All of them, each once. */
  public List<Target> distinct() {
    List<Target> all = new ArrayList<>(List.of(pollOpen, pollClose, live));
    all.addAll(vote);
    return all.stream().distinct().toList();
  }

  @Override
  public String toString() {
    return String.join(", ", distinct().stream().map(Target::toString).toList());
  }
}
