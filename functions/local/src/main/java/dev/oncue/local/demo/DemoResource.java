package dev.oncue.local.demo;

import dev.oncue.Grid;
import dev.oncue.cue.Cue;
import dev.oncue.http.problem.Problem;
import dev.oncue.json.Fields;
import dev.oncue.json.MalformedException;
import dev.oncue.local.demo.LoopedPlaylist.Placed;
import dev.oncue.poll.Poll;
import dev.oncue.stream.StreamId;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * {@code /demo}: a live stream to try cues with, on this machine's clock. {@code
 * /demo/live.m3u8?stream=S} carries the cues of the polls of stream S of the default tenant, as
 * date ranges or, with {@code &carrier=id3} or {@code &carrier=emsg}, inside the segments. It asks
 * for no token, as players send none: whoever reaches the local engine may be its viewer anyway.
 */
@Path("/demo")
public final class DemoResource {
  private static final String PLAYLIST = "application/vnd.apple.mpegurl";

  private final DemoStream demo;
  private final Grid grid;
  private final Clock clock;

  @Inject
  DemoResource(DemoStream demo, Grid grid, Clock clock) {
    this.demo = demo;
    this.grid = grid;
    this.clock = clock;
  }

  /** The playlist as of now. */
  @GET
  @Path("/live.m3u8")
  @NonBlocking
  @Produces(PLAYLIST)
  @Operation(hidden = true)
  public CompletionStage<RestResponse<byte[]>> playlist(
      @RestQuery String stream, @RestQuery("carrier") String name) {
    Carrier carrier = Carrier.of(name);
    LoopedPlaylist loop = demo.loop(carrier);
    List<Placed> window = loop.window(clock.instant());
    return polls(stream)
        .thenApply(
            polls -> {
              boolean lists = carrier == Carrier.DATERANGE;
              List<Cue> cues = lists ? DemoStream.listed(polls, window) : List.of();
              String text = loop.text(window, cues, address(stream, carrier));
              return answer(text.getBytes(StandardCharsets.UTF_8), "no-cache");
            });
  }

  /** A segment is asked for with all that decides what is in it. */
  private static Function<Placed, String> address(String stream, Carrier carrier) {
    if (stream == null || carrier == Carrier.DATERANGE) {
      return placed -> placed.segment().name();
    }
    return placed ->
        "%s?stream=%s&carrier=%s&sequence=%d"
            .formatted(placed.segment().name(), stream, carrier.word(), placed.sequence());
  }

  /** A segment of MPEG-TS, with the cues of a stream or as it is. */
  @GET
  @Path("/{file: .+\\.ts}")
  @Blocking
  @Produces("video/mp2t")
  @Operation(hidden = true)
  public CompletionStage<RestResponse<byte[]>> ts(
      @RestPath String file,
      @RestQuery String stream,
      @RestQuery("carrier") String name,
      @RestQuery String sequence)
      throws IOException {
    return file(file, stream, Carrier.of(name), sequence);
  }

  /** A segment of fragmented MP4, or what comes before the first one. */
  @GET
  @Path("/{file: .+\\.(m4s|mp4)}")
  @Blocking
  @Produces("video/mp4")
  @Operation(hidden = true)
  public CompletionStage<RestResponse<byte[]>> mp4(
      @RestPath String file,
      @RestQuery String stream,
      @RestQuery("carrier") String name,
      @RestQuery String sequence)
      throws IOException {
    return file(file, stream, Carrier.of(name), sequence);
  }

  private CompletionStage<RestResponse<byte[]>> file(
      String file, String stream, Carrier carrier, String sequence) throws IOException {
    if (stream == null || carrier == Carrier.DATERANGE) {
      return CompletableFuture.completedFuture(answer(demo.file(file), "max-age=60"));
    }
    Placed placed = placed(carrier, sequence, file);
    return polls(stream).thenApply(polls -> answer(segment(carrier, placed, polls), "max-age=60"));
  }

  private Placed placed(Carrier carrier, String sequence, String file) {
    if (sequence == null || !sequence.matches("[0-9]{1,12}")) {
      throw new MalformedException("sequence", "must be a number of 1 to 12 digits");
    }
    Placed placed = demo.loop(carrier).placed(Long.parseLong(sequence));
    // What has not ended may still get cues, and would be kept by the player without them.
    if (!placed.segment().name().equals(file) || placed.end().isAfter(clock.instant())) {
      throw Problem.NOT_FOUND.with("the demo has no " + file + " with this sequence number yet");
    }
    return placed;
  }

  private byte[] segment(Carrier carrier, Placed placed, List<Poll> polls) {
    try {
      List<Cue> cues = polls.stream().flatMap(poll -> Cue.of(poll).stream()).toList();
      return demo.segment(carrier, placed, cues);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CompletionStage<List<Poll>> polls(String stream) {
    if (stream == null) {
      return CompletableFuture.completedFuture(List.of());
    }
    String name = Fields.requireName("stream", stream);
    return grid.polls().ofStream(new StreamId(StreamId.DEFAULT_TENANT, name));
  }

  private static RestResponse<byte[]> answer(byte[] body, String caching) {
    return RestResponse.ResponseBuilder.ok(body).header(HttpHeaders.CACHE_CONTROL, caching).build();
  }
}
