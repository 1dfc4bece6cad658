package dev.limen.sample.plot;

import dev.limen.runtime.FloatKernel;
import dev.limen.runtime.FunctionProperties.KinkPoint;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws f, f' and the kinks of an activation, as its kernel computes them. */
public final class ActivationPlot {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 640;
  private static final int SCALE = 2;
  private static final double HIGHEST = 3.5;

  private static final Color INK = new Color(0x22, 0x2b, 0x38);
  private static final Color GRID = new Color(0xe3, 0xe7, 0xec);
  private static final Color VALUE = new Color(0x1f, 0x6f, 0xb4);
  private static final Color SLOPE = new Color(0xe0, 0x7b, 0x1a);
  private static final Color KINK = new Color(0xb0, 0x1e, 0x4b);
  private static final Color AXIS = new Color(0x9a, 0xa3, 0xaf);

  private final String title;
  private final FloatKernel kernel;
  private final List<KinkPoint> kinks;

  /** Prepares a plot of a kernel's function. */
  public ActivationPlot(String title, FloatKernel kernel) {
    this.title = title;
    this.kernel = kernel;
    kinks = kernel.info().properties().kinks();
  }

  /** Writes a PNG. */
  public void write(Path file) throws IOException {
    BufferedImage image =
        new BufferedImage(SCALE * WIDTH, SCALE * HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      // Else lines are bent to the middle of pixels, which makes curves look torn.
      graphics.setRenderingHint(
          RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      graphics.scale(SCALE, SCALE);
      chart().paint(graphics, WIDTH, HEIGHT);
    } finally {
      graphics.dispose();
    }
    if (!ImageIO.write(image, "png", file.toFile())) {
      throw new IOException("this JVM writes no PNG");
    }
  }

  private XYChart chart() {
    double reach = reach();
    List<Double> bends = kinks.stream().map(KinkPoint::at).toList();
    Curve value = Curve.of(x -> kernel.apply((float) x), reach, List.of());
    Curve slope = Curve.of(x -> kernel.derivative((float) x), reach, bends);
    double low = lowest(value, slope);
    double high = Math.min(HIGHEST, highest(value, slope));
    double margin = 0.06 * (high - low);

    XYChart chart =
        new XYChartBuilder().width(WIDTH).height(HEIGHT).title(title).xAxisTitle("x").build();
    style(chart, reach, low - margin, high + margin);
    line(chart, "zero", new double[] {-reach, reach}, new double[] {0, 0}, AXIS, 1, false);
    line(
        chart, "middle", new double[2], new double[] {low - margin, high + margin}, AXIS, 1, false);
    for (int i = 0; i < bends.size(); i++) {
      double[] x = {bends.get(i), bends.get(i)};
      line(chart, "kink " + i, x, new double[] {low - margin, high + margin}, KINK, 1, true);
    }
    line(chart, "f(x)", value.x(), value.y(), VALUE, 3.5f, false).setShowInLegend(true);
    line(chart, "f\u2032(x)", slope.x(), slope.y(), SLOPE, 2.5f, false).setShowInLegend(true);
    if (!kinks.isEmpty()) {
      dots(
          chart,
          "kinks",
          bends,
          bends.stream().map(x -> (double) kernel.apply(x.floatValue())),
          KINK);
      dots(
          chart,
          "f\u2032 at the kinks",
          bends,
          kinks.stream().map(KinkPoint::derivative),
          SLOPE.darker());
    }
    return chart;
  }

  /** How far to the left and to the right: all kinks, and some more. */
  private double reach() {
    double furthest = kinks.stream().mapToDouble(kink -> Math.abs(kink.at())).max().orElse(0);
    return Math.ceil(Math.max(4, 1.4 * furthest));
  }

  private static double lowest(Curve... curves) {
    return values(curves).min().orElseThrow();
  }

  private static double highest(Curve... curves) {
    return values(curves).max().orElseThrow();
  }

  private static DoubleStream values(Curve... curves) {
    return Arrays.stream(curves)
        .flatMapToDouble(c -> Arrays.stream(c.y()))
        .filter(Double::isFinite);
  }

  private static XYSeries line(
      XYChart chart,
      String name,
      double[] x,
      double[] y,
      Color color,
      float width,
      boolean dashed) {
    XYSeries series = chart.addSeries(name, x, y);
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(color);
    series.setLineStyle(
        new BasicStroke(
            width,
            dashed ? BasicStroke.CAP_BUTT : BasicStroke.CAP_ROUND,
            BasicStroke.JOIN_ROUND,
            1,
            dashed ? new float[] {5, 5} : null,
            0));
    series.setShowInLegend(false);
    return series;
  }

  private static void dots(
      XYChart chart, String name, List<Double> x, Stream<Double> y, Color color) {
    XYSeries series = chart.addSeries(name, x, y.toList());
    series.setLineStyle(SeriesLines.NONE);
    series.setMarker(SeriesMarkers.CIRCLE);
    series.setMarkerColor(color);
  }

  private static void style(XYChart chart, double reach, double low, double high) {
    var styler = chart.getStyler();
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridLinesColor(GRID);
    styler.setPlotGridLinesStroke(new BasicStroke(1));
    styler.setChartFontColor(INK);
    styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 20));
    styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.ITALIC, 16));
    styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
    styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15));
    styler.setLegendPosition(LegendPosition.InsideNW);
    styler.setLegendBorderColor(GRID);
    styler.setAxisTickMarksColor(AXIS);
    styler.setAxisTickLabelsColor(INK);
    styler.setMarkerSize(9);
    styler.setXAxisMin(-reach);
    styler.setXAxisMax(reach);
    styler.setYAxisMin(low);
    styler.setYAxisMax(high);
    styler.setXAxisTickMarkSpacingHint(95);
    styler.setYAxisTickMarkSpacingHint(60);
    styler.setChartTitlePadding(14);
    styler.setChartPadding(14);
    styler.setPlotContentSize(1);
    styler.setAntiAlias(true);
  }
}
