package dev.oncue.loadtest.poll;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether a poll's result is what the engine promised: per option as many votes, and as many
 * ballots, as were acknowledged. A result does not say whose ballots it has; a lost one and a
 * foreign one for the same option would go unseen.
 *
 * @param deviations where it is not, in words; empty: it is exact
 */
public record Verdict(List<String> deviations) {
  /** Compares the acknowledged ballots with a poll as {@code GET /polls} gives it. */
  public static Verdict of(Map<String, Integer> acknowledged, JsonNode poll) {
    JsonNode result = poll.path("result");
    if (!result.isObject()) {
      return new Verdict(List.of("there is no result"));
    }
    List<String> deviations = new ArrayList<>();
    for (String option : BallotPaper.OPTIONS) {
      int promised = acknowledged.getOrDefault(option, 0);
      compare(option, promised, result.path("counts").path(option), deviations);
    }
    int ballots = acknowledged.values().stream().mapToInt(Integer::intValue).sum();
    compare("ballots", ballots, result.path("ballots"), deviations);
    if (result.path("counts").size() != BallotPaper.OPTIONS.size()) {
      deviations.add("counts has other options than the poll: " + result.path("counts"));
    }
    require("closed".equals(poll.path("status").asText()), "status is not closed", deviations);
    require(result.path("final").asBoolean(), "final is not true", deviations);
    require(result.path("certified").asBoolean(), "certified is not true", deviations);
    return new Verdict(deviations);
  }

  /** Whether nothing deviates. */
  public boolean isExact() {
    return deviations.isEmpty();
  }

  private static void compare(
      String what, int promised, JsonNode counted, List<String> deviations) {
    require(
        counted.isInt() && counted.intValue() == promised,
        what + ": " + promised + " acknowledged, the result says " + counted,
        deviations);
  }

  private static void require(boolean met, String otherwise, List<String> deviations) {
    if (!met) {
      deviations.add(otherwise);
    }
  }
}
