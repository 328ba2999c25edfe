@NullMarked
package dev.oncue;

import org.jspecify.annotations.NullMarked;
