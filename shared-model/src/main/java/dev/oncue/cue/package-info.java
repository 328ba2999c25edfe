@NullMarked
package dev.oncue.cue;

import org.jspecify.annotations.NullMarked;
