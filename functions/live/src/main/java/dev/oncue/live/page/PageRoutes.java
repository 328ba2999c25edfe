package dev.oncue.live.page;

import dev.oncue.http.problem.Problem;
import dev.oncue.http.problem.ProblemAnswers;
import dev.oncue.http.response.Gzip;
import io.quarkus.runtime.LaunchMode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Serves the pages and what they load. A page has what it loads from {@code oncue/VERSION/}, which
 * browsers keep for good; the pages and the plain names, such as {@code oncue/sdk/oncue-viewer.js}
 * for other sites, are asked for anew each time and answered with 304 while they are the same.
 *
 * <p>Each file is read and compressed once, when the first browser asks for it. In dev mode Quarkus
 * serves the files, as they are in that moment. Thread-safe.
 */
@Singleton
final class PageRoutes {
  /** After votes, before Quarkus' own files and its REST layer. */
  private static final int ORDER = 0;

  private static final Pattern VERSIONED = Pattern.compile("/oncue/([0-9a-f]{16})/(.+)");
  private static final String FOR_GOOD = "public, max-age=31536000, immutable";
  private static final String ASK_ANEW = "no-cache";
  private static final String METHODS = "GET, HEAD, OPTIONS";

  private final Vertx vertx;
  private final Map<String, Future<PageFile>> loaded = new ConcurrentHashMap<>();

  @Inject
  PageRoutes(Vertx vertx) {
    this.vertx = vertx;
  }

  void routes(@Observes Router router) {
    if (LaunchMode.current() == LaunchMode.DEVELOPMENT) {
      return;
    }
    PageFiles files = PageFiles.ofThisProgram();
    for (String page : files.pages()) {
      router.route('/' + page).order(ORDER).handler(context -> serve(context, files, page, false));
    }
    router
        .route('/' + PageFiles.LOADED + '*')
        .order(ORDER)
        .handler(context -> find(context, files));
  }

  private void find(RoutingContext context, PageFiles files) {
    String path = context.normalizedPath();
    Matcher versioned = VERSIONED.matcher(path);
    if (versioned.matches()) {
      // Of another version while instances change: what this one has, and not for long.
      boolean isOurs = versioned.group(1).equals(files.version());
      serve(context, files, PageFiles.LOADED + versioned.group(2), isOurs);
    } else {
      serve(context, files, path.substring(1), false);
    }
  }

  private void serve(RoutingContext context, PageFiles files, String name, boolean forGood) {
    HttpMethod method = context.request().method();
    if (!files.has(name) || method == HttpMethod.OPTIONS) {
      context.next();
    } else if (method == HttpMethod.GET || method == HttpMethod.HEAD) {
      file(files, name)
          .onSuccess(file -> send(context, file, forGood))
          .onFailure(fault -> ProblemAnswers.end(context, fault));
    } else {
      context.response().putHeader(HttpHeaders.ALLOW, METHODS);
      throw Problem.METHOD_NOT_ALLOWED.with(Problem.METHOD_NOT_ALLOWED.title());
    }
  }

  private Future<PageFile> file(PageFiles files, String name) {
    return loaded.computeIfAbsent(
        name,
        missing ->
            vertx
                .executeBlocking(() -> files.read(name), false)
                .onFailure(fault -> loaded.remove(name)));
  }

  private static void send(RoutingContext context, PageFile file, boolean forGood) {
    boolean asGzip = Gzip.isAccepted(context);
    HttpServerResponse response = context.response();
    response.putHeader(HttpHeaders.CACHE_CONTROL, forGood ? FOR_GOOD : ASK_ANEW);
    response.putHeader(HttpHeaders.ETAG, file.tag(asGzip));
    // What another site may load is told by CORS, to each site for itself.
    response.putHeader(HttpHeaders.VARY, "Accept-Encoding, Origin");
    String known = context.request().getHeader(HttpHeaders.IF_NONE_MATCH);
    if (known != null && file.isNamedIn(known)) {
      response.setStatusCode(304).end();
      return;
    }
    response.putHeader(HttpHeaders.CONTENT_TYPE, file.type());
    if (asGzip) {
      response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
    }
    Buffer content = asGzip ? file.gzipped() : file.plain();
    if (context.request().method() == HttpMethod.HEAD) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(content.length())).end();
    } else {
      response.end(content);
    }
  }
}
