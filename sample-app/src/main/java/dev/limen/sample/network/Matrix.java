package dev.limen.sample.network;

/**
 * A matrix that lies in a part of an array.
 *
 * @param data holds the elements
 * @param offset where the first element is
 * @param rows the number of rows
 * @param columns the number of columns
 * @param rowStride the distance from an element to the one below it
 * @param columnStride the distance from an element to the next in its row
 */
record Matrix(float[] data, int offset, int rows, int columns, int rowStride, int columnStride) {

  /** A matrix stored row by row. */
  static Matrix of(float[] data, int offset, int rows, int columns) {
    return new Matrix(data, offset, rows, columns, columns, 1);
  }

  /** A matrix stored row by row from the start of an array. */
  static Matrix of(float[] data, int rows, int columns) {
    return of(data, 0, rows, columns);
  }

  Matrix transposed() {
    return new Matrix(data, offset, columns, rows, columnStride, rowStride);
  }

  float get(int row, int column) {
    return data[offset + row * rowStride + column * columnStride];
  }
}
