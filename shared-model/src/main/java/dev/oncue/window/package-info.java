@NullMarked
package dev.oncue.window;

import org.jspecify.annotations.NullMarked;
