package dev.oncue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class LastFailureTest {
  private final LastFailure last = new LastFailure();

  @Test
  void the_same_failure_is_news_once() {
    assertThat(last.isNews(new IllegalStateException("lost"))).isTrue();
    assertThat(last.isNews(new IllegalStateException("lost"))).isFalse();
    assertThat(last.isNews(new CompletionException(new IllegalStateException("lost")))).isFalse();
    assertThat(last.isNews(new IllegalStateException("lost again"))).isTrue();
    assertThat(last.isNews(new NoClassDefFoundError("lost again"))).isTrue();
  }

  @Test
  void that_the_grid_is_away_is_no_news_and_hides_none() {
    assertThat(last.isNews(new IllegalStateException("lost"))).isTrue();
    assertThat(last.isNews(new CompletionException(new GridUnavailableException("away"))))
        .isFalse();
    assertThat(last.isNews(new IllegalStateException("lost"))).isFalse();
  }

  @Test
  void after_a_success_it_is_news_again() {
    assertThat(last.isNews(new IllegalStateException("lost"))).isTrue();
    last.over();
    assertThat(last.isNews(new IllegalStateException("lost"))).isTrue();
  }
}
