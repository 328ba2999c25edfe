package dev.oncue.loadtest.bench;

import dev.oncue.loadtest.BadOptionException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which variants a run compares.
 *
 * @param kinds in their order; the first is what the others are compared with
 * @param leftOut what nobody asked for and cannot run here
 * @param missing the tools that they lack
 */
record Lineup(List<Kind> kinds, List<Kind> leftOut, Set<Tool> missing) {
  private static final String ALL = "all";

  /** What {@value #ALL} stands for. */
  private static final List<Kind> EVERYTHING =
      List.of(
          Kind.FLOOR,
          Kind.LOCAL,
          Kind.ONE_SERVER,
          Kind.TWO_SERVERS,
          Kind.REDIS,
          Kind.REDIS_BATCHED,
          Kind.NODE_REDIS);

  /**
   * Reads names with commas between them, or {@value #ALL}.
   *
   * @param isThere whether a tool is installed
   * @throws BadOptionException for names that are not known or come twice, and for what cannot run
   */
  static Lineup parse(String text, Predicate<Tool> isThere) throws BadOptionException {
    List<Kind> kinds = text.equals(ALL) ? EVERYTHING : kinds(text);
    Set<Tool> missing = missing(kinds, isThere);
    if (!missing.isEmpty()) {
      throw new BadOptionException(
          "--variants %s takes %s; install with: %s"
              .formatted(text, words(missing), Tool.installLine(missing)));
    }
    return new Lineup(kinds, List.of(), missing);
  }

  /** All that can run here. */
  static Lineup whatIsThere(Predicate<Tool> isThere) {
    List<Kind> kinds = new ArrayList<>(EVERYTHING);
    kinds.removeIf(kind -> !missing(List.of(kind), isThere).isEmpty());
    List<Kind> leftOut = new ArrayList<>(EVERYTHING);
    leftOut.removeAll(kinds);
    return new Lineup(kinds, leftOut, missing(leftOut, isThere));
  }

  private static List<Kind> kinds(String text) throws BadOptionException {
    List<Kind> kinds = new ArrayList<>();
    for (String word : text.split(",", -1)) {
      kinds.add(Kind.named(word).orElseThrow(() -> refused(text)));
    }
    if (new HashSet<>(kinds).size() < kinds.size()) {
      throw refused(text);
    }
    return kinds;
  }

  private static BadOptionException refused(String text) {
    return new BadOptionException(
        "--variants must be %s, or some of %s, each once; not '%s'"
            .formatted(ALL, words(Arrays.asList(Kind.values())), text));
  }

  private static Set<Tool> missing(List<Kind> kinds, Predicate<Tool> isThere) {
    Set<Tool> missing = EnumSet.noneOf(Tool.class);
    kinds.forEach(kind -> missing.addAll(kind.tools()));
    missing.removeIf(isThere);
    return missing;
  }

  /** One line about what is left out; empty when nothing is. */
  String remark() {
    return leftOut.isEmpty()
        ? ""
        : "left out: %s; install what they take with: %s"
            .formatted(words(leftOut), Tool.installLine(missing));
  }

  private static String words(Collection<?> things) {
    return things.stream().map(Object::toString).collect(Collectors.joining(", "));
  }
}
