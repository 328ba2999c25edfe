@NullMarked
package dev.oncue.closing;

import org.jspecify.annotations.NullMarked;
