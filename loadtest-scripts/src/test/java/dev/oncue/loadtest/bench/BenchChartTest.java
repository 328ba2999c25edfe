package dev.oncue.loadtest.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class BenchChartTest {
  private static final Offset<Double> PIXEL = Offset.offset(0.2);

  private static NodeList bars(Map<String, Map<String, Double>> figures) throws Exception {
    byte[] svg = BenchChart.svg(figures).getBytes(StandardCharsets.UTF_8);
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg))
        .getElementsByTagName("rect");
  }

  private static double number(NodeList bars, int index, String attribute) {
    return Double.parseDouble(((Element) bars.item(index)).getAttribute(attribute));
  }

  @Test
  void barsAreAsLongAsVotesAreDear() throws Exception {
    Map<String, Double> processes = new LinkedHashMap<>();
    processes.put("vote", 15.0);
    processes.put("server-1", 5.0);
    Map<String, Map<String, Double>> figures = new LinkedHashMap<>();
    figures.put("floor", Map.of("floor", 10.0));
    figures.put("one-server", processes);

    NodeList bars = bars(figures);
    assertThat(bars.getLength()).isEqualTo(4);
    double floor = number(bars, 1, "width");
    double vote = number(bars, 2, "width");
    double server = number(bars, 3, "width");
    assertThat(vote).isCloseTo(floor * 1.5, PIXEL);
    assertThat(server).isCloseTo(floor * 0.5, PIXEL);
    assertThat(number(bars, 3, "x")).isCloseTo(number(bars, 2, "x") + vote, PIXEL);
    assertThat(number(bars, 2, "y")).isGreaterThan(number(bars, 1, "y"));
  }

  @Test
  void noFiguresAreNoBars() throws Exception {
    assertThat(bars(Map.of()).getLength()).isEqualTo(1);
    assertThat(bars(Map.of("floor", Map.of("floor", 0.0))).getLength()).isEqualTo(2);
  }
}
