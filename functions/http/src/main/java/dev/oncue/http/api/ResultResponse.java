package dev.oncue.http.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.oncue.poll.Option;
import dev.oncue.poll.Poll;
import dev.oncue.poll.Result;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The counts of a poll.
 *
 * @param counts votes by option id, in the poll's order
 * @param ballots how many viewers voted
 * @param isFinal whether the poll is closed
 * @param certified whether the ballots were recounted
 * @param asOf when they were taken
 */
@RegisterForReflection
@Schema(
    name = "Result",
    requiredProperties = {"counts", "ballots", "final", "certified", "asOf"})
public record ResultResponse(
    Map<String, Integer> counts,
    int ballots,
    @JsonProperty("final") boolean isFinal,
    boolean certified,
    Instant asOf) {
  /** A result as it stands in answers. */
  public static ResultResponse of(Poll poll, Result result) {
    return new ResultResponse(
        counts(poll.options(), result),
        result.tally().ballots(),
        result.isFinal(),
        result.certified(),
        result.asOf());
  }

  private static Map<String, Integer> counts(List<Option> options, Result result) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (int i = 0; i < options.size(); i++) {
      counts.put(options.get(i).id(), result.tally().votes(i));
    }
    return counts;
  }
}
