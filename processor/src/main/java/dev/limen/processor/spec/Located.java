package dev.limen.processor.spec;

/**
 * A value and where it is declared.
 *
 * @param value the value
 * @param place the value in the annotation; the annotation itself where the value is a default
 */
record Located<T>(T value, Place place) {}
