package dev.oncue.live;

import dev.oncue.cue.Cue;
import dev.oncue.cue.DateRange;
import dev.oncue.cue.EmsgBox;
import dev.oncue.cue.Id3Tag;
import dev.oncue.cue.SeiNal;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Base64;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A cue, ready in every carrier. */
@RegisterForReflection
@Schema(
    name = "Cue",
    description = "Shows or hides a poll's overlay at a media time; carriers in base64",
    requiredProperties = {
      "cue",
      "stream",
      "poll",
      "at",
      "id3",
      "emsg",
      "h264",
      "hevc",
      "daterange"
    })
public record CueResponse(
    @Schema(enumeration = {"show", "hide"}) String cue,
    @Schema(ref = "Name") String stream,
    @Schema(ref = "Name") String poll,
    @Schema(description = "The media time") Instant at,
    @Schema(contentEncoding = "base64", description = "An ID3v2.4 tag") String id3,
    @Schema(
            contentEncoding = "base64",
            description =
                "An event message box, version 1, around the tag; its presentation_time is in"
                    + " milliseconds since epoch")
        String emsg,
    @Schema(
            contentEncoding = "base64",
            description = "A NAL unit of SEI, user data unregistered, without a start code")
        String h264,
    @Schema(contentEncoding = "base64", description = "The same for H.265") String hevc,
    @Schema(description = "A line of an HLS media playlist") String daterange) {
  /**
   * A cue with its carriers.
   *
   * @param epoch media time zero of the packager
   */
  static CueResponse of(Cue cue, Instant epoch) {
    return new CueResponse(
        cue.kind().word(),
        cue.poll().stream().name(),
        cue.poll().name(),
        cue.at(),
        base64(Id3Tag.of(cue)),
        base64(EmsgBox.of(cue, epoch)),
        base64(SeiNal.h264(cue)),
        base64(SeiNal.hevc(cue)),
        DateRange.of(cue));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
