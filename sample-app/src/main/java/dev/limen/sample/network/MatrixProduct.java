package dev.limen.sample.network;

import java.util.Arrays;

/**
 * Multiplies matrices, with working memory of its own: for one thread at a time.
 *
 * <p>Four rows of b at a time stay in the innermost cache while every row of the result takes up
 * their part. All rows lie in arrays of their own from index 0, for HotSpot does not vectorise a
 * loop that reads and writes arrays of one type at different offsets. Sums are fused in a fixed
 * order, so that results are the same bits everywhere.
 */
final class MatrixProduct {
  private float[][] rows = {};
  private final float[][] panel = new float[4][];

  /** Computes {@code c = a b}; c is stored row by row and is neither a nor b. */
  void multiply(Matrix a, Matrix b, Matrix c) {
    int m = a.rows();
    int n = b.columns();
    int depth = a.columns();
    if (depth != b.rows() || m != c.rows() || n != c.columns() || c.columnStride() != 1) {
      throw new IllegalArgumentException(
          m + "x" + depth + " times " + b.rows() + "x" + n + " to " + c.rows() + "x" + c.columns());
    }
    reserve(m + m % 2, n);
    float[] b0 = panel[0];
    float[] b1 = panel[1];
    float[] b2 = panel[2];
    float[] b3 = panel[3];
    for (int k = 0; k < depth; k += 4) {
      for (int i = 0; i < 4; i++) {
        pack(b, k + i, panel[i]);
      }
      for (int i = 0; i < m; i += 2) {
        add(
            rows[i],
            rows[i + 1],
            b0,
            b1,
            b2,
            b3,
            n,
            at(a, i, k),
            at(a, i, k + 1),
            at(a, i, k + 2),
            at(a, i, k + 3),
            at(a, i + 1, k),
            at(a, i + 1, k + 1),
            at(a, i + 1, k + 2),
            at(a, i + 1, k + 3));
      }
    }
    for (int i = 0; i < m; i++) {
      System.arraycopy(rows[i], 0, c.data(), c.offset() + i * c.rowStride(), n);
    }
  }

  private void reserve(int m, int n) {
    if (panel[0] == null || panel[0].length < n) {
      for (int i = 0; i < 4; i++) {
        panel[i] = new float[n];
      }
      rows = new float[0][];
    }
    if (rows.length < m) {
      rows = new float[m][panel[0].length];
    } else {
      for (int i = 0; i < m; i++) {
        Arrays.fill(rows[i], 0, n, 0);
      }
    }
  }

  /** Copies a row of b, or zeros beyond its last one. */
  private static void pack(Matrix b, int row, float[] out) {
    int n = b.columns();
    if (row >= b.rows()) {
      Arrays.fill(out, 0, n, 0);
      return;
    }
    int from = b.offset() + row * b.rowStride();
    if (b.columnStride() == 1) {
      System.arraycopy(b.data(), from, out, 0, n);
    } else {
      for (int j = 0; j < n; j++) {
        out[j] = b.data()[from + j * b.columnStride()];
      }
    }
  }

  private static float at(Matrix a, int row, int column) {
    return row < a.rows() && column < a.columns() ? a.get(row, column) : 0;
  }

  /** Adds the parts of four rows of b to two rows of the result. */
  private static void add(
      float[] c0,
      float[] c1,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      int n,
      float a00,
      float a01,
      float a02,
      float a03,
      float a10,
      float a11,
      float a12,
      float a13) {
    for (int j = 0; j < n; j++) {
      float x0 = b0[j];
      float x1 = b1[j];
      float x2 = b2[j];
      float x3 = b3[j];
      c0[j] = Math.fma(a03, x3, Math.fma(a02, x2, Math.fma(a01, x1, Math.fma(a00, x0, c0[j]))));
      c1[j] = Math.fma(a13, x3, Math.fma(a12, x2, Math.fma(a11, x1, Math.fma(a10, x0, c1[j]))));
    }
  }
}
