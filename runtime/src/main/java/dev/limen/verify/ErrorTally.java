package dev.limen.verify;

/** The errors of a kernel's values, or of its derivatives, against the reference. */
final class ErrorTally {
  final ErrorMeasure measure;
  private final Tally tally;
  private final String what;
  private WorstError worst = WorstError.NONE;

  /** Creates a tally of errors; what says of what they are, and where. */
  ErrorTally(ErrorMeasure measure, Tally tally, String what) {
    this.measure = measure;
    this.tally = tally;
    this.what = what;
  }

  void add(double x, double actual, Ball expected) {
    Format format = measure.format();
    tally.compared(1);
    if (expected.isNaN()) {
      if (Math.abs(actual) <= Double.MAX_VALUE && !Double.isInfinite(x)) {
        tally.violation(
            x, "%s %s is %s, but it is not defined", what, format.show(x), format.show(actual));
      }
      return;
    }
    double rounded = format.rounded(expected);
    double unit = measure.unit(x, rounded);
    double error = measure.error(unit, actual, rounded, expected);
    double margin = measure.margin(unit, actual, rounded, expected);
    double bound = measure.contract().bound();
    if (!(margin <= Double.MAX_VALUE)) {
      tally.undecided();
      return;
    }
    if (error - margin > bound) {
      tally.violation(
          x,
          "%s %s is %s instead of %s: error %s",
          what,
          format.show(x),
          format.show(actual),
          format.show(rounded),
          measure.show(error));
    } else if (error + margin > bound) {
      tally.undecided();
    }
    if (error > worst.error() || Double.isNaN(worst.input())) {
      worst = new WorstError(error, x, actual, rounded);
    }
  }

  /** Counts results whose errors are within the contract, and no worse than others. */
  void compared(long count) {
    tally.compared(count);
  }

  WorstError worst() {
    return worst;
  }

  Outcome outcome() {
    return tally.outcome();
  }
}
