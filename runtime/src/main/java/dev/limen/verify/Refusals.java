package dev.limen.verify;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Calls with wrong arguments: each is refused by an exception that names the argument, and writes
 * nothing.
 *
 * @param <A> the arrays of the kernel
 */
final class Refusals<A> {
  private static final int LENGTH = 37;
  private static final int ROOM = 3 * LENGTH;

  private final Subject<A> subject;
  private final Tally tally = new Tally(Check.ARGUMENTS);

  private Refusals(Subject<A> subject) {
    this.subject = subject;
  }

  static <A> Outcome check(Probe<A> probe) {
    Refusals<A> refusals = new Refusals<>(probe.subject());
    refusals.ranges();
    refusals.overlaps();
    refusals.withoutOffsets();
    try (Arena arena = Arena.ofConfined()) {
      refusals.segmentSizes(arena);
      refusals.segmentOverlaps(arena);
    }
    return refusals.tally.outcome();
  }

  /** A range of an array. */
  private record Range<A>(A array, int offset) {}

  private interface Call<A> {
    void on(List<Range<A>> ranges, int length);
  }

  private void ranges() {
    ranges("forward", List.of("x", "y"), this::forward);
    ranges("backward", List.of("x", "gradY", "gradX"), this::backward);
    ranges("forwardAndDerivative", List.of("x", "y", "dydx"), this::fused);
  }

  private void forward(List<Range<A>> r, int length) {
    subject.forward(r.get(0).array, r.get(0).offset, r.get(1).array, r.get(1).offset, length);
  }

  private void backward(List<Range<A>> r, int length) {
    subject.backward(
        r.get(0).array,
        r.get(0).offset,
        r.get(1).array,
        r.get(1).offset,
        r.get(2).array,
        r.get(2).offset,
        length);
  }

  private void fused(List<Range<A>> r, int length) {
    subject.forwardAndDerivative(
        r.get(0).array,
        r.get(0).offset,
        r.get(1).array,
        r.get(1).offset,
        r.get(2).array,
        r.get(2).offset,
        length);
  }

  /** Each argument in turn gets a range that is not in its array. */
  private void ranges(String form, List<String> names, Call<A> call) {
    for (int wrong = 0; wrong < names.size(); wrong++) {
      String name = names.get(wrong);
      range(form, names, call, wrong, LENGTH - 1, 0, LENGTH, name, "too short");
      range(form, names, call, wrong, 0, 0, 1, name, "empty");
      range(form, names, call, wrong, ROOM, ROOM - LENGTH + 1, LENGTH, name, "exceeded");
      range(form, names, call, wrong, ROOM, -1, LENGTH, name, "with a negative offset");
      range(form, names, call, wrong, ROOM, Integer.MAX_VALUE, LENGTH, name, "with a huge offset");
      range(form, names, call, wrong, ROOM, Integer.MIN_VALUE, LENGTH, name, "with the least offset");
    }
    range(form, names, call, 0, ROOM, 0, -1, "length|" + names.getFirst(), "with a length of -1");
    range(form, names, call, 0, ROOM, 1, Integer.MAX_VALUE, "length|" + names.getFirst(), "exceeded by a huge length");
  }

