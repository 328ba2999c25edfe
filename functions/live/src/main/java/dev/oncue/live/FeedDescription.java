package dev.oncue.live;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** Describes the feed, which is no REST endpoint and is found by nobody but this. */
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public final class FeedDescription implements OASFilter {
  @Override
  public void filterOpenAPI(OpenAPI description) {
    Operation feed =
        OASFactory.createOperation()
            .operationId("feed")
            .summary("The events of a stream, as Server-Sent Events")
            .description(
                "First an event state, then as they happen poll-scheduled, poll-opened,"
                    + " poll-closing, poll-closed, result-revealed, tally, reactions and viewers."
                    + " Hosts and producers are also told"
                    + " window: a window of the warm pool, each time its status changes.")
            .tags(List.of("Feed"))
            .addParameter(
                parameter("stream", Parameter.In.PATH, "")
                    .required(true)
                    .schema(OASFactory.createSchema().ref("Name")))
            .addParameter(parameter("token", Parameter.In.QUERY, "The token, where no header can"))
            .addParameter(parameter("cursor", Parameter.In.QUERY, "As Last-Event-ID"))
            .addParameter(
                parameter("Last-Event-ID", Parameter.In.HEADER, "The last event that was got"))
            .responses(responses());
    description
        .getPaths()
        .addPathItem("/streams/{stream}/feed", OASFactory.createPathItem().GET(feed));
  }

  private static Parameter parameter(String name, Parameter.In in, String description) {
    return OASFactory.createParameter().name(name).in(in).description(description).schema(text());
  }

  private static Schema text() {
    return OASFactory.createSchema().addType(Schema.SchemaType.STRING);
  }

  private static APIResponses responses() {
    APIResponses responses =
        OASFactory.createAPIResponses()
            .addAPIResponse(
                "200",
                OASFactory.createAPIResponse()
                    .description(
                        "The feed; it goes on. One who accepts text/event-stream, and not"
                            + " application/problem+json, as a browser's EventSource, gets in the"
                            + " place of a 503 a feed that ends at once and says when to come back"
                            + " (retry)")
                    .content(
                        OASFactory.createContent()
                            .addMediaType(
                                "text/event-stream", OASFactory.createMediaType().schema(text()))));
    for (String status : List.of("400", "401", "403", "429", "503")) {
      APIResponse problem = OASFactory.createAPIResponse().ref("Problem");
      responses.addAPIResponse(status, problem);
    }
    return responses;
  }
}
