package dev.limen.verify;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Calls with wrong arguments: each is refused by an exception that names the argument, and writes
 * nothing.
 *
 * @param <A> the arrays of the kernel
 */
final class Refusals<A> {
  private static final int LENGTH = 37;
  private static final int ROOM = 3 * LENGTH;

  private static final int FORWARD = 0;
  private static final int BACKWARD = 1;
  private static final int FUSED = 2;
  private static final int TRAINING = 3;

  /** Which argument of {@link #TRAINING} is the gradient of the parameters. */
  private static final int PARAMETERS = 3;

  /** The arguments of each form, inputs first. */
  private static final String[][] NAMES = {
    {"forward", "x", "y"},
    {"backward", "x", "gradY", "gradX"},
    {"forwardAndDerivative", "x", "y", "dydx"},
    {"backward", "x", "gradY", "gradX", "gradParameters"}
  };

  /** Sizes of an array, offset and length: ranges that are not in the array. */
  private static int[][] ranges(int length, int least) {
    return new int[][] {
      {length - 1, 0, length},
      {0, 0, least},
      {ROOM, ROOM - length + 1, length},
      {ROOM, -1, length},
      {ROOM, Integer.MAX_VALUE, length},
      {ROOM, Integer.MIN_VALUE, length}
    };
  }

  private final Subject<A> subject;
  private final Tally tally = new Tally(Check.ARGUMENTS);

  private Refusals(Subject<A> subject) {
    this.subject = subject;
  }

  static <A> Outcome check(Probe<A> probe) {
    Refusals<A> refusals = new Refusals<>(probe.subject);
    int last = probe.subject.trainable.isEmpty() ? FUSED : TRAINING;
    for (int form = FORWARD; form <= last; form++) {
      refusals.ranges(form);
      refusals.overlaps(form);
      refusals.withoutOffsets(form);
    }
    try (Arena arena = Arena.ofConfined()) {
      refusals.segmentSizes(arena);
      refusals.segmentOverlaps(arena);
    }
    return refusals.tally.outcome();
  }

  /** Calls a form with offsets, or the one without any. */
  private void call(int form, A[] arrays, int[] at, int length) {
    A x = arrays[0];
    A second = arrays[1];
    A third = arrays[form == FORWARD ? 1 : 2];
    if (at == null) {
      if (form == FORWARD) {
        subject.forward(x, second);
      } else if (form == BACKWARD) {
        subject.backward(x, second, third);
      } else if (form == FUSED) {
        subject.forwardAndDerivative(x, second, third);
      } else {
        subject.backward(x, second, third, arrays[PARAMETERS]);
      }
    } else if (form == FORWARD) {
      subject.forward(x, at[0], second, at[1], length);
    } else if (form == BACKWARD) {
      subject.backward(x, at[0], second, at[1], third, at[2], length);
    } else if (form == FUSED) {
      subject.forwardAndDerivative(x, at[0], second, at[1], third, at[2], length);
    } else {
      subject.backward(
          x, at[0], second, at[1], third, at[2], arrays[PARAMETERS], at[PARAMETERS], length);
    }
  }

  private A[] arrays(int form, int size) {
    A[] arrays = subject.arrays(NAMES[form].length - 1, 0);
    for (int i = 0; i < arrays.length; i++) {
      arrays[i] = numbers(size);
    }
    return arrays;
  }

  /** How many numbers of an argument are read or written. */
  private int extent(int argument) {
    return argument == PARAMETERS ? subject.trainable.size() : LENGTH;
  }

  /** Each argument in turn gets ranges that are not in its array. */
  private void ranges(int form) {
    for (int wrong = 0; wrong < NAMES[form].length - 1; wrong++) {
      for (int[] range : ranges(extent(wrong), wrong == PARAMETERS ? extent(wrong) : 1)) {
        A[] arrays = arrays(form, ROOM);
        int[] offsets = {0, 1, 2, 3};
        int length = wrong == PARAMETERS ? LENGTH : range[2];
        arrays[wrong] = numbers(range[0]);
        offsets[wrong] = range[1];
        String name = NAMES[form][wrong + 1];
        String how = name + " of size " + range[0] + " from " + range[1] + ", length " + range[2];
        refused(form, how, name, arrays, offsets, length);
      }
    }
    for (int length : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      int[] offsets = {0, 1, 2, 3};
      refused(form, "length " + length, "length|x", arrays(form, ROOM), offsets, length);
    }
  }

  /** An output overlaps each other argument in turn. */
  private void overlaps(int form) {
    int arguments = NAMES[form].length - 1;
    for (int second = 1; second < arguments; second++) {
      // gradY is an input: it may overlap x.
      boolean isInput = second == 1 && (form == BACKWARD || form == TRAINING);
      for (int first = 0; first < second && !isInput; first++) {
        for (int shift : new int[] {0, 1, -1, 5, LENGTH - 1, 1 - extent(second)}) {
          // In place is allowed, but for two outputs and for what is no array of elements.
          boolean isAllowed =
              shift == 0
                  ? second != PARAMETERS && !(form == FUSED && first == 1)
                  : -shift >= extent(second);
          if (!isAllowed) {
            A[] arrays = arrays(form, ROOM);
            arrays[second] = arrays[first];
            int[] offsets = {LENGTH, LENGTH, LENGTH, LENGTH};
            offsets[second] += shift;
            String name = NAMES[form][second + 1];
            String how = name + " " + shift + " after " + NAMES[form][first + 1];
            refused(form, how, name, arrays, offsets, LENGTH);
          }
        }
      }
    }
  }

