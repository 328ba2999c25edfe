package dev.oncue.warmpool.window;

import dev.oncue.http.api.WindowResponse;
import dev.oncue.http.token.Caller;
import dev.oncue.http.token.Group;
import dev.oncue.http.token.Tokens;
import dev.oncue.json.Fields;
import dev.oncue.window.Origin;
import dev.oncue.window.WindowId;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;

/** {@code /windows}: producers announce when viewers are expected, and see how warm the pool is. */
@Path("/windows")
public final class WindowResource {
  private final Tokens tokens;
  private final WindowService service;

  @Inject
  WindowResource(Tokens tokens, WindowService service) {
    this.tokens = tokens;
    this.service = service;
  }

  /** Announces a window: 201 it is new, 200 the very same window again. */
  @POST
  @NonBlocking
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(operationId = "announceWindow", summary = "Announce when viewers are expected")
  @APIResponse(
      responseCode = "201",
      description = "Announced; it says what the plan makes of it",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = WindowResponse.class)))
  @APIResponse(
      responseCode = "200",
      description = "The very same window again",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = WindowResponse.class)))
  @APIResponse(responseCode = "400", ref = "Problem")
  @APIResponse(responseCode = "401", ref = "Problem")
  @APIResponse(responseCode = "403", ref = "Problem")
  @APIResponse(responseCode = "409", ref = "Problem")
  @APIResponse(responseCode = "413", ref = "Problem")
  @APIResponse(responseCode = "503", ref = "Problem")
  public CompletionStage<RestResponse<WindowResponse>> announce(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON,
                      schema = @Schema(implementation = WindowRequest.class)))
          byte[] body) {
    Caller caller = tokens.caller(authorization).require(Group.PRODUCER);
    return service
        .announce(caller, Fields.parse(body))
        .thenApply(
            announced ->
                RestResponse.status(
                    announced.isNew() ? RestResponse.Status.CREATED : RestResponse.Status.OK,
                    WindowResponse.of(announced.window())));
  }

  /** The windows of the caller's tenant, or of one stream. */
  @GET
  @NonBlocking
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(operationId = "windows", summary = "The windows and how warm the pool is for them")
  @APIResponse(
      responseCode = "200",
      description = "The windows, those that open first first",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = WindowsResponse.class)))
  @APIResponse(responseCode = "400", ref = "Problem")
  @APIResponse(responseCode = "401", ref = "Problem")
  @APIResponse(responseCode = "403", ref = "Problem")
  @APIResponse(responseCode = "503", ref = "Problem")
  public CompletionStage<WindowsResponse> list(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization, @RestQuery String stream) {
    Caller caller = tokens.caller(authorization).require(Group.HOST);
    if (stream == null) {
      return service.list(caller.tenant(), caller.stream());
    }
    return service.list(caller.tenant(), caller.reach(Fields.requireName("stream", stream)).name());
  }

  /** Cancels a window that was announced. */
  @DELETE
  @Path("/{stream}/{window}")
  @NonBlocking
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(operationId = "cancelWindow", summary = "Take an announced window back")
  @APIResponse(
      responseCode = "200",
      description = "Cancelled; its name may be used again",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = WindowResponse.class)))
  @APIResponse(responseCode = "400", ref = "Problem")
  @APIResponse(responseCode = "401", ref = "Problem")
  @APIResponse(responseCode = "403", ref = "Problem")
  @APIResponse(responseCode = "404", ref = "Problem")
  @APIResponse(responseCode = "503", ref = "Problem")
  public CompletionStage<WindowResponse> cancel(
      @HeaderParam(HttpHeaders.AUTHORIZATION) String authorization,
      @RestPath String stream,
      @RestPath String window) {
    Caller caller = tokens.caller(authorization).require(Group.PRODUCER);
    WindowId id =
        new WindowId(
            caller.reach(Fields.requireName("stream", stream)),
            Origin.ANNOUNCED,
            Fields.requireName("window", window));
    return service.cancel(id).thenApply(WindowResponse::of);
  }
}
