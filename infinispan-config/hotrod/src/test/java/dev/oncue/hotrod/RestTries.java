package dev.oncue.hotrod;

import dev.oncue.testbed.engine.GridAccess;
import java.io.IOException;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.HttpsURLConnection;

/**
 * What a client can do by the servers' REST (Infinispan 15.0, {@code /rest/v2}), tried one by one
 * with one login.
 */
final class RestTries {
  private static final List<String> OF_A_CACHE =
      List.of(
          "GET ",
          "HEAD ",
          "DELETE ",
          "POST ?action=clear",
          "POST ?action=assign-alias&alias=a",
          "POST ?action=initialize",
          "POST ?action=enable-rebalancing",
          "POST ?action=disable-rebalancing",
          "POST ?action=set-availability&availability=AVAILABLE",
          "GET ?action=get-availability",
          "POST ?action=set-mutable-attribute&attribute-name=memory.max-count&attribute-value=1",
          "GET ?action=get-mutable-attributes",
          "GET ?action=keys",
          "GET ?action=entries",
          "GET ?action=size",
          "GET ?action=stats",
          "POST ?action=stats-reset",
          "GET ?action=config",
          "GET ?action=search&query=from%20oncue.grid.ShardEntryAdapter",
          "DELETE ?action=deleteByQuery&query=delete%20from%20x",
          "GET ?action=distribution",
          "GET ?action=listen",
          "POST /search/indexes?action=clear",
          "POST /search/indexes?action=reindex",
          "GET /search/stats",
          "POST /rolling-upgrade/source-connection?action=sync-data",
          "DELETE /rolling-upgrade/source-connection",
          "GET /x-site/backups",
          "GET /%KEY%",
          "HEAD /%KEY%",
          "GET /%KEY%?action=distribution",
          "PUT /%KEY%",
          "POST /%KEY%",
          "DELETE /%KEY%");

  private static final List<String> OF_A_SERVER =
      List.of(
          "GET /caches",
          "GET /caches?action=health",
          "GET /caches?action=role-accessible&role=admin",
          "POST /caches/mine",
          "PUT /caches/mine?template=org.infinispan.DIST_SYNC",
          "GET /cache-managers/default",
          "GET /cache-managers/default/config",
          "GET /cache-managers/default/health",
          "GET /cache-managers/default/stats",
          "POST /cache-managers/default?action=disable-rebalancing",
          "GET /cache-managers/default/caches",
          "GET /container",
          "GET /container/config",
          "GET /container/health",
          "GET /container/stats",
          "POST /container?action=shutdown",
          "POST /container?action=disable-rebalancing",
          "GET /container/cache-configs",
          "GET /container/caches",
          "GET /container/config?action=listen",
          "GET /container?action=listen",
          "POST /cluster?action=stop",
          "GET /cluster?action=distribution",
          "GET /cluster/backups",
          "POST /cluster/backups/b",
          "POST /cluster/restores/r",
          "GET /server",
          "POST /server?action=stop",
          "GET /server/config",
          "GET /server/env",
          "GET /server/memory",
          "POST /server/memory?action=heap-dump",
          "GET /server/threads",
          "GET /server/report",
          "GET /server/cache-managers",
          "GET /server/connectors",
          "GET /server/connectors/endpoint-default",
          "POST /server/connectors/endpoint-default?action=stop",
          "POST /server/connectors/endpoint-default/ip-filter",
          "DELETE /server/connectors/endpoint-default/ip-filter",
          "GET /server/caches/defaults",
          "GET /server/datasources",
          "GET /server/overview-report",
          "POST /server/ignored-caches/default/shards",
          "GET /logging/loggers",
          "PUT /logging/loggers/x?level=TRACE",
          "DELETE /logging/loggers/x",
          "GET /logging/appenders",
          "GET /counters",
          "POST /counters/mine",
          "GET /counters/mine",
          "GET /counters/mine/config",
          "POST /counters/mine?action=increment",
          "DELETE /counters/mine",
          "GET /schemas",
          "GET /schemas?action=types",
          "GET /schemas/mine",
          "POST /schemas/mine",
          "PUT /schemas/mine",
          "DELETE /schemas/mine",
          "GET /tasks",
          "POST /tasks/mine",
          "PUT /tasks/mine",
          "GET /tasks/mine?action=script",
          "POST /tasks/mine?action=exec",
          "POST /tasks/oncue.cast?action=exec&param.shard=s",
          "POST /tasks/@@cache@remove?action=exec&param.name=shards",
          "GET /security/users",
          "GET /security/user/acl",
          "GET /security/roles",
          "GET /security/principals/admin",
          "PUT /security/principals/vote?action=grant&role=admin",
          "PUT /security/roles/vote?action=grant&role=admin",
          "PUT /security/roles/vote?action=deny&role=admin",
          "PUT /security/permissions/mine?permission=ALL",
          "POST /security/permissions/mine?permission=ALL",
          "DELETE /security/permissions/oncue-vote",
          "GET /security/permissions",
          "POST /security/cache?action=flush",
          "GET /login");

