package dev.oncue.live;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.oncue.cue.Cue;
import dev.oncue.json.Fields;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which cues of a stream are asked for, and on which timeline. Immutable.
 *
 * @param from the first media time (inclusive); {@code null}: from the beginning
 * @param to the end of them (exclusive); {@code null}: to the end
 * @param epoch media time zero of the packager
 */
record CueQuery(@Nullable Instant from, @Nullable Instant to, Instant epoch) {

  /**
   * Reads what stands in the address; {@code null} is left out.
   *
   * @throws dev.oncue.json.MalformedException when one is no instant, or the end is before the
   *     beginning
   */
  static CueQuery read(@Nullable String from, @Nullable String to, @Nullable String epoch) {
    // The rule for instants is that of bodies, so it is read as one.
    ObjectNode query = JsonNodeFactory.instance.objectNode();
    Fields fields = Fields.of(query.put("from", from).put("to", to).put("epoch", epoch));
    CueQuery read =
        new CueQuery(
            fields.optionalInstant("from"),
            fields.optionalInstant("to"),
            epoch == null ? Instant.EPOCH : fields.instant("epoch"));
    if (read.from != null && read.to != null && read.to.isBefore(read.from)) {
      throw fields.malformed("to", "must not be before from");
    }
    return read;
  }

  boolean asksFor(Cue cue) {
    return (from == null || !cue.at().isBefore(from)) && (to == null || cue.at().isBefore(to));
  }
}
