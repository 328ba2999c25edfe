package dev.oncue.warmpool.knative.sim;

import io.fabric8.mockwebserver.http.RecordedRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request as Kubernetes' authorization sees it.
 *
 * @param group empty for the core API
 * @param name empty for lists and what is created
 * @param agent who calls
 */
public record Call(
    String verb, String group, String resource, String namespace, String name, String agent) {
  private static final Pattern PATH =
      Pattern.compile(
          "/(?:api|apis/(?<group>[^/]+))/[^/]+(?:/namespaces/(?<namespace>[^/?]+))?"
              + "/(?<resource>[^/?]+)(?:/(?<name>[^/?]+))?(?<rest>[^?]*)(?:\\?(?<query>.*))?");

  static Call of(RecordedRequest request) {
    Matcher path = PATH.matcher(request.getPath());
    if (!path.matches() || !path.group("rest").isEmpty()) {
      throw new IllegalArgumentException("unexpected request " + request.getPath());
    }
    return new Call(
        verb(request.getMethod(), path),
        text(path.group("group")),
        path.group("resource"),
        text(path.group("namespace")),
        text(path.group("name")),
        text(request.getHeader("User-Agent")));
  }

  private static String verb(String method, Matcher path) {
    boolean isWatch = text(path.group("query")).contains("watch=true");
    return switch (method) {
      case "GET" -> isWatch ? "watch" : path.group("name") == null ? "list" : "get";
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> "delete";
      default -> throw new IllegalArgumentException("unexpected method " + method);
    };
  }

  private static String text(String text) {
    return text == null ? "" : text;
  }

  public boolean isWrite() {
    return !verb.equals("get") && !verb.equals("list") && !verb.equals("watch");
  }
}
