package dev.oncue.reaction;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/**
 * How any grid counts a batch of reactions: it asks the limits first, each part of them once, and
 * then adds to the totals of each stream once what may count. So the cost of a batch is that of a
 * few changes, however many reactions it has.
 */
public final class ReactionCount {
  private final BiFunction<Integer, List<Reaction>, CompletionStage<long[]>> limits;
  private final BiFunction<String, Map<String, Long>, CompletionStage<?>> totals;

  /**
   * @param limits takes reactions out of a part of the limits, {@link ReactionLimits#take}; given
   *     the part's number, and gives the delays
   * @param totals adds to a stream's totals, {@link ReactionTotals#plus}; given the stream's {@link
   *     dev.oncue.stream.StreamId#path}
   */
  public ReactionCount(
      BiFunction<Integer, List<Reaction>, CompletionStage<long[]>> limits,
      BiFunction<String, Map<String, Long>, CompletionStage<?>> totals) {
    this.limits = limits;
    this.totals = totals;
  }

  /**
   * Counts reactions.
   *
   * @return for each how many milliseconds its viewer must wait; zero: it was counted
   */
  public CompletionStage<long[]> count(List<Reaction> reactions) {
    Map<Integer, List<Integer>> ofParts = new HashMap<>();
    for (int i = 0; i < reactions.size(); i++) {
      int part = ReactionLimits.partOf(reactions.get(i));
      ofParts.computeIfAbsent(part, none -> new ArrayList<>()).add(i);
    }
    long[] delays = new long[reactions.size()];
    List<CompletionStage<?>> taken = new ArrayList<>();
    ofParts.forEach(
        (part, numbers) ->
            taken.add(
                limits
                    .apply(part, numbers.stream().map(reactions::get).toList())
                    .thenAccept(ofPart -> put(ofPart, numbers, delays))));
    return all(taken).thenCompose(done -> all(add(reactions, delays))).thenApply(done -> delays);
  }

  private static void put(long[] ofPart, List<Integer> numbers, long[] delays) {
    for (int i = 0; i < ofPart.length; i++) {
      delays[numbers.get(i)] = ofPart[i];
    }
  }

  private List<CompletionStage<?>> add(List<Reaction> reactions, long[] delays) {
    Map<String, Map<String, Long>> ofStreams = new HashMap<>();
    for (int i = 0; i < delays.length; i++) {
      if (delays[i] == 0) {
        ofStreams
            .computeIfAbsent(reactions.get(i).stream().path(), none -> new HashMap<>())
            .merge(reactions.get(i).emoji().text(), 1L, Long::sum);
      }
    }
    List<CompletionStage<?>> added = new ArrayList<>();
    ofStreams.forEach((stream, more) -> added.add(totals.apply(stream, more)));
    return added;
  }

  private static CompletableFuture<Void> all(List<CompletionStage<?>> stages) {
    return CompletableFuture.allOf(
        stages.stream()
            .map(CompletionStage::toCompletableFuture)
            .toArray(CompletableFuture[]::new));
  }

  /** What delays come to. */
  public static List<Reactions.Outcome> outcomes(long[] delays) {
    return Arrays.stream(delays)
        .<Reactions.Outcome>mapToObj(
            delay ->
                delay == 0
                    ? new Reactions.Outcome.Counted()
                    : new Reactions.Outcome.RateLimited(Duration.ofMillis(delay)))
        .toList();
  }
}
