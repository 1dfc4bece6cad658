/** 28 x 28 images of the ten digits: read from MNIST's files, or drawn. */
package dev.limen.sample.data;