  private final GridAccess access;
  private final String server;

  RestTries(GridAccess access, String server) {
    this.access = access;
    this.server = server;
  }

  /** Each request that is no entry's, with its status. */
  Map<String, Integer> ofServer() throws Exception {
    return statuses(OF_A_SERVER);
  }

  /** Each request to a cache, with its status. */
  Map<String, Integer> ofCache(String cache, String key) throws Exception {
    List<String> requests = new ArrayList<>();
    for (String request : OF_A_CACHE) {
      String path = request.replace("%KEY%", key.replace("/", "%2F"));
      requests.add(path.replaceFirst(" ", " /caches/" + cache));
    }
    return statuses(requests);
  }

  private Map<String, Integer> statuses(List<String> requests) throws Exception {
    Map<String, Integer> statuses = new TreeMap<>();
    for (String request : requests) {
      String[] methodAndPath = request.split(" ", 2);
      statuses.put(request, status(methodAndPath[0], methodAndPath[1]));
    }
    return statuses;
  }

  /** One that would do something. */
  private static String[] body(String path) {
    if (path.startsWith("/tasks/mine")) {
      return new String[] {"application/javascript", "// mode=local,language=javascript\n1"};
    }
    if (path.startsWith("/counters/mine")) {
      return new String[] {"application/json", "{\"weak-counter\":{\"initial-value\":5}}"};
    }
    if (path.equals("/caches/mine")) {
      return new String[] {"application/json", "{\"local-cache\":{}}"};
    }
    return new String[] {"text/plain", "x"};
  }

  /** How one request is answered. */
  int status(String method, String path) throws Exception {
    HttpsURLConnection request =
        (HttpsURLConnection)
            URI.create("https://" + server + "/rest/v2" + path).toURL().openConnection();
    request.setSSLSocketFactory(TrustedCertificates.context(access.ca()).getSocketFactory());
    request.setAuthenticator(new Login());
    request.setRequestMethod(method);
    request.setConnectTimeout(5_000);
    request.setReadTimeout(5_000);
    if (method.equals("PUT") || method.equals("POST")) {
      request.setDoOutput(true);
      String[] typeAndText = body(path);
      request.setRequestProperty("Content-Type", typeAndText[0]);
      request.getOutputStream().write(typeAndText[1].getBytes(StandardCharsets.UTF_8));
    }
    try {
      return request.getResponseCode();
    } catch (IOException noStatus) {
      return -1;
    } finally {
      request.disconnect();
    }
  }

  private final class Login extends Authenticator {
    private boolean given;

    @Override
    protected PasswordAuthentication getPasswordAuthentication() {
      // Asked once more, the JDK would go on for ever.
      if (given) {
        return null;
      }
      given = true;
      return new PasswordAuthentication(access.user(), access.password().toCharArray());
    }
  }
}
