package dev.oncue.warmpool.knative.serving;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.knative.serving.v1.Service;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouteTest {
  private static Route route(String status) {
    return Route.of(
        Serialization.unmarshal(
            """
            {"apiVersion": "serving.knative.dev/v1", "kind": "Service",
             "metadata": {"name": "vote"}, "status": %s}
            """
                .formatted(status),
            Service.class));
  }

  @Test
  void sharesTagsAndTheLatestAreKept() {
    Route route =
        route(
            """
            {"latestCreatedRevisionName": "vote-4", "latestReadyRevisionName": "vote-3",
             "traffic": [
               {"revisionName": "vote-1", "percent": 90},
               {"revisionName": "vote-2", "percent": 10, "tag": "next"},
               {"revisionName": "vote-3", "percent": 0, "tag": "canary"},
               {"revisionName": "vote-0", "percent": 0},
               {"revisionName": "vote-1", "tag": "now"}],
             "url": "https://vote.example.com",
             "address": {"url": "http://vote.shows.svc.cluster.local"}}
            """);
    assertThat(route.revisions()).containsExactly("vote-1", "vote-2", "vote-3", "vote-4");
    assertThat(route.serving()).containsExactly("vote-1", "vote-2");
    assertThat(route.address()).hasValue(URI.create("http://vote.shows.svc.cluster.local"));
  }

  @Test
  void aServiceThatIsNotRoutedYetIsJudgedByItsLatest() {
    Route route = route("{\"latestCreatedRevisionName\": \"vote-1\"}");
    assertThat(route.revisions()).containsExactly("vote-1");
    assertThat(route.serving()).containsExactly("vote-1");
    assertThat(route.address()).isEmpty();
  }

  @Test
  void aServiceThatWasJustMadeHasNothingToKeep() {
    assertThat(route("null").revisions()).isEmpty();
    assertThat(route("{}").serving()).isEmpty();
  }

  @Test
  void anAddressThatIsNoneIsNotCalled() {
    for (String url : List.of("file:///etc/passwd", "http://a b", "http:///x", "vote", "")) {
      assertThat(route("{\"url\": \"" + url + "\"}").address()).as(url).isEmpty();
    }
    assertThat(route("{\"url\": \"https://vote.example.com\"}").address())
        .hasValue(URI.create("https://vote.example.com"));
  }
}
