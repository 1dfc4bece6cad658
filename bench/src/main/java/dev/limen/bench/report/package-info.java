/** What pages that are written from measurements have in common. */
package dev.limen.bench.report;
