@NullMarked
package dev.oncue.pollclose;

import org.jspecify.annotations.NullMarked;
