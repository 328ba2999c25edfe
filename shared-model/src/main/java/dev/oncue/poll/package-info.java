@NullMarked
package dev.oncue.poll;

import org.jspecify.annotations.NullMarked;
