@NullMarked
package dev.oncue.ballot;

import org.jspecify.annotations.NullMarked;