  private void range(
      String form,
      List<String> names,
      Call<A> call,
      int wrong,
      int size,
      int offset,
      int length,
      String named,
      String how) {
    List<Range<A>> ranges = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      ranges.add(i == wrong ? new Range<>(numbers(size), offset) : new Range<>(numbers(ROOM), i));
    }
    refused(form + " with " + names.get(wrong) + " " + how, named, ranges, () -> call.on(ranges, length));
  }

  private void overlaps() {
    for (int shift : new int[] {1, -1, 5, LENGTH - 1, 1 - LENGTH}) {
      overlap("forward", List.of("x", "y"), this::forward, 0, 1, shift);
      overlap("backward", List.of("x", "gradY", "gradX"), this::backward, 0, 2, shift);
      overlap("backward", List.of("x", "gradY", "gradX"), this::backward, 1, 2, shift);
      overlap("forwardAndDerivative", List.of("x", "y", "dydx"), this::fused, 0, 1, shift);
      overlap("forwardAndDerivative", List.of("x", "y", "dydx"), this::fused, 0, 2, shift);
      overlap("forwardAndDerivative", List.of("x", "y", "dydx"), this::fused, 1, 2, shift);
    }
    overlap("forwardAndDerivative", List.of("x", "y", "dydx"), this::fused, 1, 2, 0);
  }

  private void overlap(
      String form, List<String> names, Call<A> call, int first, int second, int shift) {
    A shared = numbers(ROOM);
    List<Range<A>> ranges = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      int offset = i == second ? LENGTH + shift : LENGTH;
      ranges.add(new Range<>(i == first || i == second ? shared : numbers(ROOM), offset));
    }
    refused(
        form + " with " + names.get(second) + " " + shift + " after " + names.get(first),
        names.get(second),
        ranges,
        () -> call.on(ranges, LENGTH));
  }

  private void withoutOffsets() {
    A x = numbers(LENGTH);
    A shorter = numbers(LENGTH - 1);
    A y = numbers(LENGTH);
    List<Range<A>> all = List.of(new Range<>(x, 0), new Range<>(shorter, 0), new Range<>(y, 0));
    refused("forward(x, y) with y too short", "y", all, () -> subject.forward(x, shorter));
    refused("backward(x, gradY, gradX) with gradY too short", "gradY", all, () -> subject.backward(x, shorter, y));
    refused("backward(x, gradY, gradX) with gradX too short", "gradX", all, () -> subject.backward(x, y, shorter));
    refused("forwardAndDerivative(x, y, dydx) with y too short", "y", all, () -> subject.forwardAndDerivative(x, shorter, y));
    refused("forwardAndDerivative(x, y, dydx) with dydx too short", "dydx", all, () -> subject.forwardAndDerivative(x, y, shorter));
  }

  private A numbers(int length) {
    A array = subject.array(length);
    for (int i = 0; i < length; i++) {
      subject.set(array, i, i - 17.5);
    }
    return array;
  }

  private void refused(String call, String named, List<Range<A>> ranges, Runnable body) {
    List<A> before = ranges.stream().map(r -> subject.copy(r.array)).toList();
    refused(call, named, body);
    for (int i = 0; i < before.size(); i++) {
      A now = ranges.get(i).array;
      for (int k = 0; k < subject.length(now); k++) {
        if (!Format.same(subject.get(now, k), subject.get(before.get(i), k))) {
          tally.violation(Double.NaN, call + " wrote to an array before it was refused");
          break;
        }
      }
    }
  }

  private void refused(String call, String named, Runnable body) {
    tally.compared(1);
    try {
      body.run();
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      String message = String.valueOf(e.getMessage());
      if (!Pattern.compile("\\b(" + named + ")\\b").matcher(message).find()) {
        tally.violation(
            Double.NaN, call + " is refused without naming the argument: \"" + message + "\"");
      }
      return;
    } catch (RuntimeException e) {
      tally.violation(Double.NaN, call + " throws " + e);
      return;
    }
    tally.violation(Double.NaN, call + " is not refused");
  }

  private void segmentSizes(Arena arena) {
    long bytes = (long) LENGTH * subject.bytes();
    MemorySegment memory = arena.allocate(8 * bytes, 64);
    MemorySegment x = memory.asSlice(0, bytes);
    MemorySegment y = memory.asSlice(2 * bytes, bytes);
    MemorySegment z = memory.asSlice(4 * bytes, bytes);
    MemorySegment oddX = memory.asSlice(0, bytes - 1);
    MemorySegment oddY = memory.asSlice(2 * bytes, bytes + 1);
    MemorySegment shorter = memory.asSlice(2 * bytes, bytes - subject.bytes());
    MemorySegment fixed = y.asReadOnly();
    kept("forward with x of an odd size", "x", memory, () -> subject.forward(oddX, y));
    kept("forward with y of an odd size", "y", memory, () -> subject.forward(x, oddY));
    kept("forward with y too short", "y", memory, () -> subject.forward(x, shorter));
    kept("forward with y read-only", "y", memory, () -> subject.forward(x, fixed));
    kept("backward with x of an odd size", "x", memory, () -> subject.backward(oddX, y, z));
    kept("backward with gradY of an odd size", "gradY", memory, () -> subject.backward(x, oddY, z));
    kept("backward with gradX of an odd size", "gradX", memory, () -> subject.backward(x, z, oddY));
    kept("backward with gradY too short", "gradY", memory, () -> subject.backward(x, shorter, z));
    kept("backward with gradX too short", "gradX", memory, () -> subject.backward(x, z, shorter));
    kept("backward with gradX read-only", "gradX", memory, () -> subject.backward(x, z, fixed));
  }

  private void segmentOverlaps(Arena arena) {
    long bytes = (long) LENGTH * subject.bytes();
    MemorySegment[] memories = {
      arena.allocate(4 * bytes, 64), subject.segment(subject.array(4 * LENGTH))
    };
    for (MemorySegment memory : memories) {
      MemorySegment other = arena.allocate(bytes, 64);
      MemorySegment x = memory.asSlice(bytes, bytes);
      long[] shifts = {subject.bytes(), -subject.bytes(), 1, bytes - subject.bytes()};
      for (long shift : shifts) {
        MemorySegment shifted = memory.asSlice(bytes + shift, bytes);
        String by = shift + " bytes after ";
        kept("forward with y " + by + "x", "y", memory, () -> subject.forward(x, shifted));
        kept("backward with gradX " + by + "x", "gradX", memory, () -> subject.backward(x, other, shifted));
        kept("backward with gradX " + by + "gradY", "gradX", memory, () -> subject.backward(other, x, shifted));
      }
    }
  }

  private void kept(String call, String named, MemorySegment memory, Runnable body) {
    for (long i = 0; i < memory.byteSize() / subject.bytes(); i++) {
      subject.set(memory, i, i - 17.5);
    }
    refused(call + " (segments)", named, body);
    for (long i = 0; i < memory.byteSize() / subject.bytes(); i++) {
      if (subject.get(memory, i) != i - 17.5) {
        tally.violation(Double.NaN, call + " wrote to a segment before it was refused");
        return;
      }
    }
  }
}
