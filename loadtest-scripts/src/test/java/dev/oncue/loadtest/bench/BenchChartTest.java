package dev.oncue.loadtest.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class BenchChartTest {
  private static final Offset<Double> PIXEL = Offset.offset(0.2);

  private static List<Element> elements(String name, Map<String, Map<String, Double>> figures)
      throws Exception {
    byte[] svg = BenchChart.svg(figures).getBytes(StandardCharsets.UTF_8);
    NodeList nodes =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg))
            .getElementsByTagName(name);
    return IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).toList();
  }

  /** What has a title: the swatches of the legend, then the bars, whose titles tell a figure. */
  private static List<Element> coloured(Map<String, Map<String, Double>> figures) throws Exception {
    return elements("rect", figures).stream()
        .filter(rect -> !rect.getTextContent().isEmpty())
        .toList();
  }

  private static List<Element> bars(Map<String, Map<String, Double>> figures) throws Exception {
    return coloured(figures).stream().filter(rect -> rect.getTextContent().endsWith("µs")).toList();
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }

  private static Map<String, Double> processes(String one, double micros, String two, double more) {
    Map<String, Double> processes = new LinkedHashMap<>();
    processes.put(one, micros);
    processes.put(two, more);
    return processes;
  }

  private static Map<String, Map<String, Double>> variants() {
    Map<String, Map<String, Double>> figures = new LinkedHashMap<>();
    figures.put("floor", Map.of("floor", 10.0));
    figures.put("one-server", processes("vote", 15.0, "server-1", 5.0));
    figures.put("redis", processes("app", 30.25, "redis", 10.0));
    figures.put("node-redis", processes("app", 40.0, "redis", 10.0));
    return figures;
  }

  @Test
  void barsAreAsLongAsVotesAreDear() throws Exception {
    List<Element> bars = bars(variants());
    assertThat(bars).hasSize(7);
    double floor = number(bars.get(0), "width");
    double vote = number(bars.get(1), "width");
    double server = number(bars.get(2), "width");
    assertThat(vote).isCloseTo(floor * 1.5, PIXEL);
    assertThat(server).isCloseTo(floor * 0.5, PIXEL);
    assertThat(number(bars.get(2), "x")).isCloseTo(number(bars.get(1), "x") + vote, PIXEL);
    assertThat(number(bars.get(1), "y")).isGreaterThan(number(bars.get(0), "y"));
  }

  @Test
  void aBarEndsWithItsSum() throws Exception {
    assertThat(elements("text", variants()).stream().map(Element::getTextContent))
        .containsSubsequence("redis", "40.3", "node-redis", "50.0");
  }

  @Test
  void theLegendNamesEachProcessOnce() throws Exception {
    assertThat(elements("text", variants()).stream().map(Element::getTextContent))
        .containsOnlyOnce("vote", "server-1", "app");
  }

  @Test
  void aProcessHasOneColourInTheLegendAndInAllVariants() throws Exception {
    Map<String, List<String>> coloursOf =
        coloured(variants()).stream()
            .collect(
                Collectors.groupingBy(
                    rect -> rect.getTextContent().replaceFirst(":.*", ""),
                    Collectors.mapping(rect -> rect.getAttribute("fill"), Collectors.toList())));
    assertThat(coloursOf.get("app")).hasSize(3);
    assertThat(coloursOf.values()).allMatch(colours -> Set.copyOf(colours).size() == 1);
    assertThat(coloursOf.values().stream().map(colours -> colours.get(0))).doesNotHaveDuplicates();
  }

  @Test
  void noFiguresAreNoBars() throws Exception {
    assertThat(bars(Map.of())).isEmpty();
    assertThat(bars(Map.of("floor", Map.of("floor", 0.0)))).hasSize(1);
  }
}
