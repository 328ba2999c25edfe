package dev.oncue.task;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.oncue.task.command.ServerCache;
import java.util.EnumSet;
import java.util.Set;
import javax.security.auth.Subject;
import org.infinispan.security.AuditContext;
import org.infinispan.security.AuditLogger;
import org.infinispan.security.AuditResponse;
import org.infinispan.security.AuthorizationPermission;
import org.infinispan.security.Security;
import org.jboss.logging.Logger;

/**
 * What an auditor wants to read: each login, each refusal, and what administrators do. Reads and
 * calls of tasks that are allowed are none of that: there are thousands in a second. Thread-safe.
 */
public final class Audit implements AuditLogger {
  /** The category by which the servers' configuration of logs picks these lines. */
  private static final Logger LOG = Logger.getLogger("org.infinispan.AUDIT");

  private static final Set<AuthorizationPermission> OF_ADMINISTRATORS =
      EnumSet.of(
          AuthorizationPermission.ADMIN,
          AuthorizationPermission.CREATE,
          AuthorizationPermission.LIFECYCLE,
          AuthorizationPermission.BULK_WRITE);

  /** A subject is one login, and is compared by identity. */
  private final Cache<Subject, Boolean> seen = Caffeine.newBuilder().weakKeys().build();

  @Override
  public void audit(
      Subject subject,
      AuditContext context,
      String resource,
      AuthorizationPermission permission,
      AuditResponse response) {
    // What the servers do by themselves.
    if (subject == ServerCache.SERVER) {
      return;
    }
    if (subject != null && seen.asMap().putIfAbsent(subject, true) == null) {
      LOG.infof("LOGIN %s", name(subject));
    }
    if (response != AuditResponse.ALLOW || OF_ADMINISTRATORS.contains(permission)) {
      LOG.infof("%s %s %s %s %s", response, name(subject), permission, context, resource);
    }
  }

  private static String name(Subject subject) {
    String name = subject == null ? null : Security.getSubjectUserPrincipalName(subject);
    return name == null ? "nobody" : name;
  }
}
