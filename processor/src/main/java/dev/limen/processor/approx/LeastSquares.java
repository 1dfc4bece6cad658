package dev.limen.processor.approx;

/** Linear least squares by Householder reflections. */
final class LeastSquares {

  private LeastSquares() {}

  /**
   * Minimises |A x - b|.
   *
   * @param matrix the rows of A, each followed by its element of b; overwritten. More rows than
   *     unknowns, of full rank
   * @return x
   */
  static double[] solve(double[][] matrix) {
    int rows = matrix.length;
    int unknowns = matrix[0].length - 1;
    for (int column = 0; column < unknowns; column++) {
      double norm = 0;
      for (int row = column; row < rows; row++) {
        norm = StrictMath.hypot(norm, matrix[row][column]);
      }
      double pivot = matrix[column][column];
      double diagonal = pivot > 0 ? -norm : norm;
      // The reflection maps the column onto its diagonal element; v is stored in place of it.
      matrix[column][column] = pivot - diagonal;
      double scale = diagonal * matrix[column][column];
      for (int other = column + 1; other <= unknowns; other++) {
        double product = 0;
        for (int row = column; row < rows; row++) {
          product += matrix[row][column] * matrix[row][other];
        }
        double factor = product / scale;
        for (int row = column; row < rows; row++) {
          matrix[row][other] += factor * matrix[row][column];
        }
      }
      matrix[column][column] = diagonal;
    }
    double[] x = new double[unknowns];
    for (int row = unknowns - 1; row >= 0; row--) {
      double sum = matrix[row][unknowns];
      for (int column = row + 1; column < unknowns; column++) {
        sum -= matrix[row][column] * x[column];
      }
      x[row] = sum / matrix[row][row];
    }
    return x;
  }
}
