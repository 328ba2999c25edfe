@NullMarked
package dev.oncue.stream;

import org.jspecify.annotations.NullMarked;
