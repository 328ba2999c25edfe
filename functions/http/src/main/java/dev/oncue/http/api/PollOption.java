package dev.oncue.http.api;

import dev.oncue.poll.Option;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A thing that can be voted for, in requests and answers. */
@RegisterForReflection
@Schema(
    name = "Option",
    requiredProperties = {"id", "text"})
public record PollOption(@Schema(ref = "Name") String id, @Schema(ref = "Text") String text) {
  static List<PollOption> of(List<Option> options) {
    return options.stream().map(option -> new PollOption(option.id(), option.text())).toList();
  }
}
