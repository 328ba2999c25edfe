package dev.oncue.live;

import dev.oncue.http.problem.Problem;
import dev.oncue.http.token.Caller;
import dev.oncue.http.token.Group;
import dev.oncue.http.token.Tokens;
import dev.oncue.json.Fields;
import dev.oncue.stream.StreamId;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Variant;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * {@code GET /streams/{stream}/cues}: what a packager puts into the stream, ready in every carrier.
 */
@Path("/streams/{stream}/cues")
public final class CueResource {
  /** A media playlist of HLS (RFC 8216, 10), or lines of one. */
  private static final String PLAYLIST = "application/vnd.apple.mpegurl";

  private static final List<Variant> FORMS =
      Variant.mediaTypes(MediaType.APPLICATION_JSON_TYPE, MediaType.valueOf(PLAYLIST))
          .add()
          .build();

  private final Tokens tokens;
  private final StreamStates states;
  private final DocumentEncoder encoder;
  private final Clock clock;

  @Inject
  CueResource(Tokens tokens, StreamStates states, DocumentEncoder encoder, Clock clock) {
    this.tokens = tokens;
    this.states = states;
    this.encoder = encoder;
    this.clock = clock;
  }

  /** The cues of the stream's polls that are kept. */
  @GET
  @NonBlocking
  @Produces({MediaType.APPLICATION_JSON, PLAYLIST})
  @Operation(operationId = "cues", summary = "The cues of a stream, for its packager")
  @APIResponse(
      responseCode = "200",
      description = "The cues by media time; as a playlist, the lines EXT-X-DATERANGE alone",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = CuesResponse.class)),
        @Content(mediaType = PLAYLIST, schema = @Schema(type = SchemaType.STRING))
      })
  @APIResponse(responseCode = "400", ref = "Problem")
  @APIResponse(responseCode = "401", ref = "Problem")
  @APIResponse(responseCode = "403", ref = "Problem")
  @APIResponse(responseCode = "404", ref = "Problem")
  @APIResponse(responseCode = "406", ref = "Problem")
  @APIResponse(responseCode = "503", ref = "Problem")
  public CompletionStage<RestResponse<String>> cues(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
      @RestPath String stream,
      @RestQuery String from,
      @RestQuery String to,
      @RestQuery String epoch,
      @Context Request request) {
    Caller caller = tokens.caller(authorization).require(Group.HOST);
    StreamId id = caller.reach(Fields.requireName("stream", stream));
    CueQuery query = CueQuery.read(from, to, epoch);
    MediaType form = form(request);
    return states
        .polls(id, caller)
        .thenCompose(
            polls ->
                encoder.encode(
                    polls.size(), () -> answer(CueList.of(id, polls, query), query, form)));
  }

  private static MediaType form(Request request) {
    Variant best = request.selectVariant(FORMS);
    if (best == null) {
      throw Problem.NOT_ACCEPTABLE.with("cues are given as application/json or as " + PLAYLIST);
    }
    return best.getMediaType();
  }

  private RestResponse<String> answer(CueList list, CueQuery query, MediaType form) {
    String body =
        form.isCompatible(MediaType.APPLICATION_JSON_TYPE)
            ? list.document(clock.instant(), query.epoch())
            : list.lines();
    return RestResponse.ResponseBuilder.ok(body).type(form).build();
  }
}
