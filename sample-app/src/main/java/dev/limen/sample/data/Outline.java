package dev.limen.sample.data;

import java.util.List;

/**
 * A way to write a digit, in a unit square with y pointing down.
 *
 * @param strokes what the pen draws without leaving the paper
 */
record Outline(List<Stroke> strokes) {

  /** The usual ways to write each digit. */
  static final List<List<Outline>> OF_DIGITS =
      List.of(
          List.of(
              of(loop(.5, .08, .25, .24, .22, .55, .36, .88, .5, .92, .7, .82, .78, .5, .7, .2))),
          List.of(
              of(line(.52, .08, .52, .92)),
              of(line(.34, .28, .54, .1), line(.54, .1, .54, .92)),
              of(line(.36, .26, .54, .1), line(.54, .1, .54, .9), line(.34, .9, .74, .9))),
          List.of(
              of(
                  curve(.25, .3, .36, .14, .55, .1, .73, .22, .7, .42, .5, .64, .24, .88),
                  line(.24, .88, .78, .88)),
              of(
                  curve(
                      .26, .26, .45, .1, .7, .2, .66, .46, .42, .74, .26, .84, .34, .74, .5, .8,
                      .64, .9, .8, .82))),
          List.of(
              of(
                  curve(.25, .2, .46, .1, .69, .2, .65, .39, .45, .48),
                  curve(.45, .48, .7, .55, .75, .76, .5, .91, .23, .8)),
              of(
                  line(.26, .12, .72, .12),
                  line(.72, .12, .46, .44),
                  curve(.46, .44, .68, .5, .75, .7, .54, .91, .24, .82))),
          List.of(
              of(line(.62, .1, .2, .64), line(.2, .64, .82, .64), line(.62, .1, .62, .92)),
              of(line(.32, .1, .24, .54), line(.24, .54, .8, .52), line(.7, .14, .64, .92))),
          List.of(
              of(
                  line(.74, .12, .35, .12),
                  line(.35, .12, .3, .46),
                  curve(.3, .46, .52, .4, .74, .54, .71, .8, .48, .91, .24, .82))),
          List.of(
              of(
                  curve(
                      .68, .12, .44, .26, .27, .56, .32, .82, .53, .91, .72, .76, .65, .57, .47,
                      .52, .3, .66)),
              of(curve(.5, .1, .34, .4, .28, .68, .42, .9, .62, .86, .66, .66, .5, .58, .32, .7))),
          List.of(
              of(line(.22, .12, .76, .12), curve(.76, .12, .58, .46, .44, .92)),
              of(
                  line(.22, .12, .76, .12),
                  curve(.76, .12, .58, .46, .44, .92),
                  line(.38, .52, .7, .5))),
          List.of(of(loop(.5, .48, .3, .3, .5, .1, .7, .3, .5, .48, .26, .71, .5, .92, .74, .71))),
          List.of(
              of(
                  curve(
                      .7, .28, .56, .1, .35, .16, .29, .36, .45, .5, .64, .42, .7, .28, .69, .6,
                      .56, .92)),
              of(
                  loop(.5, .1, .32, .2, .32, .42, .5, .5, .68, .4, .68, .2),
                  line(.7, .3, .66, .92))));

  Outline {
    strokes = List.copyOf(strokes);
  }

  /**
   * A stroke through points.
   *
   * @param points x and y of each
   * @param curved whether it bends smoothly at its points
   * @param closed whether it ends where it begins
   */
  record Stroke(double[] points, boolean curved, boolean closed) {}

  private static Outline of(Stroke... strokes) {
    return new Outline(List.of(strokes));
  }

  private static Stroke line(double... points) {
    return new Stroke(points, false, false);
  }

  private static Stroke curve(double... points) {
    return new Stroke(points, true, false);
  }

  private static Stroke loop(double... points) {
    return new Stroke(points, true, true);
  }
}
