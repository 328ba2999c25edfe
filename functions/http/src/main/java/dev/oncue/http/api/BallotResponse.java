package dev.oncue.http.api;

import dev.oncue.ballot.Ballot;
import dev.oncue.http.api.Formats.NameFormat;
import dev.oncue.poll.Poll;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A ballot that is counted, as its viewer sees it again in a state. */
@RegisterForReflection
@Schema(name = "Ballot")
public record BallotResponse(
    @Schema(type = SchemaType.ARRAY, implementation = NameFormat.class) List<String> options,
    Instant castAt,
    String receipt) {
  /** A viewer's ballot in a poll. */
  public static BallotResponse of(Poll poll, String viewer, Ballot ballot) {
    return new BallotResponse(
        poll.optionIds(ballot.options()),
        ballot.castInstant(),
        poll.receipts().sign(viewer, ballot));
  }
}