  private void withoutOffsets(int form) {
    for (int wrong = 1; wrong < NAMES[form].length - 1; wrong++) {
      A[] arrays = arrays(form, LENGTH);
      arrays[wrong] = numbers(extent(wrong) - 1);
      String name = NAMES[form][wrong + 1];
      refused(form, name + " too short, no offsets", name, arrays, null, LENGTH);
    }
  }

  private A numbers(int length) {
    A array = subject.array(length);
    fill(subject.segment(array));
    return array;
  }

  private void refused(int form, String how, String named, A[] arrays, int[] offsets, int length) {
    String fault = "is not refused";
    try {
      call(form, arrays, offsets, length);
    } catch (RuntimeException e) {
      fault = fault(e, named);
    }
    expectNone(fault, form, how);
    for (A array : arrays) {
      expectUnchanged(subject.segment(array), form, how);
    }
  }

  /** What is wrong with an exception; null if nothing is. */
  private static String fault(RuntimeException e, String named) {
    if (!(e instanceof IllegalArgumentException || e instanceof IndexOutOfBoundsException)) {
      return "throws " + e;
    }
    String message = String.valueOf(e.getMessage());
    return message.matches("(?s).*\\b(" + named + ")\\b.*")
        ? null
        : "is refused without naming the argument: " + message;
  }

  private void expectNone(String fault, int form, String how) {
    tally.compared(1);
    if (fault != null) {
      tally.violation(Double.NaN, "%s with %s %s", NAMES[form][0], how, fault);
    }
  }

  private void segmentSizes(Arena arena) {
    int number = subject.format.bytes;
    long bytes = (long) LENGTH * number;
    MemorySegment memory = arena.allocate(8 * bytes, 64);
    for (int form = FORWARD; form <= BACKWARD; form++) {
      int output = NAMES[form].length - 2;
      for (int wrong = 0; wrong <= output; wrong++) {
        String name = NAMES[form][wrong + 1];
        for (long size : new long[] {bytes + 1, bytes - 1, bytes - number, bytes}) {
          MemorySegment[] segments = new MemorySegment[3];
          for (int i = 0; i < 3; i++) {
            segments[i] = memory.asSlice(2L * i * bytes, i == wrong ? size : bytes);
          }
          String how = name + " of " + size + " bytes for " + LENGTH + " numbers";
          if (size == bytes) {
            segments[output] = segments[output].asReadOnly();
            how = name + " read-only";
          }
          // A shorter x is right; so is an input that cannot be written.
          if (size == bytes ? wrong == output : size != bytes - number || wrong > 0) {
            refused(form, how, name, memory, segments);
          }
        }
      }
    }
  }

  private void segmentOverlaps(Arena arena) {
    int number = subject.format.bytes;
    long bytes = (long) LENGTH * number;
    MemorySegment[] memories = {
      arena.allocate(4 * bytes, 64), subject.segment(subject.array(4 * LENGTH))
    };
    for (MemorySegment memory : memories) {
      MemorySegment other = arena.allocate(bytes, 64);
      MemorySegment input = memory.asSlice(bytes, bytes);
      for (long shift : new long[] {number, -number, 1, -1, bytes - number}) {
        MemorySegment output = memory.asSlice(bytes + shift, bytes);
        String how = " " + shift + " bytes after ";
        refused(FORWARD, "y" + how + "x", "y", memory, input, output);
        refused(BACKWARD, "gradX" + how + "x", "gradX", memory, input, other, output);
        refused(BACKWARD, "gradX" + how + "gradY", "gradX", memory, other, input, output);
      }
    }
  }

  private void refused(
      int form, String how, String named, MemorySegment memory, MemorySegment... segments) {
    fill(memory);
    String fault = "is not refused";
    try {
      if (form == FORWARD) {
        subject.forward(segments[0], segments[1]);
      } else {
        subject.backward(segments[0], segments[1], segments[2]);
      }
    } catch (RuntimeException e) {
      fault = fault(e, named);
    }
    expectNone(fault, form, how + " (segments)");
    expectUnchanged(memory, form, how);
  }

  private void fill(MemorySegment memory) {
    for (long i = memory.byteSize() / subject.format.bytes - 1; i >= 0; i--) {
      subject.set(memory, i, i - 17.5);
    }
  }

  private void expectUnchanged(MemorySegment memory, int form, String how) {
    for (long i = memory.byteSize() / subject.format.bytes - 1; i >= 0; i--) {
      if (subject.get(memory, i) != i - 17.5) {
        tally.violation(
            Double.NaN, "%s with %s writes to an array or segment", NAMES[form][0], how);
        return;
      }
    }
  }
}
