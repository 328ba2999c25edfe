package dev.oncue.http.problem;

import dev.oncue.testbed.Recorded;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemExceptionTest {
  @Test
  void itsDocumentIsThatOfRfc9457() {
    String detail = "options[1].text: must be 1-300 characters and not blank";
    Recorded.assertSame("problem", Problem.MALFORMED.with(detail).document());
  }

  @Test
  void whatTheViewerHadChosenIsPartOfIt() {
    ProblemException refusal =
        Problem.ALREADY_VOTED
            .with("this viewer's ballot counts already")
            .options(List.of("red", "a:b"));
    Recorded.assertSame("problem-already-voted", refusal.document(422));
  }
}
