package dev.limen.runtime;

import java.lang.foreign.MemorySegment;

/**
 * Segments that are parts of arrays. Generated code computes on the arrays themselves: a loop that
 * has met segments on and off the heap becomes many times slower for both.
 */
public final class HeapSegments {

  private HeapSegments() {}

  /**
   * Whether a segment is a part of a {@code float[]} that begins with an element and may be
   * written.
   *
   * @param segment any segment
   * @return whether {@link #floats} and {@link #indexOfFloat} may be called
   */
  public static boolean isFloats(MemorySegment segment) {
    return segment.heapBase().orElse(null) instanceof float[]
        && segment.address() % Float.BYTES == 0;
  }

  /**
   * The array that a segment is a part of.
   *
   * @param segment a segment for which {@link #isFloats} holds
   * @return the array
   */
  public static float[] floats(MemorySegment segment) {
    return (float[]) segment.heapBase().orElseThrow();
  }

  /**
   * Where in its array a segment begins.
   *
   * @param segment a segment for which {@link #isFloats} holds
   * @return the index of its first element
   */
  public static int indexOfFloat(MemorySegment segment) {
    return (int) (segment.address() / Float.BYTES);
  }

  /**
   * Whether a segment is a part of a {@code double[]} that begins with an element and may be
   * written.
   *
   * @param segment any segment
   * @return whether {@link #doubles} and {@link #indexOfDouble} may be called
   */
  public static boolean isDoubles(MemorySegment segment) {
    return segment.heapBase().orElse(null) instanceof double[]
        && segment.address() % Double.BYTES == 0;
  }

  /**
   * The array that a segment is a part of.
   *
   * @param segment a segment for which {@link #isDoubles} holds
   * @return the array
   */
  public static double[] doubles(MemorySegment segment) {
    return (double[]) segment.heapBase().orElseThrow();
  }

  /**
   * Where in its array a segment begins.
   *
   * @param segment a segment for which {@link #isDoubles} holds
   * @return the index of its first element
   */
  public static int indexOfDouble(MemorySegment segment) {
    return (int) (segment.address() / Double.BYTES);
  }
}
