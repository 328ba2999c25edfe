@NullMarked
package dev.oncue.journal;

import org.jspecify.annotations.NullMarked;
