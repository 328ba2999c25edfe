package dev.oncue.local.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;

/** Screenshots in target/screenshots, and what holds for every page that one is taken of. */
final class Picture {
  private static final Path FOLDER = Path.of("target", "screenshots");

  private Picture() {}

  /** Takes one, and checks that the page fits, has its colours and can be read and pressed. */
  static void take(Page page, String name, int width, ColorScheme scheme) {
    String file = shoot(page, name, width, scheme);
    assertFits(page, file, width);
    assertThat((boolean) page.evaluate(IS_LIGHT)).as(file).isEqualTo(scheme == ColorScheme.LIGHT);
  }

  /** Bars glide and cards arrive: waits until what moves on a page has come to rest. */
  static void awaitRest(Page page) {
    page.evaluate(
        """
        () => Promise.all(document.getAnimations()
          .filter((animation) => animation.effect.getComputedTiming().iterations !== Infinity)
          .map((animation) => animation.finished.catch(() => {})))
        """);
  }

  /** Takes one to look at, of a page without a background. */
  static String shoot(Page page, String name, int width, ColorScheme scheme) {
    awaitRest(page);
    String file = name + "-" + width + "-" + scheme.name().toLowerCase() + ".png";
    page.screenshot(
        new Page.ScreenshotOptions().setPath(FOLDER.resolve(file)).setFullPage(width < 500));
    return file;
  }

  private static void assertFits(Page page, String file, int width) {
    assertThat((int) page.evaluate("document.documentElement.scrollWidth"))
        .as("the width of what is on " + file)
        .isLessThanOrEqualTo(width);
    assertThat((List<?>) page.evaluate(TOO_SMALL)).as("small targets on " + file).isEmpty();
    assertThat((List<?>) page.evaluate(TOO_FAINT)).as("faint text on " + file).isEmpty();
  }

  private static final String IS_LIGHT =
      """
      () => {
        const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number);
        return r + g + b > 382;
      }
      """;

  /** What is pressed and is lower than 44 pixels, with the label that belongs to it. */
  private static final String TOO_SMALL =
      """
      () => [...document.querySelectorAll('.host :is(button, a[href], select, summary, input)')]
        .filter((element) => element.checkVisibility() && !element.matches('.skip'))
        .map((element) => ({ element, target: element.labels?.[0] ?? element }))
        .map(({ element, target }) => [element.id || element.textContent.trim(),
          Math.max(element.getBoundingClientRect().height, target.getBoundingClientRect().height)])
        .filter(([, height]) => height < 43.9)
      """;

  /**
   * Texts whose contrast with what is behind them is below 4.5 to 1 (WCAG 2.2, 1.4.3, which leaves
   * out what cannot be pressed).
   */
  private static final String TOO_FAINT =
      """
      () => {
        const parse = (colour) => {
          const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number);
          return { r, g, b, a };
        };
        const channel = (value) => {
          const c = value / 255;
          return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
        };
        const luminance = ({ r, g, b }) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
        const behind = (element) => {
          for (let e = element; e; e = e.parentElement) {
            const colour = parse(getComputedStyle(e).backgroundColor);
            if (colour.a === 1) return colour;
          }
          return { r: 255, g: 255, b: 255 };
        };
        const faint = [];
        const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {
          const element = texts.currentNode.parentElement;
          if (!texts.currentNode.data.trim() || !element.checkVisibility() || element.closest('.emoji, noscript, [aria-disabled="true"]')) continue;
          const front = luminance(parse(getComputedStyle(element).color));
          const back = luminance(behind(element));
          const ratio = (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
          if (ratio < 4.5) faint.push(`${texts.currentNode.data.trim()}: ${ratio.toFixed(2)}`);
        }
        return faint;
      }
      """;
}
