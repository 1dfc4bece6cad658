package dev.limen.processor.spec;

import java.util.List;

/**
 * The elements of an array in an annotation, and where they are declared.
 *
 * @param items the elements
 * @param place the array; the annotation itself where the array is a default
 */
record LocatedList<T>(List<Located<T>> items, Place place) {

  LocatedList {
    items = List.copyOf(items);
  }

  int size() {
    return items.size();
  }

  boolean isEmpty() {
    return items.isEmpty();
  }

  T value(int index) {
    return items.get(index).value();
  }

  Place place(int index) {
    return items.get(index).place();
  }

  List<T> values() {
    return items.stream().map(Located::value).toList();
  }
}
