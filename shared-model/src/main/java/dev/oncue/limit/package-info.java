@NullMarked
package dev.oncue.limit;

import org.jspecify.annotations.NullMarked;
