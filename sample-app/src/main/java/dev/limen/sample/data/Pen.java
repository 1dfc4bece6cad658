package dev.limen.sample.data;

import dev.limen.sample.data.Outline.Stroke;
import java.util.SplittableRandom;

/**
 * Draws outlines as a hand does: places, turns, slants, stretches and bends them, with a pen of
 * some width, on paper with some noise. One pen draws one image.
 *
 * <p>Angles go through {@code StrictMath}, so that the same seed draws the same image everywhere.
 */
final class Pen {
  /** The height of an undistorted digit, in pixels. */
  private static final double SIZE = 21;

  private static final int STEPS_PER_SPAN = 6;

  private final SplittableRandom random;
  private final double xx;
  private final double xy;
  private final double yx;
  private final double yy;
  private final double xCentre;
  private final double yCentre;
  private final double radius;
  private final double bend;
  private final double[] ink = new double[Digits.PIXELS];

  Pen(SplittableRandom random) {
    this.random = random;
    double turn = within(-0.28, 0.28);
    double slant = within(-0.3, 0.3);
    double width = SIZE * within(0.65, 1.15);
    double height = SIZE * within(0.75, 1.1);
    double cos = StrictMath.cos(turn);
    double sin = StrictMath.sin(turn);
    xx = width * cos;
    xy = height * (slant * cos - sin);
    yx = width * sin;
    yy = height * (slant * sin + cos);
    xCentre = Digits.SIDE / 2.0 + within(-2, 2);
    yCentre = Digits.SIDE / 2.0 + within(-2, 2);
    radius = within(0.55, 1.7);
    bend = within(0.01, 0.045);
  }

  void draw(Outline outline) {
    for (Stroke stroke : outline.strokes()) {
      double[] points = placed(stroke.points());
      if (stroke.curved()) {
        points = smooth(points, stroke.closed());
      }
      for (int i = 0; i + 3 < points.length; i += 2) {
        draw(points[i], points[i + 1], points[i + 2], points[i + 3]);
      }
    }
  }

  /** A stroke that belongs to nothing, as of the line above or of a slip of the hand. */
  void scratch() {
    double x = within(0, Digits.SIDE);
    double y = within(0, Digits.SIDE);
    draw(x, y, x + within(-9, 9), y + within(-9, 9));
  }

  /** Writes the image with paper noise and contrast. */
  void print(byte[] pixels, int offset) {
    double contrast = within(0.6, 1);
    double noise = within(0, 0.22);
    for (int i = 0; i < Digits.PIXELS; i++) {
      double grey = contrast * ink[i] + noise * random.nextGaussian();
      pixels[offset + i] = (byte) Math.round(255 * Math.clamp(grey, 0, 1));
    }
  }

  private double[] placed(double[] points) {
    double[] placed = new double[points.length];
    for (int i = 0; i < points.length; i += 2) {
      double x = points[i] - 0.5 + bend * random.nextGaussian();
      double y = points[i + 1] - 0.5 + bend * random.nextGaussian();
      placed[i] = xCentre + xx * x + xy * y;
      placed[i + 1] = yCentre + yx * x + yy * y;
    }
    return placed;
  }

  /** A Catmull-Rom spline: through all points, with the direction of the neighbours' chord. */
  private static double[] smooth(double[] points, boolean closed) {
    int count = points.length / 2;
    int spans = closed ? count : count - 1;
    double[] smooth = new double[2 * (spans * STEPS_PER_SPAN + 1)];
    for (int step = 0; step <= spans * STEPS_PER_SPAN; step++) {
      int span = Math.min(step / STEPS_PER_SPAN, spans - 1);
      double t = (double) (step - span * STEPS_PER_SPAN) / STEPS_PER_SPAN;
      for (int axis = 0; axis < 2; axis++) {
        double before = at(points, span - 1, axis, closed);
        double from = at(points, span, axis, closed);
        double to = at(points, span + 1, axis, closed);
        double after = at(points, span + 2, axis, closed);
        smooth[2 * step + axis] =
            from
                + 0.5
                    * t
                    * (to
                        - before
                        + t * (2 * before - 5 * from + 4 * to - after)
                        + t * t * (3 * (from - to) + after - before));
      }
    }
    return smooth;
  }

  private static double at(double[] points, int index, int axis, boolean closed) {
    int count = points.length / 2;
    int i = closed ? Math.floorMod(index, count) : Math.clamp(index, 0, count - 1);
    return points[2 * i + axis];
  }

  /** Inks the pixels near a line segment: fully inside the radius, fading over one pixel. */
  private void draw(double x0, double y0, double x1, double y1) {
    double reach = radius + 0.5;
    double dx = x1 - x0;
    double dy = y1 - y0;
    double squared = Math.max(dx * dx + dy * dy, 1e-12);
    int left = Math.max(0, (int) Math.floor(Math.min(x0, x1) - reach));
    int right = Math.min(Digits.SIDE - 1, (int) Math.ceil(Math.max(x0, x1) + reach));
    int top = Math.max(0, (int) Math.floor(Math.min(y0, y1) - reach));
    int bottom = Math.min(Digits.SIDE - 1, (int) Math.ceil(Math.max(y0, y1) + reach));
    for (int row = top; row <= bottom; row++) {
      for (int column = left; column <= right; column++) {
        double px = column + 0.5 - x0;
        double py = row + 0.5 - y0;
        double t = Math.clamp((px * dx + py * dy) / squared, 0, 1);
        double away = Math.sqrt(square(px - t * dx) + square(py - t * dy));
        int pixel = row * Digits.SIDE + column;
        ink[pixel] = Math.max(ink[pixel], Math.min(1, reach - away));
      }
    }
  }

  private double within(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  private static double square(double a) {
    return a * a;
  }
}
