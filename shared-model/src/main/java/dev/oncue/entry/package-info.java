@NullMarked
package dev.oncue.entry;

import org.jspecify.annotations.NullMarked;
