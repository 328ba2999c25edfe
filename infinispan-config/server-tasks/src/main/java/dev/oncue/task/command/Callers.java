package dev.oncue.task.command;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import javax.security.auth.Subject;
import org.infinispan.configuration.global.GlobalConfiguration;
import org.infinispan.security.AuditContext;
import org.infinispan.security.AuditLogger;
import org.infinispan.security.AuditResponse;
import org.infinispan.security.AuthorizationPermission;
import org.infinispan.security.Security;
import org.infinispan.security.impl.Authorizer;
import org.infinispan.security.impl.SubjectACL;

/**
 * Who may have which task run: a login with one of the task's {@link Role}s, and an administrator.
 * Thread-safe.
 */
final class Callers {
  /** A role that is taken from a login counts no longer than this. */
  private static final Duration KNOWN = Duration.ofMinutes(1);

  private final Authorizer authorizer;
  private final AuditLogger audit;

  /** A subject is one connection, and is compared by identity. */
  private final Cache<Subject, SubjectACL> known =
      Caffeine.newBuilder().weakKeys().expireAfterWrite(KNOWN).build();

  Callers(Authorizer authorizer, GlobalConfiguration server) {
    this.authorizer = authorizer;
    this.audit = server.security().authorization().auditLogger();
  }

  /**
   * Passes a caller that may have a task run.
   *
   * @param caller {@code null}: nobody has logged in
   * @throws SecurityException when it may not
   */
  void require(Subject caller, GridTask task) {
    SubjectACL rights =
        caller == null ? authorizer.getACL(null) : known.get(caller, authorizer::getACL);
    if (!mayRun(rights, task.roles())) {
      audit.audit(
          caller,
          AuditContext.SERVER,
          task.getName(),
          AuthorizationPermission.EXEC,
          AuditResponse.DENY);
      throw new SecurityException(refusal(caller, task));
    }
  }

  /** Servers without authorization take everybody for an administrator. */
  private static boolean mayRun(SubjectACL rights, Set<Role> roles) {
    return roles.stream().anyMatch(role -> rights.containsRole(role.word()))
        || rights.matches(AuthorizationPermission.ADMIN.getMask());
  }

  private static String refusal(Subject caller, GridTask task) {
    String user = caller == null ? "nobody" : Security.getSubjectUserPrincipalName(caller);
    return "ISPN000287: Unauthorized access: '%s' lacks 'EXEC' permission for %s; it needs one of the roles %s"
        .formatted(
            user,
            task.getName(),
            task.roles().stream().map(Role::word).sorted().collect(Collectors.joining(", ")));
  }
}
