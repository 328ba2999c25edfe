@NullMarked
package dev.oncue.reaction;

import org.jspecify.annotations.NullMarked;
